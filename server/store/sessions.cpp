// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/account_rows.h"
#include "server/store/sql_store.h"

namespace parlor::store {

namespace {

/// Sessions that an older version began have no time of their last use until they refresh.
QDateTime lastUsed(const QDateTime& createdAt, const QDateTime& lastUsedAt) {
    return std::max(createdAt, lastUsedAt);
}

std::optional<Session> readSession(Transaction& t, const SessionId& id, bool lock) {
    Rows rows = t.select(
        QStringLiteral("SELECT id, user_id, device, created_at, revoked, address, last_used_at FROM sessions "
                       "WHERE id = ?") +
            (lock ? t.dialect().lockRow() : QString()),
        {bind(id)});
    if (!rows.next())
        return std::nullopt;
    return Session{rows.id<SessionId>(0),
                   rows.id<UserId>(1),
                   rows.text(2),
                   rows.time(3),
                   rows.boolean(4),
                   rows.text(5),
                   lastUsed(rows.time(3), rows.time(6))};
}

/// Ends a session that is not yet revoked.
OutboxRow revoke(Transaction& t, const Session& session) {
    t.exec(QStringLiteral("UPDATE sessions SET revoked = 1 WHERE id = ?"), {bind(session.id)});
    t.exec(QStringLiteral("DELETE FROM refresh_tokens WHERE session_id = ?"), {bind(session.id)});
    return putOutbox(t, log::Topic::Users, log::keyOf(session.userId),
                     log::SessionRevokedRecord{session.userId, session.id});
}

void putToken(Transaction& t, const QByteArray& hash, const SessionId& session, const QVariant& predecessor,
              const QDateTime& expires) {
    t.exec(QStringLiteral(
               "INSERT INTO refresh_tokens(hash, session_id, predecessor, expires_at, rotated_at, spent) "
               "VALUES(?, ?, ?, ?, NULL, 0)"),
           {hash, bind(session), predecessor, bind(expires)});
}

struct Token {
    SessionId session;
    QVariant predecessor;
    QDateTime expires;
    std::optional<QDateTime> rotatedAt;
    bool spent = false;
};

std::optional<Token> readToken(Transaction& t, const QByteArray& hash) {
    Rows rows = t.select(
        QStringLiteral("SELECT session_id, predecessor, expires_at, rotated_at, spent FROM refresh_tokens "
                       "WHERE hash = ?"),
        {hash});
    if (!rows.next())
        return std::nullopt;
    return Token{rows.id<SessionId>(0), rows.isNull(1) ? QVariant() : QVariant(rows.bytes(1)), rows.time(2),
                 rows.optionalTime(3), rows.boolean(4)};
}

/// First use of a token: its predecessor can no longer come back, nor can other successors that the
/// predecessor was given because an answer was lost.
void use(Transaction& t, const QByteArray& hash, const Token& token, const QDateTime& now) {
    t.exec(QStringLiteral("UPDATE refresh_tokens SET rotated_at = ? WHERE hash = ?"), {bind(now), hash});
    if (token.predecessor.isNull())
        return;
    t.exec(QStringLiteral("UPDATE refresh_tokens SET spent = 1 WHERE hash = ?"), {token.predecessor});
    t.exec(
        QStringLiteral("DELETE FROM refresh_tokens WHERE session_id = ? AND predecessor = ? AND hash <> ?"),
        {bind(token.session), token.predecessor, hash});
}

/// Where a list of sessions goes on: "<milliseconds>.<id>".
struct SessionCursor {
    qint64 createdAt = limits::integerMax;
    SessionId id = {};

