// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/migrations.h"

#include "server/store/search_index.h"

#include <QCryptographicHash>

namespace parlor::store {

namespace {

QStringList render(QString statement, const Dialect& dialect) {
    if (statement == QLatin1StringView("{search index}"))
        return dialect.searchIndex().schema();
    statement.replace(QLatin1StringView("{blob}"), dialect.blobType());
    statement.replace(QLatin1StringView("{identity}"), dialect.identityType());
    statement.replace(QLatin1StringView(" TEXT"), QLatin1Char(' ') + dialect.textType());
    return {statement};
}

QString versionTable() {
    return QStringLiteral(
        "CREATE TABLE IF NOT EXISTS schema_migrations("
        "number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)");
}

Result<void> inTransaction(Connection& connection, const Dialect& dialect,
                           const std::function<void(Transaction&)>& body) {
    Transaction transaction(connection, dialect, Transaction::Mode::Write);
    body(transaction);
    return transaction.commit();
}

/// How many are applied; checks that they are ours.
Result<qsizetype> applied(Connection& connection, const Dialect& dialect) {
    Transaction transaction(connection, dialect, Transaction::Mode::Read);
    Rows rows =
        transaction.select(QStringLiteral("SELECT name, checksum FROM schema_migrations ORDER BY number"));
    qsizetype count = 0;
    while (rows.next()) {
        if (count == migrations().size()) {
            return fail(
                ErrorCode::NewerFormat,
                QStringLiteral(
                    "The store's schema has the step \"%1\", made by a newer version of Parlor. Start the "
                    "newer version again, or restore a backup made by this one.")
                    .arg(rows.text(0)));
        }
        const Migration& ours = migrations().at(count);
        if (rows.text(0) != ours.name || rows.text(1) != checksum(ours)) {
            return fail(ErrorCode::Corrupt,
                        QStringLiteral("Step %1 of the store's schema (\"%2\") is not the one of this "
                                       "version (\"%3\"). It was made "
                                       "by a build that was never released; restore a backup.")
                            .arg(count + 1)
                            .arg(rows.text(0), ours.name));
        }
        ++count;
    }
    if (transaction.failed())
        return fail(transaction.error());
    return count;
}

} // namespace

const QList<Migration>& migrations() {
    static const QList<Migration> table{
        {QStringLiteral("users and sessions"),
         {QStringLiteral(
              "CREATE TABLE users("
              "id {blob} PRIMARY KEY, username TEXT NOT NULL, username_lower TEXT NOT NULL UNIQUE, "
              "email TEXT, email_lower TEXT UNIQUE, display_name TEXT NOT NULL, display_name_lower TEXT NOT "
              "NULL, "
              "password_hash {blob} NOT NULL, administrator SMALLINT NOT NULL, active SMALLINT NOT NULL, "
              "deleted SMALLINT NOT NULL, version BIGINT NOT NULL, created_at BIGINT NOT NULL)"),
          QStringLiteral(
              "CREATE TABLE sessions("
              "id {blob} PRIMARY KEY, user_id {blob} NOT NULL REFERENCES users(id), device TEXT NOT NULL, "
              "created_at BIGINT NOT NULL, revoked SMALLINT NOT NULL)"),
          QStringLiteral("CREATE INDEX sessions_user ON sessions(user_id)"),
          // A rotated token is kept until it expires, so that a replay is known as one. predecessor is null
          // for the token of the login; spent says that a successor of this token was used.
          QStringLiteral("CREATE TABLE refresh_tokens("
                         "hash {blob} PRIMARY KEY, session_id {blob} NOT NULL REFERENCES sessions(id), "
                         "predecessor {blob}, "
                         "expires_at BIGINT NOT NULL, rotated_at BIGINT, spent SMALLINT NOT NULL)"),
          QStringLiteral("CREATE INDEX refresh_tokens_session ON refresh_tokens(session_id)")}},
        {QStringLiteral("rooms and members"),
         {QStringLiteral(
              "CREATE TABLE rooms("
              "id {blob} PRIMARY KEY, name TEXT NOT NULL, name_lower TEXT NOT NULL, kind SMALLINT NOT NULL, "
              "topic TEXT NOT NULL, version BIGINT NOT NULL, membership_version BIGINT NOT NULL, "
              "created_at BIGINT NOT NULL, deleted SMALLINT NOT NULL, head_seq BIGINT NOT NULL, "
              "last_message_at BIGINT)"),
          QStringLiteral("CREATE INDEX rooms_public ON rooms(kind, name_lower, id)"),
          QStringLiteral(
              "CREATE TABLE members("
              "room_id {blob} NOT NULL REFERENCES rooms(id), user_id {blob} NOT NULL REFERENCES users(id), "
              "role SMALLINT NOT NULL, version BIGINT NOT NULL, seen_seq BIGINT NOT NULL, "
              "PRIMARY KEY(room_id, user_id))"),
          QStringLiteral("CREATE INDEX members_user ON members(user_id)"),
          QStringLiteral("CREATE TABLE outbox("
                         "id {identity}, topic SMALLINT NOT NULL, record_key {blob} NOT NULL, record_value "
                         "{blob} NOT NULL, "
                         "created_at BIGINT NOT NULL)")}},
        {QStringLiteral("messages and positions"),
         // No foreign keys here: what the log says happened, in whatever order the rest of it arrives.
         {QStringLiteral("CREATE TABLE messages("
                         "id {blob} PRIMARY KEY, room_id {blob} NOT NULL, seq BIGINT NOT NULL, change_seq "
                         "BIGINT NOT NULL, "
                         "sender {blob} NOT NULL, type SMALLINT NOT NULL, content TEXT NOT NULL, created_at "
                         "BIGINT NOT NULL, "
                         "edited_at BIGINT, deleted_at BIGINT, reply_to {blob})"),
          QStringLiteral("CREATE UNIQUE INDEX messages_order ON messages(room_id, seq)"),
          // Of changed messages only, which are few: every other one is found by its seq, and the projection
          // keeps one index less.
          QStringLiteral(
              "CREATE INDEX messages_changes ON messages(room_id, change_seq) WHERE change_seq > seq"),
          QStringLiteral(
              "CREATE TABLE server_state("
              "id SMALLINT PRIMARY KEY CHECK(id = 1), epoch BIGINT NOT NULL, log_identity TEXT NOT NULL, "
              "partitions BIGINT NOT NULL, base BIGINT NOT NULL)"),
          QStringLiteral(
              "INSERT INTO server_state(id, epoch, log_identity, partitions, base) VALUES(1, 0, '', 0, 0)"),
          QStringLiteral("CREATE TABLE projector_positions("
                         "topic SMALLINT NOT NULL, part BIGINT NOT NULL, position BIGINT NOT NULL, PRIMARY "
                         "KEY(topic, part))")}},
        {QStringLiteral("parked records"),
         {QStringLiteral(
             "CREATE TABLE parked_records("
             "id {identity}, epoch BIGINT NOT NULL, topic SMALLINT NOT NULL, part BIGINT NOT NULL, "
             "position BIGINT NOT NULL, record_key {blob} NOT NULL, record_value {blob} NOT NULL, "
             "reason TEXT NOT NULL, parked_at BIGINT NOT NULL)")}},
        {QStringLiteral("indexes of directory and outbox"),
         {QStringLiteral("CREATE INDEX users_display_name ON users(display_name_lower)"),
          QStringLiteral("CREATE INDEX outbox_created ON outbox(created_at)")}},
        {QStringLiteral("complete messages"),
         // Made anew: row_no is what the search index calls a message by. mentions are the ids of those
         // called, 16 bytes each; reactions and system are JSON, as nothing ever asks for a part of them.
         {QStringLiteral(
              "CREATE TABLE messages_complete("
              "row_no {identity}, id {blob} NOT NULL UNIQUE, room_id {blob} NOT NULL, seq BIGINT NOT NULL, "
              "change_seq BIGINT NOT NULL, sender {blob} NOT NULL, type SMALLINT NOT NULL, content TEXT NOT "
              "NULL, created_at BIGINT NOT NULL, edited_at BIGINT, edit_seq BIGINT, deleted_at BIGINT, "
              "reply_to {blob}, thread_root {blob}, thread_count BIGINT, thread_last_seq BIGINT, "
              "thread_last_at BIGINT, mentions {blob}, mentions_room SMALLINT, reactions TEXT, pinned_by "
              "{blob}, pinned_at BIGINT, system TEXT)"),
          QStringLiteral(
              "INSERT INTO messages_complete(id, room_id, seq, change_seq, sender, type, content, "
              "created_at, edited_at, deleted_at, reply_to) SELECT id, room_id, seq, change_seq, sender, "
              "type, content, created_at, edited_at, deleted_at, reply_to FROM messages ORDER BY seq"),
          QStringLiteral("DROP TABLE messages"),
          QStringLiteral("ALTER TABLE messages_complete RENAME TO messages"),
          QStringLiteral("CREATE UNIQUE INDEX messages_order ON messages(room_id, seq)"),
          QStringLiteral(
              "CREATE INDEX messages_changes ON messages(room_id, change_seq) WHERE change_seq > seq"),
          QStringLiteral(
              "CREATE INDEX messages_thread ON messages(thread_root, seq) WHERE thread_root IS NOT NULL"),
          QStringLiteral(
              "CREATE INDEX messages_pinned ON messages(room_id, pinned_at) WHERE pinned_at IS NOT NULL"),
          QStringLiteral(
              "CREATE INDEX messages_calling ON messages(room_id, seq) WHERE mentions_room IS NOT NULL"),
          // What a message said before the edit at edit_seq.
          QStringLiteral("CREATE TABLE message_versions("
                         "message_id {blob} NOT NULL, edit_seq BIGINT NOT NULL, op_id {blob} NOT NULL, "
                         "content TEXT NOT NULL, written_at BIGINT NOT NULL, PRIMARY KEY(message_id, "
                         "edit_seq))"),
          // Whom messages call by name: so that a count need not look at the messages.
          QStringLiteral("CREATE TABLE mentions("
                         "user_id {blob} NOT NULL, room_id {blob} NOT NULL, seq BIGINT NOT NULL, PRIMARY "
                         "KEY(user_id, room_id, seq))")}},
        {QStringLiteral("cursors, bans, direct rooms"),
         // seen_seq is what others are told; mark_seq is the member's own and may go back.
         {QStringLiteral("ALTER TABLE members ADD COLUMN delivered_seq BIGINT NOT NULL DEFAULT 0"),
          QStringLiteral("ALTER TABLE members ADD COLUMN mark_seq BIGINT NOT NULL DEFAULT 0"),
          QStringLiteral("ALTER TABLE members ADD COLUMN username_lower TEXT NOT NULL DEFAULT ''"),
          QStringLiteral("UPDATE members SET delivered_seq = seen_seq, mark_seq = seen_seq, username_lower = "
                         "(SELECT u.username_lower FROM users u WHERE u.id = members.user_id)"),
          QStringLiteral("CREATE INDEX members_by_name ON members(room_id, username_lower)"),
          QStringLiteral("ALTER TABLE rooms ADD COLUMN archived SMALLINT NOT NULL DEFAULT 0"),
          QStringLiteral("ALTER TABLE rooms ADD COLUMN member_count BIGINT NOT NULL DEFAULT 0"),
          // The ids of a direct room's people, the lower one first; one id of who talks to themselves.
          QStringLiteral("ALTER TABLE rooms ADD COLUMN direct_key {blob}"),
          QStringLiteral("UPDATE rooms SET member_count = (SELECT COUNT(*) FROM members m WHERE m.room_id = "
                         "rooms.id)"),
          QStringLiteral("CREATE UNIQUE INDEX rooms_direct ON rooms(direct_key)"),
          QStringLiteral("CREATE TABLE bans("
                         "room_id {blob} NOT NULL, user_id {blob} NOT NULL, banned_by {blob} NOT NULL, "
                         "banned_at BIGINT NOT NULL, PRIMARY KEY(room_id, user_id))")}},
        {QStringLiteral("profiles, devices, audit"),
         {QStringLiteral("ALTER TABLE users ADD COLUMN status_text TEXT NOT NULL DEFAULT ''"),
          QStringLiteral("ALTER TABLE users ADD COLUMN time_zone TEXT NOT NULL DEFAULT ''"),
          QStringLiteral("ALTER TABLE users ADD COLUMN last_seen_at BIGINT"),
          QStringLiteral("ALTER TABLE sessions ADD COLUMN last_used_at BIGINT NOT NULL DEFAULT 0"),
          QStringLiteral("ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT ''"),
          QStringLiteral("CREATE TABLE audit_log("
                         "id {identity}, at BIGINT NOT NULL, actor {blob}, action TEXT NOT NULL, target TEXT "
                         "NOT NULL, details TEXT NOT NULL, address TEXT NOT NULL)")}},
        {QStringLiteral("search"),
         // See search_index.h. What all of this holds is made from the messages, anew if need be: so it is
         // not copied from store to store, and tables named search_… are not among schemaTables().
         {QStringLiteral("{search index}"),
          QStringLiteral("CREATE TABLE search_state("
                         "id SMALLINT PRIMARY KEY CHECK(id = 1), version BIGINT NOT NULL, position BIGINT "
                         "NOT NULL, upper BIGINT NOT NULL)"),
          QStringLiteral("INSERT INTO search_state(id, version, position, upper) VALUES(1, 0, 0, 0)"),
          QStringLiteral("CREATE TABLE search_pending(row_no BIGINT PRIMARY KEY)")}},
        {QStringLiteral("versions of bans"),
         // Beside the bans, as they outlive them: while gateways of before this step run, what is in bans is
         // a ban to them, and nothing else may be in there.
         {QStringLiteral("CREATE TABLE ban_versions("
                         "room_id {blob} NOT NULL, user_id {blob} NOT NULL, version BIGINT NOT NULL, "
                         "PRIMARY KEY(room_id, user_id))")}},
        {QStringLiteral("versions of former members"),
         // Up to the base a room's version alone tells what is known: of those who went before this step
         // nothing was kept.
         {QStringLiteral("CREATE TABLE former_members("
                         "room_id {blob} NOT NULL, user_id {blob} NOT NULL, version BIGINT NOT NULL, "
                         "PRIMARY KEY(room_id, user_id))"),
          QStringLiteral("ALTER TABLE rooms ADD COLUMN membership_base BIGINT NOT NULL DEFAULT 0"),
          QStringLiteral("UPDATE rooms SET membership_base = membership_version")}},
    };
    return table;
}

QString checksum(const Migration& migration) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString& statement : migration.statements)
        hash.addData(statement.toUtf8() + ';');
    return QString::fromLatin1(hash.result().toHex());
}

Result<void> migrate(Connection& connection, const Dialect& dialect, qsizetype count) {
    if (auto made =
            inTransaction(connection, dialect,
                          [&](Transaction& t) { t.command(render(versionTable(), dialect).constFirst()); });
        !made)
        return made;
    const auto done = applied(connection, dialect);
    if (!done)
        return fail(done.error());
    for (qsizetype i = *done; i < count; ++i) {
        const Migration& migration = migrations().at(i);
        auto result = inTransaction(connection, dialect, [&](Transaction& t) {
            for (const QString& statement : migration.statements) {
                for (const QString& rendered : render(statement, dialect))
                    t.command(rendered);
            }
            t.exec(
                QStringLiteral(
                    "INSERT INTO schema_migrations(number, name, checksum, applied_at) VALUES(?, ?, ?, ?)"),
                {i + 1, migration.name, checksum(migration), bind(QDateTime::currentDateTimeUtc())});
        });
        if (!result)
            return result;
    }
    return {};
}

} // namespace parlor::store
