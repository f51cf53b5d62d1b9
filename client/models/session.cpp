// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/session.h"

#include "client/core/profile.h"
#include "client/models/words.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {
// A reconnection that takes no longer than this is nobody's concern.
constexpr int quietMs = 1500;
constexpr int countdownMs = 1000;
} // namespace

Session::Session(std::unique_ptr<Core> core, Profile& profile, QObject* parent)
    : QObject(parent)
    , m_profile(profile)
    , m_core(std::move(core)) {
    connect(m_core.get(), &Core::opened, this, &Session::build);
    connect(m_core.get(), &Core::openFailed, this, [this](const Error& error) {
        m_fatal = words::failure({error, NetworkProblem::None});
        Q_EMIT readyChanged();
    });
    connect(m_core.get(), &Core::accountChanged, this, &Session::accountChanged);
    connect(m_core.get(), &Core::credentialStorageChanged, this, &Session::storageChanged);
    connect(m_core.get(), &Core::statusChanged, this, &Session::updateNotice);
    connect(&m_noticeTimer, &QTimer::timeout, this, [this] {
        m_disturbed = true;
        updateNotice();
    });
    if (m_core->reader())
        build();
    updateNotice();
}

Session::~Session() {
    // The core takes them while it still runs.
    for (Composer* composer : {m_composer, m_threadComposer}) {
        if (composer)
            composer->flush();
    }
}

void Session::build() {
    if (m_rooms)
        return;
    m_rooms = new RoomListModel(*m_core, this);
    m_timeline = new TimelineModel(*m_core, this);
    m_publicRooms = new PublicRoomsModel(*m_core, this);
    m_members = new MembersModel(*m_core, this);
    m_composer = new Composer(*m_core, this);
    m_threadComposer = new Composer(*m_core, this);
    m_search = new SearchModel(*m_core, this);
    connect(m_rooms, &RoomListModel::summaryChanged, this, [this](const RoomId& room) {
        if (room == m_awaited)
            openRoom(room.toString());
        else if (room == m_room)
            Q_EMIT roomChanged();
    });
    connect(m_rooms, &RoomListModel::countChanged, this, [this] {
        if (!m_room.isNull() && !m_rooms->contains(m_room))
            openRoom({});
    });
    connect(m_publicRooms, &PublicRoomsModel::joined, this, [this](const QString& roomId) {
        if (const auto id = RoomId::parse(roomId))
            openWhenThere(*id);
    });
    Q_EMIT readyChanged();
    Q_EMIT accountChanged();

    const RoomId last = m_profile.lastRoom(accountId());
    if (m_rooms->contains(last))
        openRoom(last.toString());
    m_core->fetchServerInfo(this, [this](const Outcome<ServerInfo>& info) {
        if (!info || info->name == m_serverName)
            return;
        m_serverName = info->name;
        Q_EMIT accountChanged();
    });
}

QString Session::serverName() const {
    return m_serverName.isEmpty() ? m_core->account().server.host() : m_serverName;
}

QString Session::serverAddress() const {
    return m_core->account().server.toString();
}

QString Session::userId() const {
    return m_core->self().isNull() ? QString() : m_core->self().toString();
}

QString Session::userName() const {
    const auto user = m_core->account().user;
    return user ? user->username : QString();
}

QString Session::displayName() const {
    const auto user = m_core->account().user;
    return user ? user->displayName : QString();
}

QString Session::storageText() const {
    return words::credentialStorage(m_core->credentialStorage());
}

QString Session::roomName() const {
    const auto summary = m_rooms ? m_rooms->summary(m_room) : std::nullopt;
    return summary ? summary->room.name : QString();
}

QString Session::roomTopic() const {
    const auto summary = m_rooms ? m_rooms->summary(m_room) : std::nullopt;
    return summary ? summary->room.topic : QString();
}

bool Session::isRoomPrivate() const {
    const auto summary = m_rooms ? m_rooms->summary(m_room) : std::nullopt;
    return summary && summary->room.kind != RoomKind::Public;
}

void Session::openRoom(const QString& roomId) {
    if (!isReady())
        return;
    const auto id = RoomId::parse(roomId);
    const RoomId room = id && m_rooms->contains(*id) ? *id : RoomId();
    m_awaited = {};
    if (room == m_room)
        return;
    m_room = room;
    m_rooms->setOpenRoom(room);
    m_timeline->setRoom(room);
    m_members->setRoom(room);
    m_composer->setPlace(room);
    m_threadComposer->setPlace({});
    if (!room.isNull())
        m_profile.setLastRoom(accountId(), room);
    Q_EMIT roomChanged();
}

void Session::openWhenThere(const RoomId& room) {
    if (m_rooms->contains(room))
        openRoom(room.toString());
    else
        m_awaited = room;
}

void Session::retryNow() {
    m_core->retryConnection();
}

void Session::createRoom(const QString& name, bool isPrivate, const QString& topic) {
    CreateRoomRequest request;
    request.name = name.trimmed();
    request.kind = isPrivate ? RoomKind::Private : RoomKind::Public;
    request.topic = topic.trimmed();
    m_core->createRoom(request, this, [this](const Outcome<Room>& room) {
        if (room) {
            openWhenThere(room->id);
            Q_EMIT roomCreated(room->id.toString());
            return;
        }
        // The wire names fields by their path ("data.name"); a name that is in use may come without.
        QString field = room.error().error.field().section(u'.', -1);
        if (field.isEmpty() && room.error().error.code() == ErrorCode::Taken)
            field = u"name"_s;
        Q_EMIT createFailed(field, words::field(field, room.error()));
    });
}

void Session::leaveRoom(const QString& roomId) {
    const auto id = RoomId::parse(roomId);
    if (!id)
        return;
    m_core->leaveRoom(*id, this, [this](const Outcome<RoomId>& outcome) {
        if (outcome)
            Q_EMIT roomLeft();
        else
            Q_EMIT actionFailed(words::failure(outcome.error()));
    });
}

void Session::signOut() {
    m_core->signOut(this, [this](const Outcome<bool>&) { Q_EMIT signedOutByUser(); });
}

void Session::updateNotice() {
    const ConnectionStatus status = m_core->status();
    const QString text = words::connection(status, QDateTime::currentDateTimeUtc());
    if (text.isEmpty()) {
        m_disturbed = false;
        m_noticeTimer.stop();
    } else if (status.state == ConnectionState::SignedOut) {
        m_disturbed = true;
        m_noticeTimer.stop();
    } else {
        const int interval = m_disturbed ? countdownMs : quietMs;
        if (!m_noticeTimer.isActive() || m_noticeTimer.interval() != interval)
            m_noticeTimer.start(interval);
    }
    m_notice = m_disturbed ? text : QString();
    Q_EMIT connectionChanged();
}

} // namespace parlor
