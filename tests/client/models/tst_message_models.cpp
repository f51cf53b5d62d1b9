// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/system_words.h"
#include "tests/client/models/models_fixture.h"

#include <QDeadlineTimer>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace parlor;
using parlor::tests::World;

/// Rows of messages: of the room in windows of its past, of threads and pins,
/// with what waits in the outbox.
class TestMessageModels : public QObject {
    Q_OBJECT

    /// Signed in, the harbour read and open; thread and pins are watched as well.
    struct Opened : World {
        explicit Opened(int messages = 0)
            : World(false) {
            fill(harbour, messages);
            server.setSeen(harbour.id, mara.id, server.head(harbour.id));
            signIn();
            for (QAbstractItemModel* model : {static_cast<QAbstractItemModel*>(session()->thread()),
                                              static_cast<QAbstractItemModel*>(session()->pins())})
                new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::QtTest,
                                             model);
            open(harbour);
            QVERIFY(QTest::qWaitFor([&] { return timeline().count() >= std::min(messages, 50); }, 10'000));
        }
        QString key(int row) const { return at(row, TimelineModel::KeyRole).toString(); }
        int lineRow() const { return timeline().newLineRow(); }
        Message first() const { return server.messages(harbour.id).constFirst(); }
    };

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void drawsTheLineAboveWhatCounts() {
        World w(false);
        w.fill(w.harbour, 3);
        w.server.setSeen(w.harbour.id, w.mara.id, w.server.head(w.harbour.id));
        // Neither a system line, nor a deleted message, nor one of mine is unread.
        w.server.tell(w.harbour.id, w.ines.id, {SystemKind::TopicChanged, std::nullopt, u"Tides"_s});
        w.server.post(w.harbour.id, w.mara.id, u"mine"_s);
        w.server.remove(w.server.post(w.harbour.id, w.ines.id, u"gone"_s).id);
        const Message unread = w.server.post(w.harbour.id, w.ines.id, u"unread"_s);
        w.signIn();
        w.open(w.harbour);
        QTRY_COMPARE(w.timeline().count(), 7);
        QTRY_COMPARE(w.timeline().newLineRow(), 0);
        QCOMPARE(w.at(0, TimelineModel::KeyRole).toString(), unread.id.toString());
        QTRY_COMPARE(w.at(3, TimelineModel::ContentRole).toString(), u"Ines Duarte set the topic: Tides"_s);
    }

    void drawsNoLineAboveASystemLineThatArrives() {
        Opened w(2);
        w.timeline().setReading(false);
        w.server.tell(w.harbour.id, w.ines.id, {SystemKind::RoomRenamed, std::nullopt, u"port"_s});
        QTRY_COMPARE(w.timeline().count(), 3);
        QCOMPARE(w.lineRow(), -1);
        w.server.post(w.harbour.id, w.ines.id, u"text"_s);
        QTRY_COMPARE(w.lineRow(), 0);
        w.server.post(w.harbour.id, w.ines.id, u"more"_s);
        QTRY_COMPARE(w.lineRow(), 1);
    }

    // What arrives is told together with the room's new counts: the core has not heard by then that it was
    // seen, which is not the same as somebody who puts the marker back.
    void goesOnReadingWhatArrivesInView() {
        Opened w(2);
        w.timeline().setReading(true);
        connect(&w.session()->core(), &Core::messagesChanged, this,
                [&] { Q_EMIT w.session()->core().roomChanged(w.harbour.id); });
        for (int i = 0; i < 5; ++i) {
            const Message message = w.server.post(w.harbour.id, w.ines.id, u"line %1"_s.arg(i));
            QTRY_COMPARE(w.key(0), message.id.toString());
            QTRY_COMPARE(w.server.readState(w.harbour.id, w.mara.id).unread, 0);
        }
        QCOMPARE(w.lineRow(), -1);
    }

