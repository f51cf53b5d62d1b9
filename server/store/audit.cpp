// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"

#include <QLoggingCategory>

namespace parlor::store {

namespace {

Q_LOGGING_CATEGORY(lcAudit, "parlor.audit")

void tell(const AuditEntry& entry) {
    qCInfo(lcAudit).noquote() << entry.action << "target" << entry.target << "by"
                              << (entry.actor ? entry.actor->toString() : QStringLiteral("parlord")) << "from"
                              << (entry.address.isEmpty() ? QStringLiteral("-") : entry.address)
                              << toBytes(entry.details);
}

AuditEntry readEntry(const Rows& rows) {
    AuditEntry entry;
    entry.id = rows.integer(0);
    entry.at = rows.time(1);
    entry.actor = rows.optionalId<UserId>(2);
    entry.action = rows.text(3);
    entry.target = rows.text(4);
    // What putAudit() wrote; what somebody else did to it is no reason to show nothing.
    entry.details = parseObject(rows.text(5).toUtf8()).value_or(QJsonObject());
    entry.address = rows.text(6);
    return entry;
}

} // namespace

void putAudit(Transaction& t, const AuditEntry& entry) {
    t.exec(QStringLiteral("INSERT INTO audit_log(at, actor, action, target, details, address) "
                          "VALUES(?, ?, ?, ?, ?, ?)"),
           {bind(utcNow()), bind(entry.actor), entry.action, entry.target,
            QString::fromUtf8(toBytes(entry.details)), entry.address});
    t.afterCommit([entry] { tell(entry); });
}

Result<void> SqlStore::audit(const AuditEntry& entry) {
    return write<void>([&](Transaction& t) -> Result<void> {
        putAudit(t, entry);
        return {};
    });
}

Result<Page<AuditEntry>> SqlStore::auditLog(const std::optional<qint64>& before, int limit) {
    return read<Page<AuditEntry>>([&](Transaction& t) -> Result<Page<AuditEntry>> {
        const int wanted = pageLimit(limit);
        Rows rows =
            t.select(QStringLiteral("SELECT id, at, actor, action, target, details, address FROM audit_log "
                                    "WHERE id < ? ORDER BY id DESC LIMIT ?"),
                     {before.value_or(limits::integerMax), wanted + 1});
        Page<AuditEntry> page;
        while (rows.next()) {
            if (page.items.size() == wanted) {
                page.next = QString::number(page.items.last().id);
                break;
            }
            page.items.append(readEntry(rows));
        }
        return page;
    });
}

} // namespace parlor::store
