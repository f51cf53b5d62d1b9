// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// Why a message, or an edit of it, was not taken, and what one can do.
Flow {
    id: refused

    required property string why

    signal retryWanted
    signal discardWanted

    topPadding: 2
    bottomPadding: 2
    spacing: Theme.gap1

    Item {
        width: Math.min(label.implicitWidth + alert.width + 6, refused.width)
        height: Math.max(28, label.implicitHeight)

        Icon {
            id: alert
            anchors.left: parent.left
            y: 6
            name: "circle-alert"
            size: Theme.iconSmall
            color: Theme.danger
        }
        Label {
            id: label
            anchors.left: alert.right
            anchors.leftMargin: 6
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: refused.why
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            color: Theme.danger
            font.pixelSize: Theme.fontSecondary
            Accessible.ignored: true
        }
    }
    Row {
        Button {
            objectName: "retry"
            kind: "quiet"
            text: qsTr("Retry")
            onClicked: refused.retryWanted()
        }
        Button {
            objectName: "discard"
            kind: "quiet"
            text: qsTr("Discard")
            onClicked: refused.discardWanted()
        }
    }
}
