// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/cache_reader.h"
#include "client/core/client_types.h"
#include "client/core/transport.h"
#include "shared/requests.h"
#include "shared/search_result.h"

#include <QObject>

#include <chrono>
#include <memory>

namespace parlor {

class CredentialStore;
class Profile;
class Timing;

/// Everything about one account, for the user interface. Lives on the GUI thread and never blocks it: the
/// network, the cache's write side and the outbox live on a thread of its own, and what comes from there
/// arrives as signals and callbacks on the GUI thread. Where a call takes `context` and `done`, see Done: a
/// failure is never silent, and `done` is not called once `context` is gone.
///
/// Life: construct; open(); `opened` (the cache can be read: paint); the connection is then made and kept by
/// itself. For a fresh account (newAccount()) nothing is opened until signUp() or signIn() has succeeded;
/// `opened` follows it.
class Core : public QObject {
    Q_OBJECT
public:
    struct Options {
        TransportFactory transport;                      ///< networkTransportFactory() if empty
        std::function<std::unique_ptr<Timing>()> timing; ///< the system's clock if empty
    };
    /// `profile` and `credentials` outlive it.
    Core(const Account& account, Profile& profile, CredentialStore& credentials, const Options& options,
         QObject* parent = nullptr);
    /// Stops the connection and the thread; waits for a write in progress, not for the network.
    ~Core() override;

    /// Opens the account's files, then starts the connection. Once.
    void open();

    Account account() const;
    UserId self() const; ///< null until signed in for the first time
    /// Null until `opened`.
    const CacheReader* reader() const;
    ConnectionStatus status() const;
    CredentialStorage credentialStorage() const;

    // --- session ---
    /// `GET /api/v1/server`: is there a Parlor server, and may one register?
    void fetchServerInfo(QObject* context, Done<ServerInfo> done);
    /// Checked locally first (Invalid with field username, email, password or displayName). On success the
    /// account is in the profile. Conflict if the account belongs to another user, or the profile already has
    /// this user as another account.
    void signUp(const SignUp& form, QObject* context, Done<User> done);
    void signIn(const QString& login, const QString& password, QObject* context, Done<User> done);
    /// Ends the session here, and at the server if it can be reached (bounded wait). The cache and the outbox
    /// are kept, the state is SignedOut. Profile::remove() forgets the rest, once the Core is gone.
    void signOut(QObject* context, Done<bool> done);
    /// Tries at once instead of at nextRetry.
    void retryConnection();

    // --- rooms ---
    /// Answers once the room is in the cache.
    void createRoom(const CreateRoomRequest& request, QObject* context, Done<Room> done);
    /// Public rooms whose name matches; `cursor` from the previous page's `next`.
    void publicRooms(const QString& search, const std::optional<QString>& cursor, QObject* context,
                     Done<Page<PublicRoom>> done);
    /// Answers once the room is in the cache.
    void joinRoom(const RoomId& room, QObject* context, Done<RoomId> done);
    /// Answers once the room is out of the cache. Messages still in the outbox for it are discarded with it.
    void leaveRoom(const RoomId& room, QObject* context, Done<RoomId> done);
    /// By user name, after `cursor`.
    void members(const RoomId& room, const std::optional<QString>& cursor, QObject* context,
                 Done<Page<Member>> done);
    /// Those of them whose name or display name holds `text` without case.
    void searchMembers(const RoomId& room, const QString& text, const std::optional<QString>& cursor,
                       QObject* context, Done<Page<Member>> done);
    void addMember(const RoomId& room, const UserId& user, QObject* context, Done<Member> done);
    /// People whose name or display name matches.
    void searchUsers(const QString& search, QObject* context, Done<Page<User>> done);
    /// The direct room with `user` (oneself too), found or made; answers once it is in the cache.
    void openDirect(const UserId& user, QObject* context, Done<RoomId> done);
    /// Name, topic, kind, archived. Answers once the change is in the cache.
    void updateRoom(const RoomId& room, const UpdateRoomRequest& request, QObject* context, Done<Room> done);
    /// For everybody, with all its messages.
    void deleteRoom(const RoomId& room, QObject* context, Done<RoomId> done);
    void setRole(const RoomId& room, const UserId& user, RoomRole role, QObject* context, Done<Member> done);
    void removeMember(const RoomId& room, const UserId& user, QObject* context, Done<UserId> done);
    void ban(const RoomId& room, const UserId& user, QObject* context, Done<UserId> done);
    void unban(const RoomId& room, const UserId& user, QObject* context, Done<UserId> done);
    void bans(const RoomId& room, const std::optional<QString>& cursor, QObject* context,
              Done<Page<Ban>> done);
    /// Favourite, muted, rule of notifications; kept on this device. roomChanged() follows.
    void setPreferences(const RoomId& room, const RoomPreferences& preferences);
    /// What was typed in `room` (in the thread of `thread`) and not sent; empty forgets it. Survives a
    /// restart.
    void setDraft(const RoomId& room, const std::optional<MessageId>& thread, const QString& text);

