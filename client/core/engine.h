// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/api.h"
#include "client/core/cache.h"
#include "client/core/client_types.h"
#include "client/core/connection.h"
#include "client/core/delivery_reports.h"
#include "client/core/history.h"
#include "client/core/local_store.h"
#include "client/core/outbox.h"
#include "client/core/outbox_store.h"
#include "client/core/read_markers.h"
#include "client/core/self_state.h"
#include "client/core/sync.h"
#include "client/core/timing.h"
#include "client/core/tokens.h"
#include "client/core/transport.h"
#include "client/core/user_fetcher.h"
#include "shared/search_result.h"

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
    /// Those whose name or display name holds `search`; all if it is empty.
    void members(const RoomId& room, const QString& search, const std::optional<QString>& cursor,
                 Done<Page<Member>> done);
    void addMember(const RoomId& room, const UserId& user, Done<Member> done);
    void openDirect(const UserId& user, Done<RoomId> done);
    void updateRoom(const RoomId& room, const UpdateRoomRequest& request, Done<Room> done);
    void deleteRoom(const RoomId& room, Done<RoomId> done);
    void setRole(const RoomId& room, const UserId& user, RoomRole role, Done<Member> done);
    void removeMember(const RoomId& room, const UserId& user, Done<UserId> done);
    void ban(const RoomId& room, const UserId& user, Done<UserId> done);
    void unban(const RoomId& room, const UserId& user, Done<UserId> done);
    void bans(const RoomId& room, const std::optional<QString>& cursor, Done<Page<Ban>> done);

    void searchUsers(const QString& search, Done<Page<User>> done);
    void updateProfile(const UpdateProfileRequest& request, Done<User> done);
    void changePassword(const QString& current, const QString& wanted, Done<bool> done);
    /// All of them, whatever number of pages that is.
    void sessions(Done<Page<SessionInfo>> done);
    void revokeSession(const SessionId& session, Done<SessionId> done);
    /// presenceTold() follows. At most limits::presenceQueryMax.
    void askPresence(const QList<UserId>& users);

    void loadOlder(const RoomId& room, qint64 beforeSeq, int limit, Done<OlderMessages> done);
    void showRoom(const RoomId& room);
    void loadAround(const RoomId& room, qint64 seq, int limit, Done<MessageWindow> done);
    void loadAround(const RoomId& room, const QDateTime& time, int limit, Done<MessageWindow> done);
    void loadNewer(const RoomId& room, qint64 afterSeq, int limit, Done<MessageWindow> done);
    void fetchMessage(const MessageId& message, Done<Message> done);
    void thread(const RoomId& room, const MessageId& root, std::optional<qint64> beforeSeq, int limit,
                Done<OlderMessages> done);
    void pins(const RoomId& room, Done<QList<Message>> done);
    void versions(const MessageId& message, Done<Page<MessageVersion>> done);
    void receipts(const MessageId& message, Done<MessageReceipts> done);
    void search(const SearchQuery& query, const std::optional<QString>& cursor, Done<SearchAnswer> done);
    /// Whoever reads the cache has let go of it. opened() follows.
    void clearCache(Done<bool> done);
    /// A reader met damage: looks through the files, and begins them anew if it is so. opened() follows.
    void suspectDamage();

    void sendMessage(const RoomId& room, const QString& content, const std::optional<MessageId>& replyTo,
                     Done<OutboxEntry> done);
    void retryMessage(const TempId& message);
    void discardMessage(const TempId& message);
    void markSeen(const RoomId& room, qint64 seq);
    void markUnread(const RoomId& room, qint64 seq);
    void editMessage(const RoomId& room, const MessageId& message, const QString& content,
                     Done<OutboxEntry> done);
    void deleteMessage(const RoomId& room, const MessageId& message, std::chrono::milliseconds hold,
                       Done<OutboxEntry> done);
    void setReaction(const RoomId& room, const MessageId& message, const QString& emoji, bool on);
    void setPinned(const RoomId& room, const MessageId& message, bool pinned);
    void setPreferences(const RoomId& room, const RoomPreferences& preferences);
    void setTyping(const RoomId& room, bool typing);
    void setPresence(PresenceStatus status);
    void setDraft(const RoomId& room, const std::optional<MessageId>& thread, const QString& text);

