// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Engine for people: their profiles, devices and presence.
#include "client/core/engine.h"
#include "client/core/engine_private.h"

namespace parlor {

using namespace Qt::StringLiterals;

void Engine::searchUsers(const QString& search, Done<Page<User>> done) {
    call("GET", u"/api/v1/users/search?q="_s + queryText(search), {},
         [done](const Outcome<QByteArray>& body) { done(decodePage<User>(body)); });
}

void Engine::updateProfile(const UpdateProfileRequest& request, Done<User> done) {
    call("PATCH", u"/api/v1/users/me"_s, toBytes(toJson(request)),
         [this, done](const Outcome<QByteArray>& body) {
             const auto account = decodeResponse<AccountInfo>(body);
             if (account) {
                 if (m_files)
                     m_files->sync->learnUsers({account->user});
                 Q_EMIT userSeen(account->user);
             }
             done(account.map([](const AccountInfo& known) { return known.user; }));
         });
}

void Engine::changePassword(const QString& current, const QString& wanted, Done<bool> done) {
    call("POST", u"/api/v1/auth/password"_s, toBytes(toJson(ChangePasswordRequest{current, wanted})),
         [done](const Outcome<QByteArray>& body) { done(body.map([](const QByteArray&) { return true; })); });
}

void Engine::sessions(Done<Page<SessionInfo>> done) {
    sessionsAfter({}, std::move(done));
}

void Engine::sessionsAfter(const Page<SessionInfo>& before, Done<Page<SessionInfo>> done) {
    // A thousand devices: more than that is no list that anybody reads.
    constexpr int pagesMax = 10;
    QString path = u"/api/v1/auth/sessions?limit=%1"_s.arg(limits::pageMax);
    if (before.next)
        path += u"&after="_s + queryText(*before.next);
    call("GET", path, {}, [this, before, done](const Outcome<QByteArray>& body) {
        auto page = decodePage<SessionInfo>(body);
        if (page)
            page->items = before.items + page->items;
        if (page && page->next && page->items.size() < pagesMax * limits::pageMax)
            sessionsAfter(*page, done);
        else
            done(page);
    });
}

void Engine::revokeSession(const SessionId& session, Done<SessionId> done) {
    call("DELETE", u"/api/v1/auth/sessions/"_s + session.toString(), {},
         [session, done](const Outcome<QByteArray>& body) {
             done(body.map([session](const QByteArray&) { return session; }));
         });
}

// --- who is there ---

void Engine::askPresence(const QList<UserId>& users) {
    if (!m_files || !m_files->connection->isOnline())
        return; // asked again once it is
    m_files->connection->request(client::PresenceGet{users}, [this](const Connection::Answer& answer) {
        const auto* ok = answer ? std::get_if<server::Ok>(&*answer) : nullptr;
        if (!ok)
            return;
        QList<Presence> told;
        for (const QJsonValue& item : ok->data.value("users"_L1).toArray()) {
            if (const auto presence = fromJson<Presence>(item.toObject()))
                told.append(*presence);
        }
        Q_EMIT presenceTold(told);
    });
}

void Engine::fetchCursors() {
    if (!m_files || !m_files->connection->isOnline() || m_shown.isNull() || m_cursorsKnown.contains(m_shown))
        return;
    const RoomId room = m_shown;
    const auto members = m_files->cache->memberCount(room);
    if (!members || *members > limits::statusRoomMax)
        return;
    m_cursorsKnown.insert(room);
    call("GET", roomPath(room, u"/cursors"_s), {}, [this, room](const Outcome<QByteArray>& body) {
        const auto page = decodePage<MemberCursor>(body);
        if (page)
            Q_EMIT cursorsTold(room, page->items);
        else if (page.error().retryable())
            m_cursorsKnown.remove(room); // when it is shown again
    });
}

void Engine::passOn(const ServerFrame& frame) {
    if (const auto* typing = std::get_if<server::TypingStart>(&frame))
        Q_EMIT typingTold(typing->roomId, typing->userId, typing->expiresIn);
    else if (const auto* stopped = std::get_if<server::TypingStop>(&frame))
        Q_EMIT typingTold(stopped->roomId, stopped->userId, 0);
    else if (const auto* said = std::get_if<server::MessageNew>(&frame))
        Q_EMIT typingTold(said->message.roomId, said->message.sender, 0);
    else if (const auto* left = std::get_if<server::RoomLeave>(&frame))
        Q_EMIT memberGone(left->roomId, left->userId);
    else if (const auto* moved = std::get_if<server::MessageStatus>(&frame))
        Q_EMIT cursorsTold(moved->roomId, moved->cursors);
    else if (const auto* came = std::get_if<server::PresenceOnline>(&frame))
        Q_EMIT presenceTold(came->users);
    else if (const auto* went = std::get_if<server::PresenceOffline>(&frame))
        Q_EMIT presenceTold(went->users);
    else if (const auto* changed = std::get_if<server::PresenceUpdate>(&frame))
        Q_EMIT presenceTold(changed->users);
}

} // namespace parlor
