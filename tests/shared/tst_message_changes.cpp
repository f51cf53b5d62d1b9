// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/message_changes.h"
#include "tests/shared/change_samples.h"

#include <QTest>

#include <functional>
#include <variant>

using namespace parlor;
using namespace parlor::test;

namespace {

server::ReactionUpdate reaction(qint64 changeSeq, const UserId& user, const char* emoji, bool added = true) {
    return {room, samples::messageId(), changeSeq, user, QString::fromUtf8(emoji), added};
}
server::MessagePin pin(qint64 changeSeq) {
    return {room, samples::messageId(), changeSeq, Pin{ben, noon}};
}
server::MessagePin unpin(qint64 changeSeq) {
    return {room, samples::messageId(), changeSeq, std::nullopt};
}
Message reply(qint64 seq) {
    Message message = text();
    message.id = samples::otherMessageId();
    message.seq = message.changeSeq = seq;
    message.threadRoot = message.replyTo = samples::messageId();
    message.createdAt = noon.addSecs(seq);
    return message;
}
server::MessageDelete replyDeletion(qint64 changeSeq) {
    server::MessageDelete change = deletion(changeSeq);
    change.messageId = samples::otherMessageId();
    change.threadRoot = samples::messageId();
    return change;
}

/// One thing that happens to text().
struct Reply {
    qint64 seq;
};
struct ReplyDeletion {
    qint64 seq;
};
using Change = std::variant<server::MessageUpdate, server::MessageDelete, server::ReactionUpdate,
                            server::MessagePin, Reply, ReplyDeletion>;

bool take(Message& message, const Change& change) {
    return std::visit(
        [&](const auto& one) {
            using One = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<One, Reply>)
                return applyReply(message, reply(one.seq));
            else if constexpr (std::is_same_v<One, ReplyDeletion>)
                return applyReplyDeleted(message, replyDeletion(one.seq));
            else
                return apply(message, one);
        },
        change);
}

using Expect = std::function<void(Message&)>; ///< makes of text() what is expected
struct Story {
    const char* name;
    QList<Change> changes;
    QList<bool> effects; ///< of each
    Expect expect;
};

