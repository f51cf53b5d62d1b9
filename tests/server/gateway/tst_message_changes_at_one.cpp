// SPDX-License-Identifier: GPL-3.0-or-later
#include "message_changes_fixture.h"
#include "server/store/store.h"
#include "shared/message_changes.h"

using namespace parlor;
using namespace parlor::test;
using namespace std::chrono_literals;

/// What comes of changes for those at one gateway: counts, threads, pins, versions, and who may make them.
class TestMessageChangesAtOne : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestsOfOneSessionKeepTheirOrder();
    void countsFollowEditsAndDeletions_data() { projecting(); }
    void countsFollowEditsAndDeletions();
    void threads_data() { projecting(); }
    void threads();
    void pins_data() { projecting(); }
    void pins();
    void versions_data() { projecting(); }
    void versions();
    void whoMayNot_data();
    void whoMayNot();
    void anArchivedRoomIsNotWritten();
};

// Nobody waits for an answer before sending the next.
void TestMessageChangesAtOne::requestsOfOneSessionKeepTheirOrder() {
    Talk t;
    const TempId tempId = TempId::create();
    const MessageId id = messageIdFor(t.ada.user.id, t.room, tempId);
    const TempId replyTempId = TempId::create();
    const QStringList refs{
        t.adaAtA.send(
            client::MessageNew{t.room, MessageType::Text, QStringLiteral("one"), tempId, false, {}}),
        t.adaAtA.send(t.edit(id, QStringLiteral("two"))),
        t.adaAtA.send(client::ReactionAdd{t.room, id, QStringLiteral("\U0001F44D")}),
        t.adaAtA.send(
            client::MessageNew{t.room, MessageType::Text, QStringLiteral("re"), replyTempId, false, id}),
        t.adaAtA.send(t.edit(id, QStringLiteral("three"))),
        t.adaAtA.send(client::MessageDelete{t.room, messageIdFor(t.ada.user.id, t.room, replyTempId)}),
    };
    for (const QString& ref : refs) {
        const auto answer = t.adaAtA.waitForAnswer(ref);
        QVERIFY(answer);
        QVERIFY2(!errorOf(answer), encode(*answer).constData());
    }
    const Message message = t.get(id);
    QCOMPARE(message.content, QStringLiteral("three"));
    QCOMPARE(message.reactions.size(), 1);
    QVERIFY(message.thread);
    QCOMPARE(message.thread->count, 0);
    QVERIFY(t.get(messageIdFor(t.ada.user.id, t.room, replyTempId)).deletedAt);
}

void TestMessageChangesAtOne::countsFollowEditsAndDeletions() {
    QFETCH(bool, projecting);
    Talk t(projecting);
    const ReadState start = t.readState(t.bob, *t.b);
    const auto expect = [&](int unread, int mentions) {
        for (const GatewayNode* node : {t.a.get(), t.b.get()}) {
            const ReadState state = t.readState(t.bob, *node);
            if (state.unread != start.unread + unread || state.mentions != start.mentions + mentions)
                return false;
        }
        return t.readState(t.ada, *t.b).unread == 0;
    };
    const MessageId calling = t.say(t.adaAtA, QStringLiteral("hi @bob"));
    const MessageId plain = t.say(t.adaAtA, QStringLiteral("plain"));
    const MessageId everybody = t.say(t.adaAtA, QStringLiteral("@all of you, @bob too"));
    QVERIFY(expect(3, 2));
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, t.edit(plain, QStringLiteral("@Bob!")))) > 0);
    QVERIFY(expect(3, 3));
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, t.edit(calling, QStringLiteral("hi")))) > 0);
    QVERIFY(expect(3, 2));
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, client::MessageDelete{t.room, everybody})) > 0);
    QVERIFY(expect(2, 1));
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, client::MessageDelete{t.room, calling})) > 0);
    QVERIFY(expect(1, 1));
    t.projectAll();
    QVERIFY(expect(1, 1));
}