    void opensWhereReadingStoppedThoughThatIsFarBack() {
        World w(false);
        w.fill(w.harbour, 300);
        w.server.setSeen(w.harbour.id, w.mara.id, w.server.messages(w.harbour.id).at(99).seq);
        w.signIn();
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        w.timeline().jumpToUnread();
        QTRY_VERIFY(w.timeline().newLineRow() >= 0);
        QCOMPARE(w.at(w.timeline().newLineRow(), TimelineModel::ContentRole).toString(), u"message 100"_s);
        // What is shown is read, and nothing beyond it.
        w.timeline().setAtNewest(false);
        w.timeline().setReading(true);
        w.timeline().setShownRow(w.timeline().newLineRow() - 9);
        QTRY_COMPARE(w.server.readState(w.harbour.id, w.mara.id).unread, 190);
        // A window elsewhere reads nothing: there is unread in between.
        w.timeline().jumpTo(w.server.messages(w.harbour.id).at(250).id.toString());
        QTRY_VERIFY(w.shown().contains(u"message 250"_s) && !w.shown().contains(u"message 100"_s));
        w.timeline().setShownRow(0);
        QCOMPARE(w.server.readState(w.harbour.id, w.mara.id).unread, 190);
        w.timeline().markRead();
        QTRY_COMPARE(w.server.readState(w.harbour.id, w.mara.id).unread, 0);
    }

    void readsOnFromTheMiddleToTheNewest() {
        Opened w(300);
        w.timeline().setAtNewest(false);
        w.timeline().jumpTo(w.first().id.toString());
        QTRY_VERIFY(w.timeline().isDetached());
        QVERIFY(w.timeline().isComplete());
        for (int pages = 0; pages < 20 && w.timeline().isDetached(); ++pages) {
            w.timeline().loadNewer();
            QTRY_VERIFY(!w.timeline().isLoading());
        }
        QVERIFY(!w.timeline().isDetached());
        QCOMPARE(w.timeline().count(), 300);
        w.server.post(w.harbour.id, w.ines.id, u"live"_s);
        QTRY_COMPARE(w.timeline().count(), 301);
        QStringList contents = w.shown();
        QCOMPARE(contents.constFirst(), u"live"_s);
        QCOMPARE(contents.at(1), u"message 299"_s);
        QCOMPARE(contents.constLast(), u"message 0"_s);
    }

