// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/window_fixture.h"

#include <QClipboard>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// Members, cards, one's own profile, and the settings pages of an account.
class TestPeople : public WindowTest {
    Q_OBJECT

private Q_SLOTS:
    void findsAMemberAndTheirCard() {
        World w;
        w.server.addMember(w.harbour.id, w.tom.id);
        w.server.setStatusText(w.tom.id, u"on the crane"_s);
        w.server.setPresence(w.tom.id, PresenceStatus::Away);
        w.open(w.harbour);
        Shown s(w);
        s.click(u"members"_s);
        QVERIFY(s.waitFor(u"member-tom"_s));
        s.click(u"memberSearchInput"_s);
        s.type(u"okaf"_s);
        QTRY_VERIFY(!s.item(u"member-ines"_s));
        s.key(Qt::Key_Down);
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"cardName"_s));
        QCOMPARE(s.item(u"cardName"_s)->property("text").toString(), u"Tom Okafor"_s);
        QTRY_COMPARE(s.item(u"cardPresence"_s)->property("text").toString(), u"Away"_s);
        QTRY_COMPARE(s.item(u"cardStatus"_s)->property("text").toString(), u"on the crane"_s);
        s.click(u"cardCopy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"tom"_s);
        s.click(u"cardMessage"_s);
        QTRY_COMPARE(w.session()->roomName(), u"Tom Okafor"_s);
        QTRY_VERIFY(!s.item(u"cardName"_s));
    }

    void showsMembersBesideTheRoom() {
        World w;
        w.open(w.harbour);
        Shown s(w);
        s.click(u"members"_s);
        QVERIFY(s.waitFor(u"member-ines"_s));
        QTRY_COMPARE(s.focused(), u"memberSearchInput"_s);
        s.key(Qt::Key_Escape);
        QTRY_VERIFY(!s.item(u"membersPane"_s));
        QTRY_COMPARE(s.focused(), u"composerInput"_s);
        // The button opens and closes; another room shows its own.
        s.click(u"members"_s);
        w.server.addMember(w.board.id, w.tom.id);
        w.open(w.board);
        QVERIFY(s.waitFor(u"member-tom"_s));
        s.click(u"members"_s);
        QTRY_VERIFY(!s.item(u"membersPane"_s));
    }

    void showsWhomADirectRoomIsWith() {
        World w;
        w.server.setPresence(w.ines.id, PresenceStatus::Away);
        const Room direct = w.server.addDirect(w.mara.id, w.ines.id);
        w.open(direct);
        Shown s(w);
        QTRY_COMPARE(s.item(u"roomTitle"_s)->property("text").toString(), u"Ines Duarte"_s);
        QTRY_COMPARE(s.item(u"roomTopic"_s)->property("text").toString(), u"Away"_s);
        w.server.setStatusText(w.ines.id, u"at the printer"_s);
        QTRY_COMPARE(s.item(u"roomTopic"_s)->property("text").toString(), u"at the printer"_s);
        s.click(u"roomMenu"_s);
        QVERIFY(s.waitFor(u"menuMute"_s));
        QVERIFY(!s.item(u"menuLeaveRoom"_s));
        QVERIFY(!s.item(u"menuSettings"_s));
        s.key(Qt::Key_Escape);
        s.click(u"roomFace"_s);
        QVERIFY(s.waitFor(u"cardName"_s));
    }

    void marksAnArchivedRoom() {
        World w;
        w.open(w.harbour);
        Shown s(w);
        QCOMPARE(s.item(u"roomTopic"_s)->property("text").toString(), u"Ships"_s);
        w.server.setArchived(w.harbour.id, true);
        QTRY_VERIFY(w.session()->isRoomArchived());
        QTRY_COMPARE(s.item(u"roomTopic"_s)->property("text").toString(), u"Archived · Ships"_s);
    }

    void tellsWhyADirectRoomCannotBeOpened() {
        World w;
        w.open(w.harbour);
        Shown s(w);
        s.click(u"members"_s);
        s.click(u"member-ines"_s);
        QVERIFY(s.waitFor(u"cardMessage"_s));
        w.server.failRequests(u"/api/v1/rooms/direct"_s, Error(ErrorCode::Unavailable));
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"cardError"_s));
        s.click(u"cardMessage"_s);
        QTRY_COMPARE(w.session()->roomName(), u"Ines Duarte"_s);
    }

    void addsPeopleByKeys() {
        World w;
        w.open(w.board);
        Shown s(w);
        s.click(u"members"_s);
        s.click(u"addPeople"_s);
        QTRY_COMPARE(s.focused(), u"inviteFieldInput"_s);
        s.type(u"tom"_s);
        QVERIFY(s.waitFor(u"pick-tom"_s));
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"chip-tom"_s));
        s.key(Qt::Key_Return);
        QTRY_VERIFY(w.server.isMember(w.board.id, w.tom.id));
        QVERIFY(s.waitFor(u"member-tom"_s));
        QTRY_VERIFY(!s.item(u"inviteField"_s));
    }

    void keepsWhoCouldNotBeAdded() {
        World w;
        w.open(w.board);
        Shown s(w);
        s.click(u"members"_s);
        s.click(u"addPeople"_s);
        QTRY_COMPARE(s.focused(), u"inviteFieldInput"_s);
        s.type(u"tom"_s);
        QVERIFY(s.waitFor(u"pick-tom"_s));
        s.click(u"pick-tom"_s);
        w.server.failRequests(u"/api/v1/rooms/"_s, Error(ErrorCode::Unavailable));
        s.click(u"addSubmit"_s);
        QVERIFY(s.waitFor(u"addError"_s));
        QVERIFY(s.item(u"chip-tom"_s));
        s.click(u"addSubmit"_s);
        QTRY_VERIFY(w.server.isMember(w.board.id, w.tom.id));
    }

    void bansAndLetsInAgain() {
        World w;
        w.server.addMember(w.harbour.id, w.tom.id);
        w.open(w.harbour);
        Shown s(w);
        s.click(u"members"_s);
        QVERIFY(s.waitFor(u"member-tom"_s));
        memberMenu(s, u"tom"_s);
        s.click(u"member-ban"_s);
        QVERIFY(s.waitFor(u"confirmText"_s));
        QVERIFY(
            s.item(u"confirmText"_s)->property("text").toString().startsWith(u"Tom Okafor will no longer"_s));
        s.click(u"confirmAccept"_s);
        QTRY_VERIFY(!w.server.isMember(w.harbour.id, w.tom.id));
        QTRY_COMPARE(w.session()->members()->total(), 2);
        s.click(u"segment-bans"_s);
        s.click(u"unban-tom"_s);
        s.click(u"confirmAccept"_s);
        QTRY_VERIFY(!s.item(u"unban-tom"_s));
    }

    void givesRolesByKeys() {
        World w;
        w.server.addMember(w.harbour.id, w.tom.id);
        w.open(w.harbour);
        Shown s(w);
        s.click(u"members"_s);
        s.click(u"memberSearchInput"_s);
        s.type(u"tom"_s);
        QTRY_VERIFY(!s.item(u"member-ines"_s));
        s.key(Qt::Key_Down);
        s.key(Qt::Key_Menu);
        QVERIFY(s.waitFor(u"member-makeModerator"_s));
        QVERIFY(!s.item(u"member-makeMember"_s));
        // Profile, Message, Mention, Make owner, Make moderator.
        for (int i = 0; i < 5; ++i)
            s.key(Qt::Key_Down);
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"confirmAccept"_s));
        QTRY_COMPARE(s.focused(), u"confirmAccept"_s);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(w.session()->members()->at(0).value(u"role"_s).toString(), u"moderator"_s);
    }

    // No line below which nothing stands.
    void leavesNoGapInTheMenuOfOneself() {
        World w;
        w.server.setRole(w.harbour.id, w.mara.id, RoomRole::Owner);
        w.open(w.harbour);
        Shown s(w);
        s.click(u"members"_s);
        QVERIFY(s.waitFor(u"member-mara"_s));
        memberMenu(s, u"mara"_s);
        QVERIFY(s.waitFor(u"memberProfile"_s));
        QVERIFY(!s.item(u"memberRoles"_s));
    }

    void showsAMemberOnlyWhatTheyMay() {
        World w(false);
        w.server.addMember(w.board.id, w.tom.id);
        w.server.setRole(w.board.id, w.ines.id, RoomRole::Owner);
        w.server.setRole(w.board.id, w.mara.id, RoomRole::Member);
        w.signIn();
        w.open(w.board);
        Shown s(w);
        s.click(u"members"_s);
        QVERIFY(s.waitFor(u"member-tom"_s));
        QVERIFY(!s.item(u"addPeople"_s));
        QVERIFY(!s.item(u"segment-bans"_s));
        QVERIFY(s.item(u"membersNote"_s)->property("text").toString().contains(u"owners and moderators"_s));
        memberMenu(s, u"tom"_s);
        QVERIFY(!s.item(u"member-ban"_s));
        QVERIFY(!s.item(u"member-makeOwner"_s));
        s.click(u"memberMention"_s);
        QTRY_COMPARE(s.focused(), u"composerInput"_s);
        QTRY_VERIFY(s.item(u"composerInput"_s)->property("text").toString().contains(u"@tom"_s));
    }

    void setsPresenceAndStatusFromTheRail() {
        World w;
        Shown s(w);
        s.click(u"ownButton"_s);
        s.click(u"presence-dnd"_s);
        QTRY_VERIFY(w.server.presence(w.mara.id).status == PresenceStatus::DoNotDisturb);
        s.click(u"ownButton"_s);
        QVERIFY(s.waitFor(u"presence-dnd"_s));
        QVERIFY(s.item(u"presence-dnd"_s)->property("checked").toBool());
        QVERIFY(!s.item(u"presence-online"_s)->property("checked").toBool());
        s.click(u"ownStatus"_s);
        QTRY_COMPARE(s.focused(), u"statusTextInput"_s);
        s.type(u"at sea"_s);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(w.server.user(w.mara.id).statusText, u"at sea"_s);
        QTRY_VERIFY(!s.item(u"statusText"_s));
        s.click(u"ownButton"_s);
        s.click(u"ownProfile"_s);
        QVERIFY(s.waitFor(u"profileName"_s));
    }

    void savesTheProfile() {
        World w;
        Shown s(w);
        settings(s, u"profile"_s);
        s.click(u"profileNameInput"_s);
        s.key(Qt::Key_A, Qt::ControlModifier);
        s.type(u"M. Lindqvist"_s);
        s.click(u"profileZoneInput"_s);
        s.type(u"berl"_s);
        s.click(u"zone-Europe/Berlin"_s);
        QCOMPARE(s.item(u"profileZone"_s)->property("text").toString(), u"Europe/Berlin"_s);
        w.server.failRequests(u"/api/v1/users/me"_s, Error(ErrorCode::Unavailable));
        s.click(u"profileSave"_s);
        QVERIFY(s.waitFor(u"profileError"_s));
        QCOMPARE(s.item(u"profileName"_s)->property("text").toString(), u"M. Lindqvist"_s);
        s.click(u"profileSave"_s);
        QVERIFY(s.waitFor(u"profileSaved"_s));
        QCOMPARE(w.server.user(w.mara.id).timeZone, u"Europe/Berlin"_s);
        QCOMPARE(w.session()->displayName(), u"M. Lindqvist"_s);
    }

    void changesThePassword() {
        World w;
        Shown s(w);
        settings(s, u"account"_s);
        s.click(u"passwordCurrentInput"_s);
        s.type(u"not it at all"_s);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(s.focused(), u"passwordWantedInput"_s);
        s.type(u"long enough"_s);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(s.focused(), u"passwordAgainInput"_s);
        s.type(u"long enough"_s);
        s.key(Qt::Key_Return);
        QTRY_VERIFY(!s.item(u"passwordCurrent"_s)->property("error").toString().isEmpty());
        QTRY_COMPARE(s.focused(), u"passwordCurrentInput"_s);
        QCOMPARE(s.item(u"passwordWanted"_s)->property("text").toString(), u"long enough"_s);
        s.type(u"password"_s);
        s.click(u"passwordChange"_s);
        QVERIFY(s.waitFor(u"passwordChanged"_s));
        QCOMPARE(s.item(u"passwordWanted"_s)->property("text").toString(), QString());
    }

    void clearsTheStorage() {
        World w;
        w.fill(w.harbour, 5);
        Shown s(w);
        settings(s, u"storage"_s);
        QVERIFY(!s.item(u"storageSize"_s)->property("text").toString().isEmpty());
        s.click(u"clearCache"_s);
        s.click(u"confirmAccept"_s);
        QVERIFY(s.waitFor(u"cacheCleared"_s));
        QTRY_COMPARE_WITH_TIMEOUT(w.rooms().total(), 2, 20'000);
    }

private:
    static void memberMenu(const Shown& s, const QString& username) {
        s.click(u"member-"_s + username, Qt::RightButton);
        QVERIFY(s.waitFor(u"memberProfile"_s));
    }
    static void settings(const Shown& s, const QString& page) {
        s.key(Qt::Key_Comma, Qt::ControlModifier);
        s.click(u"page-"_s + page);
    }
};

QTEST_MAIN(TestPeople)
#include "tst_people.moc"
