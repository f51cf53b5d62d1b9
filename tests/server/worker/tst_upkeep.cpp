// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/log_trimmer.h"
#include "server/worker/outbox_relay.h"
#include "server/worker/restore.h"
#include "server/worker/room_purger.h"
#include "server/worker/session_purger.h"
#include "shared/codec.h"
#include "tests/server/worker/worker_fixture.h"

#include <QObject>
#include <QRegularExpression>
#include <QTest>

#include <atomic>

using namespace parlor;
using log::Topic;
using test::Backend;
using worker::ensureEpoch;
using namespace std::chrono_literals;

namespace {
const RoomId lounge = RoomId::create();
}

/// Epochs, outbox relay, trimming, restore.
class tst_Upkeep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstEpoch();
    void theSameLogKeepsTheEpoch();
    void anotherLogBeginsAnEpoch();
    void aLogThatWentBackBeginsAnEpoch();

    void relayAppendsWhatWasLeft();
    void relayLeavesTheYoung();
    void relayKeepsWhatFails();
    void relayRunsByItself();
    void deletedRoomsAreEmptied();

    void trimmingStopsAtTheProjection();
    void trimmingKeepsTheYoung();
    void trimmingLeavesAnotherLogAlone();

    void restoreProjectsTheRest();
    void restoreIssuesHigherSeqs();
    void restoreOfAnOlderLog();
    void restoreRefusesAnotherLog();
    void restoreRefusesATrimmedLog();

    void oldSessionsAreForgotten();

    void periodicTasksRepeatAndStop();
};

void tst_Upkeep::theFirstEpoch() {
    Backend backend;
    QCOMPARE(backend.epoch.number, 1);
    QCOMPARE(backend.epoch.base, 1);
    QCOMPARE(backend.epoch.logIdentity, backend.log->identity());
    QCOMPARE(backend.store->snapshot()->positions, *backend.log->begin());
}

void tst_Upkeep::theSameLogKeepsTheEpoch() {
    Backend backend;
    backend.say(lounge, {QStringLiteral("x")});
    QVERIFY(backend.project());
    QCOMPARE(*ensureEpoch(*backend.store, *backend.log), backend.epoch);
}

void tst_Upkeep::anotherLogBeginsAnEpoch() {
    Backend backend;
    const auto ids = backend.say(lounge, {QStringLiteral("old")});
    QVERIFY(backend.project());
    const qint64 oldSeq = backend.store->message(ids.first())->value().seq;
    backend.log = std::move(*log::openEmbeddedLog(backend.path("new.db")));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("Epoch 2 begins, because the event "
                                                                         "log was made anew")));
    const auto epoch = ensureEpoch(*backend.store, *backend.log);
    QVERIFY(epoch);
    QCOMPARE(epoch->number, 2);
    QVERIFY(epoch->base > oldSeq);
    const auto newIds = backend.say(lounge, {QStringLiteral("new")});
    QVERIFY(backend.project());
    QVERIFY(backend.store->message(newIds.first())->value().seq > oldSeq);
    QCOMPARE(backend.heard(lounge), (QStringList{QStringLiteral("old"), QStringLiteral("new")}));
}

void tst_Upkeep::aLogThatWentBackBeginsAnEpoch() {
    Backend backend;
    backend.say(lounge, {QStringLiteral("kept")});
    const QString copy = backend.path("copy.db");
    QVERIFY(log::backupEmbeddedLog(backend.path("log.db"), copy));
    backend.say(lounge, {QStringLiteral("lost"), QStringLiteral("lost too")});
    QVERIFY(backend.project());
    backend.log = std::move(*log::openEmbeddedLog(copy));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("Epoch 2 begins, .*were lost")));
    const auto epoch = ensureEpoch(*backend.store, *backend.log);
    QVERIFY(epoch);
    QVERIFY(epoch->number > backend.epoch.number);
    backend.say(lounge, {QStringLiteral("after")});
    QVERIFY(backend.project()); // the old records once more: they are known
    QCOMPARE(backend.heard(lounge), (QStringList{QStringLiteral("kept"), QStringLiteral("lost"),
                                                 QStringLiteral("lost too"), QStringLiteral("after")}));
}

