// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/limits.h"
#include "shared/utc.h"
#include "tests/contracts/store_message_contract.h"

#include <QTest>

namespace parlor::test {

Message StoreChangesContract::send(Scene& scene, const log::MessageRecord& record) {
    if (!scene.feed.project({record}))
        qFatal("The message cannot be projected.");
    return read(record.id);
}

void StoreChangesContract::edits() {
    Scene scene(store());
    const Message sent = send(scene, newMessage(scene.room.id, scene.ann.id, QStringLiteral("first")));
    QVERIFY(store().versions(sent.id)->isEmpty());
    const log::EditRecord first = editOf(sent, QStringLiteral("second"));
    const qint64 seq = scene.feed.nextSeq();
    QVERIFY(scene.feed.project({first}));
    const Message once = read(sent.id);
    QCOMPARE(once.content, QStringLiteral("second"));
    QCOMPARE(once.seq, sent.seq);
    QCOMPARE(once.changeSeq, seq);
    QCOMPARE(once.editSeq, seq);
    QCOMPARE(once.editedAt, first.editedAt);
    const log::EditRecord second = editOf(once, QStringLiteral("third"));
    QVERIFY(scene.feed.project({second}));
    QCOMPARE(read(sent.id).content, QStringLiteral("third"));
    QCOMPARE(*store().versions(sent.id), (QList<MessageVersion>{{QStringLiteral("first"), sent.createdAt},
                                                                {QStringLiteral("second"), first.editedAt}}));
    QVERIFY(*store().hasEdit(sent.id, first.opId));
    QVERIFY(*store().hasEdit(sent.id, second.opId));
    QVERIFY(!*store().hasEdit(sent.id, OpId::create()));
    QVERIFY(!*store().hasEdit(MessageId::create(), first.opId));
    // Who was away learns it once, in its present state.
    const auto changes = store().changesSince(scene.room.id, sent.seq, 10);
    QCOMPARE(changes->messages, QList<Message>{read(sent.id)});
    QCOMPARE(store().history(scene.room.id, {})->messages, changes->messages);
}

void StoreChangesContract::anEditUponSomethingElseIsVoid() {
    Scene scene(store());
    const Message sent = send(scene, newMessage(scene.room.id, scene.ann.id, QStringLiteral("first")));
    const log::EditRecord won = editOf(sent, QStringLiteral("won"));
    const log::EditRecord lost = editOf(sent, QStringLiteral("lost"));
    QVERIFY(scene.feed.project({won, lost}));
    const Message edited = read(sent.id);
    QCOMPARE(edited.content, QStringLiteral("won"));
    QVERIFY(!*store().hasEdit(sent.id, lost.opId));
    QVERIFY(scene.feed.project({lost, deletionOf(sent, scene.ann.id)}));
    QCOMPARE(read(sent.id), edited);
    QCOMPARE(store().versions(sent.id)->size(), 1);
    // Made anew upon what is there.
    QVERIFY(scene.feed.project({deletionOf(edited, scene.ann.id)}));
    QVERIFY(read(sent.id).deletedAt);
}

void StoreChangesContract::versionsAreBounded() {
    Scene scene(store());
    Message message = send(scene, newMessage(scene.room.id, scene.ann.id, QStringLiteral("0")));
    constexpr int edits = limits::editVersionsMax + 5;
    OpId first;
    QList<log::Event> events;
    for (int i = 1; i <= edits; ++i) {
        const auto edit = editOf(message, QString::number(i));
        first = i == 1 ? edit.opId : first;
        message.editSeq = scene.feed.nextSeq() + events.size();
        events.append(edit);
    }
    QVERIFY(scene.feed.project(events.first(edits / 2)));
    QVERIFY(scene.feed.project(events.mid(edits / 2)));
    const auto versions = store().versions(message.id);
    QCOMPARE(versions->size(), limits::editVersionsMax);
    QCOMPARE(versions->first().content, QStringLiteral("5")); // the newest are kept
    QCOMPARE(versions->last().content, QString::number(edits - 1));
    QVERIFY(!*store().hasEdit(message.id, first));
}

void StoreChangesContract::deletionLeavesATombstone() {
    Scene scene(store());
    log::MessageRecord record = newMessage(scene.room.id, scene.ann.id, QStringLiteral("secret"));
    record.mentions = {{scene.bob.id}, false};
    const Message sent = send(scene, record);
    QVERIFY(scene.feed.project({editOf(sent, QStringLiteral("edited"), record.mentions)}));
    QVERIFY(scene.feed.project(
        {reactionTo(sent, scene.bob.id, QStringLiteral("\U0001F44D")), pinOf(sent, scene.bob.id)}));
    const Message full = read(sent.id);
    QVERIFY(full.pinned && !full.reactions.isEmpty() && !full.mentions.isEmpty());
    QCOMPARE(store().countUnread(scene.room.id, scene.bob.id, 0)->mentions, 1);

    const auto deletion = deletionOf(full, scene.ann.id);
    const qint64 seq = scene.feed.nextSeq();
    QVERIFY(scene.feed.project({deletion}));
    Message expected = full;
    expected.content.clear();
    expected.mentions = {};
    expected.reactions.clear();
    expected.pinned.reset();
    expected.deletedAt = deletion.deletedAt;
    expected.changeSeq = seq;
    QCOMPARE(read(sent.id), expected);
    QCOMPARE(store().history(scene.room.id, {})->messages, QList<Message>{expected});
    QVERIFY(store().versions(sent.id)->isEmpty());
    QVERIFY(store().pinned(scene.room.id)->messages.isEmpty());
    const auto unread = store().countUnread(scene.room.id, scene.bob.id, 0);
    QCOMPARE(unread->unread, 0);
    QCOMPARE(unread->mentions, 0);
}

void StoreChangesContract::deletionIsFinal() {
    Scene scene(store());
    const Message sent = send(scene, newMessage(scene.room.id, scene.ann.id, QStringLiteral("x")));
    QVERIFY(scene.feed.project({deletionOf(sent, scene.ann.id), editOf(sent, QStringLiteral("y"))}));
    const Message gone = read(sent.id);
    QVERIFY(gone.deletedAt && gone.content.isEmpty());
    QVERIFY(scene.feed.project({editOf(gone, QStringLiteral("back")), pinOf(gone, scene.ann.id),
                                reactionTo(gone, scene.bob.id, QStringLiteral("\u2764")),
                                deletionOf(gone, scene.bob.id)}));
    QCOMPARE(read(sent.id), gone);
    QVERIFY(store().versions(sent.id)->isEmpty());
    QVERIFY(!*store().hasEdit(sent.id, OpId::create()));
}

void StoreChangesContract::reactions() {
    Scene scene(store());
    const Message sent = send(scene, newMessage(scene.room.id, scene.ann.id, QStringLiteral("x")));
    const QString thumb = QStringLiteral("\U0001F44D\U0001F3FD");
    const QString heart = QStringLiteral("\u2764\uFE0F");
    QVERIFY(scene.feed.project({reactionTo(sent, scene.bob.id, heart), reactionTo(sent, scene.ann.id, thumb),
                                reactionTo(sent, scene.ann.id, heart)}));
    const Message liked = read(sent.id);
    QCOMPARE(liked.reactions,
             (QList<Reaction>{{heart, {scene.bob.id, scene.ann.id}}, {thumb, {scene.ann.id}}}));
    QCOMPARE(liked.changeSeq, scene.feed.nextSeq() - 1);
    // What is there is not added, and what is not there is not taken back: nothing has changed.
    QVERIFY(scene.feed.project(
        {reactionTo(sent, scene.ann.id, thumb), reactionTo(sent, scene.bob.id, thumb, false)}));
    QCOMPARE(read(sent.id), liked);
    QVERIFY(scene.feed.project(
        {reactionTo(sent, scene.bob.id, heart, false), reactionTo(sent, scene.ann.id, thumb, false)}));
    QCOMPARE(read(sent.id).reactions, (QList<Reaction>{{heart, {scene.ann.id}}}));
    QVERIFY(scene.feed.project({reactionTo(sent, scene.ann.id, heart, false)}));
    QVERIFY(read(sent.id).reactions.isEmpty());
    QCOMPARE(read(sent.id).changeSeq, scene.feed.nextSeq() - 1);
    QCOMPARE(read(sent.id).content, QStringLiteral("x"));
}

void StoreChangesContract::pins() {
    Scene scene(store());
    QList<Message> sent;
    for (int i = 0; i < 3; ++i)
        sent.append(send(scene, newMessage(scene.room.id, scene.ann.id, QString::number(i))));
    log::PinRecord first = pinOf(sent.at(2), scene.ann.id);
    first.pinned->at = utcFromMsecs(1000);
    log::PinRecord second = pinOf(sent.at(0), scene.bob.id);
    second.pinned->at = utcFromMsecs(2000);
    QVERIFY(scene.feed.project({first, second}));
    QCOMPARE(read(sent.at(2).id).pinned, first.pinned);
    const auto pinned = store().pinned(scene.room.id);
    QCOMPARE(contents(pinned->messages), (QStringList{QStringLiteral("0"), QStringLiteral("2")}));
    QCOMPARE(pinned->snapshot.positions, scene.feed.positions());
    QVERIFY(scene.feed.project({unpinOf(sent.at(0)), unpinOf(sent.at(1))}));
    QCOMPARE(contents(store().pinned(scene.room.id)->messages), QStringList{QStringLiteral("2")});
    QCOMPARE(read(sent.at(1).id), sent.at(1));
    QVERIFY(store().pinned(RoomId::create())->messages.isEmpty());
}

void StoreChangesContract::threads() {
    Scene scene(store());
    const Message root = send(scene, newMessage(scene.room.id, scene.ann.id, QStringLiteral("root")));
    const Message reply = send(scene, replyTo(root, scene.bob.id, QStringLiteral("reply")));
    QCOMPARE(reply.replyTo, root.id);
    QCOMPARE(reply.threadRoot, root.id);
    QCOMPARE(read(root.id).thread, (Thread{1, reply.seq, reply.createdAt}));
    QCOMPARE(read(root.id).changeSeq, reply.seq);
    // An answer to the answer belongs to the same thread.
    const Message deeper = send(scene, replyTo(reply, scene.ann.id, QStringLiteral("deeper")));
    QCOMPARE(deeper.threadRoot, root.id);
    QCOMPARE(read(root.id).thread, (Thread{2, deeper.seq, deeper.createdAt}));
    QVERIFY(!read(reply.id).thread);
    QCOMPARE(store().thread(root.id, {})->messages, (QList<Message>{reply, deeper}));
    QCOMPARE(contents(store().history(scene.room.id, {})->messages),
             (QStringList{QStringLiteral("root"), QStringLiteral("reply"), QStringLiteral("deeper")}));
    QVERIFY(scene.feed.project({deletionOf(deeper, scene.ann.id)}));
    QCOMPARE(read(root.id).thread, (Thread{1, deeper.seq, deeper.createdAt}));
    // The root's own deletion leaves the thread.
    QVERIFY(scene.feed.project({deletionOf(read(root.id), scene.ann.id)}));
    QCOMPARE(read(root.id).thread->count, 1);
    send(scene, replyTo(root, scene.bob.id, QStringLiteral("late")));
    QCOMPARE(read(root.id).thread->count, 2);
    QCOMPARE(contents(store().thread(root.id, {})->messages),
             (QStringList{QStringLiteral("reply"), QString(), QStringLiteral("late")}));
    QVERIFY(store().thread(MessageId::create(), {})->messages.isEmpty());
}

void StoreChangesContract::threadsPage() {
    Scene scene(store());
    const Message root = send(scene, newMessage(scene.room.id, scene.ann.id, QStringLiteral("root")));
    QList<log::Event> events;
    QList<qint64> seqs;
    for (const QString& content : numbered(10)) {
        events.append(newMessage(scene.room.id, scene.ann.id, QStringLiteral("beside")));
        seqs.append(scene.feed.nextSeq() + events.size());
        events.append(replyTo(root, scene.bob.id, content));
    }
    QVERIFY(scene.feed.project(events));
    const auto page = [&](const store::HistoryQuery& query) { return *store().thread(root.id, query); };
    QCOMPARE(contents(page({.before = {}, .after = {}, .around = {}, .limit = 3}).messages),
             numbered(10).mid(7));
    const auto before = page({.before = seqs.at(5), .after = {}, .around = {}, .limit = 3});
    QCOMPARE(contents(before.messages), numbered(10).mid(2, 3));
    QVERIFY(before.moreBefore && before.moreAfter);
    const auto after = page({.before = {}, .after = seqs.at(6), .around = {}, .limit = 3});
    QCOMPARE(contents(after.messages), numbered(10).mid(7));
    QVERIFY(after.moreBefore && !after.moreAfter);
    QCOMPARE(contents(page({.before = {}, .after = {}, .around = seqs.at(4), .limit = 4}).messages),
             numbered(10).mid(2, 4));
}

void StoreChangesContract::systemMessages() {
    Scene scene(store());
    log::MessageRecord record =
        newMessage(scene.room.id, scene.ann.id, QStringLiteral("ann added bob"), MessageType::System);
    record.system = SystemEvent{SystemKind::MemberAdded, scene.bob.id, {}};
    QCOMPARE(send(scene, record).system, record.system);
    log::MessageRecord renamed =
        newMessage(scene.room.id, scene.ann.id, QStringLiteral("renamed"), MessageType::System);
    renamed.system = SystemEvent{SystemKind::RoomRenamed, {}, QStringLiteral("B\u00fcro \"1\"\\")};
    QCOMPARE(send(scene, renamed).system, renamed.system);
    QCOMPARE(store().countUnread(scene.room.id, scene.bob.id, 0)->unread, 0);
}

void StoreChangesContract::membersByName() {
    Scene scene(store());
    makeUser(store(), QStringLiteral("zoe")); // not in the room
    const auto named = store().membersNamed(scene.room.id, {QStringLiteral("bob"), QStringLiteral("zoe"),
                                                            QStringLiteral("nobody"), QStringLiteral("ann"),
                                                            QStringLiteral("it's {\"}")});
    QCOMPARE(*named, (QHash<QString, UserId>{{QStringLiteral("ann"), scene.ann.id},
                                             {QStringLiteral("bob"), scene.bob.id}}));
    QVERIFY(store().membersNamed(scene.room.id, {})->isEmpty());
}

void StoreChangesContract::otherRoomsAreLeftAlone() {
    Scene scene(store());
    const Message sent = send(scene, newMessage(scene.room.id, scene.ann.id, QStringLiteral("x")));
    Message elsewhere = sent;
    elsewhere.roomId = makeRoom(store(), QStringLiteral("Garden"), scene.ann.id).id;
    QVERIFY(scene.feed.project({editOf(elsewhere, QStringLiteral("y")),
                                reactionTo(elsewhere, scene.bob.id, QStringLiteral("\u2764")),
                                pinOf(elsewhere, scene.bob.id), deletionOf(elsewhere, scene.bob.id),
                                replyTo(elsewhere, scene.bob.id, QStringLiteral("z"))}));
    QCOMPARE(read(sent.id), sent);
}

void StoreChangesContract::changesOfNothing() {
    Scene scene(store());
    Message nothing;
    nothing.id = MessageId::create();
    nothing.roomId = scene.room.id;
    nothing.sender = scene.ann.id;
    nothing.createdAt = utcNow();
    QVERIFY(scene.feed.project({editOf(nothing, QStringLiteral("y")),
                                reactionTo(nothing, scene.bob.id, QStringLiteral("\u2764")),
                                pinOf(nothing, scene.bob.id), deletionOf(nothing, scene.bob.id),
                                replyTo(nothing, scene.bob.id, QStringLiteral("an answer to nothing"))}));
    QCOMPARE(contents(store().history(scene.room.id, {})->messages),
             QStringList{QStringLiteral("an answer to nothing")});
    QCOMPARE(store().snapshot()->positions, scene.feed.positions());
}

} // namespace parlor::test
