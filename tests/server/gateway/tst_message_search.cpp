// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_search.h"
#include "server/store/sqlite_dialect.h"
#include "tests/server/gateway/fixture.h"

#include <QScopeGuard>

#include <future>
#include <thread>

using namespace parlor;
using namespace parlor::gateway;
using parlor::test::GatewayFixture;
using parlor::test::must;

/// What is found must be the same whether a message, an edit or a deletion is in the store or in the tail:
/// each test runs once for every number of records that are projected.
class TestMessageSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasSaid_data() { splits(4); }
    void whatWasSaid();
    void pages_data() { splits(5); }
    void pages();
    void pagesOfOneMillisecond_data() { splits(5); }
    void pagesOfOneMillisecond();
    void pagesOfClocksThatDiffer_data() { splits(5); }
    void pagesOfClocksThatDiffer();
    void anEdit_data() { splits(4); }
    void anEdit();
    void aDeletion_data() { splits(4); }
    void aDeletion();
    void onlyTheAskersRooms_data() { splits(2); }
    void onlyTheAskersRooms();
    void aWrongPlaceIsRefused_data();
    void aWrongPlaceIsRefused();
    void ofTooManyAtOnceOneIsTurnedAway();

private:
    static void splits(int total) {
        QTest::addColumn<int>("projected");
        for (int i = 0; i <= total; ++i)
            QTest::addRow("%d of %d projected", i, total) << i;
    }
};

namespace {

/// Calls back before each statement, on the thread that runs it.
class HeldDialect final : public store::SqliteDialect {
public:
    HeldDialect(const QString& file, std::function<void()> hold)
        : SqliteDialect(file)
        , m_hold(std::move(hold)) {}
    void observe(const QString&, const QVariantList&) const override { m_hold(); }

private:
    std::function<void()> m_hold;
};

struct Talk : GatewayFixture {
    explicit Talk(int recordsProjected)
        : projected(recordsProjected)
        , ada(addUser(QStringLiteral("ada")))
        , room(addRoom(ada, QStringLiteral("sea")))
        , search(store(), tail()) {
        startTail();
        if (projected == 0)
            projectAll();
    }
    /// Appends, and projects all if it is time to.
    qint64 add(const log::Event& event) {
        const qint64 seq = seqOf(append(log::Topic::Messages, log::keyOf(room.id), event));
        if (++records == projected)
            projectAll();
        return seq;
    }
    /// Ada says it, `apart` milliseconds after what was said before.
    Message say(const QString& content) {
        log::MessageRecord record = messageRecord(ada, room, content);
        record.createdAt = utcFromMsecs(1'700'000'000'000 + apart * records);
        return log::toMessage(record, add(record));
    }
    void edit(const Message& message, const QString& content) {
        add(log::EditRecord{message.id,
                            room.id,
                            OpId::create(),
                            message.seq,
                            message.seq,
                            ada.id,
                            content,
                            {},
                            message.mentions,
                            utcNow()});
    }
    void remove(const Message& message) {
        add(log::DeleteRecord{message.id,
                              room.id,
                              message.seq,
                              message.seq,
                              ada.id,
                              ada.id,
                              message.type,
                              message.mentions,
                              {},
                              utcNow()});
    }
    SearchAnswer ask(const QString& query, const std::optional<QString>& before = {}, int limit = 20) {
        return must(search.search(ada.id, must(search::parseQuery(query)), before, limit));
    }
    QStringList found(const QString& query) { return contents(ask(query)); }
    static QStringList contents(const SearchAnswer& answer) {
        QStringList list;
        for (const SearchHit& hit : answer.items)
            list.append(hit.message.content);
        return list;
    }

    const int projected;
    int apart = 1000;
    int records = 0;
    User ada;
    Room room;
    MessageSearch search;
};

QStringList texts(std::initializer_list<const char*> list) {
    QStringList result;
    for (const char* one : list)
        result.append(QLatin1StringView(one));
    return result;
}

QString contentOf(const std::optional<Message>& message) {
    return message ? message->content : QString();
}

/// Says five things and looks for them, `limit` on a page.
QStringList paged(Talk& t, int limit) {
    for (const char* content : {"tea 1", "tea 2", "tea 3", "tea 4", "tea 5"})
        t.say(QLatin1StringView(content));
    QStringList found;
    std::optional<QString> before;
    for (int page = 0; page < 10; ++page) {
        const SearchAnswer answer = t.ask(QStringLiteral("tea"), before, limit);
        if (answer.items.size() > limit)
            return {};
        found += Talk::contents(answer);
        before = answer.next;
        if (!before)
            break;
    }
    return found;
}

} // namespace

void TestMessageSearch::whatWasSaid() {
    QFETCH(int, projected);
    Talk t(projected);
    for (const char* content : {"red apple", "green apple", "red pear", "apple pie"})
        t.say(QLatin1StringView(content));
    const SearchAnswer apples = t.ask(QStringLiteral("apple"));
    QCOMPARE(Talk::contents(apples), texts({"apple pie", "green apple", "red apple"}));
    QVERIFY(!apples.next);
    QVERIFY(!apples.incomplete);
    const SearchHit& green = apples.items.at(1);
    QCOMPARE(green.room.name, QStringLiteral("sea"));
    QCOMPARE(contentOf(green.before), QStringLiteral("red apple"));
    QCOMPARE(contentOf(green.after), QStringLiteral("red pear"));
    QCOMPARE(green.highlights, (QList<TextSpan>{{6, 5}}));
    QVERIFY(!apples.items.at(0).after);
    QCOMPARE(t.found(QStringLiteral("red pear")), texts({"red pear"}));
    QCOMPARE(t.found(QStringLiteral("plum")), QStringList());
}

void TestMessageSearch::pages() {
    QFETCH(int, projected);
    Talk t(projected);
    QCOMPARE(paged(t, 2), texts({"tea 5", "tea 4", "tea 3", "tea 2", "tea 1"}));
}

void TestMessageSearch::pagesOfOneMillisecond() {
    QFETCH(int, projected);
    Talk t(projected);
    t.apart = 0;
    QCOMPARE(paged(t, 1), texts({"tea 5", "tea 4", "tea 3", "tea 2", "tea 1"}));
}

// The order may be that of either clock: nothing is left out, and nothing comes twice.
void TestMessageSearch::pagesOfClocksThatDiffer() {
    QFETCH(int, projected);
    Talk t(projected);
    t.apart = -1000;
    QStringList found = paged(t, 2);
    found.sort();
    QCOMPARE(found, texts({"tea 1", "tea 2", "tea 3", "tea 4", "tea 5"}));
}

void TestMessageSearch::anEdit() {
    QFETCH(int, projected);
    Talk t(projected);
    const Message lost = t.say(QStringLiteral("an apple"));
    const Message won = t.say(QStringLiteral("a pear"));
    t.edit(lost, QStringLiteral("a plum"));
    t.edit(won, QStringLiteral("one more apple"));
    QCOMPARE(t.found(QStringLiteral("apple")), texts({"one more apple"}));
    QCOMPARE(t.found(QStringLiteral("plum")), texts({"a plum"}));
    QCOMPARE(t.found(QStringLiteral("pear")), QStringList());
    QCOMPARE(contentOf(t.ask(QStringLiteral("plum")).items.constFirst().after),
             QStringLiteral("one more apple"));
    QCOMPARE(contentOf(t.ask(QStringLiteral("apple")).items.constFirst().before), QStringLiteral("a plum"));
}

void TestMessageSearch::aDeletion() {
    QFETCH(int, projected);
    Talk t(projected);
    t.say(QStringLiteral("an apple"));
    const Message gone = t.say(QStringLiteral("a secret apple"));
    t.say(QStringLiteral("an apple again"));
    t.remove(gone);
    const SearchAnswer answer = t.ask(QStringLiteral("apple"));
    QCOMPARE(Talk::contents(answer), texts({"an apple again", "an apple"}));
    QCOMPARE(t.found(QStringLiteral("secret")), QStringList());
    for (const SearchHit& hit : answer.items) {
        QVERIFY(contentOf(hit.before) != gone.content);
        QVERIFY(contentOf(hit.after) != gone.content);
    }
}

void TestMessageSearch::onlyTheAskersRooms() {
    QFETCH(int, projected);
    Talk t(projected);
    t.say(QStringLiteral("an apple"));
    t.say(QStringLiteral("a pear"));
    const User eve = t.addUser(QStringLiteral("eve"));
    const auto answer =
        t.search.search(eve.id, must(search::parseQuery(QStringLiteral("apple"))), std::nullopt, 20);
    QVERIFY(answer);
    QVERIFY(answer->items.isEmpty());
    const auto refused =
        t.search.search(eve.id, must(search::parseQuery(QStringLiteral("in:sea apple"))), std::nullopt, 20);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Invalid);
    QCOMPARE(refused.error().field(), QStringLiteral("q"));
}

void TestMessageSearch::aWrongPlaceIsRefused_data() {
    QTest::addColumn<QString>("place");
    const QString id = MessageId::create().toString();
    QTest::newRow("empty") << QString();
    QTest::newRow("a word") << QStringLiteral("x");
    QTest::newRow("two parts") << QStringLiteral("1.2");
    QTest::newRow("no id") << QStringLiteral("1.2.3.4");
    QTest::newRow("three parts") << QStringLiteral("1.2.%1").arg(id);
    QTest::newRow("five parts") << QStringLiteral("1.2.3.%1.4").arg(id);
    QTest::newRow("below zero") << QStringLiteral("-1.2.3.%1").arg(id);
    QTest::newRow("too large") << QStringLiteral("1.9007199254740992.3.%1").arg(id);
    QTest::newRow("no seq") << QStringLiteral("1.2.x.%1").arg(id);
    QTest::newRow("another way to write it") << QStringLiteral("01.2.3.%1").arg(id);
    QTest::newRow("id in upper case") << QStringLiteral("1.2.3.%1").arg(id.toUpper());
}

void TestMessageSearch::aWrongPlaceIsRefused() {
    QFETCH(QString, place);
    Talk t(0);
    const auto refused =
        t.search.search(t.ada.id, must(search::parseQuery(QStringLiteral("apple"))), place, 20);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Invalid);
    QCOMPARE(refused.error().field(), QStringLiteral("before"));
}

void TestMessageSearch::ofTooManyAtOnceOneIsTurnedAway() {
    constexpr int most = 8;
    GatewayFixture gateway;
    gateway.startTail();
    std::promise<void> door;
    const std::shared_future<void> opened = door.get_future().share();
    std::atomic<bool> closed = false;
    const QTemporaryDir directory;
    store::SqlStore slow(
        std::make_unique<HeldDialect>(directory.filePath(QStringLiteral("slow.sqlite")), [&] {
            if (closed)
                opened.wait();
        }));
    must(slow.open());
    MessageSearch search(slow, gateway.tail());
    const auto ask = [&] {
        return search.search(UserId::create(), must(search::parseQuery(QStringLiteral("tea"))), {}, 20);
    };
    std::mutex mutex;
    QList<Result<SearchAnswer>> answers;
    const auto answered = [&] {
        const std::lock_guard lock(mutex);
        return answers.size();
    };
    closed = true;
    std::vector<std::jthread> askers;
    auto open = qScopeGuard([&] {
        door.set_value();
        askers.clear();
    });
    for (int i = 0; i <= most; ++i) {
        askers.emplace_back([&] {
            auto answer = ask();
            const std::lock_guard lock(mutex);
            answers.append(std::move(answer));
        });
    }
    // Whichever came last.
    QTRY_COMPARE(answered(), 1);
    QVERIFY(!answers.first());
    QCOMPARE(answers.first().error().code(), ErrorCode::Unavailable);
    QVERIFY(answers.first().error().retryAfter());

    open.dismiss();
    door.set_value();
    askers.clear();
    QCOMPARE(answers.size(), most + 1);
    QCOMPARE(std::count_if(answers.cbegin(), answers.cend(), [](const auto& answer) { return bool(answer); }),
             most);
    QVERIFY(ask()); // nobody is under way any more
}

QTEST_GUILESS_MAIN(TestMessageSearch)
#include "tst_message_search.moc"