    static std::optional<SessionCursor> parse(const std::optional<QString>& text) {
        if (!text)
            return SessionCursor();
        const qsizetype dot = text->indexOf(QLatin1Char('.'));
        bool ok = false;
        const qint64 time = text->left(std::max<qsizetype>(0, dot)).toLongLong(&ok);
        const auto id = SessionId::parse(text->mid(dot + 1));
        if (!ok || !id)
            return std::nullopt;
        return SessionCursor{time, *id};
    }
    QString toString() const { return QString::number(createdAt) + QLatin1Char('.') + id.toString(); }
};

/// How long a token that was replaced is remembered, so that its replay ends the session; beyond that it is
/// unknown and merely refused. Else a session would keep one row for every quarter of an hour of its life.
constexpr int spentTokenSeconds = 7 * 24 * 3600;

} // namespace

int endSessions(Transaction& t, const UserId& user, const std::optional<SessionId>& except,
                QList<OutboxRow>& outbox) {
    QList<SessionId> ids;
    {
        Rows rows = t.select(QStringLiteral("SELECT id FROM sessions WHERE user_id = ? AND revoked = 0"),
                             {bind(user)});
        while (rows.next()) {
            const auto id = rows.id<SessionId>(0);
            if (id != except)
                ids.append(id);
        }
    }
    int ended = 0;
    for (const SessionId& id : std::as_const(ids)) {
        if (const auto session = readSession(t, id, true); session && !session->revoked) {
            outbox.append(revoke(t, *session));
            ++ended;
        }
    }
    return ended;
}

Result<void> SqlStore::createSession(const Session& session, const QByteArray& refreshHash,
                                     const QDateTime& expires,
                                     const std::optional<QByteArray>& passwordHash) {
    return write<void>([&](Transaction& t) -> Result<void> {
        {
            // Held, so that a deactivation or another password that comes now ends this session, too.
            Rows account =
                t.select(QStringLiteral("SELECT password_hash FROM users WHERE id = ? AND active = "
                                        "1 AND deleted = 0") +
                             t.dialect().shareRow(),
                         {bind(session.userId)});
            if (!account.next())
                return fail(ErrorCode::NotFound, QStringLiteral("There is no such user."));
            if (passwordHash && account.bytes(0) != *passwordHash)
                return fail(ErrorCode::Conflict, QStringLiteral("The password was changed just now."));
        }
        t.exec(QStringLiteral("INSERT INTO sessions(id, user_id, device, created_at, revoked, last_used_at, "
                              "address) VALUES(?, ?, ?, ?, ?, ?, ?)"),
               {bind(session.id), bind(session.userId), session.device, bind(session.createdAt),
                bind(session.revoked), bind(session.createdAt), session.address});
        putToken(t, refreshHash, session.id, {}, expires);
        return {};
    });
}

Result<Committed<std::optional<Session>>> SqlStore::rotateRefresh(const QByteArray& hash,
                                                                  const QByteArray& successor,
                                                                  const QDateTime& now,
                                                                  const QDateTime& expires, int grace) {
    using Rotated = Committed<std::optional<Session>>;
    return write<Rotated>([&](Transaction& t) -> Result<Rotated> {
        // The session's row is locked before those of its tokens, here as in revoke(); what was read of the
        // token before that may have changed meanwhile.
        const auto found = readToken(t, hash);
        if (!found || found->expires <= now)
            return fail(ErrorCode::Unauthenticated);
        const auto session = readSession(t, found->session, true);
        if (!session || session->revoked)
            return fail(ErrorCode::Unauthenticated);
        const auto token = readToken(t, hash);
        if (!token)
            return fail(ErrorCode::Unauthenticated);
        if (!token->rotatedAt)
            use(t, hash, *token, now);
        else if (token->spent || now > token->rotatedAt->addSecs(grace))
            return Rotated{std::nullopt, {revoke(t, *session)}};
        putToken(t, successor, session->id, hash, expires);
        t.exec(QStringLiteral("UPDATE sessions SET last_used_at = ? WHERE id = ?"),
               {bind(now), bind(session->id)});
        t.exec(
            QStringLiteral("DELETE FROM refresh_tokens WHERE session_id = ? AND (expires_at <= ? OR (spent "
                           "= 1 AND rotated_at < ?))"),
            {bind(session->id), bind(now), bind(now.addSecs(-spentTokenSeconds))});
        return Rotated{session, {}};
    });
}

Result<Session> SqlStore::session(const SessionId& id) {
    return readOnce<Session>([&](Transaction& t) -> Result<Session> {
        if (const auto session = readSession(t, id, false))
            return *session;
        return fail(ErrorCode::NotFound);
    });
}

Result<Committed<Session>> SqlStore::revokeSession(const SessionId& id) {
    return write<Committed<Session>>([&](Transaction& t) -> Result<Committed<Session>> {
        auto session = readSession(t, id, true);
        if (!session)
            return fail(ErrorCode::NotFound);
        Committed<Session> result{*session, {}};
        if (!session->revoked) {
            result.outbox.append(revoke(t, *session));
            result.value.revoked = true;
        }
        return result;
    });
}

Result<Committed<int>> SqlStore::revokeSessions(const UserId& user, const std::optional<SessionId>& except) {
    return write<Committed<int>>([&](Transaction& t) -> Result<Committed<int>> {
        Committed<int> result{0, {}};
        result.value = endSessions(t, user, except, result.outbox);
        return result;
    });
}

Result<Page<SessionInfo>> SqlStore::sessionsOf(const UserId& user, const std::optional<QString>& cursor,
                                               int limit) {
    const auto from = SessionCursor::parse(cursor);
    if (!from)
        return fail(ErrorCode::Invalid, QStringLiteral("That is not where a list of sessions goes on."));
    return readOnce<Page<SessionInfo>>([&](Transaction& t) -> Result<Page<SessionInfo>> {
        const int wanted = pageLimit(limit);
        Rows rows = t.select(
            QStringLiteral("SELECT id, device, address, created_at, last_used_at FROM sessions WHERE user_id "
                           "= ? AND revoked = 0 AND (created_at < ? OR (created_at = ? AND id < ?)) "
                           "ORDER BY created_at DESC, id DESC LIMIT ?"),
            {bind(user), from->createdAt, from->createdAt, bind(from->id), wanted + 1});
        Page<SessionInfo> page;
        while (rows.next()) {
            if (page.items.size() == wanted) {
                const SessionInfo& last = page.items.last();
                page.next = SessionCursor{last.createdAt.toMSecsSinceEpoch(), last.id}.toString();
                break;
            }
            page.items.append({rows.id<SessionId>(0), rows.text(1), rows.text(2), rows.time(3),
                               lastUsed(rows.time(3), rows.time(4)), false});
        }
        return page;
    });
}

Result<QStringList> SqlStore::loginAddresses(const QString& usernameOrEmail) {
    return read<QStringList>([&](Transaction& t) -> Result<QStringList> {
        const QString login = usernameOrEmail.toLower();
        UserId user = UserId::create(); // nobody's: the same is asked for an unknown name
        if (Rows rows =
                t.select(QStringLiteral("SELECT id FROM users WHERE username_lower = ? OR email_lower = ?"),
                         {login, login});
            rows.next())
            user = rows.id<UserId>(0);
        Rows rows =
            t.select(QStringLiteral("SELECT address FROM sessions WHERE user_id = ? AND address <> '' "
                                    "GROUP BY address ORDER BY MAX(last_used_at) DESC LIMIT ?"),
                     {bind(user), limits::syncChangesMax});
        QStringList addresses;
        while (rows.next())
            addresses.append(rows.text(0));
        return addresses;
    });
}

Result<int> SqlStore::purgeSessions(const QDateTime& now, const QDateTime& unusedSince, int limit) {
    return write<int>([&](Transaction& t) -> Result<int> {
        QList<SessionId> dead;
        {
            Rows rows =
                t.select(QStringLiteral(
                             "SELECT s.id FROM sessions s WHERE s.last_used_at < ? AND s.created_at < ? AND "
                             "NOT EXISTS (SELECT 1 FROM refresh_tokens r WHERE r.session_id = s.id AND "
                             "r.expires_at > ?) LIMIT ?"),
                         {bind(unusedSince), bind(unusedSince), bind(now), limit});
            while (rows.next())
                dead.append(rows.id<SessionId>(0));
        }
        for (const SessionId& id : std::as_const(dead)) {
            t.exec(QStringLiteral("DELETE FROM refresh_tokens WHERE session_id = ?"), {bind(id)});
            t.exec(QStringLiteral("DELETE FROM sessions WHERE id = ?"), {bind(id)});
        }
        return int(dead.size());
    });
}

} // namespace parlor::store