    // None of it is in the cache: what happens to it is shown all the same.
    void followsChangesInAWindowOfThePast() {
        Opened w(300);
        w.timeline().setAtNewest(false);
        const Message first = w.first();
        w.timeline().jumpTo(first.id.toString());
        QTRY_VERIFY(w.timeline().isDetached() && w.timeline().rowOf(first.id.toString()) >= 0);
        QVERIFY(!w.session()->core().reader()->message(first.id));
        const auto role = [&](int which) { return w.at(w.timeline().rowOf(first.id.toString()), which); };
        w.server.edit(first.id, u"better"_s);
        QTRY_COMPARE(role(TimelineModel::ContentRole).toString(), u"better"_s);
        w.server.react(first.id, w.ines.id, u"👍"_s);
        QTRY_COMPARE(role(TimelineModel::ReactionsRole).toList().size(), 1);
        w.server.pin(first.id, w.ines.id);
        QTRY_VERIFY(!role(TimelineModel::PinnedRole).toString().isEmpty());
        w.server.reply(first.id, w.ines.id, u"an answer"_s);
        QTRY_COMPARE(role(TimelineModel::ThreadRole).toMap()[u"count"_s].toInt(), 1);
        // What came while there was no connection, too.
        w.server.dropConnections();
        w.server.edit(first.id, u"best"_s);
        QTRY_COMPARE_WITH_TIMEOUT(role(TimelineModel::ContentRole).toString(), u"best"_s, 20'000);
        w.server.remove(first.id);
        QTRY_VERIFY(role(TimelineModel::DeletedRole).toBool());
    }

    void changesInAWindowOfThePastStay() {
        World w(false);
        w.fill(w.harbour, 200);
        const Message mine = w.server.post(w.board.id, w.mara.id, u"mine"_s);
        for (int i = 0; i < 120; ++i)
            w.server.post(w.board.id, w.ines.id, u"later %1"_s.arg(i));
        w.server.setSeen(w.board.id, w.mara.id, w.server.head(w.board.id));
        w.signIn();
        w.open(w.board);
        w.timeline().setAtNewest(false);
        w.timeline().jumpTo(mine.id.toString());
        QTRY_VERIFY(w.timeline().rowOf(mine.id.toString()) >= 0);
        QVERIFY(!w.session()->core().reader()->message(mine.id));
        const auto role = [&](int which) { return w.at(w.timeline().rowOf(mine.id.toString()), which); };
        // Once it is acknowledged nothing waits any more, and it is still so.
        w.timeline().react(mine.id.toString(), u"🎉"_s);
        QTRY_COMPARE(w.server.messages(w.board.id).constFirst().reactions.size(), 1);
        QTRY_VERIFY(w.session()->core().reader()->outbox(w.board.id).isEmpty());
        QCOMPARE(role(TimelineModel::ReactionsRole).toList().size(), 1);
        w.timeline().remove(mine.id.toString());
        QTRY_COMPARE(role(TimelineModel::ChangeRole).toString(), u"deleted"_s);
        QTRY_VERIFY_WITH_TIMEOUT(w.session()->core().reader()->outbox(w.board.id).isEmpty(), 20'000);
        QVERIFY(role(TimelineModel::DeletedRole).toBool());
    }

    void leavesTheWindowToSend() {
        Opened w(300);
        w.timeline().jumpTo(w.first().id.toString());
        QTRY_VERIFY(w.timeline().isDetached());
        QSignalSpy sent(&w.timeline(), &TimelineModel::sent);
        w.say(w.harbour, u"now"_s);
        QTRY_COMPARE(sent.count(), 1);
        QVERIFY(!w.timeline().isDetached());
        QCOMPARE(w.shown().constFirst(), u"now"_s);
    }

    void showsWhatWaitsInTheOutbox() {
        Opened w(1);
        w.server.setReachable(false);
        QTRY_VERIFY(!w.session()->isOnline());
        w.timeline().react(w.key(0), u"👍"_s);
        QTRY_COMPARE(w.at(0, TimelineModel::ReactionsRole).toList().size(), 1);
        w.timeline().setPinned(w.key(0), true);
        QTRY_COMPARE(w.at(0, TimelineModel::PinnedRole).toString(), u"Mara Lindqvist"_s);
        w.say(w.harbour, u"mine"_s);
        QTRY_COMPARE(w.timeline().count(), 2);
        const QString mine = w.key(0);
        w.session()->core().editMessage(w.harbour.id, *MessageId::parse(mine), u"better"_s, this,
                                        [](const Outcome<OutboxEntry>&) {});
        QTRY_COMPARE(w.shown().constFirst(), u"better"_s);
        w.server.setReachable(true);
        w.session()->retryNow();
        QTRY_COMPARE_WITH_TIMEOUT(w.at(0, TimelineModel::StateRole).toString(), u"saved"_s, 20'000);
        QTRY_COMPARE(w.server.messages(w.harbour.id).constLast().content, u"better"_s);
        QVERIFY(w.first().pinned.has_value());
        QCOMPARE(w.first().reactions.size(), 1);
        QCOMPARE(w.at(0, TimelineModel::KeyRole).toString(), mine);
    }

    void saysARowInOneSentence() {
        Opened w(1);
        const auto spoken = [&] { return w.at(0, TimelineModel::SpokenRole).toString(); };
        const auto body = [&] { return w.at(0, TimelineModel::BodyRole).toString(); };
        const auto time = [&] { return w.at(0, TimelineModel::TimeRole).toString(); };
        QTRY_COMPARE_WITH_TIMEOUT(spoken(), u"Ines Duarte, %1: message 0"_s.arg(time()), 20'000);
        QCOMPARE(body(), u"message 0"_s);
        w.server.setReachable(false);
        QTRY_VERIFY_WITH_TIMEOUT(!w.session()->isOnline(), 20'000);
        w.say(w.harbour, u"100 %1"_s);
        QTRY_COMPARE_WITH_TIMEOUT(w.timeline().count(), 2, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(spoken(), u"Mara Lindqvist, "_s + time() + u", not sent yet: 100 %1"_s,
                                  20'000);
        w.server.setReachable(true);
        w.session()->retryNow();
        QTRY_COMPARE_WITH_TIMEOUT(spoken(), u"Mara Lindqvist, "_s + time() + u": 100 %1"_s, 20'000);
        w.timeline().remove(w.key(0));
        QTRY_COMPARE_WITH_TIMEOUT(spoken(), u"Mara Lindqvist, %1: deleted"_s.arg(time()), 20'000);
        QCOMPARE(body(), QString());
    }

    void followsAThread() {
        Opened w(60);
        const Message root = w.first();
        for (int i = 0; i < 70; ++i)
            w.server.reply(root.id, i % 2 ? w.ines.id : w.tom.id, u"answer %1"_s.arg(i));
        w.session()->openThread(root.id.toString());
        ThreadModel& thread = *w.session()->thread();
        QTRY_COMPARE(thread.replies(), 70);
        QTRY_VERIFY(thread.count() >= 50);
        // It does nothing while the newest page is on its way: who scrolls asks again.
        QTRY_VERIFY((thread.loadOlder(), thread.isComplete()));
        QCOMPARE(thread.count(), 71);
        QCOMPARE(thread.index(70).data(ThreadModel::ContentRole).toString(), u"message 0"_s);
        QCOMPARE(thread.index(0).data(ThreadModel::ContentRole).toString(), u"answer 69"_s);
        w.server.reply(root.id, w.ines.id, u"live"_s);
        w.server.post(w.harbour.id, w.ines.id, u"not of it"_s);
        QTRY_COMPARE(thread.count(), 72);
        w.say(w.harbour, u"mine"_s, root.id);
        QTRY_COMPARE(thread.count(), 73);
        QTRY_COMPARE(w.server.messages(w.harbour.id).constLast().threadRoot, root.id);
        QTRY_COMPARE(thread.index(0).data(ThreadModel::StateRole).toString(), u"saved"_s);
        QTRY_COMPARE(thread.replies(), 72);
        w.session()->openRoom(w.board.id.toString());
        QCOMPARE(thread.count(), 0);
    }

    // A view lays out once for all of it.
    void takesWhatArrivesTogetherAsOneChange() {
        Opened w(3);
        w.timeline().setReading(false);
        const QSignalSpy inserted(&w.timeline(), &QAbstractItemModel::rowsInserted);
        const QSignalSpy rooms(&w.rooms(), &QAbstractItemModel::dataChanged);
        const QSignalSpy composer(w.session()->composer(), &Composer::placeChanged);
        const CacheReader& cache = *w.session()->core().reader();
        for (int i = 0; i < 60; ++i)
            w.server.post(w.harbour.id, w.ines.id, u"late %1"_s.arg(i));
        // No events here meanwhile.
        const QDeadlineTimer deadline(20'000);
        while (cache.newest(w.harbour.id, 63).size() < 63 && !deadline.hasExpired())
            QThread::yieldCurrentThread();
        const qint64 before = cache.statements();
        QTRY_COMPARE(w.timeline().count(), 63);
        QCOMPARE(w.shown().constFirst(), u"late 59"_s);
        QTRY_COMPARE(w.lineRow(), 59);
        QTRY_COMPARE(w.rooms().summary(w.harbour.id)->read.unread, 60);
        qInfo("60 messages: %lld insertions, %lld changes of the list, %lld statements",
              static_cast<long long>(inserted.count()), static_cast<long long>(rooms.count()),
              static_cast<long long>(cache.statements() - before));
        QVERIFY(inserted.count() <= 4);
        QVERIFY(rooms.count() <= 12);
        QVERIFY(cache.statements() - before <= 40);
        QCOMPARE(composer.count(), 0);
    }

    void knowsWhatAThreadIsAboutBeforeItsAnswersCome() {
        Opened w(60);
        // Cached, as are both answers: all of it is there at once.
        const Message late = w.server.messages(w.harbour.id).constLast();
        w.server.reply(late.id, w.ines.id, u"one"_s);
        w.server.reply(late.id, w.tom.id, u"two"_s);
        QTRY_COMPARE(w.shown().constFirst(), u"two"_s);
        const auto path = [](const Message& root) {
            return u"/api/v1/messages/%1/thread"_s.arg(root.id.toString());
        };
        w.server.failRequests(path(late), std::nullopt);
        w.session()->openThread(late.id.toString());
        ThreadModel& thread = *w.session()->thread();
        QCOMPARE(World::column(thread, ThreadModel::ContentRole),
                 QStringList({u"two"_s, u"one"_s, u"message 59"_s}));
        QCOMPARE(thread.first()[u"text"_s].toString(), u"message 59"_s);
        // Older than what is cached, and only it can be fetched.
        const Message root = w.first();
        w.server.failRequests(path(root), std::nullopt);
        w.session()->openThread(root.id.toString());
        QTRY_COMPARE(thread.first()[u"text"_s].toString(), u"message 0"_s);
        QCOMPARE(thread.first()[u"name"_s].toString(), u"Ines Duarte"_s);
        w.server.edit(root.id, u"message nought"_s);
        QTRY_COMPARE(thread.first()[u"text"_s].toString(), u"message nought"_s);
        w.session()->openThread({});
        QVERIFY(thread.first().isEmpty());
    }

    void saysOnceWhatSeveralAnswer() {
        Opened w(3);
        const QString root = w.key(2);
        for (const QString& text : {u"one"_s, u"two"_s})
            w.server.reply(*MessageId::parse(root), w.ines.id, text);
        QTRY_COMPARE(w.timeline().count(), 5);
        QCOMPARE(w.at(1, TimelineModel::QuoteRole).toMap().value(u"key"_s).toString(), root);
        QVERIFY(w.at(0, TimelineModel::QuoteRole).toMap().isEmpty());
        // What comes between them makes it worth saying again.
        w.server.post(w.harbour.id, w.ines.id, u"by the way"_s);
        w.server.reply(*MessageId::parse(root), w.ines.id, u"three"_s);
        QTRY_COMPARE(w.timeline().count(), 7);
        QVERIFY(!w.at(0, TimelineModel::QuoteRole).toMap().isEmpty());
        // In the thread it stands at the top.
        ThreadModel& thread = *w.session()->thread();
        thread.open(w.harbour.id, root);
        QTRY_COMPARE(thread.count(), 4);
        QVERIFY(thread.index(0).data(TimelineModel::QuoteRole).toMap().isEmpty());
    }

    void keepsThePinsInOrder() {
        Opened w(3);
        const QList<Message> all = w.server.messages(w.harbour.id);
        w.server.pin(all.at(2).id, w.ines.id);
        // Not within the same millisecond.
        w.server.setTime(QDateTime::currentDateTimeUtc().addSecs(1));
        w.server.pin(all.at(0).id, w.ines.id);
        w.server.setTime({});
        PinsModel& pins = *w.session()->pins();
        QTRY_COMPARE(World::column(pins, PinsModel::ContentRole),
                     QStringList({u"message 0"_s, u"message 2"_s}));
        pins.refresh();
        QTRY_VERIFY(!pins.isLoading());
        QCOMPARE(pins.count(), 2);
        pins.setPinned(all.at(0).id.toString(), false);
        QTRY_COMPARE(World::column(pins, PinsModel::ContentRole), QStringList{u"message 2"_s});
        w.server.failRequests(u"/api/v1/rooms/"_s, Error(ErrorCode::Forbidden), 1);
        pins.refresh();
        QTRY_VERIFY(!pins.isLoading());
    }

    void marksWhatCallsMe() {
        Opened w(1);
        w.server.post(w.harbour.id, w.ines.id, u"@mara look"_s);
        QTRY_COMPARE(w.timeline().count(), 2);
        QVERIFY(w.at(0, TimelineModel::CallsMeRole).toBool());
        const QVariantMap called = w.at(0, TimelineModel::MentionsRole).toList().constFirst().toMap();
        QCOMPARE(called.value(u"name"_s).toString(), u"mara"_s);
        QVERIFY(called.value(u"self"_s).toBool());
        QVERIFY(!w.at(1, TimelineModel::CallsMeRole).toBool());
    }

    void wordsEveryNotice() {
        for (int kind = 0; kind <= static_cast<int>(SystemKind::MessagePinned); ++kind) {
            const SystemEvent event{static_cast<SystemKind>(kind), std::nullopt, u"owner"_s};
            const QString text = words::notice(event, u"Ann"_s, u"Ben"_s);
            QVERIFY2(text.contains(u"Ann"_s), qPrintable(QString::number(kind)));
            QVERIFY(!text.contains(u'%'));
        }
    }
};

QTEST_MAIN(TestMessageModels)
#include "tst_message_models.moc"
