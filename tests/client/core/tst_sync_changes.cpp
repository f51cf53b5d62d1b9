// SPDX-License-Identifier: GPL-3.0-or-later
// What changes of messages do to the cache, live, before the room is caught up, and beside a page on its way.
#include "tests/client/core/sync_rig.h"

#include <QSignalSpy>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

namespace {

struct Rig : SyncRig {
    /// Signed in, with messages 1 to 10, everything live.
    Rig() {
        cached(10);
        answer(begin(), entry(10));
    }
    Message now(qint64 seq) { return **cache->message(message(seq).id); }
    server::MessageUpdate edit(qint64 seq, qint64 changeSeq, const QString& content) {
        server::MessageUpdate frame;
        frame.roomId = room;
        frame.messageId = message(seq).id;
        frame.seq = seq;
        frame.changeSeq = changeSeq;
        frame.sender = bob;
        frame.content = content;
        frame.editedAt = message(changeSeq).createdAt;
        return frame;
    }
    server::MessageDelete removal(qint64 seq, qint64 changeSeq) {
        server::MessageDelete frame;
        frame.roomId = room;
        frame.messageId = message(seq).id;
        frame.seq = seq;
        frame.changeSeq = changeSeq;
        frame.sender = frame.by = bob;
        frame.deletedAt = message(changeSeq).createdAt;
        return frame;
    }
    Message reply(qint64 seq, qint64 root) {
        Message reply = message(seq);
        reply.replyTo = reply.threadRoot = message(root).id;
        return reply;
    }
};

} // namespace

class TestSyncChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEditIsShownAndKept();
    void aDeletedMessageStaysOne();
    void reactionsAndPinsSurviveARestart();
    void aReplyChangesItsRoot();
    void whatComesBeforeTheRoomIsLiveIsTakenAfterwards();
    void aPageOnItsWayDoesNotBringTheOldStateBack();
    void aChangeOfWhatIsNotCachedMovesTheCursor();
    void theCountsFollowTheStream();
    void membersAreCounted();
    void cuttingTellsOfTheHistory();
};

void TestSyncChanges::anEditIsShownAndKept() {
    Rig rig;
    QList<Message> told;
    connect(rig.sync.get(), &Sync::messagesChanged, this,
            [&](const MessagesChange& change) { told += change.upserted; });
    rig.sync->apply(rig.edit(4, 11, u"better"_s));
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first(), rig.now(4));
    QCOMPARE(rig.now(4).content, u"better"_s);
    QCOMPARE(rig.now(4).editSeq, 11);
    QCOMPARE(rig.now(4).seq, 4);
    QCOMPARE(**rig.cache->cursor(rig.room), 11);
    rig.sync->apply(rig.edit(4, 9, u"older"_s));
    QCOMPARE(rig.now(4).content, u"better"_s);
}

void TestSyncChanges::aDeletedMessageStaysOne() {
    Rig rig;
    rig.sync->apply(rig.removal(4, 11));
    QVERIFY(rig.now(4).deletedAt);
    QVERIFY(rig.now(4).content.isEmpty());
    rig.sync->apply(rig.edit(4, 12, u"back again"_s));
    QVERIFY(rig.now(4).deletedAt);
    QCOMPARE(**rig.cache->cursor(rig.room), 12);
}

void TestSyncChanges::reactionsAndPinsSurviveARestart() {
    Rig rig;
    rig.sync->apply(server::ReactionUpdate{rig.room, rig.message(4).id, 11, rig.bob, u"\U0001F44D"_s, true});
    rig.sync->apply(
        server::MessagePin{rig.room, rig.message(4).id, 12, Pin{rig.bob, rig.message(12).createdAt}});
    const Message before = rig.now(4);
    QCOMPARE(before.reactions, (QList<Reaction>{{u"\U0001F44D"_s, {rig.bob}}}));
    QCOMPARE(before.pinned->by, rig.bob);
    rig.renew();
    QCOMPARE(rig.now(4), before);
}

void TestSyncChanges::aReplyChangesItsRoot() {
    Rig rig;
    rig.live(rig.reply(11, 4));
    rig.live(rig.reply(12, 4));
    QCOMPARE(rig.now(4).thread->count, 2);
    QCOMPARE(rig.now(4).thread->lastSeq, 12);
    rig.live(rig.reply(12, 4)); // the log may hold it twice
    QCOMPARE(rig.now(4).thread->count, 2);
    server::MessageDelete gone = rig.removal(11, 13);
    gone.threadRoot = rig.message(4).id;
    rig.sync->apply(gone);
    QCOMPARE(rig.now(4).thread->count, 1);
    QVERIFY(rig.now(11).deletedAt);
}

void TestSyncChanges::whatComesBeforeTheRoomIsLiveIsTakenAfterwards() {
    Rig rig;
    const client::Sync asked = rig.begin();
    rig.sync->apply(rig.edit(4, 12, u"later"_s));
    rig.sync->apply(rig.edit(5, 11, u"in the answer already"_s));
    QVERIFY(rig.now(4).content != u"later"_s);
    Message five = rig.message(5, u"in the answer already"_s);
    five.changeSeq = 11;
    rig.answer(asked, rig.entry(11, {five}));
    QCOMPARE(rig.now(4).content, u"later"_s);
    QCOMPARE(rig.now(5), five);
    QCOMPARE(**rig.cache->cursor(rig.room), 12);
}