const QList<Story>& stories() {
    static const QList<Story> table{
        {"an edit",
         {edit(11)},
         {true},
         [](Message& m) {
             m.content = QStringLiteral("edited");
             m.editedAt = noon;
             m.editSeq = m.changeSeq = 11;
         }},
        {"an edit brings its mentions",
         {edit(11, "hey", {{ben}, true})},
         {true},
         [](Message& m) {
             m.content = QStringLiteral("hey");
             m.mentions = {{ben}, true};
             m.editedAt = noon;
             m.editSeq = m.changeSeq = 11;
         }},
        {"the later of two edits",
         {edit(11, "one", {{ben}, false}), edit(12, "two")},
         {true, true},
         [](Message& m) {
             m.content = QStringLiteral("two");
             m.editedAt = noon;
             m.editSeq = m.changeSeq = 12;
         }},
        {"the same edit twice",
         {edit(11, "one"), edit(11, "again")},
         {true, false},
         [](Message& m) {
             m.content = QStringLiteral("one");
             m.editedAt = noon;
             m.editSeq = m.changeSeq = 11;
         }},
        {"an older edit", {edit(10), edit(9)}, {false, false}, [](Message&) {}},
        {"a deletion takes all that was said",
         {edit(11, "hey", {{ben}, true}), reaction(12, ben, "👍"), pin(13), deletion(14)},
         {true, true, true, true},
         [](Message& m) {
             m.content.clear();
             m.editedAt = noon;
             m.editSeq = 11;
             m.deletedAt = noon;
             m.changeSeq = 14;
         }},
        {"nothing follows a deletion",
         {deletion(11), edit(12), deletion(13), reaction(14, ben, "👍"), pin(15), unpin(16)},
         {true, false, false, false, false, false},
         [](Message& m) {
             m.content.clear();
             m.deletedAt = noon;
             m.changeSeq = 11;
         }},
        {"but the replies do",
         {Reply{11}, deletion(12), Reply{13}, ReplyDeletion{14}},
         {true, true, true, true},
         [](Message& m) {
             m.content.clear();
             m.deletedAt = noon;
             m.thread = Thread{1, 13, noon.addSecs(13)};
             m.changeSeq = 14;
         }},
        {"reactions keep the order of emoji and users",
         {reaction(11, ben, "👍"), reaction(12, ann, "🎉"), reaction(13, ann, "👍")},
         {true, true, true},
         [](Message& m) {
             m.reactions = {{QStringLiteral("👍"), {ben, ann}}, {QStringLiteral("🎉"), {ann}}};
             m.changeSeq = 13;
         }},
        {"a reaction twice",
         {reaction(11, ben, "👍"), reaction(12, ben, "👍")},
         {true, false},
         [](Message& m) {
             m.reactions = {{QStringLiteral("👍"), {ben}}};
             m.changeSeq = 11;
         }},
        {"taking back what is not there",
         {reaction(11, ben, "👍", false), reaction(12, ben, "👍"), reaction(13, ann, "👍", false)},
         {false, true, false},
         [](Message& m) {
             m.reactions = {{QStringLiteral("👍"), {ben}}};
             m.changeSeq = 12;
         }},
        {"the last one takes the emoji along",
         {reaction(11, ben, "👍"), reaction(12, ann, "🎉"), reaction(13, ben, "👍", false),
          reaction(14, ann, "👍")},
         {true, true, true, true},
         [](Message& m) {
             m.reactions = {{QStringLiteral("🎉"), {ann}}, {QStringLiteral("👍"), {ann}}};
             m.changeSeq = 14;
         }},
        {"an older reaction",
         {edit(12), reaction(11, ben, "👍")},
         {true, false},
         [](Message& m) {
             m.content = QStringLiteral("edited");
             m.editedAt = noon;
             m.editSeq = m.changeSeq = 12;
         }},
        {"pinned, twice",
         {pin(11), pin(12)},
         {true, false},
         [](Message& m) {
             m.pinned = Pin{ben, noon};
             m.changeSeq = 11;
         }},
        {"pinned and not any longer",
         {pin(11), unpin(12)},
         {true, true},
         [](Message& m) { m.changeSeq = 12; }},
        {"unpinning what is not pinned", {unpin(11)}, {false}, [](Message&) {}},
        {"an older pin",
         {reaction(12, ben, "👍"), pin(12)},
         {true, false},
         [](Message& m) {
             m.reactions = {{QStringLiteral("👍"), {ben}}};
             m.changeSeq = 12;
         }},
        {"replies",
         {Reply{11}, Reply{12}},
         {true, true},
         [](Message& m) {
             m.thread = Thread{2, 12, noon.addSecs(12)};
             m.changeSeq = 12;
         }},
        {"the same reply twice",
         {Reply{11}, Reply{11}},
         {true, false},
         [](Message& m) {
             m.thread = Thread{1, 11, noon.addSecs(11)};
             m.changeSeq = 11;
         }},
        {"a deleted reply is still the last one",
         {Reply{11}, Reply{12}, ReplyDeletion{13}, ReplyDeletion{13}},
         {true, true, true, false},
         [](Message& m) {
             m.thread = Thread{1, 12, noon.addSecs(12)};
             m.changeSeq = 13;
         }},
        {"a thread counts to zero and not below",
         {Reply{11}, ReplyDeletion{12}, ReplyDeletion{13}},
         {true, true, false},
         [](Message& m) {
             m.thread = Thread{0, 11, noon.addSecs(11)};
             m.changeSeq = 12;
         }},
        {"no thread, no count", {ReplyDeletion{11}}, {false}, [](Message&) {}},
        // The thread moves changeSeq, but not what an edit is made upon.
        {"an edit between replies",
         {Reply{11}, edit(12), Reply{13}},
         {true, true, true},
         [](Message& m) {
             m.content = QStringLiteral("edited");
             m.editedAt = noon;
             m.editSeq = 12;
             m.thread = Thread{2, 13, noon.addSecs(13)};
             m.changeSeq = 13;
         }},
    };
    return table;
}

} // namespace

/// What changes do to a message.
class TestMessageChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changes_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < stories().size(); ++i)
            QTest::newRow(stories()[i].name) << i;
    }
    void changes() {
        QFETCH(int, index);
        const Story& story = stories()[index];
        Message message = text();
        for (qsizetype i = 0; i < story.changes.size(); ++i) {
            const Message before = message;
            QCOMPARE(take(message, story.changes[i]), story.effects[i]);
            // Without an effect nothing moves, with one changeSeq does: that is what caches go by.
            QCOMPARE(message == before, !story.effects[i]);
            QCOMPARE(message.changeSeq > before.changeSeq, story.effects[i]);
        }
        Message expected = text();
        story.expect(expected);
        QCOMPARE(QString::fromUtf8(toBytes(toJson(message))), QString::fromUtf8(toBytes(toJson(expected))));
        QVERIFY(message == expected);
    }

    /// Whoever gets all changes again, as after a reconnect, has what they had.
    void changesAgain_data() { changes_data(); }
    void changesAgain() {
        QFETCH(int, index);
        const Story& story = stories()[index];
        Message message = text();
        for (const Change& change : story.changes)
            take(message, change);
        const Message once = message;
        for (const Change& change : story.changes)
            take(message, change);
        // What had no effect because of a changeSeq in the future of the message may not get one now either.
        QVERIFY(message == once);
    }

    void anEditIsMadeUponTheContent() {
        Message message = text();
        QCOMPARE(message.contentSeq(), 10);
        apply(message, reaction(11, ben, "👍"));
        applyReply(message, reply(12));
        QCOMPARE(message.contentSeq(), 10);
        apply(message, edit(13));
        QCOMPARE(message.contentSeq(), 13);
        apply(message, pin(14));
        QCOMPARE(message.contentSeq(), 13);
    }
};

QTEST_GUILESS_MAIN(TestMessageChanges)
#include "tst_message_changes.moc"
