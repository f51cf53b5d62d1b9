// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/pending_changes.h"
#include "shared/codec.h"

#include <QTest>

using namespace parlor;
using namespace Qt::StringLiterals;

namespace {

const UserId me = UserId::create();
const UserId bob = UserId::create();

Message base() {
    Message message;
    message.id = MessageId::create();
    message.roomId = RoomId::create();
    message.seq = 5;
    message.changeSeq = 9;
    message.sender = me;
    message.content = u"as it is"_s;
    message.createdAt = utcNow();
    message.mentions.users = {bob};
    message.reactions = {{u"🎉"_s, {bob, me}}, {u"👀"_s, {me}}};
    return message;
}

OutboxEntry change(const Message& message, OutboxKind kind, const QString& content = {}) {
    OutboxEntry entry;
    entry.tempId = TempId::create();
    entry.messageId = message.id;
    entry.roomId = message.roomId;
    entry.kind = kind;
    entry.content = content;
    entry.createdAt = utcNow();
    return entry;
}

} // namespace

class TestPendingChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingWaits();
    void anEdit();
    void aRefusedEdit();
    void aDeletion();
    void reactions();
    void pins();
    void inTheirOrder();
    void whatIsDeletedStaysSo();
    void whatIsThereAlready();
};

void TestPendingChanges::nothingWaits() {
    const Message message = base();
    const OutboxEntry other = change(base(), OutboxKind::Edit, u"another's"_s);
    OutboxEntry sending = change(message, OutboxKind::Message, u"itself"_s);
    QCOMPARE(withPending(message, {other, sending}, me), (ShownMessage{message, false, {}}));
}

void TestPendingChanges::anEdit() {
    const Message message = base();
    const OutboxEntry edit = change(message, OutboxKind::Edit, u"better"_s);
    const ShownMessage shown = withPending(message, {edit}, me);
    QVERIFY(shown.pending);
    QCOMPARE(*shown.change, edit);
    QCOMPARE(shown.message.content, u"better"_s);
    QCOMPARE(*shown.message.editedAt, edit.createdAt);
    QCOMPARE(shown.message.mentions, message.mentions);
    // What it is compared by with what comes from the server is as it was.
    QCOMPARE(shown.message.changeSeq, message.changeSeq);
    QCOMPARE(shown.message.editSeq, message.editSeq);
}

void TestPendingChanges::aRefusedEdit() {
    const Message message = base();
    OutboxEntry edit = change(message, OutboxKind::Edit, u"better"_s);
    edit.state = OutboxState::Failed;
    edit.error = Error(ErrorCode::Forbidden);
    QCOMPARE(withPending(message, {edit}, me), (ShownMessage{message, false, edit}));
}

void TestPendingChanges::aDeletion() {
    const Message message = base();
    const OutboxEntry gone = change(message, OutboxKind::Delete);
    const ShownMessage shown = withPending(message, {gone}, me);
    QVERIFY(shown.pending);
    QCOMPARE(*shown.change, gone);
    QVERIFY(shown.message.deletedAt);
    QVERIFY(shown.message.content.isEmpty());
    QVERIFY(shown.message.reactions.isEmpty());
}

void TestPendingChanges::reactions() {
    const Message message = base();
    const ShownMessage shown = withPending(
        message,
        {change(message, OutboxKind::React, u"👍"_s), change(message, OutboxKind::Unreact, u"🎉"_s),
         change(message, OutboxKind::Unreact, u"👀"_s), change(message, OutboxKind::Unreact, u"😀"_s)},
        me);
    QCOMPARE(shown.message.reactions, (QList<Reaction>{{u"🎉"_s, {bob}}, {u"👍"_s, {me}}}));
    QVERIFY(!shown.pending);
    QVERIFY(!shown.change);
}

void TestPendingChanges::pins() {
    const Message message = base();
    const ShownMessage pinned = withPending(message, {change(message, OutboxKind::Pin)}, me);
    QCOMPARE(pinned.message.pinned->by, me);
    QVERIFY(!withPending(pinned.message, {change(message, OutboxKind::Unpin)}, me).message.pinned);
}

void TestPendingChanges::inTheirOrder() {
    const Message message = base();
    const OutboxEntry last = change(message, OutboxKind::Edit, u"two"_s);
    const ShownMessage shown = withPending(
        message,
        {change(message, OutboxKind::Edit, u"one"_s), change(message, OutboxKind::React, u"👍"_s), last}, me);
    QCOMPARE(shown.message.content, u"two"_s);
    QCOMPARE(shown.message.reactions.size(), 3);
    QCOMPARE(*shown.change, last);
}

void TestPendingChanges::whatIsDeletedStaysSo() {
    Message message = base();
    message.content.clear();
    message.deletedAt = utcNow();
    const ShownMessage shown = withPending(
        message, {change(message, OutboxKind::Edit, u"one"_s), change(message, OutboxKind::React, u"👍"_s)},
        me);
    QCOMPARE(shown.message, message);
}

void TestPendingChanges::whatIsThereAlready() {
    const Message message = base();
    QVERIFY(hasChange(message, change(message, OutboxKind::Edit, u"as it is"_s), me));
    QVERIFY(!hasChange(message, change(message, OutboxKind::Edit, u"other"_s), me));
    QVERIFY(hasChange(message, change(message, OutboxKind::React, u"👀"_s), me));
    QVERIFY(!hasChange(message, change(message, OutboxKind::React, u"👀"_s), bob));
    QVERIFY(!hasChange(message, change(message, OutboxKind::Unreact, u"👀"_s), me));
    QVERIFY(hasChange(message, change(message, OutboxKind::Unreact, u"👍"_s), me));
    QVERIFY(!hasChange(message, change(message, OutboxKind::Pin), me));
    QVERIFY(hasChange(message, change(message, OutboxKind::Unpin), me));
    QVERIFY(!hasChange(message, change(message, OutboxKind::Delete), me));
    Message gone = message;
    gone.deletedAt = utcNow();
    for (const OutboxKind kind : {OutboxKind::Edit, OutboxKind::Delete, OutboxKind::React, OutboxKind::Pin})
        QVERIFY(hasChange(gone, change(gone, kind, u"x"_s), me));
}

QTEST_GUILESS_MAIN(TestPendingChanges)
#include "tst_pending_changes.moc"
