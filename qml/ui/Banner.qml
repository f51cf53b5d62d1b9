// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Something the user should know, where it matters, without stopping them. kind: "info", "danger".
Rectangle {
    id: banner

    property string text
    property string iconName: kind === "danger" ? "circle-alert" : "info"
    property string kind: "info"
    property string actionText
    property bool flat: false
    // Not by what can be seen: that depends on its height, where it takes none when there is nothing to say.
    readonly property bool actionable: actionText.length > 0

    signal action

    implicitHeight: Math.max(40, Math.max(label.implicitHeight + 16, actionable ? 40 : 0))
    radius: flat ? 0 : Theme.radiusField
    color: kind === "danger" ? Theme.dangerSoft : Theme.side
    border.width: flat ? 0 : 1
    border.color: kind === "danger" ? Theme.danger : Theme.line
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Icon {
        id: icon
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap3
        anchors.top: parent.top
        anchors.topMargin: 12
        name: banner.iconName
        size: Theme.iconSmall
        color: banner.kind === "danger" ? Theme.danger : Theme.muted
    }
    Label {
        id: label
        anchors.left: icon.right
        anchors.leftMargin: Theme.gap2
        anchors.right: banner.actionable ? button.left : parent.right
        anchors.rightMargin: Theme.gap3
        anchors.verticalCenter: parent.verticalCenter
        text: banner.text
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignLeft
        font.pixelSize: Theme.fontSecondary
        Accessible.ignored: true
    }
    Button {
        id: button
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap2
        anchors.verticalCenter: parent.verticalCenter
        visible: banner.actionable
        kind: "quiet"
        text: banner.actionText
        onClicked: banner.action()
    }
}
