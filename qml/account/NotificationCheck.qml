// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// Whether a notification would be seen; if not, why, and what to do. The test really shows one.
Rectangle {
    id: check

    required property Attention attention
    readonly property string obstacle: attention.obstacle
    readonly property bool clear: obstacle === ""
    readonly property string title: {
        switch (obstacle) {
        case "":
            return attention.test === "shown" ? qsTr("The desktop shows it now") : qsTr("Notifications can be shown");
        case "unknown":
            return qsTr("Asking the desktop");
        case "noService":
            return qsTr("Nothing here shows notifications");
        case "notAnswering":
            return qsTr("The desktop does not answer");
        case "denied":
            return qsTr("The desktop does not let Parlor");
        case "desktopQuiet":
            return qsTr("The desktop keeps them back");
        default:
            return qsTr("Do not disturb is on in Parlor");
        }
    }
    readonly property string advice: {
        switch (obstacle) {
        case "":
            return attention.test === "shown" ? qsTr("If you do not see it, look for Parlor in the notification settings of your desktop.")
                 : attention.service.length > 0 ? qsTr("By %1, the service of your desktop.").arg(attention.service)
                                                : qsTr("Send one to see what it looks like.");
        case "unknown":
            return qsTr("It has not answered yet.");
        case "noService":
            return qsTr("No notification service is running. Most desktops have one; for a plain window manager install one, such as dunst or mako, and start it. Parlor notices by itself.");
        case "notAnswering":
            return qsTr("Its notification service runs, but has not answered for some time. What you would be told waits until it does; if that takes long, start the service anew.");
        case "denied":
            return qsTr("Its security settings keep this program from showing notifications. Allow them for Parlor there.");
        case "desktopQuiet":
            return qsTr("Its own “do not disturb” is on, or a program that shares the screen has asked for quiet. Turn that off in the desktop.");
        default:
            return qsTr("%1. Only a test is shown.").arg(attention.quietText);
        }
    }

    implicitHeight: column.implicitHeight + 2 * Theme.gap4
    radius: Theme.radiusField
    color: Theme.side
    border.width: 1
    border.color: Theme.line

    Column {
        id: column
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.gap4
        spacing: Theme.gap3

        Item {
            width: parent.width
            height: texts.implicitHeight

            Icon {
                id: icon
                anchors.left: parent.left
                anchors.top: parent.top
                anchors.topMargin: 1
                name: check.clear ? "bell" : "bell-off"
                color: check.clear ? Theme.accent : Theme.muted
            }
            Column {
                id: texts
                anchors.left: icon.right
                anchors.leftMargin: Theme.gap3
                anchors.right: parent.right
                spacing: Theme.gap1

                Label {
                    objectName: "notifyState"
                    width: parent.width
                    text: check.title
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignLeft
                    font.weight: Font.DemiBold
                }
                Label {
                    objectName: "notifyAdvice"
                    width: parent.width
                    text: check.advice
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignLeft
                    color: Theme.muted
                    font.pixelSize: Theme.fontSecondary
                }
            }
        }
        Button {
            objectName: "testNotification"
            enabled: check.obstacle !== "noService" && check.obstacle !== "denied"
            text: qsTr("Send a test notification")
            onClicked: check.attention.testNotification()
        }
    }
}
