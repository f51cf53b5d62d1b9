// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// The calm line about the connection, above the messages. Takes no room when all is well.
Item {
    id: notice

    required property Session session
    signal signInWanted

    implicitHeight: session.notice.length > 0 ? line.implicitHeight : 0
    visible: session.notice.length > 0
    clip: true

    Banner {
        id: line
        objectName: "connectionNotice"
        anchors.left: parent.left
        anchors.right: parent.right
        height: implicitHeight
        flat: true
        iconName: notice.session.signedOut ? "log-out" : "cloud-off"
        text: notice.session.notice
        actionText: notice.session.signedOut ? qsTr("Sign in again") : notice.session.canRetry ? qsTr("Retry now") : ""
        onAction: {
            if (notice.session.signedOut)
                notice.signInWanted();
            else
                notice.session.retryNow();
        }
    }
    Divider {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
