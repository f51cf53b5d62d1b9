// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of messages in the outbox, step by step: what is sent when, what stays, what goes.
#include "client/core/pending_changes.h"
#include "tests/client/core/outbox_rig.h"

#include <QSignalSpy>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds undo{6'000};
const QString thumb = u"👍"_s;

} // namespace

class TestOutboxChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEditWaitsAndGoesOut();
    void theEventBeforeTheAnswer();
    void aLostAnswerIsAskedForAgain();
    void whatCameMeanwhileIsNotSentAgain();
    void whatIsAcknowledgedButNotThereIsSentAgain();
    void aLaterEditReplacesAnUnsentOne();
    void anEditOfAnUnsentMessageIsThatMessage();
    void anEditGoesOutAfterItsMessage();
    void editsThatWereSentKeepTheirOrder();
    void everythingOfARoomInItsOrder();
    void aRefusedEditIsKept();
    void anotherEditReplacesARefusedOne();
    void aRefusedReactionIsForgotten();
    void aBusyServerIsAskedAgain();
    void aRefusedMessageTakesItsChangesAlong();
    void aDiscardedMessageTakesItsChangesAlong();
    void reactionsThatAreSo();
    void reactionsTakenBack();
    void pinsTakenBack();
    void aRoomThatIsLost();
    void badContentIsNotKept();
    void whatTheServerAddsToAMessageOfMine();
};

void TestOutboxChanges::anEditWaitsAndGoesOut() {
    OutboxRig rig;
    const auto entry = rig.box->edit(rig.room, rig.mine.id, u"better"_s);
    QVERIFY(entry);
    QVERIFY(entry->kind == OutboxKind::Edit);
    QCOMPARE(rig.sent(), 0);
    rig.restart();
    QCOMPARE(rig.contents(), QStringList{u"better"_s});
    rig.goOnline();
    const auto frame = rig.last<client::MessageEdit>();
    QVERIFY(frame);
    QCOMPARE(frame->messageId, rig.mine.id);
    QCOMPARE(frame->content, u"better"_s);
    QCOMPARE(*frame->opId, OpId(entry->tempId.uuid()));
    QVERIFY(!frame->retry);
    // Acknowledged, and not told yet: shown from the outbox until it is in the cache.
    rig.ok(12);
    QCOMPARE(rig.contents(), QStringList{u"better"_s});
    rig.event(rig.edited(12, u"better"_s));
    QVERIFY(rig.entries().isEmpty());
    QVERIFY(rig.outbox->entries()->isEmpty());
    QCOMPARE(rig.cachedMine().content, u"better"_s);
}

void TestOutboxChanges::theEventBeforeTheAnswer() {
    OutboxRig rig;
    rig.goOnline();
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    QCOMPARE(rig.last<client::ReactionAdd>()->emoji, thumb);
    rig.event(rig.reacted(12, thumb, true));
    QCOMPARE(rig.entries().size(), 1);
    rig.ok(12);
    QVERIFY(rig.entries().isEmpty());
}

void TestOutboxChanges::aLostAnswerIsAskedForAgain() {
    OutboxRig rig;
    rig.goOnline();
    QVERIFY(rig.box->edit(rig.room, rig.mine.id, u"better"_s));
    const auto first = rig.last<client::MessageEdit>();
    rig.lose();
    rig.restart();
    rig.goOnline();
    const auto again = rig.last<client::MessageEdit>();
    QVERIFY(again && again->retry);
    QCOMPARE(again->opId, first->opId);
    rig.ok(12);
    rig.event(rig.edited(12, u"better"_s));
    QVERIFY(rig.entries().isEmpty());
}

void TestOutboxChanges::whatCameMeanwhileIsNotSentAgain() {
    OutboxRig rig;
    rig.goOnline();
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    rig.lose();
    Message now = rig.mine;
    now.changeSeq = 12;
    now.reactions = {{thumb, {rig.me}}};
    rig.transport.sent.clear();
    rig.goOnline(12, {now});
    QCOMPARE(rig.sent(), 0);
    QVERIFY(rig.entries().isEmpty());
}

