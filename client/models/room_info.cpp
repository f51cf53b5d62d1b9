// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/room_info.h"

#include "client/core/core.h"
#include "client/models/people_words.h"
#include "client/models/room_list_model.h"
#include "client/models/words.h"

#include <QClipboard>
#include <QGuiApplication>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

/// Far enough back to find somebody else's message in any conversation.
constexpr int newestLooked = 100;

struct RuleName {
    NotifyRule rule;
    QLatin1StringView name;
};
constexpr RuleName ruleNames[] = {
    {NotifyRule::Default, "default"_L1},
    {NotifyRule::All, "all"_L1},
    {NotifyRule::Mentions, "mentions"_L1},
    {NotifyRule::Nothing, "nothing"_L1},
};

} // namespace

RoomInfo::RoomInfo(Core& core, const RoomListModel& rooms, QObject* parent)
    : QObject(parent)
    , m_core(core)
    , m_rooms(rooms) {
    connect(&rooms, &RoomListModel::summaryChanged, this, [this](const RoomId& room) {
        if (room == m_room)
            refresh();
    });
    connect(&rooms, &RoomListModel::countChanged, this, [this] {
        if (!m_room.isNull() && !m_rooms.contains(m_room))
            setRoomId({});
    });
}

void RoomInfo::setRoomId(const QString& roomId) {
    m_room = RoomId::parse(roomId).value_or(RoomId());
    m_busy = false;
    m_errors.clear();
    refresh();
    Q_EMIT stateChanged();
}

void RoomInfo::refresh() {
    m_summary = m_rooms.summary(m_room).value_or(RoomSummary());
    m_name = m_rooms.nameOf(m_room);
    Q_EMIT changed();
}

QString RoomInfo::role() const {
    return people::roleKey(m_summary.role);
}

void RoomInfo::setFavourite(bool favourite) {
    RoomPreferences wanted = m_summary.preferences;
    wanted.favourite = favourite;
    setPreferences(wanted);
}

void RoomInfo::setMuted(bool muted) {
    RoomPreferences wanted = m_summary.preferences;
    wanted.muted = muted;
    setPreferences(wanted);
}

QString RoomInfo::notify() const {
    for (const RuleName& known : ruleNames) {
        if (known.rule == m_summary.preferences.notify)
            return known.name;
    }
    return {};
}

void RoomInfo::setNotify(const QString& rule) {
    for (const RuleName& known : ruleNames) {
        if (known.name != rule)
            continue;
        RoomPreferences wanted = m_summary.preferences;
        wanted.notify = known.rule;
        setPreferences(wanted);
    }
}

void RoomInfo::setPreferences(const RoomPreferences& preferences) {
    if (m_room.isNull() || preferences == m_summary.preferences)
        return;
    // What is shown changes with the press, not with the disk.
    m_summary.preferences = preferences;
    m_core.setPreferences(m_room, preferences);
    Q_EMIT changed();
}

bool RoomInfo::may(Act act) const {
    return !m_room.isNull() && allow(act, m_summary.room, m_summary.role).has_value();
}

QString RoomInfo::whyNot(Act act) const {
    if (m_room.isNull() || may(act))
        return {};
    if (isDirect())
        return tr("A direct conversation stays as it is.");
    if (!mayDo(act, m_summary.room.kind, m_summary.role)) {
        return mayDo(act, m_summary.room.kind, RoomRole::Moderator)
                   ? tr("Only owners and moderators of the room can change this.")
                   : tr("Only owners of the room can change this.");
    }
    return tr("The room is archived. Open it again to change this.");
}

void RoomInfo::save(const QString& name, const QString& topic, bool isPrivate) {
    if (m_busy || m_room.isNull())
        return;
    const QString wantedName = name.trimmed();
    const QString wantedTopic = topic.trimmed();
    UpdateRoomRequest request;
    if (mayEdit() && wantedName != m_summary.room.name)
        request.name = wantedName;
    if (mayEdit() && wantedTopic != m_summary.room.topic)
        request.topic = wantedTopic;
    if (mayChangeKind() && isPrivate != this->isPrivate())
        request.kind = isPrivate ? RoomKind::Private : RoomKind::Public;
    if (request == UpdateRoomRequest()) {
        finish({});
        Q_EMIT saved();
        return;
    }
    if (request.name && request.name->isEmpty()) {
        finish({{u"name"_s, tr("Give the room a name.")}});
        return;
    }
    m_busy = true;
    m_errors.clear();
    Q_EMIT stateChanged();
    m_core.updateRoom(m_room, request, this, [this, room = m_room](const Outcome<Room>& outcome) {
        if (room != m_room)
            return;
        if (outcome) {
            finish({});
            Q_EMIT saved();
            return;
        }
        QString field = words::fieldOf(outcome.error());
        if (field.isEmpty() && outcome.error().error.code() == ErrorCode::Taken)
            field = u"name"_s;
        finish({{field, words::field(field, outcome.error())}});
    });
}

void RoomInfo::clearError(const QString& field) {
    if (m_errors.remove(field) > 0)
        Q_EMIT stateChanged();
}

void RoomInfo::finish(const QVariantMap& errors) {
    m_busy = false;
    m_errors = errors;
    Q_EMIT stateChanged();
}

void RoomInfo::markRead() {
    if (m_room.isNull())
        return;
    const QList<Message> newest = m_core.reader()->newest(m_room, 1);
    m_core.markSeen(m_room, std::max(m_summary.read.asOf, newest.isEmpty() ? 0 : newest.constFirst().seq));
}

bool RoomInfo::markUnread() {
    if (m_room.isNull())
        return false;
    if (markUnreadAmong(m_room, m_core.reader()->newest(m_room, newestLooked)))
        return true;
    // Nothing of it is cached, or only what is mine.
    m_core.loadAround(m_room, QDateTime::currentDateTimeUtc(), newestLooked, this,
                      [this, room = m_room](const Outcome<MessageWindow>& window) {
                          if (!window)
                              Q_EMIT refused(words::failure(window.error()));
                          else if (!markUnreadAmong(room, window->messages))
                              Q_EMIT refused(tr("Nobody else has written here."));
                      });
    return false;
}

bool RoomInfo::markUnreadAmong(const RoomId& room, const QList<Message>& messages) {
    for (auto it = messages.crbegin(); it != messages.crend(); ++it) {
        if (it->sender == m_core.self() || it->type != MessageType::Text || it->deletedAt)
            continue;
        m_core.markUnread(room, it->seq - 1);
        return true;
    }
    return false;
}

void RoomInfo::copyLink() const {
    // parlor://HOST[:PORT]/room/ID, see client/attention/links.h.
    QGuiApplication::clipboard()->setText(
        u"parlor://%1/room/%2"_s.arg(m_core.account().server.authority(), m_room.toString()));
}

} // namespace parlor
