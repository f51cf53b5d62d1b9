// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/cache.h"
#include "client/core/client_types.h"
#include "shared/frames.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace parlor {

/// Turns what the server tells into the cache, and is the only one that does. No network of its own: it says
/// what to ask, and is given the answers. The core's thread; every signal comes after the commit of what it
/// tells.
///
/// A room is live once it was caught up on this connection. Messages that arrive for a room before that are
/// held back until then, in their order, and forgotten if the connection ends: shown at once they would stand
/// above a hole, which would stay if the connection ended before the catching up. The cursor of a live room
/// follows the stream.
class Sync : public QObject {
    Q_OBJECT
public:
    /// Rooms in one request: its frame stays well below limits::frameMax.
    static constexpr int roomsPerRequest = 4000;
    /// Events held back before the connection is given up as one that never catches up.
    static constexpr int heldMax = 50'000;

    explicit Sync(Cache& cache);

    // --- one connection ---
    void begin(const server::Authenticated& frame);
    void end();
    /// What to ask next, if anything: first the rooms that are cached, later the rooms that were gained. Ask
    /// one at a time.
    std::optional<client::Sync> nextRequest();
    void applySynced(const client::Sync& asked, const server::Synced& answer);
    void apply(const ServerFrame& frame);
    /// Everything that was cached when the connection began is caught up.
    bool caughtUp() const { return m_caughtUp; }
    bool isLive(const RoomId& room) const { return m_live.contains(room); }

    // --- answers to what the user did ---
    /// The server acknowledged a message of ours. No cursor moves. Fails if the cache cannot be written: keep
    /// the outbox's row.
    Result<void> applySaved(const Message& message);
    /// A room of ours that HTTP told first.
    void learnRoom(const RoomView& view);
    void loseRoom(const RoomId& room);
    void learnUsers(const QList<User>& users);
    /// Who is in `room`, as far as a list of its members told.
    void learnMembers(const RoomId& room, const QList<Member>& members);

    // --- pages of history ---
    /// Before asking for a page. Answers the room's generation, which a discard changes.
    int beginPage(const RoomId& room);
    /// A page for which beginPage() gave `generation`; ignored (false) if the messages were discarded
    /// meanwhile. `before`: the seq that was asked with; nullopt for the newest page. A page that does not
    /// touch what is cached is not kept.
    bool applyPage(const RoomId& room, int generation, std::optional<qint64> before,
                   const QList<Message>& page, bool last);
    /// The page will not come.
    void endPage(const RoomId& room);
    /// It came, and is not for the cache: brings it to what was told while it was on its way.
    void endPage(const RoomId& room, QList<Message>& page);

    /// Somebody looks at `room`.
    void noteShown(const RoomId& room);
    /// Cuts a little of what the cache has too much (Cache::trimSome()); whether there is more.
    bool trim();

Q_SIGNALS:
    /// nextRequest() has something.
    void requestNeeded();
    void roomAdded(const parlor::RoomId& room);
    void roomChanged(const parlor::RoomId& room);
    void roomRemoved(const parlor::RoomId& room);
    void roomBecameLive(const parlor::RoomId& room);
    void messagesChanged(const parlor::MessagesChange& change);
    void uncachedChanged(const QList<parlor::UncachedChange>& changes);
    void historyChanged(const parlor::RoomId& room);
    void usersChanged(const QList<parlor::User>& users);
    void membersChanged(const parlor::RoomId& room);
    void usersNeeded(const QSet<parlor::UserId>& users);
    /// Messages of ours that are in the cache now.
    void confirmed(const QSet<parlor::MessageId>& messages);
    /// Rooms whose newest page is to be fetched.
    void pagesNeeded();
    /// Messages of others, none of them told before, that came live, or are unread after catching up.
    void messagesArrived(const QList<parlor::Message>& messages);
    /// The cache could not be written: nothing of the event was taken, and the connection is to be begun
    /// anew.
    void failed(const parlor::Error& error);

private:
    /// What one transaction did, to be told after it.
    struct Effects {
        QList<RoomId> added;
        QSet<RoomId> changed;
        QList<RoomId> removed;
        QList<RoomId> live;
        QHash<RoomId, MessagesChange> messages;
        QList<UncachedChange> uncached;
        QSet<RoomId> history;
        QList<User> users;
        QSet<RoomId> members;
        QSet<UserId> senders;
        QSet<MessageId> confirmed;
        QList<Message> arrived;
        bool pages = false;
        bool request = false;
    };
    Result<void> commit(const std::function<Result<void>(Effects&)>& work);
    void tell(Effects& effects);
    static void needPeople(const Room& room, Effects& effects);

