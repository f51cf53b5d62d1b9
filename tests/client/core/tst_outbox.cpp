// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever happens between two steps of sending, the message is there once.
#include "tests/client/core/cache_kit.h"
#include "tests/client/core/core_fixture.h"

#include <algorithm>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

namespace {

/// How far the last run came before it ended.
enum class Step {
    Kept,      ///< in the outbox, nothing sent
    Attempted, ///< about to be written to the socket, which it never was
    Taken,     ///< the server has it; nobody told us
    Cached,    ///< acknowledged: in the cache, still in the outbox
    Removed,   ///< and out of the outbox
};

} // namespace

class TestOutbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCrashBetweenAnyTwoSteps_data();
    void aCrashBetweenAnyTwoSteps();
    void theEventBeforeTheAcknowledgement();
    void theAcknowledgementBeforeTheEvent();
    void aBusyServerIsAskedAgain();
    void roomsDoNotWaitForEachOther();
    void aConflictIsFinal();
    void aMessageForALostRoomIsKeptAsFailed();
    void leavingARoomDiscardsWhatWaits();
    void aDiscardedMessageThatWasTakenAppears();
    void manyConnectionsLost();
};

void TestOutbox::aCrashBetweenAnyTwoSteps_data() {
    QTest::addColumn<int>("step");
    QTest::addColumn<bool>("sentAgain"); // seen by the server with `retry`
    QTest::newRow("kept") << int(Step::Kept) << false;
    QTest::newRow("attempted") << int(Step::Attempted) << true;
    QTest::newRow("taken") << int(Step::Taken) << true;
    QTest::newRow("cached") << int(Step::Cached) << true;
    QTest::newRow("removed") << int(Step::Removed) << true;
}

void TestOutbox::aCrashBetweenAnyTwoSteps() {
    QFETCH(int, step);
    QFETCH(bool, sentAgain);
    const auto reached = [&](Step at) { return step >= int(at); };
    Home home;
    FakeServer server;
    const User ada = server.addUser(u"ada"_s);
    const Room room = server.addRoom(u"General"_s, {ada.id});
    auto core = home.makeCore(server);
    QVERIFY((await<User>(
        [&](QObject* context, Done<User> done) { core->signIn(u"ada"_s, u"password"_s, context, done); })));
    QTRY_VERIFY(isOnline(*core));
    const Account account = core->account();
    const QString directory = home.profile->accountDirectory(account.id);
    core.reset();
    home.reopen();

    // What the last run had written down when it ended.
    OutboxEntry entry;
    entry.tempId = TempId::create();
    entry.roomId = room.id;
    entry.messageId = messageIdFor(ada.id, room.id, entry.tempId);
    entry.content = u"once"_s;
    entry.createdAt = utcNow();
    {
        auto outbox = std::move(*OutboxStore::open(directory));
        QVERIFY(outbox->add(entry));
        if (reached(Step::Attempted))
            QVERIFY(outbox->setAttempted(entry.tempId));
        if (reached(Step::Taken)) {
            // As another device of ours would, under the same identity.
            auto other = server.factory()(QUrl());
            QSignalSpy closed(other.get(), &Transport::socketClosed);
            QSignalSpy texts(other.get(), &Transport::textReceived);
            std::optional<AuthTokens> tokens;
            other->request({"POST",
                            u"/api/v1/auth/login"_s,
                            toBytes(toJson(LoginRequest{u"ada"_s, u"password"_s, {}})),
                            {}},
                           [&](const auto& response) { tokens = *decodeBody<AuthTokens>(response->body); });
            QTRY_VERIFY(tokens);
            other->openSocket(tokens->accessToken);
            QTRY_VERIFY(!texts.isEmpty());
            client::MessageNew frame;
            frame.roomId = room.id;
            frame.content = entry.content;
            frame.tempId = entry.tempId;
            other->sendText(encode(ClientFrame(frame), u"1"_s));
            QTRY_COMPARE(server.messages(room.id).size(), 1);
        }
        if (reached(Step::Cached)) {
            auto cache = std::move(*Cache::open(directory, ada.id));
            QVERIFY(cache->transaction([&]() -> Result<void> {
                auto put = cache->putMessage(server.messages(room.id).first());
                return put ? Result<void>() : Result<void>(fail(put.error()));
            }));
        }
        if (reached(Step::Removed))
            QVERIFY(outbox->remove({entry.tempId}));
    }
    server.clearReceived();

    core = home.makeCore(server, account);
    QSignalSpy opened(core.get(), &Core::opened);
    server.setReachable(false);
    core->open();
    QVERIFY(opened.wait());
    // Already before any network it is one line.
    QSet<MessageId> lines;
    for (const Message& message : core->reader()->newest(room.id, 10))
        lines.insert(message.id);
    for (const OutboxEntry& pending : core->reader()->outbox(room.id))
        lines.insert(pending.messageId);
    QCOMPARE(lines, QSet<MessageId>{entry.messageId});

    server.setReachable(true);
    core->retryConnection();
    QTRY_VERIFY(isOnline(*core));
    QTRY_VERIFY(core->reader()->outbox(room.id).isEmpty());
    QTRY_COMPARE(texts(core->reader()->newest(room.id, 10)), QStringList{u"once"_s});
    QCOMPARE(core->reader()->newest(room.id, 10).first().id, entry.messageId);
    QCOMPARE(server.messages(room.id).size(), 1);
    for (const ClientFrame& frame : server.received()) {
        if (const auto* sent = std::get_if<client::MessageNew>(&frame)) {
            QCOMPARE(sent->retry, sentAgain);
            QCOMPARE(sent->tempId, entry.tempId);
        }
    }
}

