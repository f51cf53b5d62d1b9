// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/local_store.h"

#include "client/core/kept_file.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// Only ever appended to.
constexpr Sqlite::Step firstVersion = R"(
    CREATE TABLE drafts (
        room BLOB NOT NULL, thread BLOB NOT NULL, content TEXT NOT NULL, PRIMARY KEY (room, thread)
    ) WITHOUT ROWID;
    CREATE TABLE preferences (
        room BLOB PRIMARY KEY, favourite INTEGER NOT NULL, muted INTEGER NOT NULL, notify INTEGER NOT NULL
    ) WITHOUT ROWID
)";

// The numbers in the file, apart from the enumeration's own values, which may be reordered.
constexpr std::pair<NotifyRule, int> ruleNumbers[] = {
    {NotifyRule::Default, 0}, {NotifyRule::All, 1}, {NotifyRule::Mentions, 2}, {NotifyRule::Nothing, 3}};

int fromRule(NotifyRule rule) {
    for (const auto& [known, number] : ruleNumbers) {
        if (known == rule)
            return number;
    }
    return 0;
}

} // namespace

RoomPreferences rows::preferences(const QSqlQuery& row, int first) {
    RoomPreferences preferences;
    preferences.favourite = row.value(first).toBool();
    preferences.muted = row.value(first + 1).toBool();
    const int told = row.value(first + 2).toInt();
    for (const auto& [rule, number] : ruleNumbers) {
        if (number == told)
            preferences.notify = rule;
    }
    return preferences;
}

QByteArray rows::threadKey(const std::optional<MessageId>& thread) {
    // Not a null one, which would be NULL.
    return thread ? thread->uuid().toRfc4122() : QByteArray("");
}

Result<std::unique_ptr<LocalStore>> LocalStore::open(const QString& directory) {
    auto file = KeptFile::open(directory, u"local"_s, Sqlite::Durability::Normal, {firstVersion});
    if (!file)
        return fail(file.error());
    std::unique_ptr<LocalStore> store(new LocalStore);
    store->m_db = std::move(file->db);
    store->m_lost = file->lost;
    return store;
}

Result<bool> LocalStore::setDraft(const RoomId& room, const std::optional<MessageId>& thread,
                                  const QString& text) {
    const QVariant id = toSql(room);
    const QByteArray key = rows::threadKey(thread);
    if (text.isEmpty()) {
        auto gone = m_db->write(u"DELETE FROM drafts WHERE room = ? AND thread = ?"_s, {id, key});
        if (!gone)
            return fail(gone.error());
        return m_db->changed() > 0;
    }
    const QString kept = text.left(draftMax);
    auto updated =
        m_db->write(u"UPDATE drafts SET content = ? WHERE room = ? AND thread = ?"_s, {kept, id, key});
    if (!updated)
        return fail(updated.error());
    if (m_db->changed() > 0)
        return false;
    auto added =
        m_db->write(u"INSERT INTO drafts (room, thread, content) VALUES (?, ?, ?)"_s, {id, key, kept});
    if (!added)
        return fail(added.error());
    return true;
}

Result<bool> LocalStore::setPreferences(const RoomId& room, const RoomPreferences& preferences) {
    auto done =
        preferences == RoomPreferences()
            ? m_db->write(u"DELETE FROM preferences WHERE room = ?"_s, {toSql(room)})
            : m_db->write(u"INSERT INTO preferences (room, favourite, muted, notify) VALUES (?1, ?2, ?3, ?4) "
                          "ON CONFLICT (room) DO UPDATE SET favourite = ?2, muted = ?3, notify = ?4 "
                          "WHERE favourite <> ?2 OR muted <> ?3 OR notify <> ?4"_s,
                          {toSql(room), preferences.favourite ? 1 : 0, preferences.muted ? 1 : 0,
                           fromRule(preferences.notify)});
    if (!done)
        return fail(done.error());
    return m_db->changed() > 0;
}

Result<void> LocalStore::forgetRoom(const RoomId& room) {
    return m_db->transaction([&]() -> Result<void> {
        if (auto drafts = m_db->write(u"DELETE FROM drafts WHERE room = ?"_s, {toSql(room)}); !drafts)
            return drafts;
        return m_db->write(u"DELETE FROM preferences WHERE room = ?"_s, {toSql(room)});
    });
}

} // namespace parlor
