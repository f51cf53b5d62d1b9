// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// Who one is to others, at the account that is shown.
Column {
    id: page

    required property Session session

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap5

    Row {
        width: parent.width
        spacing: Theme.gap3

        Avatar {
            id: face
            size: 44
            name: page.session ? page.session.displayName : ""
            identity: page.session ? page.session.userId : ""
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - face.width - Theme.gap3
            spacing: 2

            Label {
                width: parent.width
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignLeft
                text: page.session ? page.session.displayName : ""
                font.weight: Font.DemiBold
            }
            Label {
                width: parent.width
                elide: Text.ElideMiddle
                horizontalAlignment: Text.AlignLeft
                text: page.session ? qsTr("%1 at %2").arg(page.session.userName).arg(page.session.serverAddress) : ""
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
            }
        }
    }
}
