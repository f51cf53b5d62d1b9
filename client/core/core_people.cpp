// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Core for people: their profiles, devices and presence.
#include "client/core/core_private.h"
#include "shared/codec.h"

namespace parlor {

using namespace Qt::StringLiterals;

void Core::searchUsers(const QString& search, QObject* context, Done<Page<User>> done) {
    d->run([search, report = d->here(context, std::move(done))](Engine& engine) {
        engine.searchUsers(search, report);
    });
}

void Core::updateProfile(const UpdateProfileRequest& request, QObject* context, Done<User> done) {
    if (auto checked = request.displayName ? checkDisplayName(*request.displayName) : Result<void>();
        !checked) {
        d->refuse(checked.error(), context, std::move(done));
        return;
    }
    d->run([request, report = d->here(context, std::move(done))](Engine& engine) {
        engine.updateProfile(request, report);
    });
}

void Core::changePassword(const QString& current, const QString& wanted, QObject* context, Done<bool> done) {
    if (current.isEmpty() || current.size() > limits::passwordMax) {
        d->refuse(Error(ErrorCode::Invalid, {}, u"currentPassword"_s), context, std::move(done));
        return;
    }
    if (auto checked = checkPassword(wanted, u"newPassword"_s); !checked) {
        d->refuse(checked.error(), context, std::move(done));
        return;
    }
    d->run([current, wanted, report = d->here(context, std::move(done))](Engine& engine) {
        engine.changePassword(current, wanted, report);
    });
}

void Core::sessions(QObject* context, Done<Page<SessionInfo>> done) {
    d->run([report = d->here(context, std::move(done))](Engine& engine) { engine.sessions(report); });
}

void Core::revokeSession(const SessionId& session, QObject* context, Done<SessionId> done) {
    d->run([session, report = d->here(context, std::move(done))](Engine& engine) {
        engine.revokeSession(session, report);
    });
}

// --- what holds for the moment ---

void Core::Private::wireLiveState() {
    connect(engine.get(), &Engine::presenceTold, &live, &LiveState::tellPresence);
    connect(engine.get(), &Engine::typingTold, &live, &LiveState::tellTyping);
    connect(engine.get(), &Engine::cursorsTold, &live, &LiveState::tellCursors);
    connect(engine.get(), &Engine::memberGone, &live, &LiveState::forgetMember);
    connect(engine.get(), &Engine::roomRemoved, &live, &LiveState::forgetRoom);
    connect(&live, &LiveState::presenceChanged, q, &Core::presenceChanged);
    connect(&live, &LiveState::typingChanged, q, &Core::typingChanged);
    connect(&live, &LiveState::cursorsChanged, &news, &News::noteCursors);
}

Presence Core::presence(const UserId& user) const {
    return d->live.presence(user);
}

void Core::wantPresence(const QList<UserId>& users) {
    d->live.want(users);
}

QList<UserId> Core::typing(const RoomId& room) const {
    return d->live.typing(room);
}

QList<MemberCursor> Core::memberCursors(const RoomId& room) const {
    return d->live.cursors(room);
}

} // namespace parlor
