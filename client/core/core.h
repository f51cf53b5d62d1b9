// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/cache_reader.h"
#include "client/core/client_types.h"
#include "client/core/transport.h"
#include "shared/requests.h"

#include <QObject>

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
    void members(const RoomId& room, const std::optional<QString>& cursor, QObject* context,
                 Done<Page<Member>> done);
    void addMember(const RoomId& room, const UserId& user, QObject* context, Done<Member> done);
    /// People whose name or display name matches.
    void searchUsers(const QString& search, QObject* context, Done<Page<User>> done);

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
    /// Drops a Failed or Pending one. One that may have been sent already can still appear.
    void discardMessage(const TempId& message);
    /// Everything up to `seq` is read. Shown at once, told to the server when possible, kept until then;
    /// never backwards.
    void markSeen(const RoomId& room, qint64 seq);

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

    // Each comes after the commit: a read through reader() already shows it.
    void roomAdded(const parlor::RoomId& room);
    /// Name, topic, role, read state, counts or time of the last message.
    void roomChanged(const parlor::RoomId& room);
    void roomRemoved(const parlor::RoomId& room);
    void messagesChanged(const parlor::MessagesChange& change);
    /// The room's HistoryExtent changed: the newest page has come, or more can be loaded.
    void historyChanged(const parlor::RoomId& room);
    void outboxChanged(const parlor::OutboxChange& change);
    void usersChanged(const QList<parlor::User>& users);
    /// Somebody joined or left: ask members() again where they are shown.
    void membersChanged(const parlor::RoomId& room);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor
