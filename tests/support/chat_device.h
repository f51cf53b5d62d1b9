// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/http_test_client.h"
#include "tests/support/room_cache.h"
#include "tests/support/ws_test_client.h"

#include <QHash>
#include <QMap>
#include <QSet>

namespace parlor::test {

/// An account as a test uses it.
struct TestAccount {
    QString username;
    QString password;
    AuthTokens tokens;
};

/// Registers, or logs in with the same fields; status and body of the answer where it is not a success.
HttpAnswer registerAccount(HttpTestClient& http, TestAccount& account);
HttpAnswer logIn(HttpTestClient& http, TestAccount& account);

/// A small but whole client of the protocol: one device of one user, with a cache in memory, that keeps
/// itself in step by `sync` and the live stream as docs/protocol.md asks of clients, and writes down every
/// breach of the protocol's promises that it sees. It never blocks. For the thread that runs the event loop.
class ChatDevice : public QObject {
    Q_OBJECT
public:
    struct Outgoing {
        RoomId room;
        QString content;
        std::optional<MessageId> replyTo;
        TempId tempId;
        int sendings = 0;
        std::optional<server::MessageSaved> saved;
        std::optional<Error> refused; ///< the last refusal
        QString ref;                  ///< of the last sending
    };
    using RoomCache = test::RoomCache;

    ChatDevice(QString name, QObject* parent = nullptr);

    const QString& name() const { return m_name; }
    WsTestClient& socket() { return m_socket; }
    HttpTestClient& http() { return m_http; }
    void setAccount(const QUrl& base, const TestAccount& account);
    const TestAccount& account() const { return m_account; }
    const UserId& userId() const { return m_account.tokens.user.id; }
    /// Whether it syncs by itself once it is authenticated, and after `room:new` and `gap`. On by default.
    void setAutoSync(bool on) { m_autoSync = on; }
    void setTokenBy(TokenBy by) { m_tokenBy = by; }

    void connectNow();
    void drop();
    /// Asks for everything since the cursors.
    void sync();
    bool isAuthenticated() const { return m_authenticated; }
    /// Authenticated, and every room is in step with the server.
    bool isLive() const;
    /// Forgets its cache, as a new device has none; not its outbox.
    void forgetCache();
    void setCursor(const RoomId& room, qint64 cursor) { m_rooms[room].cursor = cursor; }
    void setEpoch(qint64 epoch) { m_epoch = epoch; }
    qint64 epoch() const { return m_epoch; }

    /// Puts a message into the outbox and sends it if it can.
    TempId sendMessage(const RoomId& room, const QString& content,
                       const std::optional<MessageId>& replyTo = std::nullopt);
    /// Sends it again as a retry.
    void resend(const TempId& tempId);
    /// Sends again all that is unanswered, in the order in which it was first sent.
    void resendUnanswered();
    QString seen(const RoomId& room, qint64 seq);

    const QMap<int, Outgoing>& outbox() const { return m_outbox; }
    const Outgoing* outgoing(const TempId& tempId) const;
    int unanswered() const { return m_unanswered; }
    /// Those that were neither saved nor refused for good.
    int unsettled() const;
    const QHash<RoomId, RoomCache>& rooms() const { return m_rooms; }
    const ReadState* readState(const RoomId& room) const;
    /// Whether it asks how far the members have come, each time that a room is synced. Off by default.
    void setFetchesCursors(bool on) { m_fetchesCursors = on; }
    /// What was wrong with what the server told; empty for a good server.
    const QStringList& breaches() const { return m_breaches; }

Q_SIGNALS:
    void authenticated();
    void live();
    /// A message that somebody wrote came by the stream (not by sync or by refetching).
    void messageReceived(const parlor::Message& message);
    void saved(const parlor::server::MessageSaved& saved);
    void refused(const parlor::TempId& tempId, const parlor::Error& error);
    void closed();

private:
    void handle(const ServerEvent& event);
    void take(const server::Authenticated& frame);
    void take(const server::Synced& frame);
    void take(const server::MessageSaved& frame);
    /// A message or a change of one.
    void takeLive(const ServerFrame& frame);
    void take(const server::RoomNew& frame);
    void lose(const RoomId& room);
    void take(const server::RoomLeave& frame);
    void take(const server::RoomRead& frame);
    void takeFailure(const QString& ref, const Error& error);
    void takeSyncedRoom(const server::SyncedRoom& room, bool asked);
    void fetchCursors(const RoomId& room);
    void refetch(const RoomId& room, const QString& before);
    /// What a server that cannot just now was asked is asked again in a moment.
    void syncLater();
    void transmit(Outgoing& message);
    /// Writes down what is wrong; nothing for an empty text.
    void breach(const QString& text);

    QString m_name;
    WsTestClient m_socket;
    HttpTestClient m_http;
    TestAccount m_account;
    TokenBy m_tokenBy = TokenBy::Header;
    bool m_autoSync = true;
    bool m_fetchesCursors = false;
    bool m_authenticated = false;
    bool m_syncPending = false;
    bool m_syncAgain = false;
    QString m_syncRef;
    QHash<RoomId, qint64> m_asked; ///< the cursors of the sync under way
    QSet<RoomId> m_moved;          ///< gained or lost since it was asked
    int m_refetching = 0;
    qint64 m_epoch = 0;
    QHash<RoomId, RoomCache> m_rooms;
    QMap<int, Outgoing> m_outbox; ///< in order of the first sending
    QHash<TempId, int> m_byTempId;
    QHash<QString, int> m_byRef;
    int m_nextOutgoing = 0;
    int m_unanswered = 0;
    QStringList m_breaches;
};

} // namespace parlor::test
