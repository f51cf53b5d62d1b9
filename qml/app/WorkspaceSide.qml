// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Rooms
import Parlor.Search
import Parlor.Timeline

// What stands beside the open room: a thread, the members, the pins or the search.
FocusScope {
    id: side

    required property Workspace workspace
    readonly property var kinds: ({ "thread": threadSide, "members": membersSide, "pins": pinsSide, "search": searchSide })

    // Gives it the keyboard. `here`: a search of the open room, not of everything.
    function begin(here) {
        if (content.item)
            content.item.begin(here);
    }

    Loader {
        id: content
        anchors.fill: parent
        focus: true
        sourceComponent: side.workspace.sideShown ? side.kinds[side.workspace.side] ?? null : null
        onLoaded: item.begin(true)
    }

    Component {
        id: threadSide
        ThreadPane {
            session: side.workspace.session
            narrow: side.workspace.sideFills
            watched: side.workspace.watched
            composer: Composer {
                composer: side.workspace.session.threadComposer
                enterSends: side.workspace.app.settings.enterSends
            }
            onPersonWanted: (userId, near) => side.workspace.showPerson(userId, near)
            onClosed: side.workspace.closeSide()
            onLinkActivated: address => side.workspace.app.openLink(address)
            onJumpWanted: key => side.workspace.jumpTo(side.workspace.session.roomId, key, 0)
        }
    }
    Component {
        id: membersSide
        SidePane {
            function begin() {
                members.begin();
                members.focusField();
            }
            title: qsTr("Members")
            narrow: side.workspace.sideFills
            onClosed: side.workspace.closeSide()

            MembersPane {
                id: members
                anchors.fill: parent
                session: side.workspace.session
                onPersonWanted: (userId, near) => side.workspace.showPerson(userId, near)
                onMentionWanted: username => side.workspace.mention(username)
            }
        }
    }
    Component {
        id: pinsSide
        PinsPane {
            model: side.workspace.session.pins
            narrow: side.workspace.sideFills
            onPersonWanted: (userId, near) => side.workspace.showPerson(userId, near)
            onClosed: side.workspace.closeSide()
            onLinkActivated: address => side.workspace.app.openLink(address)
            onJumpWanted: key => side.workspace.jumpTo(side.workspace.session.roomId, key, 0)
        }
    }
    Component {
        id: searchSide
        SearchPane {
            session: side.workspace.session
            narrow: side.workspace.sideFills
            onCloseWanted: side.workspace.closeSide()
            onJumpWanted: (roomId, messageId, seq) => side.workspace.jumpTo(roomId, messageId, seq)
        }
    }
}
