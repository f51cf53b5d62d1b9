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
    connect(m_core.get(), &Core::statusChanged, this, [this] {
        updateNotice();
        learnRooms();
        if (isReady() && isOnline())
            learnServerName();
    });
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
    m_rooms = new RoomListModel(*m_core, m_profile, this);
    m_timeline = new TimelineModel(*m_core, this);
    m_thread = new ThreadModel(*m_core, this);
    m_pins = new PinsModel(*m_core, this);
    m_details = new MessageDetails(*m_core, this);
    connect(m_core.get(), &Core::changeRefused, this, [this](const OutboxEntry& entry, const Error& error) {
        Q_EMIT changeRefused(words::changeRefused(entry.kind, error));
    });
    m_publicRooms = new PublicRoomsModel(*m_core, this);
    m_members = new MembersModel(*m_core, this);
    m_bans = new BansModel(*m_core, this);
    m_switcher = new SwitcherModel(*m_core, *m_rooms, this);
    m_people = new People(*m_core, *m_rooms, this);
    m_invitees = new PeopleModel(*m_core, this);
    m_person = new PersonCard(*m_core, this);
    m_peer = new PersonCard(*m_core, this);
    m_roomMenu = new RoomInfo(*m_core, *m_rooms, this);
    m_roomSettings = new RoomInfo(*m_core, *m_rooms, this);
    m_roomActs = new RoomActs(*m_core, *m_rooms, *m_members, this);
    m_lostRoom = new LostRoom(this);
    m_ownProfile = new OwnProfile(*m_core, m_profile, this);
    m_password = new PasswordForm(*m_core, this);
    m_devices = new DevicesModel(*m_core, this);
    m_accountStorage = new AccountStorage(*m_core, this);
    m_composer = new Composer(*m_core, this);
    m_threadComposer = new Composer(*m_core, this);
    m_search = new SearchModel(*m_core, this);
    connect(m_rooms, &RoomListModel::summaryChanged, this, [this](const RoomId& room) {
        if (room == m_awaited)
            openRoom(room.toString());
        else if (room == m_room) {
            m_openName = roomName();
            Q_EMIT roomChanged();
        }
    });
    connect(m_rooms, &RoomListModel::countChanged, this, [this] {
        learnRooms();
        if (!m_room.isNull() && !m_rooms->contains(m_room))
            loseRoom();
    });
    const auto openWanted = [this](const QString& roomId) {
        if (const auto id = RoomId::parse(roomId))
            openWhenThere(*id);
    };
    connect(m_publicRooms, &PublicRoomsModel::joined, this, openWanted);
    connect(m_people, &People::directOpened, this, openWanted);
    m_roomsKnown = m_rooms->total() > 0 || m_core->reader()->hasSynced();
    Q_EMIT readyChanged();
    Q_EMIT roomsKnownChanged();
    Q_EMIT accountChanged();

    reopenRoom();
    learnServerName();
}

void Session::learnRooms() {
    if (m_roomsKnown || !isReady() || (!isOnline() && m_rooms->total() == 0))
        return;
    m_roomsKnown = true;
    Q_EMIT roomsKnownChanged();
}

// The window's first frame has the list alone: it does not wait for what is read of the room, which is asked
// for when that is to be shown.
void Session::reopenRoom() {
    const RoomId last = m_profile.lastRoom(accountId());
    if (!m_rooms->contains(last))
        return;
    setRoom(last);
    Q_EMIT roomChanged();
}

void Session::learnServerName() {
    if (m_nameAsked)
        return;
    m_nameAsked = true;
    m_core->fetchServerInfo(this, [this](const Outcome<ServerInfo>& info) {
        // Asked again when the server is there.
        m_nameAsked = info.has_value();
        if (!info || info->name == m_profile.serverName(accountId()))
            return;
        m_profile.setServerName(accountId(), info->name);
        Q_EMIT accountChanged();
    });
}

QString Session::serverName() const {
    const QString name = m_profile.serverName(accountId());
    return name.isEmpty() ? m_core->account().server.host() : name;
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
    return m_rooms ? m_rooms->nameOf(m_room) : QString();
}

QString Session::roomTopic() const {
    const auto summary = m_rooms ? m_rooms->summary(m_room) : std::nullopt;
    return summary ? summary->room.topic : QString();
}

bool Session::isRoomPrivate() const {
    const auto summary = m_rooms ? m_rooms->summary(m_room) : std::nullopt;
    return summary && summary->room.kind != RoomKind::Public;
}

QString Session::roomPeer() const {
    const auto summary = m_rooms ? m_rooms->summary(m_room) : std::nullopt;
    const UserId peer = summary ? words::roomPeer(summary->room, m_core->self()) : UserId();
    return peer.isNull() ? QString() : peer.toString();
}

bool Session::isRoomArchived() const {
    const auto summary = m_rooms ? m_rooms->summary(m_room) : std::nullopt;
    return summary && summary->room.archived;
}

int Session::roomMembers() const {
    const auto summary = m_rooms ? m_rooms->summary(m_room) : std::nullopt;
    return summary ? summary->memberCount : 0;
}

void Session::openRoom(const QString& roomId) {
    if (!isReady())
        return;
    const auto id = RoomId::parse(roomId);
    const RoomId room = id && m_rooms->contains(*id) ? *id : RoomId();
    m_awaited = {};
    if (room == m_room)
        return;
    setRoom(room);
    fillRoom();
    if (!room.isNull())
        m_profile.setLastRoom(accountId(), room);
    Q_EMIT roomChanged();
}

void Session::loseRoom() {
    if (!m_roomActs->takeGivenUp(m_room)) {
        QStringList written{m_composer->text(), m_threadComposer->text()};
        written.removeAll(QString());
        m_lostRoom->set(m_openName, written.join(u"\n\n"_s));
    }
    openRoom({});
}

void Session::setRoom(const RoomId& room) {
    m_room = room;
    m_openName = roomName();
    if (!room.isNull()) {
        m_lostRoom->clear();
        m_roomActs->takeGivenUp(room);
    }
    m_rooms->setOpenRoom(room);
}

void Session::fillRoom() {
    if (m_filled == m_room)
        return;
    m_filled = m_room;
    m_timeline->setRoom(m_room);
    m_thread->close();
    m_pins->setRoom(m_room);
    m_members->setRoom(m_room);
    m_peer->setUserId(roomPeer());
    m_composer->setPlace(m_room);
    m_threadComposer->setPlace({});
}

void Session::openThread(const QString& key) {
    if (!isReady())
        return;
    fillRoom();
    if (key.isEmpty())
        m_thread->close();
    else
        m_thread->open(m_room, key);
    m_threadComposer->setPlace(key.isEmpty() ? RoomId() : m_room, MessageId::parse(key));
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

void Session::createRoom(const QString& name, bool isPrivate, const QString& topic,
                         const QStringList& members) {
    CreateRoomRequest request;
    request.name = name.trimmed();
    request.kind = isPrivate ? RoomKind::Private : RoomKind::Public;
    request.topic = topic.trimmed();
    for (const QString& member : members) {
        if (const auto id = UserId::parse(member))
            request.members.append(*id);
    }
    m_core->createRoom(request, this, [this](const Outcome<Room>& room) {
        if (room) {
            openWhenThere(room->id);
            Q_EMIT roomCreated(room->id.toString());
            return;
        }
        // A name that is in use may come without its field.
        QString field = words::fieldOf(room.error());
        if (field.isEmpty() && room.error().error.code() == ErrorCode::Taken)
            field = u"name"_s;
        Q_EMIT createFailed(field, words::field(field, room.error()));
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