void tst_Upkeep::relayAppendsWhatWasLeft() {
    // A gateway wrote a room and died before it appended the records.
    Backend backend;
    const User ann = test::makeUser(*backend.store, QStringLiteral("ann"));
    const auto created = backend.store->createRoom(test::newRoom(QStringLiteral("Lounge")), ann.id);
    QVERIFY(created);
    worker::OutboxRelay relay(*backend.log, *backend.store);
    const auto relayed = relay.relay(utcNow().addSecs(60));
    QVERIFY(relayed);
    QCOMPARE(*relayed, 4); // the user's, the room's, the owner's, and what tells of it
    const auto records = test::readAll(*backend.log);
    QCOMPARE(records.size(), 4);
    QCOMPARE(records.first().where.topic, Topic::Users);
    QCOMPARE(records.at(1).key, log::keyOf(created->value.room.id));
    QCOMPARE(records.at(1).value, created->outbox.first().value);
    QCOMPARE(records.at(2).value, created->outbox.at(1).value);
    QCOMPARE(records.at(3).value, created->outbox.last().value);
    QVERIFY(backend.store->outbox(utcNow().addSecs(60), 10)->isEmpty());
    QCOMPARE(*relay.relay(utcNow().addSecs(60)), 0);
    // Twice in the log does no harm.
    for (const log::Record& record : {records.at(2), records.at(3)})
        QVERIFY(test::appendOne(*backend.log, Topic::Messages, record.key, record.value));
    QVERIFY(backend.project());
    QCOMPARE(backend.store->members(created->value.room.id, {}, 10)->items.size(), 1);
    QCOMPARE(backend.heard(created->value.room.id),
             QStringList{QStringLiteral("ANN created the room \"Lounge\"")});
}

void tst_Upkeep::deletedRoomsAreEmptied() {
    Backend backend;
    const User ann = test::makeUser(*backend.store, QStringLiteral("ann"));
    const Room room = test::makeRoom(*backend.store, QStringLiteral("Lounge"), ann.id);
    backend.say(room.id, {QStringLiteral("one"), QStringLiteral("two")});
    QVERIFY(backend.project());
    worker::RoomPurger purger(*backend.store);
    QCOMPARE(*purger.purge(), 0);
    QVERIFY(backend.store->deleteRoom(room.id, {ann.id, {}}));
    std::atomic<int> asked = 0;
    purger.start(1ms, [&] { return ++asked > 2; }); // by itself, once it is its turn
    QTRY_VERIFY(backend.heard(room.id).isEmpty());
    purger.stop();
    QVERIFY(asked > 2);
}

void tst_Upkeep::relayLeavesTheYoung() {
    Backend backend;
    test::makeUser(*backend.store, QStringLiteral("ann"));
    worker::OutboxRelay relay(*backend.log, *backend.store);
    QCOMPARE(*relay.relay(utcNow().addSecs(-2)), 0);
    QVERIFY(test::readAll(*backend.log).isEmpty());
}

void tst_Upkeep::relayKeepsWhatFails() {
    Backend backend;
    test::makeUser(*backend.store, QStringLiteral("ann"));
    worker::OutboxRelay relay(*backend.log, *backend.store);
    backend.log->close();
    const auto relayed = relay.relay(utcNow().addSecs(60));
    QVERIFY(!relayed);
    QCOMPARE(relayed.error().code(), ErrorCode::Unavailable);
    QCOMPARE(backend.store->outbox(utcNow().addSecs(60), 10)->size(), 1);
}

