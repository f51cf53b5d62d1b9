// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/client/models/models_fixture.h"

#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

namespace {

/// A World in which something was said, and its search, checked after every change.
struct Looking : World {
    explicit Looking()
        : World(false) {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        old = server.post(harbour.id, ines.id, u"The tide table of last year"_s, now.addDays(-40));
        server.post(harbour.id, tom.id, u"Nothing of the kind"_s, now.addSecs(-900));
        tide = server.post(harbour.id, ines.id, u"High <b>tide</b> at nine, see https://tide.example"_s,
                           now.addSecs(-800));
        server.post(harbour.id, mara.id, u"Thanks"_s, now.addSecs(-700));
        minutes = server.post(board.id, mara.id, u"Minutes: the tide gate"_s, now.addSecs(-600));
        signIn();
        new QAbstractItemModelTester(search(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     search());
        // Until what is cached has come: what is found here is then the same in every run.
        for (const Room& room : {harbour, board})
            QVERIFY(QTest::qWaitFor([&] { return session()->core().reader()->extent(room.id).complete; },
                                    20'000));
    }
    SearchModel* search() const { return session()->search(); }
    QStringList found() const { return column(*search(), SearchModel::PlainRole); }
    QVariant of(int row, int role) const { return search()->index(row).data(role); }
    QString marked(int row) const {
        QString text;
        for (const QVariant& part : of(row, SearchModel::ExcerptRole).toList()) {
            const QVariantMap map = part.toMap();
            text +=
                map[u"hit"_s].toBool() ? u'[' + map[u"text"_s].toString() + u']' : map[u"text"_s].toString();
        }
        return text;
    }
    int asked() const { return server.requests(u"/api/v1/search"_s); }

    Message old;
    Message tide;
    Message minutes;
};

} // namespace

class TestSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsHereAndOnTheServer() {
        Looking w;
        QVERIFY(w.search()->isBlank());
        w.search()->setText(u"tide"_s);
        QVERIFY(w.search()->isSearching());
        QTRY_COMPARE(w.search()->count(), 3);
        QTRY_VERIFY(!w.search()->isSearching());
        QCOMPARE(w.asked(), 1);
        // The newest first, each once, though both know them.
        QCOMPARE(w.of(0, SearchModel::MessageIdRole).toString(), w.minutes.id.toString());
        QCOMPARE(w.of(1, SearchModel::MessageIdRole).toString(), w.tide.id.toString());
        QCOMPARE(w.of(2, SearchModel::MessageIdRole).toString(), w.old.id.toString());
        QCOMPARE(w.of(1, SearchModel::RoomNameRole).toString(), u"harbour"_s);
        QCOMPARE(w.of(0, SearchModel::RoomKindRole).toString(), u"private"_s);
        QCOMPARE(w.of(1, SearchModel::SenderRole).toString(), u"Ines Duarte"_s);
        QCOMPARE(w.of(1, SearchModel::SeqRole).toLongLong(), w.tide.seq);
        QCOMPARE(w.of(1, SearchModel::BeforeRole).toString(), u"Tom Okafor: Nothing of the kind"_s);
        QCOMPARE(w.of(1, SearchModel::AfterRole).toString(), u"Mara Lindqvist: Thanks"_s);
        QVERIFY(w.of(0, SearchModel::TimeRole).toString().startsWith(u"Today, "_s) ||
                w.of(0, SearchModel::TimeRole).toString().startsWith(u"Yesterday, "_s));
        // What people wrote is no markup.
        QCOMPARE(w.marked(1), u"High &lt;b&gt;[tide]&lt;/b&gt; at nine, see https://[tide].example"_s);
    }

    void aLongNameLeavesRoomForWhatWasSaid() {
        Looking w;
        w.server.renameUser(w.tom.id, u"Tom of a name that goes on beyond any reason"_s);
        QTRY_VERIFY(w.session()->core().reader()->user(w.tom.id)->displayName.size() > 30);
        w.search()->setText(u"high tide"_s);
        QTRY_COMPARE(w.search()->count(), 1);
        QTRY_VERIFY(!w.search()->isSearching());
        QCOMPARE(w.of(0, SearchModel::BeforeRole).toString(),
                 u"Tom of a name that goes\u2026: Nothing of the kind"_s);
    }

    // What is read, not how it was typed; whoever finds it.
    void showsWordsNotMarkdown() {
        World w(false);
        w.server.post(w.harbour.id, w.ines.id, u"**High** [tide](https://harbour.example/tide) at `nine`"_s,
                      QDateTime::currentDateTimeUtc().addSecs(-60));
        w.server.post(w.harbour.id, w.ines.id, u"**المد** tide"_s);
        w.signIn();
        SearchModel* const search = w.session()->search();
        const auto marked = [&](int row) {
            QString text;
            for (const QVariant& part : search->index(row).data(SearchModel::ExcerptRole).toList())
                text += part.toMap()[u"hit"_s].toBool() ? u'[' + part.toMap()[u"text"_s].toString() + u']'
                                                        : part.toMap()[u"text"_s].toString();
            return text;
        };
        search->setText(u"tide"_s);
        QTRY_COMPARE(search->count(), 2);
        QCOMPARE(marked(1), u"High [tide] at nine"_s);
        QTRY_VERIFY(!search->isSearching());
        QCOMPARE(marked(1), u"High [tide] at nine"_s);
        QCOMPARE(search->index(1).data(SearchModel::PlainRole).toString(), u"High tide at nine"_s);
        QVERIFY(!search->index(1).data(SearchModel::RightToLeftRole).toBool());
        QVERIFY(search->index(0).data(SearchModel::RightToLeftRole).toBool());
    }

    void asksTheServerOnceForWhatIsTypedQuickly() {
        Looking w;
        for (const QString& text : {u"t"_s, u"ti"_s, u"tid"_s, u"tide"_s})
            w.search()->setText(text);
        QTRY_VERIFY(!w.search()->isSearching());
        QCOMPARE(w.asked(), 1);
    }

    void whatTheServerAddsMovesNothing() {
        Looking w;
        w.server.setDelay(300);
        w.search()->setText(u"tide"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        const QPersistentModelIndex first = w.search()->index(0);
        const QPersistentModelIndex last = w.search()->index(2);
        QSignalSpy resets(w.search(), &QAbstractItemModel::modelReset);
        QSignalSpy removed(w.search(), &QAbstractItemModel::rowsRemoved);
        QTRY_VERIFY_WITH_TIMEOUT(!w.search()->isSearching(), 10'000);
        QVERIFY(resets.isEmpty());
        QVERIFY(removed.isEmpty());
        QCOMPARE(first.data(SearchModel::MessageIdRole).toString(), w.minutes.id.toString());
        QCOMPARE(last.data(SearchModel::MessageIdRole).toString(), w.old.id.toString());
    }

    void findsOfTheServerAloneTakeTheirPlace() {
        // More than a room's first page: the older half is on the server only.
        World w(false);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        for (int i = 0; i < 200; ++i)
            w.server.post(w.harbour.id, w.ines.id,
                          u"%1 number %2"_s.arg(i % 50 == 0 ? u"tide"_s : u"word"_s).arg(i),
                          now.addSecs(-60 * (200 - i)));
        w.signIn();
        w.open(w.harbour);
        SearchModel* const search = w.session()->search();
        new QAbstractItemModelTester(search, QAbstractItemModelTester::FailureReportingMode::QtTest, search);
        search->setText(u"tide"_s);
        QTRY_COMPARE(search->count(), 4);
        QCOMPARE(World::column(*search, SearchModel::PlainRole),
                 (QStringList{u"tide number 150"_s, u"tide number 100"_s, u"tide number 50"_s,
                              u"tide number 0"_s}));
    }

    void pagesFollow() {
        World w(false);
        for (int i = 0; i < 130; ++i)
            w.server.post(w.harbour.id, w.ines.id, u"tide %1"_s.arg(i));
        w.signIn();
        SearchModel* const search = w.session()->search();
        search->setText(u"tide"_s);
        QTRY_VERIFY(!search->isSearching() && search->hasMore());
        QVERIFY(search->count() < 130);
        while (search->canFetchMore({})) {
            search->fetchMore({});
            QTRY_VERIFY(!search->isSearching());
        }
        QCOMPARE(search->count(), 130);
        QCOMPARE(search->index(129).data(SearchModel::PlainRole).toString(), u"tide 0"_s);
    }

    void filtersAreTyped() {
        Looking w;
        w.search()->setText(u"from:ines "_s);
        QTRY_COMPARE(w.search()->text(), QString());
        QCOMPARE(w.search()->personId(), w.ines.id.toString());
        QCOMPARE(w.search()->personName(), u"Ines Duarte"_s);
        w.search()->setText(u"in:harbour ti"_s);
        QCOMPARE(w.search()->text(), u"ti"_s);
        QCOMPARE(w.search()->roomName(), u"harbour"_s);
        w.search()->setText(u"tide has:link"_s);
        w.search()->lookNow();
        QCOMPARE(w.search()->text(), u"tide "_s);
        QVERIFY(w.search()->hasLink());
        QTRY_VERIFY(!w.search()->isSearching());
        QCOMPARE(w.search()->count(), 1);
        QCOMPARE(w.of(0, SearchModel::MessageIdRole).toString(), w.tide.id.toString());

        // Nobody of that name here: the word stays, for the server to say what it thinks of it.
        w.search()->clear();
        w.search()->setText(u"from:nobody "_s);
        QCOMPARE(w.search()->text(), u"from:nobody "_s);
        QTRY_VERIFY(!w.search()->error().isEmpty());
    }

    void somebodyWhoWasNeverMetIsAskedFor() {
        Looking w;
        const User anna = w.server.addUser(u"anna"_s, u"Anna Bär"_s);
        w.search()->setText(u"from:anna tide"_s);
        QCOMPARE(w.search()->text(), u"from:anna tide"_s);
        QTRY_COMPARE(w.search()->text(), u"tide"_s);
        QCOMPARE(w.search()->personId(), anna.id.toString());
        QCOMPARE(w.search()->personName(), u"Anna Bär"_s);
    }

    void periodsAndDates() {
        Looking w;
        w.search()->setText(u"tide"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        w.search()->setPeriod(SearchModel::Week);
        QVERIFY(w.search()->dateText().startsWith(u"Since "_s));
        QTRY_COMPARE(w.search()->count(), 2);
        w.search()->setPeriod(SearchModel::AnyTime);
        QVERIFY(w.search()->dateText().isEmpty());
        const QString monthAgo = QDate::currentDate().addDays(-20).toString(Qt::ISODate);
        w.search()->setText(u"before:%1 tide"_s.arg(monthAgo));
        QTRY_COMPARE(w.found(), QStringList{u"The tide table of last year"_s});
        QVERIFY(w.search()->dateText().startsWith(u"Before "_s));
        QVERIFY(w.search()->isFiltered());
        w.search()->clearFilters();
        QTRY_COMPARE(w.search()->count(), 3);
    }

    void offlineSaysThatOnlyThisComputerWasSearched() {
        Looking w;
        w.server.setReachable(false);
        QTRY_VERIFY(!w.session()->isOnline());
        w.search()->setText(u"tide"_s);
        QVERIFY(w.search()->isOnlyLocal());
        QVERIFY(!w.search()->isSearching());
        QTRY_COMPARE(w.search()->count(), 3);
        QVERIFY(w.search()->error().isEmpty());
        // As soon as there is a server it is asked.
        w.server.setReachable(true);
        w.session()->retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(w.asked() == 1 && !w.search()->isSearching(), 20'000);
        QVERIFY(!w.search()->isOnlyLocal());
    }

    void anErrorCanBeTriedAgain() {
        Looking w;
        w.server.failRequests(u"/api/v1/search"_s, Error(ErrorCode::RateLimited).withRetryAfter(3));
        w.search()->setText(u"tide"_s);
        QTRY_VERIFY(!w.search()->error().isEmpty());
        QCOMPARE(w.search()->count(), 3); // what is here is shown all the same
        w.search()->retry();
        QTRY_VERIFY(!w.search()->isSearching());
        QVERIFY(w.search()->error().isEmpty());
        QCOMPARE(w.asked(), 2);
    }

    void anAnswerThatComesTooLateIsNone() {
        Looking w;
        w.search()->setText(u"tide"_s);
        w.server.setDelay(500);
        w.search()->lookNow();
        w.search()->setText(u"Minutes"_s);
        QTRY_VERIFY(!w.search()->isSearching());
        QCOMPARE(w.found(), QStringList{u"Minutes: the tide gate"_s});
        w.search()->clear();
        QVERIFY(w.search()->isBlank());
        QCOMPARE(w.search()->count(), 0);
    }

    void followsWhatHappensToWhatWasFound() {
        Looking w;
        w.search()->setText(u"tide"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        QTRY_VERIFY(!w.search()->isSearching());
        w.server.edit(w.tide.id, u"Low tide at ten"_s);
        QTRY_COMPARE(w.marked(1), u"Low [tide] at ten"_s);
        w.server.remove(w.tide.id);
        QTRY_COMPARE(w.search()->count(), 2);
        w.server.renameUser(w.ines.id, u"Ines D."_s);
        QTRY_COMPARE(w.of(1, SearchModel::SenderRole).toString(), u"Ines D."_s);
        w.server.removeMember(w.board.id, w.mara.id);
        QTRY_COMPARE(w.search()->count(), 1);
    }

    void peopleForTheMenu() {
        Looking w;
        QTRY_VERIFY(!w.search()->people(u"in"_s).isEmpty());
        const QVariantList people = w.search()->people(u"in"_s);
        QCOMPARE(people.size(), 1);
        QCOMPARE(people.first().toMap()[u"name"_s].toString(), u"Ines Duarte"_s);
        QCOMPARE(people.first().toMap()[u"id"_s].toString(), w.ines.id.toString());
    }
};

QTEST_MAIN(TestSearch)
#include "tst_search.moc"
