// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/store.h"
#include "shared/message_changes.h"
#include "tests/server/gateway/cluster_fixture.h"

#include <QJsonDocument>

using namespace parlor;
using namespace parlor::test;
using namespace std::chrono_literals;

/// Edits, deletions, reactions, pins, threads and mentions on two gateways, with the projector held or not:
/// nobody may tell the difference.
class TestMessageChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyChangeIsToldAndKept_data() { projecting(); }
    void everyChangeIsToldAndKept();
    void requestsOfOneSessionKeepTheirOrder();
    void ofTwoEditsAtOnceBothCount();
    void aDeletionBeatsAnEdit();
    void aRetriedEditIsAppliedOnce_data() { projecting(); }
    void aRetriedEditIsAppliedOnce();
    void aVoidEditIsNobodys_data();
    void aVoidEditIsNobodys();
    void syncTellsTheChanges_data() { projecting(); }
    void syncTellsTheChanges();
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
    void aStandingTailIsGivenUp();

private:
    static void projecting() {
        QTest::addColumn<bool>("projecting");
        QTest::addRow("the projector is held") << false;
        QTest::addRow("everything is projected at once") << true;
    }
};

namespace {

QByteArray messagePath(const MessageId& id, const QByteArray& what = {}) {
    return "/api/v1/messages/" + id.toString().toLatin1() + what;
}

qint64 changeSeqOf(const std::optional<ServerFrame>& answer) {
    const auto* ok = answer ? std::get_if<server::Ok>(&*answer) : nullptr;
    return ok ? qint64(ok->data.value(QLatin1String("changeSeq")).toDouble()) : -1;
}

std::optional<Error> errorOf(const std::optional<ServerFrame>& answer) {
    const auto* failure = answer ? std::get_if<server::Failure>(&*answer) : nullptr;
    return failure ? std::optional(failure->error) : std::nullopt;
}

template <typename T>
qsizetype countOf(const WsTestClient& client) {
    return std::count_if(client.events().cbegin(), client.events().cend(),
                         [](const ServerEvent& event) { return std::holds_alternative<T>(event.frame); });
}

/// Ada owns a public room, Bob is in it. Ada's socket is at the first gateway, Bob's at the second.
struct Talk : Cluster {
    explicit Talk(bool projectsAtOnce = false)
        : projects(projectsAtOnce)
        , ada(registerAt(*a, QStringLiteral("ada")))
        , bob(registerAt(*a, QStringLiteral("bob")))
        , room(createRoom(*a, ada, QStringLiteral("public"))) {
        if (const HttpAnswer joined = join(*a, bob, room); joined.status != 200)
            qFatal("cannot join: %s", qPrintable(joined.describe()));
        projectAll();
        if (!adaAtA.openAndAuthenticate(a->url(), ada.token) ||
            !bobAtB.openAndAuthenticate(b->url(), bob.token))
            qFatal("cannot connect");
    }
    void step() {
        if (projects)
            projectAll();
    }
    using Cluster::say;
    MessageId say(WsTestClient& socket, const QString& content, std::optional<MessageId> replyTo = {}) {
        const auto answer = socket.ask(
            client::MessageNew{room, MessageType::Text, content, TempId::create(), false, replyTo});
        const auto* saved = answer ? std::get_if<server::MessageSaved>(&*answer) : nullptr;
        if (!saved)
            qFatal("not saved: %s", answer ? encode(*answer).constData() : "no answer");
        step();
        return saved->id;
    }
    std::optional<ServerFrame> ask(WsTestClient& socket, const ClientFrame& frame) {
        auto answer = socket.ask(frame);
        step();
        return answer;
    }
    Message get(const GatewayNode& node, const Person& person, const MessageId& id) {
        return must(decodeBody<Message>(person.at(node).get(messagePath(id)).body));
    }
    /// As both gateways have it, which must be the same.
    Message get(const MessageId& id) {
        const Message message = get(*a, ada, id);
        if (message != get(*b, bob, id) || message != history(id))
            qFatal("the gateways do not agree");
        return message;
    }
    Message history(const MessageId& id) {
        const auto page = ada.at(*b).get(path(room, "/messages")).json();
        for (const QJsonValue& item : page.value(QLatin1String("items")).toArray()) {
            const Message message = must(fromJson<Message>(item.toObject()));
            if (message.id == id)
                return message;
        }
        return {};
    }
    ReadState readState(const Person& person, const GatewayNode& node) {
        return must(decodeBody<RoomView>(person.at(node).get(path(room)).body)).read;
    }
    server::SyncedRoom sync(WsTestClient& socket, qint64 cursor) {
        const auto answer = socket.ask(client::Sync{epoch.number, {{room, cursor}}});
        const auto* synced = answer ? std::get_if<server::Synced>(&*answer) : nullptr;
        if (!synced || synced->rooms.size() != 1)
            qFatal("no sync");
        return synced->rooms.constFirst();
    }
    client::MessageEdit edit(const MessageId& id, const QString& content, const OpId& opId = OpId::create(),
                             bool retry = false) const {
        return {room, id, content, opId, retry};
    }

