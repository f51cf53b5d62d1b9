// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

namespace parlor::store {

namespace {

std::optional<Session> readSession(Transaction& t, const SessionId& id, bool lock) {
    Rows rows = t.select(
        QStringLiteral("SELECT id, user_id, device, created_at, revoked FROM sessions WHERE id = ?") +
            (lock ? t.dialect().lockRow() : QString()),
        {bind(id)});
    if (!rows.next())
        return std::nullopt;
    return Session{rows.id<SessionId>(0), rows.id<UserId>(1), rows.text(2), rows.time(3), rows.boolean(4)};
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

} // namespace

Result<void> SqlStore::createSession(const Session& session, const QByteArray& refreshHash,
                                     const QDateTime& expires) {
    return write<void>([&](Transaction& t) -> Result<void> {
        if (!t.select(QStringLiteral("SELECT 1 FROM users WHERE id = ?"), {bind(session.userId)}).next())
            return fail(ErrorCode::NotFound, QStringLiteral("There is no such user."));
        t.exec(QStringLiteral(
                   "INSERT INTO sessions(id, user_id, device, created_at, revoked) VALUES(?, ?, ?, ?, ?)"),
               {bind(session.id), bind(session.userId), session.device, bind(session.createdAt),
                bind(session.revoked)});
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
        t.exec(QStringLiteral("DELETE FROM refresh_tokens WHERE session_id = ? AND expires_at <= ?"),
               {bind(session->id), bind(now)});
        return Rotated{session, {}};
    });
}

Result<Session> SqlStore::session(const SessionId& id) {
    return read<Session>([&](Transaction& t) -> Result<Session> {
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
        Committed<int> result{0, {}};
        for (const SessionId& id : ids) {
            if (const auto session = readSession(t, id, true); session && !session->revoked) {
                result.outbox.append(revoke(t, *session));
                ++result.value;
            }
        }
        return result;
    });
}

} // namespace parlor::store
