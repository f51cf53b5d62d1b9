// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/api.h"
#include "client/core/cache.h"
#include "client/core/client_types.h"
#include "client/core/connection.h"
#include "client/core/history.h"
#include "client/core/outbox.h"
#include "client/core/outbox_store.h"
#include "client/core/read_markers.h"
#include "client/core/sync.h"
#include "client/core/timing.h"
#include "client/core/tokens.h"
#include "client/core/transport.h"
#include "client/core/user_fetcher.h"

#include <QObject>

#include <memory>

namespace parlor {

class CredentialStore;

/// The part of Core that lives on the core's own thread: makes the parts, wires them, and runs what the user
/// asks for. Made on any thread, then moved; every function is called on its thread, and every Done is called
/// there.
class Engine : public QObject {
    Q_OBJECT
public:
    struct Config {
        Account account;
        QString directory;
        TransportFactory transport;
        std::function<std::unique_ptr<Timing>()> timing;
        CredentialStore* credentials = nullptr;
    };
    explicit Engine(Config config);
    ~Engine() override;

    /// Opens the files of the account, which has a user; then connects.
    void open();
    /// Lets go of everything, on this thread, before it ends.
    void close();

    void fetchServerInfo(Done<ServerInfo> done);
    void signUp(const RegisterRequest& request, Done<AuthTokens> done);
    void signIn(const LoginRequest& request, Done<AuthTokens> done);
    /// Takes over a sign-in of `account`; opens it if it is not open, and connects.
    void adopt(const Account& account, const AuthTokens& tokens, Done<User> done);
    /// Ends at the server a sign-in that is not wanted after all. Best effort.
    void refuse(const AuthTokens& tokens);
    void signOut(Done<bool> done);
    void wake();
    void setNetworkReachable(bool reachable);

    void createRoom(const CreateRoomRequest& request, Done<Room> done);
    void publicRooms(const QString& search, const std::optional<QString>& cursor,
                     Done<Page<PublicRoom>> done);
    void joinRoom(const RoomId& room, Done<RoomId> done);
    void leaveRoom(const RoomId& room, Done<RoomId> done);
    void members(const RoomId& room, const std::optional<QString>& cursor, Done<Page<Member>> done);
    void addMember(const RoomId& room, const UserId& user, Done<Member> done);
    void searchUsers(const QString& search, Done<Page<User>> done);

    void loadOlder(const RoomId& room, qint64 beforeSeq, int limit, Done<OlderMessages> done);
    void showRoom(const RoomId& room);
    void sendMessage(const RoomId& room, const QString& content, const std::optional<MessageId>& replyTo,
                     Done<OutboxEntry> done);
    void retryMessage(const TempId& message);
    void discardMessage(const TempId& message);
    void markSeen(const RoomId& room, qint64 seq);

Q_SIGNALS:
    void opened(const parlor::Account& account);
    void openFailed(const parlor::Error& error);
    void statusChanged(const parlor::ConnectionStatus& status);
    void userSeen(const parlor::User& user);
    void roomAdded(const parlor::RoomId& room);
    void roomChanged(const parlor::RoomId& room);
    void roomRemoved(const parlor::RoomId& room);
    void messagesChanged(const parlor::MessagesChange& change);
    void historyChanged(const parlor::RoomId& room);
    void outboxChanged(const parlor::OutboxChange& change);
    void usersChanged(const QList<parlor::User>& users);
    void membersChanged(const parlor::RoomId& room);

private:
    class Vault;
    /// Everything that needs the account's files. The order is that of construction.
    struct Files {
        std::unique_ptr<OutboxStore> outboxStore;
        std::unique_ptr<Cache> cache;
        std::unique_ptr<Sync> sync;
        std::unique_ptr<Connection> connection;
        std::unique_ptr<History> history;
        std::unique_ptr<UserFetcher> users;
        std::unique_ptr<ReadMarkers> markers;
        std::unique_ptr<Outbox> outbox;
    };

    /// Timing, transport, tokens: what signing in needs already. Made on first use, so on this thread.
    void prepare();
    Result<void> openFiles();
    void wire();
    void onStatus(const ConnectionStatus& status);
    void onEvent(const ServerFrame& frame);
    void askSync();
    void onSyncFailed(const Error& error);
    void plain(const QByteArray& method, const QString& path, const QByteArray& body, const QString& bearer,
               Done<QByteArray> done);
    void call(const QByteArray& method, const QString& path, const QByteArray& body, Done<QByteArray> done);
    /// `view`, told by HTTP, into the cache.
    void takeRoom(const Outcome<QByteArray>& body, const std::function<void(const Outcome<RoomView>&)>& done);

    Config m_config;
    std::unique_ptr<Timing> m_timing;
    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<Vault> m_vault;
    std::unique_ptr<Tokens> m_tokens;
    std::unique_ptr<Api> m_api;
    std::unique_ptr<Files> m_files;
    bool m_networkReachable = true;
    bool m_syncing = false;
};

} // namespace parlor