    bool projects;
    Person ada;
    Person bob;
    RoomId room;
    WsTestClient adaAtA;
    WsTestClient bobAtB;
};

} // namespace

void TestMessageChanges::everyChangeIsToldAndKept() {
    QFETCH(bool, projecting);
    Talk t(projecting);
    const MessageId id = t.say(t.adaAtA, QStringLiteral("helo @bob"));
    Message expected = t.get(id);
    QCOMPARE(expected.mentions.users, QList<UserId>{t.bob.user.id});

    const qint64 edited = changeSeqOf(t.ask(t.adaAtA, t.edit(id, QStringLiteral("hello @room"))));
    const auto* update = t.bobAtB.waitFor<server::MessageUpdate>();
    QVERIFY(update);
    QCOMPARE(update->changeSeq, edited);
    QCOMPARE(update->formerMentions.users, QList<UserId>{t.bob.user.id});
    QVERIFY(update->mentions.room);
    QVERIFY(apply(expected, *update));
    QCOMPARE(t.get(id), expected);

    const QString thumb = QStringLiteral("\U0001F44D");
    QCOMPARE(t.bob.at(*t.b).post(messagePath(id, "/reactions"), toJson(ReactionRequest{thumb})).status, 200);
    t.step();
    const auto* reaction = t.adaAtA.waitFor<server::ReactionUpdate>();
    QVERIFY(reaction);
    QVERIFY(apply(expected, *reaction));
    QCOMPARE(t.get(id), expected);
    QCOMPARE(expected.reactions, (QList<Reaction>{{thumb, {t.bob.user.id}}}));
    // Once more changes nothing.
    QCOMPARE(changeSeqOf(t.ask(t.bobAtB, client::ReactionAdd{t.room, id, thumb})), expected.changeSeq);

    QCOMPARE(t.bob.at(*t.b).post(messagePath(id, "/pin")).status, 200);
    t.step();
    const auto* pin = t.adaAtA.waitFor<server::MessagePin>();
    QVERIFY(pin && pin->pinned);
    QVERIFY(apply(expected, *pin));
    QCOMPARE(t.get(id), expected);
    const auto* notice = t.adaAtA.waitFor<server::MessageNew>(
        0, [](const server::MessageNew& f) { return f.message.system.has_value(); });
    QVERIFY(notice);
    QVERIFY(notice->message.system->kind == SystemKind::MessagePinned);
    QCOMPARE(notice->message.system->text, id.toString());
    QCOMPARE(notice->message.sender, t.bob.user.id);

    QCOMPARE(t.bob.at(*t.b)
                 .request("DELETE", messagePath(id, "/reactions/" + thumb.toUtf8().toPercentEncoding()))
                 .status,
             204);
    t.step();
    const auto* back =
        t.adaAtA.waitFor<server::ReactionUpdate>(0, [](const server::ReactionUpdate& f) { return !f.added; });
    QVERIFY(back);
    QVERIFY(apply(expected, *back));
    QCOMPARE(t.get(id), expected);

    QCOMPARE(t.ada.at(*t.a).request("DELETE", messagePath(id)).status, 204);
    t.step();
    const auto* gone = t.bobAtB.waitFor<server::MessageDelete>();
    QVERIFY(gone);
    QCOMPARE(gone->by, t.ada.user.id);
    QVERIFY(gone->formerMentions.room);
    QVERIFY(apply(expected, *gone));
    const Message deleted = t.get(id);
    QCOMPARE(deleted, expected);
    QVERIFY(deleted.content.isEmpty() && deleted.deletedAt && deleted.reactions.isEmpty() && !deleted.pinned);
    // Deleted it stays; nothing else can be done with it.
    QCOMPARE(changeSeqOf(t.ask(t.adaAtA, client::MessageDelete{t.room, id})), deleted.changeSeq);
    QCOMPARE(errorOf(t.ask(t.adaAtA, t.edit(id, QStringLiteral("x"))))->code(), ErrorCode::Conflict);
    QCOMPARE(errorOf(t.ask(t.bobAtB, client::ReactionAdd{t.room, id, thumb}))->code(), ErrorCode::Conflict);
    QCOMPARE(errorOf(t.ask(t.bobAtB, client::MessagePin{t.room, id}))->code(), ErrorCode::Conflict);
}

