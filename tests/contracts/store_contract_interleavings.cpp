// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "tests/contracts/store_message_contract.h"

#include <QRandomGenerator>
#include <QTest>

/// Mentions, and whole conversations in whatever batches they come.
namespace parlor::test {

namespace {

const QStringList& emojis() {
    static const QStringList list{QStringLiteral("\u2764"), QStringLiteral("\U0001F44D")};
    return list;
}

/// Makes up what people do in one room, upon what a gateway would see: sometimes upon something older.
class Conversation {
public:
    Conversation(const RoomId& room, QList<UserId> users, quint32 seed)
        : m_room(room)
        , m_users(std::move(users))
        , m_random(seed) {}

    log::Event next(const RoomModel& model) {
        const int what = model.order().size() < 3 ? 0 : pick(12);
        if (what < 3)
            return remember(withMentions(newMessage(m_room, user(), QString::number(m_random.generate()))));
        const Message& message = model.at(model.order().at(pick(int(model.order().size()))));
        switch (what) {
        case 3:
        case 4:
            return remember(withMentions(replyTo(message, user(), QString::number(m_random.generate()))));
        case 5:
            return m_sent.at(pick(int(m_sent.size()))); // once more, as after a retry
        case 6:
        case 7:
            return editOf(older(message), QString::number(m_random.generate()), mentions());
        case 8:
            return deletionOf(older(message), user());
        case 9:
            return pick(2) ? pinOf(message, user()) : unpinOf(message);
        default:
            return reactionTo(message, user(), emojis().at(pick(2)), pick(3) > 0);
        }
    }

private:
    int pick(int count) { return int(m_random.bounded(count)); }
    UserId user() { return m_users.at(pick(int(m_users.size()))); }
    Mentions mentions() {
        Mentions result;
        if (pick(2))
            result.users.append(m_users.at(pick(int(m_users.size()))));
        result.room = pick(5) == 0;
        return result;
    }
    log::MessageRecord withMentions(log::MessageRecord record) {
        record.mentions = mentions();
        return record;
    }
    log::MessageRecord remember(const log::MessageRecord& record) {
        m_sent.append(record);
        return record;
    }
    /// As somebody sees it who has not heard of its last edit.
    Message older(Message message) {
        if (pick(4) == 0)
            message.editSeq.reset();
        return message;
    }