void tst_Upkeep::relayRunsByItself() {
    Backend backend;
    worker::OutboxRelay relay(*backend.log, *backend.store, 0ms);
    relay.start(5ms);
    test::makeUser(*backend.store, QStringLiteral("ann"));
    QTRY_VERIFY_WITH_TIMEOUT(backend.store->outbox(utcNow().addSecs(60), 10)->isEmpty(), 30'000);
    relay.stop();
    QCOMPARE(test::readAll(*backend.log).size(), 1);
}

void tst_Upkeep::trimmingStopsAtTheProjection() {
    Backend backend;
    backend.say(lounge, {QStringLiteral("one"), QStringLiteral("two")});
    QVERIFY(backend.project());
    const auto projected = *backend.log->end();
    backend.say(lounge, {QStringLiteral("three")});
    worker::LogTrimmer trimmer(*backend.log, *backend.store, 24h);
    QVERIFY(trimmer.trim(utcNow().addDays(3)));
    QCOMPARE(*backend.log->begin(), projected);
    QCOMPARE(test::readAll(*backend.log).size(), 1);
    QVERIFY(trimmer.trim(utcNow().addDays(3)));
    QVERIFY(backend.project());
    QCOMPARE(backend.heard(lounge).size(), 3);
}

void tst_Upkeep::trimmingKeepsTheYoung() {
    Backend backend;
    backend.say(lounge, {QStringLiteral("one")});
    QVERIFY(backend.project());
    worker::LogTrimmer trimmer(*backend.log, *backend.store, 24h);
    QVERIFY(trimmer.trim(utcNow()));
    QCOMPARE(test::readAll(*backend.log).size(), 1);
}

void tst_Upkeep::trimmingLeavesAnotherLogAlone() {
    Backend backend;
    backend.say(lounge, {QStringLiteral("one")});
    QVERIFY(backend.project());
    auto other = log::openEmbeddedLog(backend.path("other.db"));
    QVERIFY(other);
    QVERIFY(test::appendMany(**other, 5));
    worker::LogTrimmer trimmer(**other, *backend.store, 24h);
    QVERIFY(trimmer.trim(utcNow().addDays(3)));
    QCOMPARE(test::readAll(**other).size(), 5);
}

namespace {

/// A backup as `parlord backup` makes it: the store first, then the log; with something said in between.
struct BackedUp {
    explicit BackedUp(Backend& backend) {
        backend.say(lounge, {QStringLiteral("projected")});
        if (!backend.project() || !backend.store->backupTo(backend.path("backup-store.db")))
            qFatal("No backup.");
        lastId = backend.say(lounge, {QStringLiteral("in the log alone")}).first();
        if (!log::backupEmbeddedLog(backend.path("log.db"), backend.path("backup-log.db")))
            qFatal("No backup.");
        store = store::makeSqliteStore(backend.path("backup-store.db"));
        if (!store->open())
            qFatal("The backup cannot be opened.");
        newLog = std::move(*log::openEmbeddedLog(backend.path("new-log.db")));
    }
    QStringList heard() { return test::contents(store->history(lounge, {})->messages); }

    MessageId lastId;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<log::Log> newLog;
};

} // namespace

void tst_Upkeep::restoreProjectsTheRest() {
    Backend backend;
    BackedUp backup(backend);
    auto oldLog = log::openEmbeddedLog(backend.path("backup-log.db"));
    QVERIFY(oldLog);
    const auto epoch = worker::finishRestore(*backup.store, **oldLog, *backup.newLog);
    QVERIFY2(epoch, qPrintable(epoch ? QString() : epoch.error().message()));
    QCOMPARE(backup.heard(), (QStringList{QStringLiteral("projected"), QStringLiteral("in the log alone")}));
    QCOMPARE(epoch->logIdentity, backup.newLog->identity());
    QCOMPARE(*ensureEpoch(*backup.store, *backup.newLog), *epoch);
}

void tst_Upkeep::restoreIssuesHigherSeqs() {
    Backend backend;
    BackedUp backup(backend);
    // After the backup the server went on and gave seqs that the backup does not know.
    const auto later = backend.say(lounge, {QStringLiteral("lost 1"), QStringLiteral("lost 2")});
    QVERIFY(backend.project());
    const qint64 issued = backend.store->message(later.last())->value().seq;
    auto oldLog = log::openEmbeddedLog(backend.path("backup-log.db"));
    const auto epoch = worker::finishRestore(*backup.store, **oldLog, *backup.newLog);
    QVERIFY(epoch);
    QVERIFY(epoch->number > backend.epoch.number);
    QVERIFY(epoch->base > issued);
}

void tst_Upkeep::restoreOfAnOlderLog() {
    Backend backend;
    backend.say(lounge, {QStringLiteral("one")});
    QVERIFY(log::backupEmbeddedLog(backend.path("log.db"), backend.path("old-log.db")));
    backend.say(lounge, {QStringLiteral("two")});
    QVERIFY(backend.project());
    auto oldLog = log::openEmbeddedLog(backend.path("old-log.db"));
    auto newLog = log::openEmbeddedLog(backend.path("new-log.db"));
    QVERIFY(oldLog && newLog);
    // The store has all that this log has, and more.
    QVERIFY(worker::finishRestore(*backend.store, **oldLog, **newLog));
    QCOMPARE(backend.heard(lounge).size(), 2);
}

void tst_Upkeep::restoreRefusesAnotherLog() {
    Backend backend;
    BackedUp backup(backend);
    auto other = log::openEmbeddedLog(backend.path("other.db"));
    QVERIFY(other);
    const auto refused = worker::finishRestore(*backup.store, **other, *backup.newLog);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Conflict);
    QCOMPARE(*backup.store->epoch(), backend.epoch);
}