// Nobody waits for an answer before sending the next.
void TestMessageChanges::requestsOfOneSessionKeepTheirOrder() {
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

void TestMessageChanges::ofTwoEditsAtOnceBothCount() {
    Talk t;
    WsTestClient adaAtB;
    QVERIFY(adaAtB.openAndAuthenticate(t.b->url(), t.ada.token));
    const MessageId id = t.say(t.adaAtA, QStringLiteral("zero"));
    t.a->log.holdAppends();
    t.b->log.holdAppends();
    const QString one = t.adaAtA.send(t.edit(id, QStringLiteral("one")));
    const QString two = adaAtB.send(t.edit(id, QStringLiteral("two")));
    QVERIFY(eventually([&] { return t.a->log.heldAppends() == 1 && t.b->log.heldAppends() == 1; }));
    t.a->log.releaseAppends();
    const qint64 first = changeSeqOf(t.adaAtA.waitForAnswer(one));
    QVERIFY(first > 0);
    t.b->log.releaseAppends();
    const qint64 second = changeSeqOf(adaAtB.waitForAnswer(two));
    // The second came upon something else than it was made for, and was made anew.
    QCOMPARE(second, first + 2);
    const Message message = t.get(id);
    QCOMPARE(message.content, QStringLiteral("two"));
    QCOMPARE(message.changeSeq, second);
    QTRY_COMPARE(countOf<server::MessageUpdate>(t.bobAtB), 2);
    QTRY_COMPARE(countOf<server::MessageUpdate>(t.adaAtA), 2);
    t.projectAll();
    QCOMPARE(t.get(id), message);
    QCOMPARE(must(t.store().message(id)), std::optional(message));
}

void TestMessageChanges::aDeletionBeatsAnEdit() {
    Talk t;
    WsTestClient adaAtB;
    QVERIFY(adaAtB.openAndAuthenticate(t.b->url(), t.ada.token));
    const MessageId id = t.say(t.adaAtA, QStringLiteral("secret"));
    t.a->log.holdAppends();
    const QString ref = t.adaAtA.send(t.edit(id, QStringLiteral("still secret")));
    QVERIFY(eventually([&] { return t.a->log.heldAppends() == 1; }));
    QVERIFY(changeSeqOf(adaAtB.ask(client::MessageDelete{t.room, id})) > 0);
    t.a->log.releaseAppends();
    const auto refused = errorOf(t.adaAtA.waitForAnswer(ref));
    QVERIFY(refused);
    QCOMPARE(refused->code(), ErrorCode::Conflict);
    QVERIFY(t.get(id).content.isEmpty());
    QCOMPARE(countOf<server::MessageUpdate>(t.bobAtB), 0);
}

// The answer was lost, and before the retry came another edit.
void TestMessageChanges::aRetriedEditIsAppliedOnce() {
    QFETCH(bool, projecting);
    Talk t(projecting);
    WsTestClient adaAtB;
    QVERIFY(adaAtB.openAndAuthenticate(t.b->url(), t.ada.token));
    const MessageId id = t.say(t.adaAtA, QStringLiteral("zero"));
    const OpId opId = OpId::create();
    t.a->log.pauseReading(true);
    t.adaAtA.send(t.edit(id, QStringLiteral("one"), opId));
    QVERIFY(t.bobAtB.waitFor<server::MessageUpdate>());
    t.adaAtA.drop();
    const qint64 last = changeSeqOf(t.ask(adaAtB, t.edit(id, QStringLiteral("two"))));
    QVERIFY(last > 0);
    QCOMPARE(changeSeqOf(t.ask(adaAtB, t.edit(id, QStringLiteral("one"), opId, true))), last);
    t.a->log.pauseReading(false);
    QCOMPARE(t.get(id).content, QStringLiteral("two"));
    // By HTTP likewise.
    const auto answer = t.ada.at(*t.b).request(
        "PATCH", messagePath(id),
        QJsonDocument(toJson(EditMessageRequest{QStringLiteral("one"), opId, true})).toJson(),
        "application/json");
    QCOMPARE(answer.status, 200);
    QCOMPARE(must(decodeBody<Message>(answer.body)).content, QStringLiteral("two"));
}

void TestMessageChanges::aVoidEditIsNobodys_data() {
    QTest::addColumn<bool>("projected");
    QTest::addColumn<bool>("restarted");
    QTest::addRow("all in the tail") << false << false;
    QTest::addRow("what came before is projected") << true << false;
    QTest::addRow("the gateway started in between") << true << true;
}

// It comes late into the log, made upon what the message said before.
void TestMessageChanges::aVoidEditIsNobodys() {
    QFETCH(bool, projected);
    QFETCH(bool, restarted);
    Talk t;
    const MessageId id = t.say(t.adaAtA, QStringLiteral("@bob zero"));
    const Message before = t.get(id);
    QVERIFY(changeSeqOf(t.adaAtA.ask(t.edit(id, QStringLiteral("one")))) > 0);
    QVERIFY(t.bobAtB.waitFor<server::MessageUpdate>());
    if (projected)
        t.projectAll();
    if (restarted) {
        t.b = std::make_unique<GatewayNode>(t.log(), t.store(), Cluster::clusterConfig());
        must(t.b->start());
        QVERIFY(t.b->waitReady());
        QVERIFY(t.bobAtB.openAndAuthenticate(t.b->url(), t.bob.token));
    }
    const Message message = t.get(id);
    const log::EditRecord late{
        id, t.room,          OpId::create(), before.seq, before.seq, t.ada.user.id, QStringLiteral("late"),
        {}, before.mentions, utcNow()};
    t.log().append(log::Topic::Messages, log::keyOf(t.room), log::encode(late), [](const auto&) {});
    const MessageId next = t.say(t.bobAtB, QStringLiteral("next"));
    QVERIFY(t.adaAtA.waitFor<server::MessageNew>(
        0, [&](const server::MessageNew& frame) { return frame.message.id == next; }));
    QCOMPARE(countOf<server::MessageUpdate>(t.adaAtA), 1);
    QCOMPARE(countOf<server::MessageUpdate>(t.bobAtB), 1);
    QCOMPARE(t.get(id), message);
    QCOMPARE(t.readState(t.bob, *t.b).mentions, 0);
    t.projectAll();
    QCOMPARE(t.get(id), message);
    QCOMPARE(t.readState(t.bob, *t.a).mentions, 0);
}

void TestMessageChanges::syncTellsTheChanges() {
    QFETCH(bool, projecting);
    Talk t(projecting);
    const MessageId root = t.say(t.adaAtA, QStringLiteral("root"));
    const MessageId edited = t.say(t.adaAtA, QStringLiteral("before"));
    const MessageId deleted = t.say(t.adaAtA, QStringLiteral("secret"));
    const MessageId reacted = t.say(t.adaAtA, QStringLiteral("nice"));
    const MessageId untouched = t.say(t.adaAtA, QStringLiteral("quiet"));
    t.projectAll(); // the changes may be in the tail, what they change is in the store
    const qint64 cursor = t.sync(t.bobAtB, 0).head;
    QCOMPARE(t.sync(t.bobAtB, cursor).changes, QList<Message>());

    QVERIFY(changeSeqOf(t.ask(t.adaAtA, t.edit(edited, QStringLiteral("after")))) > 0);
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, client::MessageDelete{t.room, deleted})) > 0);
    QVERIFY(changeSeqOf(t.ask(t.adaAtA, client::ReactionAdd{t.room, reacted, QStringLiteral("\U0001F44D")})) >
            0);
    const MessageId reply = t.say(t.adaAtA, QStringLiteral("reply"), root);
    const auto synced = t.sync(t.bobAtB, cursor);
    QVERIFY(!synced.gap);
    QList<MessageId> ids;
    qint64 last = cursor;
    for (const Message& message : synced.changes) {
        ids.append(message.id);
        QVERIFY(message.changeSeq >= last); // the root's is its reply's
        last = message.changeSeq;
        QCOMPARE(message, t.get(message.id));
    }
    QCOMPARE(ids.size(), 5);
    for (const MessageId& id : {edited, deleted, reacted, root, reply})
        QVERIFY(ids.contains(id));
    QVERIFY(!ids.contains(untouched));
    QCOMPARE(synced.head, last);
    QVERIFY(t.sync(t.bobAtB, synced.head).changes.isEmpty());
}

void TestMessageChanges::countsFollowEditsAndDeletions() {
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

void TestMessageChanges::threads() {
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

void TestMessageChanges::pins() {
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

void TestMessageChanges::versions() {
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

void TestMessageChanges::whoMayNot_data() {
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

void TestMessageChanges::whoMayNot() {
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

void TestMessageChanges::anArchivedRoomIsNotWritten() {
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

void TestMessageChanges::aStandingTailIsGivenUp() {
    Talk t;
    const MessageId id = t.say(t.adaAtA, QStringLiteral("one"));
    t.a->log.holdAppends();
    const QString ref = t.adaAtA.send(t.edit(id, QStringLiteral("two")));
    QVERIFY(eventually([&] { return t.a->log.heldAppends() == 1; }));
    t.a->gateway.stop(); // what waits is answered, once
    const auto refused = errorOf(t.adaAtA.waitForAnswer(ref));
    QVERIFY(refused);
    QCOMPARE(refused->code(), ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestMessageChanges)
#include "tst_message_changes.moc"
