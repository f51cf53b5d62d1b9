// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/core.h"
#include "client/models/account_storage.h"
#include "client/models/bans_model.h"
#include "client/models/composer.h"
#include "client/models/devices_model.h"
#include "client/models/lost_room.h"
#include "client/models/members_model.h"
#include "client/models/message_details.h"
#include "client/models/own_profile.h"
#include "client/models/password_form.h"
#include "client/models/people.h"
#include "client/models/people_model.h"
#include "client/models/person_card.h"
#include "client/models/pins_model.h"
#include "client/models/public_rooms_model.h"
#include "client/models/room_acts.h"
#include "client/models/room_info.h"
#include "client/models/room_list_model.h"
#include "client/models/search_model.h"
#include "client/models/switcher_model.h"
#include "client/models/thread_model.h"
#include "client/models/timeline_model.h"

#include <QObject>
#include <QQmlEngine>
#include <QTimer>

namespace parlor {

class Profile;

/// One account for the user interface: its connection, its rooms, and the room that is open. GUI thread.
class Session : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by App")
    Q_PROPERTY(QString accountId READ accountId CONSTANT FINAL)
    /// The models are there. False only for the moments in which the cache is opened.
    Q_PROPERTY(bool ready READ isReady NOTIFY readyChanged FINAL)
    /// The cache cannot be opened at all; empty if it can.
    Q_PROPERTY(QString fatal READ fatal NOTIFY readyChanged FINAL)
    Q_PROPERTY(QString serverName READ serverName NOTIFY accountChanged FINAL)
    Q_PROPERTY(QString serverAddress READ serverAddress NOTIFY accountChanged FINAL)
    Q_PROPERTY(QString userId READ userId NOTIFY accountChanged FINAL)
    Q_PROPERTY(QString userName READ userName NOTIFY accountChanged FINAL)
    Q_PROPERTY(QString displayName READ displayName NOTIFY accountChanged FINAL)

    Q_PROPERTY(bool online READ isOnline NOTIFY connectionChanged FINAL)
    Q_PROPERTY(bool signedOut READ isSignedOut NOTIFY connectionChanged FINAL)
    /// The calm line about the connection; empty when all is well, and for the first moments of a
    /// disturbance.
    Q_PROPERTY(QString notice READ notice NOTIFY connectionChanged FINAL)
    Q_PROPERTY(bool canRetry READ canRetry NOTIFY connectionChanged FINAL)
    /// Which rooms there are. Not before the server has told it for the first time.
    Q_PROPERTY(bool roomsKnown READ areRoomsKnown NOTIFY roomsKnownChanged FINAL)
    Q_PROPERTY(QString storageText READ storageText NOTIFY storageChanged FINAL)

    // Null until ready.
    Q_PROPERTY(parlor::RoomListModel* rooms READ rooms NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::TimelineModel* timeline READ timeline NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::ThreadModel* thread READ thread NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::PinsModel* pins READ pins NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::MessageDetails* details READ details NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::PublicRoomsModel* publicRooms READ publicRooms NOTIFY readyChanged FINAL)
    /// Of the open room.
    Q_PROPERTY(parlor::MembersModel* members READ members NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::BansModel* bans READ bans NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::SwitcherModel* switcher READ switcher NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::People* people READ people NOTIFY readyChanged FINAL)
    /// Who can be invited to a room.
    Q_PROPERTY(parlor::PeopleModel* invitees READ invitees NOTIFY readyChanged FINAL)
    /// Whose card is shown.
    Q_PROPERTY(parlor::PersonCard* person READ person NOTIFY readyChanged FINAL)
    /// The rooms whose menu, and whose settings, are shown.
    Q_PROPERTY(parlor::RoomInfo* roomMenu READ roomMenu NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::RoomInfo* roomSettings READ roomSettings NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::RoomActs* roomActs READ roomActs NOTIFY readyChanged FINAL)
    /// What was open until it was taken away.
    Q_PROPERTY(parlor::LostRoom* lostRoom READ lostRoom NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::OwnProfile* ownProfile READ ownProfile NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::PasswordForm* password READ password NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::DevicesModel* devices READ devices NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::AccountStorage* accountStorage READ accountStorage NOTIFY readyChanged FINAL)
    /// What is written in the open room, and in the thread beside it.
    Q_PROPERTY(parlor::Composer* composer READ composer NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::Composer* threadComposer READ threadComposer NOTIFY readyChanged FINAL)
    Q_PROPERTY(parlor::SearchModel* search READ search NOTIFY readyChanged FINAL)

    /// The open room; empty for none.
    Q_PROPERTY(QString roomId READ roomId NOTIFY roomChanged FINAL)
    Q_PROPERTY(QString roomName READ roomName NOTIFY roomChanged FINAL)
    Q_PROPERTY(QString roomTopic READ roomTopic NOTIFY roomChanged FINAL)
    Q_PROPERTY(bool roomPrivate READ isRoomPrivate NOTIFY roomChanged FINAL)
    /// Whom a direct room is with, a user's id; empty for other rooms.
    Q_PROPERTY(QString roomPeer READ roomPeer NOTIFY roomChanged FINAL)
    /// That person; of nobody in other rooms.
    Q_PROPERTY(parlor::PersonCard* peer READ peer NOTIFY readyChanged FINAL)
    Q_PROPERTY(bool roomArchived READ isRoomArchived NOTIFY roomChanged FINAL)
    /// As the server last told; 0 if it has not.
    Q_PROPERTY(int roomMembers READ roomMembers NOTIFY roomChanged FINAL)

public:
    /// Takes over `core`, on which open() was called or a sign-in succeeded. `profile` outlives it.
    Session(std::unique_ptr<Core> core, Profile& profile, QObject* parent = nullptr);
    ~Session() override;

