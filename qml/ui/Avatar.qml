// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Ui

// Initials on the colour of an id.
Rectangle {
    id: avatar

    property string name
    property string identity
    property int size: Theme.avatar
    property int letterSize: Math.max(8, Math.round(size * 0.39))
    property int letterWeight: Theme.weightStrong

    implicitWidth: size
    implicitHeight: size
    radius: size * Theme.radiusAvatar
    color: AvatarStyle.ground(identity, Theme.dark)

    Text {
        anchors.centerIn: parent
        text: AvatarStyle.initials(avatar.name)
        textFormat: Text.PlainText
        color: AvatarStyle.ink(avatar.identity, Theme.dark)
        font.family: Theme.family
        font.pixelSize: avatar.letterSize
        font.weight: avatar.letterWeight
    }
}