void TestMessageChangesAtOne::threads() {
    QFETCH(bool, projecting);
    Talk t(projecting);
    const MessageId root = t.say(t.adaAtA, QStringLiteral("root"));
    const MessageId one = t.say(t.bobAtB, QStringLiteral("one"), root);
    const MessageId two = t.say(t.adaAtA, QStringLiteral("two"), one); // an answer within the thread
    t.say(t.adaAtA, QStringLiteral("beside"));
    const Message reply = t.get(two);
    QCOMPARE(reply.replyTo, std::optional(one));
    QCOMPARE(reply.threadRoot, std::optional(root));
    Message message = t.get(root);
    QVERIFY(message.thread);
    QCOMPARE(message.thread->count, 2);
    QCOMPARE(message.thread->lastSeq, reply.seq);
    QCOMPARE(message.changeSeq, reply.seq);
    // By any message of it.
    for (const MessageId& id : {root, one}) {
        const auto page = t.bob.at(*t.a).get(messagePath(id, "/thread"));
        QCOMPARE(t.contents(page), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
    }
    const auto last = t.bob.at(*t.b).get(messagePath(root, "/thread?limit=1"));
    QCOMPARE(t.contents(last), QStringList{QStringLiteral("two")});
    QVERIFY(last.json().contains(QLatin1String("next")));
    const auto first =
        t.bob.at(*t.b).get(messagePath(root, "/thread?limit=1&before=" + QByteArray::number(reply.seq)));
    QCOMPARE(t.contents(first), QStringList{QStringLiteral("one")});
    QVERIFY(changeSeqOf(t.ask(t.bobAtB, client::MessageDelete{t.room, one})) > 0);
    message = t.get(root);
    QCOMPARE(message.thread->count, 1);
    QCOMPARE(message.thread->lastSeq, reply.seq);

    const auto refused = [&](const MessageId& replyTo) {
        return errorOf(t.adaAtA.ask(client::MessageNew{t.room, MessageType::Text, QStringLiteral("re"),
                                                       TempId::create(), false, replyTo}));
    };
    QCOMPARE(refused(MessageId::create())->code(), ErrorCode::NotFound);
    QCOMPARE(refused(MessageId::create())->field(), QStringLiteral("data.replyTo"));
    QCOMPARE(refused(one)->code(), ErrorCode::Conflict);
    const RoomId other = t.createRoom(*t.a, t.ada, QStringLiteral("private"));
    const auto elsewhere =
        t.ada.at(*t.a).post(t.path(other, "/messages"),
                            toJson(SendMessageRequest{QStringLiteral("re"), TempId::create(), false, root}));
    QCOMPARE(elsewhere.status, 404);
    QCOMPARE(
        elsewhere.json().value(QLatin1String("error")).toObject().value(QLatin1String("field")).toString(),
        QStringLiteral("replyTo"));
}

void TestMessageChangesAtOne::pins() {
    QFETCH(bool, projecting);
    Talk t(projecting);
    const MessageId one = t.say(t.adaAtA, QStringLiteral("one"));
    const MessageId two = t.say(t.adaAtA, QStringLiteral("two"));
    const MessageId three = t.say(t.adaAtA, QStringLiteral("three"));
    t.projectAll();
    const auto list = [&] {
        const auto answer = t.bob.at(*t.b).get(t.path(t.room, "/pins"));
        return t.contents(answer);
    };
    for (const MessageId& id : {one, two, three})
        QVERIFY(changeSeqOf(t.ask(t.bobAtB, client::MessagePin{t.room, id})) > 0);
    QCOMPARE(list(), (QStringList{QStringLiteral("three"), QStringLiteral("two"), QStringLiteral("one")}));
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, client::MessageUnpin{t.room, two})) > 0);
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, client::MessageDelete{t.room, three})) > 0);
    QCOMPARE(list(), QStringList{QStringLiteral("one")});
    t.projectAll();
    QCOMPARE(list(), QStringList{QStringLiteral("one")});
}

void TestMessageChangesAtOne::versions() {
    QFETCH(bool, projecting);
    Talk t(projecting);
    const MessageId id = t.say(t.adaAtA, QStringLiteral("one"));
    const auto said = [&] {
        QStringList list;
        const auto answer = t.bob.at(*t.b).get(messagePath(id, "/versions")).json();
        for (const QJsonValue& item : answer.value(QLatin1String("items")).toArray())
            list.append(item.toObject().value(QLatin1String("content")).toString());
        return list;
    };
    QCOMPARE(said(), QStringList());
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, t.edit(id, QStringLiteral("two")))) > 0);
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, t.edit(id, QStringLiteral("two")))) > 0); // the same again: no edit
    QCOMPARE(said(), QStringList{QStringLiteral("one")});
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, t.edit(id, QStringLiteral("three")))) > 0);
    QCOMPARE(said(), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, client::MessageDelete{t.room, id})) > 0);
    QCOMPARE(said(), QStringList());
}