    Core& core() { return *m_core; }

    QString accountId() const { return m_core->account().id; }
    bool isReady() const { return m_rooms != nullptr; }
    QString fatal() const { return m_fatal; }
    QString serverName() const;
    QString serverAddress() const;
    QString userId() const;
    QString userName() const;
    QString displayName() const;

    bool isOnline() const { return m_core->status().state == ConnectionState::Online; }
    bool isSignedOut() const { return m_core->status().state == ConnectionState::SignedOut; }
    QString notice() const { return m_notice; }
    bool canRetry() const { return m_core->status().state == ConnectionState::Waiting; }
    bool areRoomsKnown() const { return m_roomsKnown; }
    QString storageText() const;

    RoomListModel* rooms() const { return m_rooms; }
    TimelineModel* timeline() { return ofRoom(m_timeline); }
    ThreadModel* thread() { return ofRoom(m_thread); }
    PinsModel* pins() { return ofRoom(m_pins); }
    MessageDetails* details() const { return m_details; }
    PublicRoomsModel* publicRooms() const { return m_publicRooms; }
    MembersModel* members() { return ofRoom(m_members); }
    BansModel* bans() const { return m_bans; }
    SwitcherModel* switcher() const { return m_switcher; }
    People* people() const { return m_people; }
    PeopleModel* invitees() const { return m_invitees; }
    PersonCard* person() const { return m_person; }
    PersonCard* peer() { return ofRoom(m_peer); }
    RoomInfo* roomMenu() const { return m_roomMenu; }
    RoomInfo* roomSettings() const { return m_roomSettings; }
    RoomActs* roomActs() const { return m_roomActs; }
    LostRoom* lostRoom() const { return m_lostRoom; }
    OwnProfile* ownProfile() const { return m_ownProfile; }
    PasswordForm* password() const { return m_password; }
    DevicesModel* devices() const { return m_devices; }
    AccountStorage* accountStorage() const { return m_accountStorage; }
    Composer* composer() { return ofRoom(m_composer); }
    Composer* threadComposer() { return ofRoom(m_threadComposer); }
    SearchModel* search() const { return m_search; }

    QString roomId() const { return m_room.isNull() ? QString() : m_room.toString(); }
    QString roomName() const;
    QString roomTopic() const;
    bool isRoomPrivate() const;
    QString roomPeer() const;
    bool isRoomArchived() const;
    int roomMembers() const;

    /// Opens a room that the account is in; an empty or unknown id closes the open one.
    Q_INVOKABLE void openRoom(const QString& roomId);
    /// The thread of a message of the open room; an empty key closes the one that is open.
    Q_INVOKABLE void openThread(const QString& key);
    Q_INVOKABLE void retryNow();
    /// roomCreated() and the room is open, or createFailed(). `members`: ids of those who are in it at once.
    Q_INVOKABLE void createRoom(const QString& name, bool isPrivate, const QString& topic,
                                const QStringList& members = {});
    Q_INVOKABLE void signOut();

Q_SIGNALS:
    void readyChanged();
    void accountChanged();
    void connectionChanged();
    void roomsKnownChanged();
    void storageChanged();
    void roomChanged();
    void roomCreated(const QString& roomId);
    /// `field` is "name", "topic", "members" or empty.
    void createFailed(const QString& field, const QString& why);
    /// A change of a message was refused for good and is forgotten.
    void changeRefused(const QString& why);
    /// The session has ended; the account can be forgotten.
    void signedOutByUser();

private:
    void build();
    void learnServerName();
    void loseRoom();
    void learnRooms();
    /// The room that was open last, at the start: without what is in it.
    void reopenRoom();
    void setRoom(const RoomId& room);
    /// What shows the open room gets what is in it.
    void fillRoom();
    /// One that shows the open room, asked for from outside.
    template <typename Model>
    Model* ofRoom(Model* model) {
        fillRoom();
        return model;
    }
    void openWhenThere(const RoomId& room);
    void updateNotice();

    Profile& m_profile;
    std::unique_ptr<Core> m_core;
    RoomListModel* m_rooms = nullptr;
    TimelineModel* m_timeline = nullptr;
    ThreadModel* m_thread = nullptr;
    PinsModel* m_pins = nullptr;
    MessageDetails* m_details = nullptr;
    PublicRoomsModel* m_publicRooms = nullptr;
    MembersModel* m_members = nullptr;
    BansModel* m_bans = nullptr;
    SwitcherModel* m_switcher = nullptr;
    People* m_people = nullptr;
    PeopleModel* m_invitees = nullptr;
    PersonCard* m_person = nullptr;
    PersonCard* m_peer = nullptr;
    RoomInfo* m_roomMenu = nullptr;
    RoomInfo* m_roomSettings = nullptr;
    RoomActs* m_roomActs = nullptr;
    LostRoom* m_lostRoom = nullptr;
    OwnProfile* m_ownProfile = nullptr;
    PasswordForm* m_password = nullptr;
    DevicesModel* m_devices = nullptr;
    AccountStorage* m_accountStorage = nullptr;
    Composer* m_composer = nullptr;
    Composer* m_threadComposer = nullptr;
    SearchModel* m_search = nullptr;
    RoomId m_room;
    RoomId m_filled;    ///< whose content the models have: m_room, but for the window's first frame
    QString m_openName; ///< of m_room, also once the list no longer has it
    RoomId m_awaited;   ///< to be opened as soon as the list has it
    QString m_notice;
    QString m_fatal;
    QTimer m_noticeTimer;
    bool m_roomsKnown = false;
    bool m_disturbed = false;
    bool m_nameAsked = false; ///< it is known as of this run, or on its way
};

} // namespace parlor
