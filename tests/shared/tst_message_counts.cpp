// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/limits.h"
#include "shared/message_changes.h"
#include "tests/shared/change_samples.h"

#include <QTest>

#include <variant>

using namespace parlor;
using namespace parlor::test;

namespace {

/// What happens to a read state.
using Counted = std::variant<Message, server::MessageUpdate, server::MessageDelete>;
struct Tally {
    const char* name;
    ReadState before;
    QList<Counted> changes;
    ReadState after;
};

Message from(const UserId& sender, qint64 seq, Mentions mentions = {}) {
    Message message = text();
    message.sender = sender;
    message.seq = message.changeSeq = seq;
    message.mentions = mentions;
    return message;
}
Message systemMessage(qint64 seq) {
    Message message = from(ann, seq);
    message.type = MessageType::System;
    return message;
}
Message tombstone(qint64 seq) {
    Message message = from(ann, seq);
    message.deletedAt = noon;
    return message;
}
server::MessageDelete systemDeletion(qint64 changeSeq) {
    server::MessageDelete change = deletion(changeSeq);
    change.type = MessageType::System;
    return change;
}
server::MessageDelete ofBen(server::MessageDelete change) {
    change.sender = ben;
    return change;
}
server::MessageUpdate ofBen(server::MessageUpdate change) {
    change.sender = ben;
    return change;
}

const Mentions callsBen{{ben}, false};
const Mentions callsAll{{}, true};
constexpr int full = limits::unreadMax;

/// Ben reads.
const QList<Tally>& tallies() {
    static const QList<Tally> table{
        {"a message of another", {5, 0, 0, 5}, {from(ann, 10)}, {5, 1, 0, 10}},
        {"one's own", {5, 0, 0, 5}, {from(ben, 10, callsAll)}, {5, 0, 0, 10}},
        {"a mention by name", {5, 0, 0, 5}, {from(ann, 10, callsBen)}, {5, 1, 1, 10}},
        {"a mention of all", {5, 0, 0, 5}, {from(ann, 10, callsAll)}, {5, 1, 1, 10}},
        {"a mention of another", {5, 0, 0, 5}, {from(ann, 10, {{ann}, false})}, {5, 1, 0, 10}},
        {"by name and with all is one", {5, 0, 0, 5}, {from(ann, 10, {{ben}, true})}, {5, 1, 1, 10}},
        {"a system message", {5, 0, 0, 5}, {systemMessage(10)}, {5, 0, 0, 10}},
        {"a deleted message", {5, 0, 0, 5}, {tombstone(10)}, {5, 0, 0, 10}},
        {"one that is counted already", {5, 1, 0, 10}, {from(ann, 10), from(ann, 9)}, {5, 1, 0, 10}},
        {"one that was read before it came", {10, 0, 0, 5}, {from(ann, 10)}, {10, 0, 0, 10}},
        {"an edit that calls", {5, 1, 0, 10}, {edit(11, "hey", callsBen)}, {5, 1, 1, 11}},
        {"an edit that calls no more", {5, 1, 1, 10}, {edit(11, "hey", {}, callsAll)}, {5, 1, 0, 11}},
        {"an edit that still calls", {5, 1, 1, 10}, {edit(11, "hey", callsBen, callsAll)}, {5, 1, 1, 11}},
        {"an edit of what was read", {10, 0, 0, 10}, {edit(11, "hey", callsBen)}, {10, 0, 0, 11}},
        {"an edit of one's own", {5, 0, 0, 10}, {ofBen(edit(11, "hey", callsBen))}, {5, 0, 0, 11}},
        {"an edit that is counted already", {5, 1, 0, 11}, {edit(11, "hey", callsBen)}, {5, 1, 0, 11}},
        {"a deletion", {5, 2, 1, 10}, {deletion(11)}, {5, 1, 1, 11}},
        {"a deletion of a mention", {5, 2, 1, 10}, {deletion(11, callsBen)}, {5, 1, 0, 11}},
        {"a deletion of what was read", {10, 2, 1, 10}, {deletion(11, callsBen)}, {10, 2, 1, 11}},
        {"a deletion of one's own", {5, 2, 1, 10}, {ofBen(deletion(11, callsAll))}, {5, 2, 1, 11}},
        {"a deleted system message", {5, 2, 1, 10}, {systemDeletion(11)}, {5, 2, 1, 11}},
        {"a deletion that is counted already", {5, 2, 1, 11}, {deletion(11)}, {5, 2, 1, 11}},
        {"counts end below at zero", {5, 0, 0, 10}, {deletion(11, callsBen)}, {5, 0, 0, 11}},
        {"counts end above",
         {5, full - 1, full - 1, 5},
         {from(ann, 10, callsBen), from(ann, 11, callsBen)},
         {5, full, full, 11}},
        {"and stay there", {5, full, full, 10}, {deletion(11, callsBen)}, {5, full, full, 11}},
        {"each for itself", {5, full, 3, 10}, {deletion(11, callsBen)}, {5, full, 2, 11}},
        {"called, edited, deleted",
         {5, 0, 0, 5},
         {from(ann, 10, callsAll), edit(11, "hey", callsBen, callsAll), edit(12, "hey", {}, callsBen),
          deletion(13)},
         {5, 0, 0, 13}},
    };
    return table;
}

} // namespace

/// What messages and their changes do to a reader's counts.
class TestMessageCounts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void counts_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < tallies().size(); ++i)
            QTest::newRow(tallies()[i].name) << i;
    }
    void counts() {
        QFETCH(int, index);
        const Tally& tally = tallies()[index];
        ReadState state = tally.before;
        for (const Counted& change : tally.changes)
            std::visit([&](const auto& one) { count(state, ben, one); }, change);
        QCOMPARE(state.seenSeq, tally.after.seenSeq);
        QCOMPARE(state.unread, tally.after.unread);
        QCOMPARE(state.mentions, tally.after.mentions);
        QCOMPARE(state.asOf, tally.after.asOf);
    }
};

QTEST_GUILESS_MAIN(TestMessageCounts)
#include "tst_message_counts.moc"