void TestOutboxChanges::whatIsAcknowledgedButNotThereIsSentAgain() {
    OutboxRig rig;
    rig.goOnline();
    QVERIFY(rig.box->edit(rig.room, rig.mine.id, u"better"_s));
    rig.ok(12);
    rig.lose();
    rig.transport.sent.clear();
    rig.goOnline(11);
    QVERIFY(rig.last<client::MessageEdit>());
    // And if the cursor is beyond it, it is there, whatever it was that it did.
    rig.ok(12);
    rig.event(server::RoomLeave{rig.room, rig.bob, 13});
    rig.box->settle(rig.room);
    QVERIFY(rig.entries().isEmpty());
}

void TestOutboxChanges::aLaterEditReplacesAnUnsentOne() {
    OutboxRig rig;
    const auto first = rig.box->edit(rig.room, rig.mine.id, u"one"_s);
    const auto second = rig.box->edit(rig.room, rig.mine.id, u"two"_s);
    QCOMPARE(second->tempId, first->tempId);
    QCOMPARE(rig.contents(), QStringList{u"two"_s});
    rig.restart();
    rig.goOnline();
    QCOMPARE(rig.last<client::MessageEdit>()->content, u"two"_s);
    QCOMPARE(rig.sent(), 1);
}

void TestOutboxChanges::anEditOfAnUnsentMessageIsThatMessage() {
    OutboxRig rig;
    const auto message = rig.box->add(rig.room, u"helo"_s, {});
    const auto edit = rig.box->edit(rig.room, message->messageId, u"hello"_s);
    QCOMPARE(edit->tempId, message->tempId);
    QVERIFY(edit->kind == OutboxKind::Message);
    rig.restart();
    rig.goOnline();
    QCOMPARE(rig.last<client::MessageNew>()->content, u"hello"_s);
    QCOMPARE(rig.entries().size(), 1);
}

void TestOutboxChanges::anEditGoesOutAfterItsMessage() {
    OutboxRig rig;
    rig.goOnline();
    const auto message = rig.box->add(rig.room, u"helo"_s, {});
    const auto frame = rig.last<client::MessageNew>();
    QVERIFY(rig.box->edit(rig.room, message->messageId, u"hello"_s));
    QVERIFY(rig.box->react(rig.room, message->messageId, thumb, true));
    QCOMPARE(rig.sent(), 1);
    rig.saved(*frame, 12);
    QCOMPARE(rig.last<client::MessageEdit>()->content, u"hello"_s);
    rig.ok(13);
    QCOMPARE(rig.last<client::ReactionAdd>()->messageId, message->messageId);
}

void TestOutboxChanges::editsThatWereSentKeepTheirOrder() {
    OutboxRig rig;
    rig.goOnline();
    QVERIFY(rig.box->edit(rig.room, rig.mine.id, u"better"_s));
    // Back to what it was, while the first is on its way, and then only acknowledged.
    QVERIFY(rig.box->edit(rig.room, rig.mine.id, u"mine"_s));
    QCOMPARE(rig.entries().size(), 2);
    rig.ok(12);
    QCOMPARE(rig.last<client::MessageEdit>()->content, u"mine"_s);
    rig.ok(13);
    rig.event(rig.edited(12, u"better"_s));
    QCOMPARE(rig.contents(), QStringList{u"mine"_s});
    rig.event(rig.edited(13, u"mine"_s));
    QVERIFY(rig.entries().isEmpty());
    QCOMPARE(rig.cachedMine().content, u"mine"_s);
}

void TestOutboxChanges::everythingOfARoomInItsOrder() {
    OutboxRig rig;
    const auto message = rig.box->add(rig.room, u"new"_s, {});
    QVERIFY(rig.box->edit(rig.room, rig.mine.id, u"better"_s));
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    QVERIFY(rig.box->pin(rig.room, rig.mine.id, true));
    QVERIFY(rig.box->react(rig.room, message->messageId, thumb, true));
    rig.restart();
    rig.goOnline();
    const auto frame = rig.last<client::MessageNew>();
    QVERIFY(frame);
    rig.saved(*frame, 12);
    QVERIFY(rig.last<client::MessageEdit>());
    QCOMPARE(rig.sent(), 2);
    rig.ok(13);
    QCOMPARE(rig.last<client::ReactionAdd>()->messageId, rig.mine.id);
    rig.ok(14);
    QVERIFY(rig.last<client::MessagePin>());
    rig.ok(15);
    QCOMPARE(rig.last<client::ReactionAdd>()->messageId, message->messageId);
    QCOMPARE(rig.sent(), 5);
}