Q_SIGNALS:
    void opened(const parlor::Account& account);
    void openFailed(const parlor::Error& error);
    void statusChanged(const parlor::ConnectionStatus& status);
    void userSeen(const parlor::User& user);
    void roomAdded(const parlor::RoomId& room);
    void roomChanged(const parlor::RoomId& room);
    void roomRemoved(const parlor::RoomId& room);
    void messagesChanged(const parlor::MessagesChange& change);
    void uncachedChanged(const QList<parlor::UncachedChange>& changes);
    void historyChanged(const parlor::RoomId& room);
    void outboxChanged(const parlor::OutboxChange& change);
    void usersChanged(const QList<parlor::User>& users);
    void membersChanged(const parlor::RoomId& room);
    void messagesArrived(const QList<parlor::Message>& messages);
    void presenceTold(const QList<parlor::Presence>& users);
    /// `seconds`: how long it lasts; 0 if it is over.
    void typingTold(const parlor::RoomId& room, const parlor::UserId& user, int seconds);
    void memberGone(const parlor::RoomId& room, const parlor::UserId& user);
    void cursorsTold(const parlor::RoomId& room, const QList<parlor::MemberCursor>& cursors);
    void changeRefused(const parlor::OutboxEntry& entry, const parlor::Error& error);

private:
    class Vault;
    /// Everything that needs the account's files. The order is that of construction.
    struct Files {
        std::unique_ptr<OutboxStore> outboxStore;
        std::unique_ptr<LocalStore> local;
        std::unique_ptr<Cache> cache;
        std::unique_ptr<Sync> sync;
        std::unique_ptr<Connection> connection;
        std::unique_ptr<History> history;
        std::unique_ptr<UserFetcher> users;
        std::unique_ptr<ReadMarkers> markers;
        std::unique_ptr<DeliveryReports> deliveries;
        std::unique_ptr<SelfState> self;
        std::unique_ptr<Outbox> outbox;
    };

    /// Timing, transport, tokens: what signing in needs already. Made on first use, so on this thread.
    void prepare();
    Result<void> openFiles();
    void wire();
    void forgetLocal(const RoomId& room);
    void onStatus(const ConnectionStatus& status);
    void onEvent(const ServerFrame& frame);
    void askSync();
    void onSyncFailed(const Error& error);
    void plain(const QByteArray& method, const QString& path, const QByteArray& body, const QString& bearer,
               Done<QByteArray> done);
    void call(const QByteArray& method, const QString& path, const QByteArray& body, Done<QByteArray> done);
    /// Frames that are not kept: who is there, who types, how far others have come.
    void passOn(const ServerFrame& frame);
    /// How far the members of the room that is shown have come, unless it is known on this connection.
    void fetchCursors();
    /// Fetches those of `messages` senders that are not known.
    void sessionsAfter(const Page<SessionInfo>& before, Done<Page<SessionInfo>> done);
    void needSenders(const QList<Message>& messages);
    void fetchPage(const RoomId& room, const QString& path, Done<Page<Message>> done);
    void trimLater(std::chrono::milliseconds delay);
    /// A cache that is damaged is begun anew.
    void checkCache();
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
    QHash<quint64, Done<QByteArray>> m_calls; ///< that are not answered
    quint64 m_lastCall = 0;
    bool m_suspected = false; ///< damage, once in this run
    PresenceStatus m_presence = PresenceStatus::Online;
    RoomId m_shown;
    QSet<RoomId> m_cursorsKnown; ///< on this connection
    Timing::TimerId m_trimTimer = 0;
    Timing::TimerId m_checkTimer = 0;
};

} // namespace parlor