void TestMessageChangesAtOne::whoMayNot_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QJsonObject>("body");
    const QJsonObject content{{QStringLiteral("content"), QStringLiteral("mine")}};
    const QJsonObject emoji{{QStringLiteral("emoji"), QStringLiteral("\U0001F44D")}};
    QTest::addRow("edit") << QByteArray("PATCH") << QByteArray() << content;
    QTest::addRow("delete") << QByteArray("DELETE") << QByteArray() << QJsonObject();
    QTest::addRow("react") << QByteArray("POST") << QByteArray("/reactions") << emoji;
    QTest::addRow("take back") << QByteArray("DELETE") << QByteArray("/reactions/%F0%9F%91%8D")
                               << QJsonObject();
    QTest::addRow("pin") << QByteArray("POST") << QByteArray("/pin") << QJsonObject();
    QTest::addRow("unpin") << QByteArray("DELETE") << QByteArray("/pin") << QJsonObject();
    for (const char* read : {"", "/thread", "/versions", "/reactions"})
        QTest::addRow("read%s", read) << QByteArray("GET") << QByteArray(read) << QJsonObject();
}

void TestMessageChangesAtOne::whoMayNot() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, what);
    QFETCH(QJsonObject, body);
    Talk t;
    const MessageId id = t.say(t.adaAtA, QStringLiteral("ada's"));
    const Person eve = t.registerAt(*t.a, QStringLiteral("eve"));
    const auto ask = [&](const Person& person, const MessageId& message) {
        return person.at(*t.b).request(method, messagePath(message, what),
                                       body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(),
                                       body.isEmpty() ? "" : "application/json");
    };
    const bool others = what.isEmpty() && method != "GET"; // what one may do with one's own only
    QCOMPARE(ask(eve, id).status, 404);
    QCOMPARE(ask(t.bob, MessageId::create()).status, 404);
    if (others)
        QCOMPARE(ask(t.bob, id).status, 403);
    else
        QVERIFY(ask(t.bob, id).status < 300);
    QCOMPARE(ask(Person{}, id).status, 401);
    // The owner may delete what others said, but not put words into their mouths.
    const MessageId bobs = t.say(t.bobAtB, QStringLiteral("bob's"));
    QCOMPARE(ask(t.ada, bobs).status, method == "PATCH" ? 403 : method == "DELETE" ? 204 : 200);
}

void TestMessageChangesAtOne::anArchivedRoomIsNotWritten() {
    Talk t;
    const MessageId id = t.say(t.adaAtA, QStringLiteral("before"));
    const auto archived = [&](bool yes) {
        return t.ada.at(*t.a)
            .request("PATCH", t.path(t.room),
                     QJsonDocument(QJsonObject{{QStringLiteral("archived"), yes}}).toJson(),
                     "application/json")
            .status;
    };
    QCOMPARE(archived(true), 200);
    QVERIFY(t.bobAtB.waitFor<server::RoomUpdate>());
    const auto code = [](const std::optional<ServerFrame>& answer) {
        const auto error = errorOf(answer);
        return error ? error->code() : ErrorCode::Internal;
    };
    const client::MessageNew message{
        t.room, MessageType::Text, QStringLiteral("after"), TempId::create(), false, {}};
    QCOMPARE(code(t.bobAtB.ask(message)), ErrorCode::Conflict);
    QCOMPARE(t.say(*t.a, t.ada, t.room, QStringLiteral("after")).status, 409);
    QCOMPARE(code(t.adaAtA.ask(t.edit(id, QStringLiteral("after")))), ErrorCode::Conflict);
    QCOMPARE(code(t.adaAtA.ask(client::MessageDelete{t.room, id})), ErrorCode::Conflict);
    QCOMPARE(code(t.bobAtB.ask(client::ReactionAdd{t.room, id, QStringLiteral("\U0001F44D")})),
             ErrorCode::Conflict);
    QCOMPARE(code(t.bobAtB.ask(client::MessagePin{t.room, id})), ErrorCode::Conflict);
    QCOMPARE(t.bob.at(*t.b).get(t.path(t.room, "/messages")).status, 200);
    // One that starts later knows it from the store.
    t.projectAll();
    t.b = std::make_unique<GatewayNode>(t.log(), t.store(), Cluster::clusterConfig());
    must(t.b->start());
    QVERIFY(t.b->waitReady());
    QCOMPARE(t.say(*t.b, t.bob, t.room, QStringLiteral("after")).status, 409);
    QCOMPARE(archived(false), 200);
    QTRY_COMPARE(t.say(*t.b, t.bob, t.room, QStringLiteral("again")).status, 201);
}

QTEST_GUILESS_MAIN(TestMessageChangesAtOne)
#include "tst_message_changes_at_one.moc"