namespace {

struct Chat {
    Chat() {
        core = home.makeCore(server);
        const auto user = await<User>(
            [&](QObject* context, Done<User> done) { core->signIn(u"ada"_s, u"password"_s, context, done); });
        if (!user || !QTest::qWaitFor([&] { return isOnline(*core); }, 20'000))
            qFatal("cannot sign in");
    }
    TempId send(const QString& text) { return send(text, room.id); }
    TempId send(const QString& text, const RoomId& to) {
        return await<OutboxEntry>([&](QObject* context, Done<OutboxEntry> done) {
                   core->sendMessage(to, text, {}, context, done);
               })
            ->tempId;
    }
    QList<OutboxEntry> outbox() const { return core->reader()->outbox(room.id); }
    QStringList shown() const { return texts(core->reader()->newest(room.id, 100)); }

    Home home;
    FakeServer server;
    User ada = server.addUser(u"ada"_s);
    User bob = server.addUser(u"bob"_s);
    Room room = server.addRoom(u"General"_s, {ada.id, bob.id});
    std::unique_ptr<Core> core;
};

} // namespace

void TestOutbox::theEventBeforeTheAcknowledgement() {
    Chat chat;
    chat.server.hold(u"message:saved"_s);
    chat.send(u"one"_s);
    QTRY_VERIFY(chat.outbox().isEmpty());
    QCOMPARE(chat.shown(), QStringList{u"one"_s});
    // The next goes out without waiting for what is late.
    chat.send(u"two"_s);
    QTRY_COMPARE(chat.shown(), (QStringList{u"one"_s, u"two"_s}));
    chat.server.release();
    chat.send(u"three"_s);
    QTRY_COMPARE(chat.shown(), (QStringList{u"one"_s, u"two"_s, u"three"_s}));
    QTRY_VERIFY(chat.outbox().isEmpty());
}

void TestOutbox::theAcknowledgementBeforeTheEvent() {
    Chat chat;
    chat.server.hold(u"message:new"_s);
    chat.send(u"one"_s);
    QTRY_VERIFY(chat.outbox().isEmpty());
    QCOMPARE(chat.shown(), QStringList{u"one"_s});
    chat.server.post(chat.room.id, chat.bob.id, u"other"_s);
    chat.server.release();
    QTRY_COMPARE(chat.shown(), (QStringList{u"one"_s, u"other"_s}));
}

void TestOutbox::aBusyServerIsAskedAgain() {
    Chat chat;
    chat.server.refuseMessages(Error(ErrorCode::RateLimited).withRetryAfter(1), 1);
    chat.send(u"one"_s);
    QTRY_COMPARE_WITH_TIMEOUT(chat.server.messages(chat.room.id).size(), 1, 10'000);
    QVERIFY(chat.server.sent().first().retry);
    QTRY_VERIFY(chat.outbox().isEmpty());
}

void TestOutbox::roomsDoNotWaitForEachOther() {
    Chat chat;
    const Room second = chat.server.addRoom(u"Second"_s, {chat.ada.id});
    QTRY_VERIFY(chat.core->reader()->room(second.id));
    chat.server.refuseMessages(Error(ErrorCode::Unavailable).withRetryAfter(300), 1);
    chat.send(u"stuck"_s);
    QTRY_VERIFY(std::ranges::any_of(chat.server.received(), [](const ClientFrame& frame) {
        return std::holds_alternative<client::MessageNew>(frame);
    }));
    chat.send(u"free"_s, second.id);
    QTRY_COMPARE(texts(chat.server.messages(second.id)), QStringList{u"free"_s});
    QCOMPARE(texts(chat.outbox()), QStringList{u"stuck"_s});
}

void TestOutbox::aConflictIsFinal() {
    Chat chat;
    chat.server.refuseMessages(Error(ErrorCode::Conflict, u"other content"_s), 1);
    chat.send(u"one"_s);
    QTRY_COMPARE(chat.outbox().value(0).state, OutboxState::Failed);
    QCOMPARE(chat.outbox().first().error->code(), ErrorCode::Conflict);
    // What failed is not sent by itself, nor does it hold up the next one.
    chat.send(u"two"_s);
    QTRY_COMPARE(chat.shown(), QStringList{u"two"_s});
    chat.server.dropConnections(1001);
    chat.core->retryConnection();
    QTRY_VERIFY(isOnline(*chat.core));
    QCOMPARE(chat.outbox().first().state, OutboxState::Failed);
    QCOMPARE(chat.server.messages(chat.room.id).size(), 1);
}

void TestOutbox::aMessageForALostRoomIsKeptAsFailed() {
    Chat chat;
    chat.server.setReachable(false);
    chat.send(u"too late"_s);
    chat.server.removeMember(chat.room.id, chat.ada.id);
    chat.server.setReachable(true);
    chat.core->retryConnection();
    QTRY_VERIFY(!chat.core->reader()->room(chat.room.id));
    QTRY_COMPARE(chat.outbox().value(0).state, OutboxState::Failed);
    QCOMPARE(chat.outbox().first().error->code(), ErrorCode::NotFound);
}

void TestOutbox::leavingARoomDiscardsWhatWaits() {
    Chat chat;
    // The last owner of a room cannot leave it.
    chat.server.setRole(chat.room.id, chat.bob.id, RoomRole::Owner);
    chat.server.refuseMessages(Error(ErrorCode::Forbidden), 1);
    chat.send(u"no"_s);
    QTRY_COMPARE(chat.outbox().value(0).state, OutboxState::Failed);
    QVERIFY((await<RoomId>(
        [&](QObject* context, Done<RoomId> done) { chat.core->leaveRoom(chat.room.id, context, done); })));
    QVERIFY(chat.outbox().isEmpty());
}

void TestOutbox::aDiscardedMessageThatWasTakenAppears() {
    Chat chat;
    chat.server.hold(u"message:saved"_s);
    chat.server.hold(u"message:new"_s);
    const TempId message = chat.send(u"one"_s);
    QTRY_COMPARE(chat.server.messages(chat.room.id).size(), 1);
    chat.core->discardMessage(message);
    QTRY_VERIFY(chat.outbox().isEmpty());
    chat.server.release();
    QTRY_COMPARE(chat.shown(), QStringList{u"one"_s});
}

void TestOutbox::manyConnectionsLost() {
    Chat chat;
    QStringList expected;
    for (int i = 0; i < 30; ++i) {
        expected.append(QString::number(i));
        if (i % 3 == 0)
            chat.server.loseAcknowledgements(1);
        chat.core->sendMessage(chat.room.id, expected.last(), {}, nullptr, {});
        if (i % 5 == 4)
            chat.server.dropConnections(i % 2 == 0 ? 0 : 4408);
        QTRY_VERIFY_WITH_TIMEOUT(
            (chat.core->retryConnection(), chat.server.messages(chat.room.id).size() > i), 20'000);
    }
    QTRY_VERIFY_WITH_TIMEOUT((chat.core->retryConnection(), chat.outbox().isEmpty()), 20'000);
    QCOMPARE(texts(chat.server.messages(chat.room.id)), expected);
    QTRY_COMPARE(chat.shown(), expected);
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