void TestSyncChanges::aPageOnItsWayDoesNotBringTheOldStateBack() {
    SyncRig rig;
    rig.answer(rig.begin(), rig.entry(100)); // nothing is cached: the newest page is to be fetched
    Rig other;                               // for its frames only
    server::MessageUpdate edit = other.edit(90, 101, u"new"_s);
    edit.roomId = rig.room;
    edit.messageId = rig.message(90).id;
    const int generation = rig.sync->beginPage(rig.room);
    rig.sync->apply(edit);
    QVERIFY(rig.sync->applyPage(rig.room, generation, {}, {rig.message(90, u"old"_s)}, true));
    QCOMPARE((*rig.cache->message(rig.message(90).id))->content, u"new"_s);
}

void TestSyncChanges::aChangeOfWhatIsNotCachedMovesTheCursor() {
    Rig rig;
    rig.sync->apply(rig.edit(50, 60, u"unknown"_s));
    QVERIFY(!*rig.cache->message(rig.message(50).id));
    QCOMPARE(**rig.cache->cursor(rig.room), 60);
}

void TestSyncChanges::theCountsFollowTheStream() {
    Rig rig;
    const auto counts = [&] {
        const ReadState read = rig.reader->room(rig.room)->read;
        return std::pair(read.unread, read.mentions);
    };
    QSignalSpy changed(rig.sync.get(), &Sync::roomChanged);
    Message calling = rig.message(11);
    calling.mentions.users = {rig.me};
    rig.live(calling);
    Message calling2 = rig.message(12);
    calling2.mentions.room = true;
    rig.live(calling2);
    QCOMPARE(counts(), std::pair(2, 2));
    rig.live(calling2); // the log may hold it twice
    QCOMPARE(counts(), std::pair(2, 2));
    // An edit that calls nobody any more.
    server::MessageUpdate edit = rig.edit(11, 13, u"never mind"_s);
    edit.formerMentions = calling.mentions;
    rig.sync->apply(edit);
    QCOMPARE(counts(), std::pair(2, 1));
    server::MessageDelete removal = rig.removal(12, 14);
    removal.formerMentions = calling2.mentions;
    rig.sync->apply(removal);
    rig.sync->apply(removal);
    QCOMPARE(counts(), std::pair(1, 0));
    // The server says the same, whatever was counted here.
    rig.sync->apply(server::RoomRead{rig.room, {0, 1, 0, 14}});
    QCOMPARE(counts(), std::pair(1, 0));
    // One that the server counted, and that is not cached.
    rig.sync->apply(server::RoomRead{rig.room, {0, 5, 0, 15}});
    rig.write([&] { (void)rig.cache->discardMessages(rig.room, 15); });
    changed.clear();
    rig.sync->apply(rig.removal(9, 16));
    QCOMPARE(counts().first, 4);
    QCOMPARE(changed.size(), 1);
}

void TestSyncChanges::membersAreCounted() {
    Rig rig;
    RoomView view = rig.view(10, {0, 0, 0, 10});
    view.memberCount = 3;
    rig.sync->learnRoom(view);
    const auto count = [&] { return rig.reader->room(rig.room)->memberCount; };
    const auto user = [](const QString& name) { return User{UserId::create(), name, name}; };
    const User known = user(u"known"_s);
    const User fresh = user(u"fresh"_s);
    rig.sync->learnMembers(rig.room, {{known, RoomRole::Moderator}});
    QSignalSpy changed(rig.sync.get(), &Sync::roomChanged);
    rig.sync->apply(server::RoomJoin{rig.room, {fresh, RoomRole::Member}, 11});
    QCOMPARE(count(), 4);
    QCOMPARE(changed.size(), 1);
    // New roles are told by the same frame.
    rig.sync->apply(server::RoomJoin{rig.room, {fresh, RoomRole::Moderator}, 12});
    rig.sync->apply(server::RoomJoin{rig.room, {fresh, RoomRole::Member}, 13});
    rig.sync->apply(server::RoomJoin{rig.room, {known, RoomRole::Member}, 14});
    QCOMPARE(count(), 4);
    rig.sync->apply(server::RoomLeave{rig.room, fresh.id, 15});
    QCOMPARE(count(), 3);
    rig.sync->apply(server::RoomJoin{rig.room, {fresh, RoomRole::Member}, 16});
    QCOMPARE(count(), 4);
    // One who is not known and is made a plain member again: the notice says so.
    const User demoted = user(u"demoted"_s);
    rig.sync->apply(server::RoomJoin{rig.room, {demoted, RoomRole::Member}, 17});
    Message notice;
    notice.id = MessageId::create();
    notice.roomId = rig.room;
    notice.seq = notice.changeSeq = 18;
    notice.sender = known.id;
    notice.type = MessageType::System;
    notice.createdAt = utcNow();
    notice.system = SystemEvent{SystemKind::RoleChanged, demoted.id, u"member"_s};
    rig.sync->apply(server::MessageNew{notice});
    QCOMPARE(count(), 4);
    // Told once more, of what the server's own count has already.
    rig.sync->apply(server::RoomJoin{rig.room, {user(u"early"_s), RoomRole::Member}, 12});
    rig.sync->apply(server::RoomLeave{rig.room, known.id, 12});
    QCOMPARE(count(), 4);
    view.memberCount = 7;
    view.read.asOf = 18;
    rig.sync->learnRoom(view);
    QCOMPARE(count(), 7);
}

void TestSyncChanges::cuttingTellsOfTheHistory() {
    Rig rig;
    rig.cache->setLimits({4, 2, 1000});
    QSignalSpy history(rig.sync.get(), &Sync::historyChanged);
    while (rig.sync->trim()) {
    }
    QCOMPARE(history.size(), 1);
    QCOMPARE(rig.seqs(), (QList<qint64>{7, 8, 9, 10}));
    QVERIFY(!rig.reader->extent(rig.room).complete);
    QVERIFY(!rig.sync->trim());
    QCOMPARE(history.size(), 1);
}

QTEST_GUILESS_MAIN(TestSyncChanges)
#include "tst_sync_changes.moc"
