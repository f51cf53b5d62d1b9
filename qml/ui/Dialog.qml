// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

// A sheet over the window with a title, content and, at the end, its buttons. Esc closes it.
T.Popup {
    id: dialog

    property string title
    default property alias body: bodyColumn.data
    property alias buttons: buttonRow.data
    property int preferredWidth: Theme.dialogWidth

    parent: T.Overlay.overlay
    modal: true
    focus: true
    dim: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    width: parent ? Math.min(preferredWidth, parent.width - 2 * Theme.gap4) : preferredWidth
    height: parent ? Math.min(implicitHeight, parent.height - 2 * Theme.gap4) : implicitHeight
    implicitHeight: header.height + scroll.contentHeight + (buttonRow.visible ? buttonRow.height + Theme.gap5 : 0) + 2 * padding
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round(Math.max(Theme.gap4, (parent.height - height) * 0.42)) : 0
    padding: Theme.gap5

    T.Overlay.modal: Rectangle {
        color: Theme.scrim
    }

    contentItem: Item {
        Accessible.role: Accessible.Dialog
        Accessible.name: dialog.title

        Item {
            id: header
            width: parent.width
            height: 44

            Label {
                anchors.left: parent.left
                anchors.right: close.left
                anchors.top: parent.top
                text: dialog.title
                horizontalAlignment: Text.AlignLeft
                elide: Text.ElideRight
                font.pixelSize: Theme.fontTitle
                font.weight: Font.Bold
                height: 28
                Accessible.role: Accessible.Heading
            }
            IconButton {
                id: close
                objectName: "dialogClose"
                anchors.right: parent.right
                anchors.rightMargin: -6
                anchors.top: parent.top
                anchors.topMargin: -2
                iconName: "x"
                text: qsTr("Close")
                tipEnabled: false
                focusPolicy: Qt.NoFocus
                onClicked: dialog.close()
            }
        }

        Flickable {
            id: scroll
            anchors.top: header.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: buttonRow.visible ? buttonRow.top : parent.bottom
            anchors.bottomMargin: buttonRow.visible ? Theme.gap5 : 0
            // Room for focus rings, which stand out by two pixels.
            anchors.leftMargin: -4
            anchors.rightMargin: -4
            clip: true
            contentHeight: bodyColumn.implicitHeight + 4
            boundsBehavior: Flickable.StopAtBounds
            interactive: contentHeight > height
            T.ScrollBar.vertical: ScrollBar {}

            Column {
                id: bodyColumn
                x: 4
                y: 2
                width: scroll.width - 8
                spacing: Theme.gap4
            }
        }

        Row {
            id: buttonRow
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            spacing: Theme.gap2
            visible: children.length > 0
        }
    }

    background: Rectangle {
        radius: Theme.radiusComposer + 2
        color: Theme.base
        border.width: 1
        border.color: Theme.line
    }

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.appear; easing.type: Easing.OutCubic }
        NumberAnimation { property: "scale"; from: 0.98; to: 1; duration: Theme.appear; easing.type: Easing.OutCubic }
    }
    exit: Transition {
        NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.appear; easing.type: Easing.OutCubic }
    }
}