void TestOutboxChanges::aRefusedEditIsKept() {
    OutboxRig rig;
    rig.goOnline();
    const auto entry = rig.box->edit(rig.room, rig.mine.id, u"better"_s);
    rig.refuse(ErrorCode::Forbidden);
    QVERIFY(rig.entries().first().state == OutboxState::Failed);
    QVERIFY(rig.entries().first().error->code() == ErrorCode::Forbidden);
    QVERIFY(rig.refused.isEmpty());
    rig.restart();
    rig.goOnline();
    QCOMPARE(rig.sent(), 0);
    rig.box->retry(entry->tempId);
    QVERIFY(rig.last<client::MessageEdit>()->retry);
    rig.box->discard(entry->tempId);
    QVERIFY(rig.entries().isEmpty());
}

void TestOutboxChanges::anotherEditReplacesARefusedOne() {
    OutboxRig rig;
    rig.goOnline();
    const auto entry = rig.box->edit(rig.room, rig.mine.id, u"better"_s);
    rig.refuse(ErrorCode::Forbidden);
    const auto other = rig.box->edit(rig.room, rig.mine.id, u"best"_s);
    QVERIFY(other->tempId != entry->tempId);
    QCOMPARE(rig.contents(), QStringList{u"best"_s});
}

void TestOutboxChanges::aRefusedReactionIsForgotten() {
    OutboxRig rig;
    rig.goOnline();
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    QVERIFY(rig.box->pin(rig.room, rig.mine.id, true));
    rig.refuse(ErrorCode::Forbidden);
    QCOMPARE(rig.refused.size(), 1);
    QVERIFY(rig.refused.first().first.kind == OutboxKind::React);
    QVERIFY(rig.refused.first().second.code() == ErrorCode::Forbidden);
    // The next goes on.
    QVERIFY(rig.last<client::MessagePin>());
    QCOMPARE(rig.outbox->entries()->size(), 1);
}

void TestOutboxChanges::aBusyServerIsAskedAgain() {
    OutboxRig rig;
    rig.goOnline();
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    rig.reply(server::Failure{Error(ErrorCode::RateLimited).withRetryAfter(7)});
    QCOMPARE(rig.sent(), 1);
    rig.timing.advance(6'900ms);
    QCOMPARE(rig.sent(), 1);
    rig.timing.advance(200ms);
    QCOMPARE(rig.sent(), 2);
    QVERIFY(rig.last<client::ReactionAdd>());
}

void TestOutboxChanges::aRefusedMessageTakesItsChangesAlong() {
    OutboxRig rig;
    rig.goOnline();
    const auto message = rig.box->add(rig.room, u"helo"_s, {});
    QVERIFY(rig.box->edit(rig.room, message->messageId, u"hello"_s));
    QVERIFY(rig.box->react(rig.room, message->messageId, thumb, true));
    rig.refuse(ErrorCode::Forbidden);
    // What was typed last is not lost.
    QCOMPARE(rig.contents(), QStringList{u"hello"_s});
    QVERIFY(rig.entries().first().state == OutboxState::Failed);
    QVERIFY(rig.refused.isEmpty());
    QCOMPARE(rig.sent(), 1);
    rig.restart();
    QCOMPARE(rig.contents(), QStringList{u"hello"_s});
    // One that was to be deleted is not kept at all.
    const auto unwanted = rig.box->add(rig.room, u"oops"_s, {});
    rig.goOnline();
    QVERIFY(rig.box->deleteMessage(rig.room, unwanted->messageId, undo));
    rig.refuse(ErrorCode::Forbidden);
    QCOMPARE(rig.contents(), QStringList{u"hello"_s});
}

void TestOutboxChanges::aDiscardedMessageTakesItsChangesAlong() {
    OutboxRig rig;
    rig.goOnline();
    const auto message = rig.box->add(rig.room, u"helo"_s, {});
    QVERIFY(rig.box->edit(rig.room, message->messageId, u"hello"_s));
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    rig.lose();
    rig.box->discard(message->tempId);
    QCOMPARE(rig.contents(), QStringList{thumb});
    QCOMPARE(rig.outbox->entries()->size(), 1);
}

void TestOutboxChanges::reactionsThatAreSo() {
    OutboxRig rig;
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, false));
    QVERIFY(rig.entries().isEmpty());
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    QCOMPARE(rig.entries().size(), 1);
    QVERIFY(!rig.box->react(rig.room, rig.mine.id, u"not an emoji"_s, true));
    // On another device of mine meanwhile: nothing to send.
    Message now = rig.mine;
    now.changeSeq = 12;
    now.reactions = {{thumb, {rig.bob, rig.me}}};
    rig.goOnline(12, {now});
    QVERIFY(rig.entries().isEmpty());
    QCOMPARE(rig.sent(), 0);
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    QVERIFY(rig.entries().isEmpty());
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, false));
    QVERIFY(rig.last<client::ReactionRemove>());
}

