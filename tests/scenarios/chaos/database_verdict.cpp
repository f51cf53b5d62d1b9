// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/chaos/database_verdict.h"

#include "tests/support/test_database.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

namespace parlor::chaos {

namespace {

using namespace std::chrono_literals;
using Problems = QStringList;

template <typename AnyId>
AnyId idAt(const QSqlQuery& query, int column) {
    return AnyId(QUuid::fromRfc4122(query.value(column).toByteArray()));
}

QSqlQuery ask(const QSqlDatabase& database, const char* statement) {
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.exec(QString::fromLatin1(statement)))
        qFatal("%s: %s", statement, qPrintable(query.lastError().text()));
    return query;
}

qint64 numberOf(const QSqlDatabase& database, const char* statement) {
    QSqlQuery query = ask(database, statement);
    return query.next() ? query.value(0).toLongLong() : -1;
}

/// Every message that was sent is one row, as it was acknowledged; and there are no other rows.
void judgeMessages(const crash::Crowd& crowd, const QSqlDatabase& database, Problems& problems) {
    struct Row {
        RoomId room;
        qint64 seq = 0;
        UserId sender;
        QString content;
    };
    QHash<MessageId, Row> rows;
    QSqlQuery query = ask(database, "SELECT id, room_id, seq, sender, content FROM messages WHERE type = 0");
    while (query.next())
        rows.insert(idAt<MessageId>(query, 0), {idAt<RoomId>(query, 1), query.value(2).toLongLong(),
                                                idAt<UserId>(query, 3), query.value(4).toString()});
    for (const auto& member : crowd.members()) {
        const UserId sender = member->device->userId();
        for (const auto& out : member->device->outbox()) {
            const auto row = rows.constFind(messageIdFor(sender, out.room, out.tempId));
            if (row == rows.cend()) {
                problems.append(QStringLiteral("%1 is not in the database").arg(out.content.left(20)));
                continue;
            }
            if (!out.saved || row->seq != out.saved->seq || row->room != out.room || row->sender != sender ||
                row->content != out.content)
                problems.append(QStringLiteral("%1 is otherwise in the database").arg(out.content.left(20)));
            rows.erase(row);
        }
    }
    if (!rows.isEmpty())
        problems.append(QStringLiteral("%1 messages in the database were never sent").arg(rows.size()));
}

void judgeMembers(const crash::Crowd& crowd, const QSqlDatabase& database, Problems& problems) {
    QHash<std::pair<UserId, RoomId>, qint64> seen;
    QSqlQuery query = ask(database, "SELECT user_id, room_id, seen_seq FROM members");
    while (query.next())
        seen.insert({idAt<UserId>(query, 0), idAt<RoomId>(query, 1)}, query.value(2).toLongLong());
    for (const auto& member : crowd.members()) {
        const QString name = member->device->name();
        const UserId user = member->device->userId();
        for (auto it = member->confirmedSeen.cbegin(); it != member->confirmedSeen.cend(); ++it) {
            if (seen.value({user, it.key()}, -1) < it.value())
                problems.append(
                    QStringLiteral("%1: a read cursor was confirmed at %2 and is at %3 in the database")
                        .arg(name)
                        .arg(it.value())
                        .arg(seen.value({user, it.key()}, -1)));
        }
        for (const RoomId& room : crowd.passingRooms()) {
            const bool expected = member->stays.value(room) == crash::Member::Stay::In;
            if (member->passes && seen.contains({user, room}) != expected)
                problems.append(name + QStringLiteral(": the database disagrees about a passing room"));
        }
    }
}

} // namespace

QStringList judgeDatabase(const crash::Crowd& crowd, const QString& databaseUrl) {
    QStringList problems;
    const QString connection = QStringLiteral("chaos");
    {
        const QSqlDatabase database = test::openDatabase(databaseUrl, connection);
        qint64 sent = 0;
        for (const auto& member : crowd.members())
            sent += member->device->outbox().size();
        // Cursors are projected apart from messages, and later than they are confirmed: both are waited for.
        const bool caughtUp = test::waitUntil(
            [&] {
                test::waitUntil([] { return false; }, 200ms);
                problems.clear();
                if (numberOf(database, "SELECT count(*) FROM messages") < sent)
                    return false;
                judgeMembers(crowd, database, problems);
                return problems.isEmpty();
            },
            60s);
        if (!caughtUp)
            problems.append(QStringLiteral("the workers never caught up"));
        judgeMessages(crowd, database, problems);
        if (const qint64 parked = numberOf(database, "SELECT count(*) FROM parked_records"); parked != 0)
            problems.append(QStringLiteral("%1 records were parked").arg(parked));
        if (const qint64 epoch = numberOf(database, "SELECT epoch FROM server_state"); epoch != 1)
            problems.append(QStringLiteral("the epoch is %1, although nothing was lost").arg(epoch));
    }
    QSqlDatabase::removeDatabase(connection);
    return problems;
}

} // namespace parlor::chaos