    /// A change of a message, when it comes live.
    template <typename Change>
    Result<void> takeChange(const Change& change, Effects& effects);
    /// Does to the cached message `id`, if there is one, what `apply` says whether it did; else tells of it.
    /// `apply` is kept.
    Result<void> modify(const RoomId& room, const MessageId& id, const std::function<bool(Message&)>& apply,
                        Effects& effects);
    void keepForPages(const RoomId& room, const ServerFrame& frame);
    /// Brings a page to what was told while it was on its way.
    void applyNewer(const RoomId& room, QList<Message>& page) const;

    Result<void> take(const Message& message, Effects& effects);
    /// `message` is about to be taken: is it news?
    Result<void> noteArrived(const Message& message, Effects& effects);
    Result<void> take(const ServerFrame& frame, Effects& effects);
    Result<void> takeNew(const Message& message, Effects& effects);
    Result<void> takeRoom(const RoomView& view, Effects& effects);
    Result<void> takeSynced(const client::Sync& asked, const server::SyncedRoom& entry, bool epochChanged,
                            Effects& effects);
    Result<void> discard(const RoomId& room, qint64 head, Effects& effects);
    Result<void> dropRoom(const RoomId& room, Effects& effects);
    /// See Cache::follow(); only while the room is live.
    Result<void> advance(const RoomId& room, qint64 changeSeq, Effects& effects, qint64 about = 0,
                         const std::function<void(ReadState&)>& count = {});
    /// Somebody came, left, or has another role, as told at `changeSeq`: keeps the room's count.
    Result<void> noteMember(const server::RoomJoin& frame);
    Result<void> noteGone(const server::RoomLeave& frame);
    Result<void> noteRole(const Message& notice);
    Result<bool> isNews(const RoomId& room, qint64 changeSeq);
    Result<void> goLive(const RoomId& room, Effects& effects);
    void hold(const RoomId& room, const ServerFrame& frame);
    void want(const RoomId& room, Effects& effects);
    void noteMoved(const RoomId& room);
    Result<void> askAgain(const RoomId& room, Effects& effects);

    Result<void> on(const server::MessageNew& frame, Effects& effects);
    Result<void> on(const server::MessageUpdate& frame, Effects& effects);
    Result<void> on(const server::MessageDelete& frame, Effects& effects);
    Result<void> on(const server::ReactionUpdate& frame, Effects& effects);
    Result<void> on(const server::MessagePin& frame, Effects& effects);
    Result<void> on(const server::RoomNew& frame, Effects& effects);
    Result<void> on(const server::RoomUpdate& frame, Effects& effects);
    Result<void> on(const server::RoomDelete& frame, Effects& effects);
    Result<void> on(const server::RoomJoin& frame, Effects& effects);
    Result<void> on(const server::RoomLeave& frame, Effects& effects);
    Result<void> on(const server::RoomRead& frame, Effects& effects);
    Result<void> on(const server::UserUpdate& frame, Effects& effects);
    Result<void> on(const server::Gap& frame, Effects& effects);

    Cache& m_cache;
    bool m_connected = false;
    bool m_caughtUp = false;
    QSet<RoomId> m_live;
    QList<client::Sync> m_initial; ///< requests that make the connection caught up
    bool m_initialAsked = false;   ///< the last of them was given out
    QSet<RoomId> m_wanted;         ///< to be asked for from their cursor
    int m_asking = 0;              ///< requests that were given out and are not answered
    /// Rooms gained or lost since the oldest of them: what its answer says of these may be from before.
    QSet<RoomId> m_moved;
    QHash<RoomId, QList<ServerFrame>> m_held; ///< messages and their changes, of rooms that are not live yet
    int m_heldCount = 0;
    /// Who is known to be in a room, on this connection: `room:join` also tells new roles, and says not which
    /// it is.
    QHash<RoomId, QSet<UserId>> m_members;
    /// Who was counted last as having come: a notice right after it may say that it was a new role.
    QHash<RoomId, UserId> m_counted;
    QHash<RoomId, int> m_generations;
    /// Rooms whose newest page will come after a gap, and the seq up to which arrivals were told.
    QHash<RoomId, qint64> m_arrivedUpTo;
    /// Rooms with pages on their way, and the newer states of messages that were not cached when they came: a
    /// page read at the server before the change must not bring the old state back.
    QHash<RoomId, int> m_pages;
    QHash<RoomId, QHash<MessageId, Message>> m_newer;
    /// The same for changes that came meanwhile.
    QHash<RoomId, QList<ServerFrame>> m_newerChanges;
};

} // namespace parlor
