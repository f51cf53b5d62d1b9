// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_sender.h"
#include "tests/server/gateway/fixture.h"

using namespace parlor;
using namespace parlor::gateway;
using parlor::test::GatewayFixture;

namespace {

/// What a sender was told, and when the next one may go.
struct Outcome {
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Result<Message>> answer;
    int answers = 0;
    bool ordered = false;

    Result<Message> wait() {
        std::unique_lock lock(mutex);
        if (!changed.wait_for(lock, std::chrono::seconds(10), [&] { return answer && ordered; }))
            qFatal("no answer came");
        return *answer;
    }
};

struct Sending : GatewayFixture {
    explicit Sending(TailLimits limits = {})
        : GatewayFixture(limits)
        , ada(addUser(QStringLiteral("ada")))
        , room(addRoom(ada, QStringLiteral("sea")))
        , publisher(store(), log(), tail())
        , sender(store(), log(), tail(), publisher, pool, std::chrono::seconds(2)) {}
    ~Sending() { pool.waitForDone(); }
    void start() {
        startTail([this](const std::vector<Applied>& records) {
            for (const Applied& one : records) {
                if (const auto* message = std::get_if<log::MessageRecord>(&one.event))
                    sender.reached(*message, one.seq, one.duplicate);
            }
        });
        QTRY_VERIFY(tail().caughtUp());
    }
    std::shared_ptr<Outcome> begin(const client::MessageNew& message) {
        const auto outcome = std::make_shared<Outcome>();
        sender.send(
            ada.id, message,
            [outcome](Result<Message> answer) {
                const std::lock_guard lock(outcome->mutex);
                outcome->answer = std::move(answer);
                ++outcome->answers;
                outcome->changed.notify_all();
            },
            [outcome] {
                const std::lock_guard lock(outcome->mutex);
                outcome->ordered = true;
                outcome->changed.notify_all();
            });
        return outcome;
    }
    Result<Message> send(const client::MessageNew& message) { return begin(message)->wait(); }
    client::MessageNew message(const QString& content, const TempId& tempId = TempId::create(),
                               bool retry = false) const {
        return {room.id, MessageType::Text, content, tempId, retry, {}};
    }
    int inLog() {
        auto reader = test::must(log().open(test::must(log().begin())));
        int count = 0;
        for (const log::Record& record : test::must(reader->read(1000, std::chrono::milliseconds(0))))
            count += record.where.topic == log::Topic::Messages ? 1 : 0;
        return count;
    }

    User ada;
    Room room;
    QThreadPool pool;
    Publisher publisher;
    MessageSender sender;
};

} // namespace

class TestMessageSender : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isReadableOnceAcknowledged();
    void aRetryYieldsTheSameMessage_data();
    void aRetryYieldsTheSameMessage();
    void otherContentIsAConflict_data() { aRetryYieldsTheSameMessage_data(); }
    void otherContentIsAConflict();
    void twoAtOnceAreAppendedOnce();
    void refusesWhileTheTailIsBehind();
    void refusesWhileTheTailIsFull();
    void tellsEverybodyWhenTheTailEnds();
    void aDuplicateOfWhatWasProjectedIsTheStoredOne();
    void givesUpOnWhatTheTailDoesNotBring();
};

void TestMessageSender::isReadableOnceAcknowledged() {
    Sending s;
    s.start();
    const auto request = s.message(QStringLiteral("hello"));
    const Message saved = test::must(s.send(request));
    QCOMPARE(saved.id, messageIdFor(s.ada.id, s.room.id, request.tempId));
    QCOMPARE(s.tail().find(saved.id)->seq, saved.seq);
}

void TestMessageSender::aRetryYieldsTheSameMessage_data() {
    QTest::addColumn<bool>("projected");
    QTest::addColumn<bool>("evicted");
    QTest::addRow("in the tail") << false << false;
    QTest::addRow("in tail and store") << true << false;
    QTest::addRow("in the store alone") << true << true;
}

void TestMessageSender::aRetryYieldsTheSameMessage() {
    QFETCH(bool, projected);
    QFETCH(bool, evicted);
    Sending s({.maxBytes = 1 << 20, .grace = std::chrono::milliseconds(0)});
    s.start();
    auto request = s.message(QStringLiteral("hello"));
    const Message saved = test::must(s.send(request));
    if (projected)
        s.projectAll();
    if (evicted) {
        s.tail().projected(test::must(s.store().snapshot()));
        QTRY_VERIFY(!s.tail().find(saved.id));
    }
    request.retry = true;
    QCOMPARE(test::must(s.send(request)), saved);
    QCOMPARE(s.inLog(), 1);
}

void TestMessageSender::otherContentIsAConflict() {
    QFETCH(bool, projected);
    QFETCH(bool, evicted);
    Sending s({.maxBytes = 1 << 20, .grace = std::chrono::milliseconds(0)});
    s.start();
    const TempId tempId = TempId::create();
    const Message saved = test::must(s.send(s.message(QStringLiteral("one"), tempId)));
    if (projected)
        s.projectAll();
    if (evicted) {
        s.tail().projected(test::must(s.store().snapshot()));
        QTRY_VERIFY(!s.tail().find(saved.id));
    }
    const auto refused = s.send(s.message(QStringLiteral("two"), tempId, true));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Conflict);
    QCOMPARE(s.inLog(), 1);
}

void TestMessageSender::twoAtOnceAreAppendedOnce() {
    Sending s;
    s.start();
    const auto request = s.message(QStringLiteral("hello"));
    auto again = request;
    again.retry = true;
    const auto first = s.begin(request);
    const auto second = s.begin(again);
    QCOMPARE(test::must(first->wait()), test::must(second->wait()));
    QCOMPARE(s.inLog(), 1);
}

void TestMessageSender::refusesWhileTheTailIsBehind() {
    Sending s;
    s.startTail([](const auto&) {
    }); // the gateway is not told of anything: not caught up for sure before the first turn
    s.tail().stop();
    const auto refused = s.send(s.message(QStringLiteral("hello")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Unavailable);
    QVERIFY(refused.error().retryAfter());
    QCOMPARE(s.inLog(), 0);
}

void TestMessageSender::refusesWhileTheTailIsFull() {
    Sending s({.maxBytes = 100, .grace = std::chrono::milliseconds(0)});
    s.start();
    test::must(s.send(s.message(QStringLiteral("fits"))));
    const auto request = s.message(QStringLiteral("does not"));
    const auto refused = s.send(request);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Unavailable);
    QVERIFY(errorInfo(refused.error().code()).retryable);
    QVERIFY(refused.error().retryAfter());
    QCOMPARE(s.inLog(), 1);
    // The projector comes after: what was refused is taken when it is sent again.
    s.projectAll();
    s.tail().projected(test::must(s.store().snapshot()));
    QTRY_VERIFY(!s.tail().full());
    auto again = request;
    again.retry = true;
    QCOMPARE(test::must(s.send(again)).content, QStringLiteral("does not"));
    QCOMPARE(s.inLog(), 2);
}

void TestMessageSender::tellsEverybodyWhenTheTailEnds() {
    Sending s;
    s.startTail(); // nobody calls reached(): as if the tail were far behind
    QTRY_VERIFY(s.tail().caughtUp());
    const auto outcome = s.begin(s.message(QStringLiteral("hello")));
    s.tail().stop();
    s.sender.abandon(Error(ErrorCode::Unavailable));
    QCOMPARE(outcome->wait().error().code(), ErrorCode::Unavailable);
    QCOMPARE(outcome->answers, 1);
}

// It was projected before this gateway began, which knows only its id; and nobody says that it is a retry.
void TestMessageSender::aDuplicateOfWhatWasProjectedIsTheStoredOne() {
    Sending s;
    const auto request = s.message(QStringLiteral("one"));
    auto record = s.messageRecord(s.ada, s.room, QStringLiteral("one"), request.tempId);
    const auto first = s.append(log::Topic::Messages, log::keyOf(s.room.id), record, false);
    s.projectAll();
    s.start();
    QCOMPARE(test::must(s.send(request)).seq, s.seqOf(first));
    const auto refused = s.send(s.message(QStringLiteral("two"), request.tempId));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Conflict);
    QCOMPARE(s.sender.waitingCount(), 0);
    QCOMPARE(s.sender.figures().conflicts.value(), quint64(1));
    QCOMPARE(s.sender.figures().acknowledged.value(), quint64(1));
}

void TestMessageSender::givesUpOnWhatTheTailDoesNotBring() {
    Sending s;
    s.startTail(); // nobody calls reached()
    QTRY_VERIFY(s.tail().caughtUp());
    const auto outcome = s.begin(s.message(QStringLiteral("hello")));
    s.sender.expire(std::chrono::steady_clock::now() - std::chrono::hours(1));
    QCOMPARE(s.sender.waitingCount(), 1);
    s.sender.expire(std::chrono::steady_clock::now() + std::chrono::hours(1));
    QCOMPARE(s.sender.waitingCount(), 0);
    QCOMPARE(outcome->wait().error().code(), ErrorCode::Unavailable);
    QCOMPARE(s.sender.figures().refused.value(), quint64(1));
    s.sender.abandon(Error(ErrorCode::Unavailable));
    QCOMPARE(outcome->answers, 1);
}

QTEST_GUILESS_MAIN(TestMessageSender)
#include "tst_message_sender.moc"