    // --- people ---
    /// Name, status text, time zone of oneself.
    void updateProfile(const UpdateProfileRequest& request, QObject* context, Done<User> done);
    void changePassword(const QString& current, const QString& wanted, QObject* context, Done<bool> done);
    /// The devices that one is signed in on.
    void sessions(QObject* context, Done<Page<SessionInfo>> done);
    void revokeSession(const SessionId& session, QObject* context, Done<SessionId> done);
    /// As last told; Offline without lastSeen for one who is not known.
    Presence presence(const UserId& user) const;
    /// Asks about people who are shown and not known yet; presenceChanged() tells. Repeats are cheap.
    void wantPresence(const QList<UserId>& users);
    /// Of this device: Online, Away or DoNotDisturb; told again after every reconnection.
    void setPresence(PresenceStatus status);
    /// Something was typed (true), or what was typed is gone (false). Told to the server as seldom as is
    /// needed.
    void setTyping(const RoomId& room, bool typing);
    /// Who is typing in `room` now, oneself left out.
    QList<UserId> typing(const RoomId& room) const;
    /// How far each member of `room` has come, oneself left out; empty while not known, and in rooms with
    /// more than limits::statusRoomMax members. Asked for by showRoom().
    QList<MemberCursor> memberCursors(const RoomId& room) const;

    // --- messages ---
    /// Messages directly before `beforeSeq` (1 to limits::pageMax): from the cache, and what it lacks from
    /// the server. What comes from the server is in the cache then; no messagesChanged() is emitted for it.
    /// Offline, and nothing cached: a Failure; ask again when Online.
    void loadOlder(const RoomId& room, qint64 beforeSeq, int limit, QObject* context,
                   Done<OlderMessages> done);
    /// Makes sure that the newest page of `room` is there (HistoryExtent::fetching); call it when a room is
    /// shown.
    void showRoom(const RoomId& room);
    /// Keeps the message and shows it as pending (outboxChanged), whether online or not. Answers when it is
    /// durable. Invalid (field "content") or TooLarge without keeping it.
    void sendMessage(const RoomId& room, const QString& content, const std::optional<MessageId>& replyTo,
                     QObject* context, Done<OutboxEntry> done);
    /// A Failed one is sent again, after those that wait already, under the same tempId.
    void retryMessage(const TempId& message);
    /// Drops a Failed or Pending entry of any kind. One that may have been sent already can still appear.
    void discardMessage(const TempId& message);
    /// Everything up to `seq` is read. Shown at once, told to the server when possible, kept until then;
    /// never backwards.
    void markSeen(const RoomId& room, qint64 seq);
    /// Only what is up to `seq` is read: puts the marker back. Otherwise as markSeen().
    void markUnread(const RoomId& room, qint64 seq);

