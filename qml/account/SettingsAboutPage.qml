// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

Column {
    id: page

    required property App app

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap4

    Row {
        width: parent.width
        spacing: Theme.gap3

        Image {
            id: logo
            width: 44
            height: 44
            sourceSize.width: 88
            sourceSize.height: 88
            source: "qrc:/parlor/app/parlor.svg"
            Accessible.ignored: true
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - logo.width - Theme.gap3
            spacing: 2

            Label {
                width: parent.width
                text: qsTr("Parlor %1").arg(page.app.version)
                horizontalAlignment: Text.AlignLeft
                font.weight: Font.DemiBold
            }
            Label {
                width: parent.width
                text: qsTr("Talk with your team, on a server of your own.")
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignLeft
                color: Theme.muted
                font.pixelSize: Theme.fontSecondary
            }
        }
    }
    Label {
        width: parent.width
        text: qsTr("Free software under the GNU General Public License, version 3 or later. Inter is under the SIL Open Font License, the icons are Lucide's (ISC), and Qt is under the LGPL and GPL.")
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        color: Theme.muted
        font.pixelSize: Theme.fontSecondary
    }
}