void tst_Upkeep::restoreRefusesATrimmedLog() {
    Backend backend;
    BackedUp backup(backend);
    auto oldLog = log::openEmbeddedLog(backend.path("backup-log.db"));
    QVERIFY(oldLog);
    QVERIFY((*oldLog)->trim(*(*oldLog)->end()));
    const auto refused = worker::finishRestore(*backup.store, **oldLog, *backup.newLog);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::LogTrimmed);
}

void tst_Upkeep::oldSessionsAreForgotten() {
    Backend backend;
    const QDateTime now = utcNow();
    const QDateTime old = now.addSecs(-std::chrono::seconds(worker::SessionPurger::keptUnused).count() - 60);
    const auto user = backend.store->createUser(
        {UserId::create(), QStringLiteral("ann"), {}, QStringLiteral("Ann"), QByteArrayLiteral("hash"), {}});
    QVERIFY(user);
    const auto begin = [&](const QDateTime& at, const QByteArray& token) {
        const store::Session session{SessionId::create(), user->value.user.id, {}, at, false};
        return backend.store->createSession(session, token, at.addDays(60)) ? session.id : SessionId();
    };
    const SessionId young = begin(now, "young");
    for (int i = 0; i < 3; ++i)
        QVERIFY(!begin(old, QByteArray::number(i)).isNull());
    const SessionId last = begin(old, "last");
    worker::SessionPurger purger(*backend.store);
    QCOMPARE(*purger.purge(now), 4);
    QCOMPARE(*purger.purge(now), 0);
    QVERIFY(backend.store->session(young));
    QCOMPARE(backend.store->session(last).error().code(), ErrorCode::NotFound);
    // By itself, too.
    const SessionId another = begin(old, "another");
    purger.start(5ms);
    QTRY_COMPARE(backend.store->session(another) ? ErrorCode::Internal : ErrorCode::NotFound,
                 ErrorCode::NotFound);
}

void tst_Upkeep::periodicTasksRepeatAndStop() {
    std::atomic<int> runs{0};
    worker::PeriodicTask task("task", 1ms, [&] { ++runs; });
    task.start();
    QTRY_VERIFY_WITH_TIMEOUT(runs >= 3, 30'000);
    task.stop();
    const int after = runs;
    QCOMPARE(runs.load(), after);
    QVERIFY(task.stopping());
}

QTEST_GUILESS_MAIN(tst_Upkeep)
#include "tst_upkeep.moc"
