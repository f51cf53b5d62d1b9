// SPDX-License-Identifier: GPL-3.0-or-later
#include "message_changes_fixture.h"
#include "server/store/store.h"
#include "shared/message_changes.h"

using namespace parlor;
using namespace parlor::test;
using namespace std::chrono_literals;

/// Changes that are made at one gateway and met at the other, twice or at the same moment.
class TestMessageChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyChangeIsToldAndKept_data() { projecting(); }
    void everyChangeIsToldAndKept();
    void ofTwoEditsAtOnceBothCount();
    void aDeletionBeatsAnEdit();
    void aRetriedEditIsAppliedOnce_data() { projecting(); }
    void aRetriedEditIsAppliedOnce();
    void aVoidEditIsNobodys_data();
    void aVoidEditIsNobodys();
    void syncTellsTheChanges_data() { projecting(); }
    void syncTellsTheChanges();
    void aStandingTailIsGivenUp();
};

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