    // The changes of messages: kept in the outbox and shown at once (outboxChanged()), sent when possible.
    /// Invalid (field "content") or TooLarge without keeping it.
    void editMessage(const RoomId& room, const MessageId& message, const QString& content, QObject* context,
                     Done<OutboxEntry> done);
    /// Held for undoTime before it is sent.
    void deleteMessage(const RoomId& room, const MessageId& message, QObject* context,
                       Done<OutboxEntry> done);
    /// One that is on already, or off, gives no entry.
    void setReaction(const RoomId& room, const MessageId& message, const QString& emoji, bool on);
    void setPinned(const RoomId& room, const MessageId& message, bool pinned);
    /// How long a deletion can be undone (by discardMessage()).
    static constexpr std::chrono::milliseconds undoTime{6'000};

    /// At most `limit` (to limits::pageMax) messages around `seq`: from the cache if it is there, else from
    /// the server, and then not kept.
    void loadAround(const RoomId& room, qint64 seq, int limit, QObject* context, Done<MessageWindow> done);
    /// The same around the first message at or after `time`.
    void loadAround(const RoomId& room, const QDateTime& time, int limit, QObject* context,
                    Done<MessageWindow> done);
    /// One page directly after `seq`, for those who read in a window.
    void loadNewer(const RoomId& room, qint64 afterSeq, int limit, QObject* context,
                   Done<MessageWindow> done);
    /// From the cache if it is there (and up to date), else from the server.
    void fetchMessage(const MessageId& message, QObject* context, Done<Message> done);
    /// Replies in the thread of `root`, directly before `beforeSeq`, ascending; from the server, and from the
    /// cache when it cannot be reached.
    void thread(const RoomId& room, const MessageId& root, std::optional<qint64> beforeSeq, int limit,
                QObject* context, Done<OlderMessages> done);
    /// The newest pin first; from the server, and from the cache when it cannot be reached.
    void pins(const RoomId& room, QObject* context, Done<QList<Message>> done);
    /// What a message said before its edits.
    void versions(const MessageId& message, QObject* context, Done<Page<MessageVersion>> done);
    /// Who has got and read a message of mine.
    void receipts(const MessageId& message, QObject* context, Done<MessageReceipts> done);
    /// The server's search; for what is cached see CacheReader::search().
    void search(const SearchQuery& query, const std::optional<QString>& cursor, QObject* context,
                Done<SearchAnswer> done);

    // --- storage ---
    /// Bytes of the account's files.
    qint64 storageSize() const;
    /// Forgets what is cached and fetches it anew; the outbox, drafts and preferences stay. `opened` follows.
    void clearCache(QObject* context, Done<bool> done);

Q_SIGNALS:
    /// The cache can be read. Once more if it turned out to be damaged and was begun anew: read everything
    /// again then.
    void opened();
    /// The account's files could not be opened at all (disk full, permissions). Nothing works until the
    /// program is restarted.
    void openFailed(const parlor::Error& error);
    void statusChanged(const parlor::ConnectionStatus& status);
    /// user was learned or changed (first sign-in, new display name).
    void accountChanged();
    void credentialStorageChanged(parlor::CredentialStorage storage);

    // Each comes after the commit: a read through reader() already shows it. What comes fast is gathered:
    // once per frame each room is told of once, with all its messages (News).
    void roomAdded(const parlor::RoomId& room);
    /// Name, topic, role, read state, counts or time of the last message.
    void roomChanged(const parlor::RoomId& room);
    void roomRemoved(const parlor::RoomId& room);
    void messagesChanged(const parlor::MessagesChange& change);
    /// Messages changed that are not in the cache: in windows of the past, threads, pins, what was found.
    void uncachedChanged(const QList<parlor::UncachedChange>& changes);
    /// The room's HistoryExtent changed: the newest page has come, or more can be loaded.
    void historyChanged(const parlor::RoomId& room);
    void outboxChanged(const parlor::OutboxChange& change);
    void usersChanged(const QList<parlor::User>& users);
    /// Somebody joined or left: ask members() again where they are shown.
    void membersChanged(const parlor::RoomId& room);
    /// Messages that arrived live and are new to this account on all its devices: what notifications are made
    /// of. Not what a catching-up brings, unless it is unread.
    void messagesArrived(const QList<parlor::Message>& messages);
    /// A change of mine that was refused for good and is forgotten (an Edit is kept as Failed instead).
    void changeRefused(const parlor::OutboxEntry& entry, const parlor::Error& error);
    void presenceChanged(const QList<parlor::UserId>& users);
    void typingChanged(const parlor::RoomId& room);
    void memberCursorsChanged(const parlor::RoomId& room);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor
