// SPDX-License-Identifier: GPL-3.0-or-later
// What a change of a message is after a crash between any two steps of it, and what older files held.
#include "client/core/pending_changes.h"
#include "tests/client/core/outbox_rig.h"

#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

namespace {

const QString thumb = u"👍"_s;

} // namespace

class TestOutboxCrashes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCrashBetweenAnyTwoSteps_data();
    void aCrashBetweenAnyTwoSteps();
    void aFileOfTheFirstVersion();
};

void TestOutboxCrashes::aCrashBetweenAnyTwoSteps_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("step");
    const std::pair<const char*, OutboxKind> kinds[] = {{"edit", OutboxKind::Edit},
                                                        {"delete", OutboxKind::Delete},
                                                        {"react", OutboxKind::React},
                                                        {"pin", OutboxKind::Pin}};
    const char* const steps[] = {"kept", "attempted", "taken", "cached"};
    for (const auto& [name, kind] : kinds) {
        for (int step = 0; step < 4; ++step)
            QTest::addRow("%s, %s", name, steps[step]) << int(kind) << step;
    }
}

void TestOutboxCrashes::aCrashBetweenAnyTwoSteps() {
    QFETCH(int, kind);
    QFETCH(int, step);
    OutboxRig rig;
    OutboxEntry entry;
    entry.tempId = TempId::create();
    entry.kind = OutboxKind(kind);
    entry.roomId = rig.room;
    entry.messageId = rig.mine.id;
    entry.content = entry.kind == OutboxKind::Edit ? u"better"_s : thumb;
    entry.createdAt = rig.timing.utcNow();
    Message after = withPending(rig.mine, {entry}, rig.me).message;
    after.changeSeq = 12;
    // What the last run had written down when it ended, and what the server had of it.
    rig.stop();
    QVERIFY(rig.outbox->add(entry));
    if (step >= 1)
        QVERIFY(rig.outbox->setAttempted(entry.tempId));
    if (step == 3)
        rig.write([&] { QVERIFY(rig.cache->putMessage(after)); });
    rig.restart();
    // Already before any network it is shown once.
    const ShownMessage shown = withPending(rig.cachedMine(), rig.reader->outbox(rig.room), rig.me);
    QCOMPARE(shown.message.content, after.content);
    QCOMPARE(shown.message.reactions, after.reactions);
    QCOMPARE(shown.message.deletedAt, after.deletedAt);
    QCOMPARE(shown.message.pinned, after.pinned);
    rig.goOnline(step >= 2 ? 12 : 11, step >= 2 ? QList{after} : QList<Message>());
    QCOMPARE(rig.sent(), step >= 2 ? 0 : 1);
    if (const auto edit = rig.last<client::MessageEdit>()) {
        QCOMPARE(edit->retry, step == 1);
        QCOMPARE(*edit->opId, OpId(entry.tempId.uuid()));
    }
    if (step < 2)
        rig.ok(11); // it was so already
    QVERIFY(rig.entries().isEmpty());
    QVERIFY(rig.outbox->entries()->isEmpty());
}

void TestOutboxCrashes::aFileOfTheFirstVersion() {
    QTemporaryDir directory;
    const TempId tempId = TempId::create();
    {
        auto db =
            std::move(*Sqlite::open(directory.filePath(OutboxStore::fileName()), Sqlite::Access::ReadWrite));
        // As it was before changes were kept.
        QVERIFY(db->migrate({R"(
            CREATE TABLE entries (
                ord INTEGER PRIMARY KEY AUTOINCREMENT, temp_id BLOB NOT NULL UNIQUE, message_id BLOB NOT NULL,
                room BLOB NOT NULL, content TEXT NOT NULL, reply_to BLOB, created_at INTEGER NOT NULL,
                state INTEGER NOT NULL, attempted INTEGER NOT NULL, error TEXT
            );
            CREATE INDEX entries_room ON entries (room)
        )"}));
        QVERIFY(db->write(u"INSERT INTO entries (temp_id, message_id, room, content, created_at, state, "
                          "attempted) VALUES (?, ?, ?, 'kept', 0, 0, 1)"_s,
                          {toSql(tempId), toSql(MessageId::create()), toSql(RoomId::create())}));
    }
    const auto store = OutboxStore::open(directory.path());
    QVERIFY(store && !(*store)->lost());
    const QList<OutboxEntry> entries = *(*store)->entries();
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries.first().tempId, tempId);
    QCOMPARE(entries.first().content, u"kept"_s);
    QVERIFY(entries.first().attempted);
    QVERIFY(entries.first().kind == OutboxKind::Message);
    QVERIFY(!entries.first().heldUntil);
}

QTEST_GUILESS_MAIN(TestOutboxCrashes)
#include "tst_outbox_crashes.moc"