void TestOutboxChanges::reactionsTakenBack() {
    OutboxRig rig;
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, false));
    QVERIFY(rig.entries().isEmpty());
    QVERIFY(rig.outbox->entries()->isEmpty());
    rig.goOnline();
    // One that was sent is undone by its contrary.
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, false));
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    QCOMPARE(rig.entries().size(), 1);
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, false));
    rig.ok(12);
    QVERIFY(rig.last<client::ReactionRemove>());
    rig.event(rig.reacted(12, thumb, true));
    rig.ok(13);
    rig.event(rig.reacted(13, thumb, false));
    QVERIFY(rig.entries().isEmpty());
    QCOMPARE(rig.sent(), 2);
}

void TestOutboxChanges::pinsTakenBack() {
    OutboxRig rig;
    QVERIFY(rig.box->pin(rig.room, rig.mine.id, false));
    QVERIFY(rig.entries().isEmpty());
    QVERIFY(rig.box->pin(rig.room, rig.mine.id, true));
    QVERIFY(rig.box->pin(rig.room, rig.mine.id, false));
    QVERIFY(rig.entries().isEmpty());
    rig.goOnline();
    QVERIFY(rig.box->pin(rig.room, rig.mine.id, true));
    rig.ok(12);
    rig.event(server::MessagePin{rig.room, rig.mine.id, 12, Pin{rig.me, utcNow()}});
    QVERIFY(rig.entries().isEmpty());
    QVERIFY(rig.box->pin(rig.room, rig.mine.id, false));
    QVERIFY(rig.last<client::MessageUnpin>());
}

void TestOutboxChanges::aRoomThatIsLost() {
    OutboxRig rig;
    QVERIFY(rig.box->add(rig.room, u"new"_s, {}));
    QVERIFY(rig.box->edit(rig.room, rig.mine.id, u"better"_s));
    QVERIFY(rig.box->react(rig.room, rig.mine.id, thumb, true));
    rig.goOnline();
    rig.event(server::RoomDelete{rig.room});
    QCOMPARE(rig.contents(), (QStringList{u"new"_s, u"better"_s}));
    for (const OutboxEntry& entry : rig.entries())
        QVERIFY(entry.state == OutboxState::Failed);
    QCOMPARE(rig.refused.size(), 1);
    rig.box->discardRoom(rig.room);
    QVERIFY(rig.outbox->entries()->isEmpty());
}

void TestOutboxChanges::badContentIsNotKept() {
    OutboxRig rig;
    QVERIFY(!rig.box->edit(rig.room, rig.mine.id, u"  "_s));
    QVERIFY(!rig.box->edit(rig.room, rig.mine.id, QString(limits::messageContentMax + 1, u'a')));
    QVERIFY(rig.entries().isEmpty());
}

void TestOutboxChanges::whatTheServerAddsToAMessageOfMine() {
    OutboxRig rig;
    rig.goOnline();
    const auto entry = rig.box->add(rig.room, u"@bob yes"_s, rig.message(3).id);
    rig.saved(*rig.last<client::MessageNew>(), 12);
    // In the thread at once; whom it calls is for the server to say.
    Message cached = *rig.reader->message(entry->messageId);
    QCOMPARE(*cached.threadRoot, rig.message(3).id);
    QVERIFY(cached.mentions.isEmpty());
    Message told = cached;
    told.mentions.users = {rig.bob};
    rig.event(server::MessageNew{told});
    QCOMPARE(*rig.reader->message(entry->messageId), told);
    // Told again later, as it began, it does not overwrite what became of it.
    Message edited = told;
    edited.content = u"no"_s;
    edited.changeSeq = 13;
    rig.write([&] { QVERIFY(rig.cache->putMessage(edited)); });
    rig.event(server::MessageNew{told});
    QCOMPARE(rig.reader->message(entry->messageId)->content, u"no"_s);
}

QTEST_GUILESS_MAIN(TestOutboxChanges)
#include "tst_outbox_changes.moc"
