// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/limits.h"
#include "tests/client/models/models_fixture.h"

#include <QLocale>

using namespace Qt::StringLiterals;
using namespace parlor;
using parlor::tests::World;

class TestModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void showsTheNewestFirstAndGroups() {
        World w(false);
        const QDateTime noon(QDate::currentDate().addDays(-1), QTime(12, 0));
        w.server.post(w.harbour.id, w.ines.id, u"one"_s, noon.toUTC());
        w.server.post(w.harbour.id, w.ines.id, u"two"_s, noon.addSecs(299).toUTC());
        w.server.post(w.harbour.id, w.ines.id, u"later"_s, noon.addSecs(700).toUTC());
        w.server.post(w.harbour.id, w.mara.id, u"mine"_s, noon.addSecs(710).toUTC());
        w.server.post(w.harbour.id, w.ines.id, u"next day"_s, noon.addDays(1).toUTC());
        w.signIn();
        w.open(w.harbour);
        QTRY_COMPARE(w.shown(), QStringList({u"next day"_s, u"mine"_s, u"later"_s, u"two"_s, u"one"_s}));

        const auto starts = World::column(w.timeline(), TimelineModel::GroupStartRole);
        QCOMPARE(starts, QStringList({u"true"_s, u"true"_s, u"true"_s, u"false"_s, u"true"_s}));
        QTRY_VERIFY(w.timeline().isComplete());
        QCOMPARE(w.at(4, TimelineModel::DayRole).toString(), u"Yesterday"_s);
        QCOMPARE(w.at(3, TimelineModel::DayRole).toString(), QString());
        QCOMPARE(w.at(0, TimelineModel::DayRole).toString(), u"Today"_s);
        QCOMPARE(w.at(1, TimelineModel::TimeRole).toString(), noon.addSecs(710).time().toString(u"HH:mm"_s));
        QTRY_COMPARE(w.at(0, TimelineModel::SenderNameRole).toString(), u"Ines Duarte"_s);
        QVERIFY(w.at(1, TimelineModel::OwnRole).toBool());
        QCOMPARE(w.at(1, TimelineModel::StateRole).toString(), u"saved"_s);
    }

    void loadsOlderByAppendingRows() {
        World w(false);
        w.fill(w.harbour, 180);
        w.signIn();
        w.open(w.harbour);
        QTRY_COMPARE(w.timeline().count(), 50);
        const QSignalSpy inserted(&w.timeline(), &QAbstractItemModel::rowsInserted);
        const QSignalSpy reset(&w.timeline(), &QAbstractItemModel::modelReset);
        for (int pages = 0; pages < 10 && !w.timeline().isComplete(); ++pages) {
            w.timeline().loadOlder();
            QTRY_VERIFY(!w.timeline().isLoading());
        }
        QVERIFY(w.timeline().isComplete());
        QCOMPARE(w.timeline().count(), 180);
        QCOMPARE(w.at(0, TimelineModel::ContentRole).toString(), u"message 179"_s);
        QCOMPARE(w.at(179, TimelineModel::ContentRole).toString(), u"message 0"_s);
        QCOMPARE(reset.count(), 0);
        int expected = 50;
        for (const auto& arguments : inserted) {
            QCOMPARE(arguments.at(1).toInt(), expected);
            expected = arguments.at(2).toInt() + 1;
        }
    }

    void tellsWhyOlderOnesDoNotCome() {
        World w(false);
        w.fill(w.harbour, 120);
        w.signIn();
        w.open(w.harbour);
        QTRY_COMPARE(w.timeline().count(), 50);
        w.server.setReachable(false);
        QTRY_VERIFY(!w.session()->isOnline());
        w.timeline().loadOlder();
        QTRY_VERIFY(!w.timeline().loadError().isEmpty());
        QVERIFY(!w.timeline().isLoading());
        w.server.setReachable(true);
        w.session()->retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(w.session()->isOnline(), 20'000);
        QTRY_VERIFY(w.timeline().loadError().isEmpty());
        w.timeline().loadOlder();
        QTRY_COMPARE(w.timeline().count(), 100);
    }

    void keepsTheRowOfAMessageThatIsAcknowledged() {
        World w;
        w.open(w.harbour);
        w.server.hold(u"message:saved"_s);
        w.server.hold(u"message:new"_s);
        const QSignalSpy removed(&w.timeline(), &QAbstractItemModel::rowsRemoved);
        w.say(w.harbour, u"hello"_s);
        QTRY_COMPARE(w.timeline().count(), 1);
        QCOMPARE(w.at(0, TimelineModel::StateRole).toString(), u"pending"_s);
        const QString key = w.at(0, TimelineModel::KeyRole).toString();
        const QPersistentModelIndex row = w.timeline().index(0);
        w.server.release();
        QTRY_COMPARE(w.at(0, TimelineModel::StateRole).toString(), u"saved"_s);
        QCOMPARE(w.at(0, TimelineModel::KeyRole).toString(), key);
        QVERIFY(row.isValid());
        QCOMPARE(row.row(), 0);
        QCOMPARE(w.timeline().count(), 1);
        QCOMPARE(removed.count(), 0);
    }

    void keepsWhatIsWrittenOfflineAndSendsItOnceInOrder() {
        World w;
        w.open(w.harbour);
        w.server.setReachable(false);
        QTRY_VERIFY(!w.session()->isOnline());
        w.say(w.harbour, u"first"_s);
        w.say(w.harbour, u"second"_s);
        QTRY_COMPARE(w.shown(), QStringList({u"second"_s, u"first"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(
            w.session()->notice().contains(u"Your messages are kept and will be sent."_s), 10'000);
        w.server.setReachable(true);
        w.session()->retryNow();
        QTRY_COMPARE_WITH_TIMEOUT(w.server.messages(w.harbour.id).size(), 2, 20'000);
        QTRY_COMPARE(w.at(0, TimelineModel::StateRole).toString(), u"saved"_s);
        QCOMPARE(w.shown(), QStringList({u"second"_s, u"first"_s}));
        QTRY_VERIFY(w.session()->notice().isEmpty());
    }

    void offersToRetryOrDiscardWhatWasRefused() {
        World w;
        w.open(w.harbour);
        w.server.refuseMessages(Error(ErrorCode::Forbidden), 2);
        w.say(w.harbour, u"to retry"_s);
        w.say(w.harbour, u"to discard"_s);
        QTRY_COMPARE(World::column(w.timeline(), TimelineModel::StateRole),
                     QStringList({u"failed"_s, u"failed"_s}));
        QVERIFY(!w.at(0, TimelineModel::ErrorTextRole).toString().isEmpty());
        const int row = w.rooms().rowOf(w.harbour.id.toString());
        QTRY_COMPARE(w.rooms().index(row).data(RoomListModel::FailedRole).toInt(), 2);
        const auto keyOf = [&](const QString& text) {
            return w.at(static_cast<int>(w.shown().indexOf(text)), TimelineModel::KeyRole).toString();
        };
        w.timeline().discard(keyOf(u"to discard"_s));
        QTRY_COMPARE(w.shown(), QStringList{u"to retry"_s});
        w.timeline().retry(keyOf(u"to retry"_s));
        QTRY_COMPARE(w.at(0, TimelineModel::StateRole).toString(), u"saved"_s);
        QCOMPARE(w.server.messages(w.harbour.id).size(), 1);
    }

    void refusesWhatIsTooLong() {
        World w;
        w.open(w.harbour);
        int failed = 0;
        const QString text(limits::messageContentMax + 1, u'x');
        w.say(w.harbour, text, {}, [&](const Failure&) { ++failed; });
        QTRY_COMPARE(failed, 1);
        QCOMPARE(w.timeline().count(), 0);
    }

    void drawsTheLineWhereReadingStopped() {
        World w(false);
        w.fill(w.harbour, 6);
        w.server.setSeen(w.harbour.id, w.mara.id, w.server.messages(w.harbour.id).at(3).seq);
        w.signIn();
        w.open(w.harbour);
        QTRY_COMPARE(w.timeline().count(), 6);
        const auto lineAt = [&] {
            return World::column(w.timeline(), TimelineModel::NewLineRole).indexOf(u"true"_s);
        };
        QTRY_COMPARE(lineAt(), 1);
        QCOMPARE(w.rooms().summary(w.harbour.id)->read.unread, 2);
        w.timeline().setReading(true);
        QTRY_COMPARE(w.rooms().summary(w.harbour.id)->read.unread, 0);
        QTRY_COMPARE(w.server.readState(w.harbour.id, w.mara.id).unread, 0);
        QCOMPARE(lineAt(), 1);
        w.timeline().markRead();
        QCOMPARE(lineAt(), -1);
    }

    void countsWhatArrivesWhileScrolledAway() {
        World w;
        w.fill(w.harbour, 3);
        w.open(w.harbour);
        QTRY_COMPARE(w.timeline().count(), 3);
        w.timeline().setReading(true);
        w.timeline().setAtNewest(false);
        w.timeline().setReading(false);
        w.server.post(w.harbour.id, w.ines.id, u"new"_s);
        QTRY_COMPARE(w.timeline().arrived(), 1);
        QVERIFY(w.at(0, TimelineModel::NewLineRole).toBool());
        QTRY_COMPARE(w.rooms().summary(w.harbour.id)->read.unread, 1);
        w.timeline().setAtNewest(true);
        QCOMPARE(w.timeline().arrived(), 0);
    }
};

QTEST_MAIN(TestModels)
#include "tst_models.moc"