    RoomId m_room;
    QList<UserId> m_users;
    QRandomGenerator m_random;
    QList<log::MessageRecord> m_sent;
};

} // namespace

void StoreChangesContract::mentionsAreCounted() {
    Scene scene(store());
    const auto say = [&](const User& sender, const Mentions& mentions, MessageType type = MessageType::Text) {
        log::MessageRecord record = newMessage(scene.room.id, sender.id, QStringLiteral("x"), type);
        record.mentions = mentions;
        return send(scene, record);
    };
    const Message byName = say(scene.ann, {{scene.bob.id, scene.ann.id}, false});
    QCOMPARE(byName.mentions, (Mentions{{scene.bob.id, scene.ann.id}, false}));
    const Message byRoom = say(scene.ann, {{}, true});
    QVERIFY(byRoom.mentions.room);
    say(scene.ann, {{scene.bob.id}, true}); // both at once: one message
    say(scene.bob, {{scene.bob.id, scene.ann.id}, false});
    say(scene.ann, {});
    const auto count = [&](const User& user, qint64 after) {
        return store().countUnread(scene.room.id, user.id, after)->mentions;
    };
    QCOMPARE(count(scene.bob, 0), 3);
    QCOMPARE(count(scene.bob, byName.seq), 2);
    QCOMPARE(count(scene.bob, byRoom.seq), 1);
    QCOMPARE(count(scene.ann, 0), 1);
    QCOMPARE(store().roomOf(scene.bob.id, scene.room.id)->first.read.mentions, 3);
    QVERIFY(scene.feed.project({log::MarkRecord{scene.bob.id, scene.room.id, byRoom.seq}}));
    QCOMPARE(store().roomsOf(scene.bob.id)->rooms.first().read.mentions, 1);
    // The record that came twice is not counted twice.
    log::MessageRecord twice = newMessage(scene.room.id, scene.ann.id, QStringLiteral("twice"));
    twice.mentions = {{scene.bob.id}, false};
    QVERIFY(scene.feed.project({twice, twice}));
    QVERIFY(scene.feed.project({twice}));
    QCOMPARE(count(scene.bob, byRoom.seq), 2);
}

void StoreChangesContract::mentionsFollowEdits() {
    Scene scene(store());
    const Message sent = send(scene, newMessage(scene.room.id, scene.ann.id, QStringLiteral("x")));
    const auto count = [&] { return store().countUnread(scene.room.id, scene.bob.id, 0)->mentions; };
    const QList<std::pair<Mentions, int>> steps{{{{scene.bob.id}, false}, 1},
                                                {{{scene.bob.id}, true}, 1},
                                                {{{}, true}, 1},
                                                {{{scene.ann.id}, false}, 0},
                                                {{{scene.ann.id, scene.bob.id}, false}, 1},
                                                {{}, 0}};
    for (const auto& [mentions, expected] : steps) {
        QVERIFY(scene.feed.project({editOf(read(sent.id), QStringLiteral("y"), mentions)}));
        QCOMPARE(read(sent.id).mentions, mentions);
        QCOMPARE(count(), expected);
    }
}

void StoreChangesContract::batchesDoNotMatter_data() {
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<int>("batchMax");
    for (quint32 seed = 1; seed <= 3; ++seed)
        QTest::addRow("one by one, %u", seed) << seed << 1;
    for (quint32 seed = 4; seed <= 9; ++seed)
        QTest::addRow("mixed, %u", seed) << seed << 40;
    QTest::newRow("at once") << quint32(10) << 100000;
}

void StoreChangesContract::batchesDoNotMatter() {
    QFETCH(quint32, seed);
    QFETCH(int, batchMax);
    Scene scene(store());
    const UserId stranger = UserId::create();
    Conversation conversation(scene.room.id, {scene.ann.id, scene.bob.id, stranger}, seed);
    QRandomGenerator cuts(seed);
    RoomModel model;
    QList<log::Event> events;
    for (int i = 0; i < 250; ++i) {
        events.append(conversation.next(model));
        model.add(events.last(), scene.feed.nextSeq() + events.size() - 1);
        if (events.size() >= batchMax || (batchMax < 1000 && cuts.bounded(batchMax) == 0)) {
            QVERIFY(scene.feed.project(events));
            events.clear();
        }
    }
    QVERIFY(scene.feed.project(events));

    const auto changes = store().changesSince(scene.room.id, 0, 1000);
    QCOMPARE(changes->messages.size(), model.order().size());
    int replies = 0;
    QStringList pinned;
    for (const Message& message : model.messages()) {
        QCOMPARE(read(message.id), message);
        replies += message.threadRoot.has_value();
        if (message.pinned)
            pinned.append(message.content);
        if (!message.thread)
            continue;
        QList<Message> answers;
        for (const Message& other : model.messages()) {
            if (other.threadRoot == message.id)
                answers.append(other);
        }
        QCOMPARE(
            store().thread(message.id, {.before = {}, .after = {}, .around = {}, .limit = 100})->messages,
            answers);
    }
    QVERIFY(replies > 5);
    QStringList found = contents(store().pinned(scene.room.id)->messages);
    found.sort();
    pinned.sort();
    QCOMPARE(found, pinned);
    const qint64 middle = model.at(model.order().at(model.order().size() / 2)).seq;
    for (const UserId& user : {scene.ann.id, scene.bob.id, stranger}) {
        for (const qint64 after : {qint64(0), middle}) {
            const auto counted = store().countUnread(scene.room.id, user, after);
            QCOMPARE(counted->unread, model.unread(user, after).unread);
            QCOMPARE(counted->mentions, model.unread(user, after).mentions);
        }
    }
}

namespace {

/// A message with everything, and what came of it, as records with the seqs of the first epoch.
QList<log::Event> wholeStory(const Scene& scene) {
    const qint64 seq = scene.feed.nextSeq();
    log::MessageRecord record = newMessage(scene.room.id, scene.ann.id, QStringLiteral("first"));
    record.mentions = {{scene.bob.id}, false};
    Message message = log::toMessage(record, seq);
    const auto edit = editOf(message, QStringLiteral("second"), record.mentions);
    message.editSeq = seq + 1;
    const auto again = editOf(message, QStringLiteral("third"), record.mentions);
    const auto reply = replyTo(message, scene.bob.id, QStringLiteral("reply"));
    const auto other = newMessage(scene.room.id, scene.bob.id, QStringLiteral("regretted"));
    const Message regretted = log::toMessage(other, seq + 4);
    return {record,
            edit,
            again,
            reply,
            other,
            editOf(regretted, QStringLiteral("regretted more")),
            deletionOf(regretted, scene.bob.id), // void: he had not seen his edit
            reactionTo(message, scene.bob.id, QStringLiteral("\u2764")),
            pinOf(message, scene.ann.id)};
}

store::ProjectionBatch fromStart(const store::Epoch& epoch, const QList<log::Event>& events) {
    const log::TopicPartition where{log::Topic::Messages, 0};
    store::ProjectionBatch batch{epoch.number, {{where, 0}}, {{where, events.size()}}, {}};
    for (qsizetype i = 0; i < events.size(); ++i)
        batch.items.append({epoch.base + i, events.at(i), where, i});
    return batch;
}

} // namespace

void StoreChangesContract::aLaterEpochChangesNothing() {
    Scene scene(store());
    const auto story = wholeStory(scene);
    QVERIFY(scene.feed.project(story));
    const auto before = store().history(scene.room.id, {})->messages;
    const auto versions = store().versions(before.first().id);
    QCOMPARE(before.first().content, QStringLiteral("third"));
    // The log again from its start, with other seqs.
    const auto epoch = store().beginEpoch(scene.feed.epoch().number, QStringLiteral("the log"), 1,
                                          {{{log::Topic::Messages, 0}, 0}}, true);
    QVERIFY(store().project(fromStart(*epoch, story)));
    QCOMPARE(store().history(scene.room.id, {})->messages, before);
    QCOMPARE(*store().versions(before.first().id), *versions);
    QCOMPARE(store().countUnread(scene.room.id, scene.bob.id, 0)->mentions, 1);
}

void StoreChangesContract::aLaterEpochBringsEverythingBack() {
    // An old copy of the store and a newer log: the records name seqs of an epoch that is over.
    Scene scene(store());
    const auto story = wholeStory(scene);
    const auto epoch = store().beginEpoch(scene.feed.epoch().number, QStringLiteral("the log"), 1,
                                          {{{log::Topic::Messages, 0}, 0}}, true);
    QVERIFY(store().project(fromStart(*epoch, story)));
    const auto messages = store().history(scene.room.id, {})->messages;
    QCOMPARE(contents(messages), (QStringList{QStringLiteral("third"), QStringLiteral("reply"), QString()}));
    QCOMPARE(messages.first().thread->count, 1);
    QCOMPARE(messages.first().reactions.size(), 1);
    QVERIFY(messages.first().pinned);
    QVERIFY(messages.last().deletedAt);
    QCOMPARE(store().versions(messages.first().id)->size(), 2);
    QCOMPARE(store().countUnread(scene.room.id, scene.bob.id, 0)->mentions, 1);
}

} // namespace parlor::test
