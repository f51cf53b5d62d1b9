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
    // Beside the body, and stays where it is while that scrolls.
    property alias side: sidePane.data
    property int sideWidth: 0
    // Of one whose content changes while it is open: it keeps its size.
    property int fixedHeight: 0
    // An arrow before the title.
    property bool canGoBack: false
    // Of one that is only read: the keyboard scrolls it.
    property bool scrollsByKeys: false

    signal back

    function focusBody() {
        scroll.forceActiveFocus(Qt.PopupFocusReason);
    }
    function scrollToTop() {
        scroll.contentY = 0;
    }
    // What the keyboard reaches is in sight.
    function show(item) {
        if (!item)
            return;
        for (let one = item; one !== bodyColumn; one = one.parent) {
            if (!one.parent)
                return;
        }
        const top = item.mapToItem(bodyColumn, 0, 0).y - Theme.gap2;
        const bottom = top + item.height + 2 * Theme.gap2;
        scroll.contentY = Math.max(0, Math.min(top, Math.max(scroll.contentY, bottom - scroll.height)));
    }

    parent: T.Overlay.overlay
    modal: true
    focus: true
    dim: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    width: parent ? Math.min(preferredWidth, parent.width - 2 * Theme.gap4) : preferredWidth
    height: parent ? Math.min(fixedHeight > 0 ? fixedHeight : implicitHeight, parent.height - 2 * Theme.gap4) : implicitHeight
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

        Connections {
            target: dialog.opened ? dialog.contentItem.Window.window : null // qmllint disable
            function onActiveFocusItemChanged() {
                dialog.show(dialog.contentItem.Window.activeFocusItem);
            }
        }

        Item {
            id: header
            width: parent.width
            height: 44

            IconButton {
                id: backButton
                objectName: "dialogBack"
                anchors.left: parent.left
                anchors.leftMargin: -6
                anchors.top: parent.top
                anchors.topMargin: -2
                visible: dialog.canGoBack
                width: visible ? implicitWidth : 0
                iconName: dialog.mirrored ? "arrow-right" : "arrow-left"
                text: qsTr("Back")
                tipEnabled: false
                onClicked: dialog.back()
            }
            WrittenLabel {
                anchors.left: backButton.right
                anchors.leftMargin: dialog.canGoBack ? Theme.gap2 : 6
                anchors.right: close.left
                anchors.top: parent.top
                words: dialog.title
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

        Item {
            id: sidePane
            anchors.top: header.bottom
            anchors.left: parent.left
            anchors.bottom: parent.bottom
            width: dialog.sideWidth
            visible: width > 0
        }

        Flickable {
            id: scroll
            anchors.top: header.bottom
            anchors.left: sidePane.right
            anchors.right: parent.right
            anchors.bottom: buttonRow.visible ? buttonRow.top : parent.bottom
            anchors.bottomMargin: buttonRow.visible ? Theme.gap5 : 0
            // Room for focus rings, which stand out by two pixels.
            anchors.leftMargin: dialog.sideWidth > 0 ? Theme.gap5 - 4 : -4
            anchors.rightMargin: -4
            clip: true
            contentHeight: bodyColumn.implicitHeight + 4
            boundsBehavior: Flickable.StopAtBounds
            interactive: contentHeight > height
            activeFocusOnTab: dialog.scrollsByKeys && interactive
            Accessible.role: Accessible.Pane
            Accessible.name: dialog.title
            Keys.onPressed: event => {
                const by = event.key === Qt.Key_Up ? -48 : event.key === Qt.Key_Down ? 48
                         : event.key === Qt.Key_PageUp ? -0.9 * height : event.key === Qt.Key_PageDown ? 0.9 * height
                         : event.key === Qt.Key_Home ? -contentHeight : event.key === Qt.Key_End ? contentHeight : 0;
                event.accepted = activeFocus && dialog.scrollsByKeys && by !== 0;
                if (event.accepted)
                    contentY = Math.max(0, Math.min(contentHeight - height, contentY + by));
            }
            T.ScrollBar.vertical: ScrollBar {}

            Column {
                id: bodyColumn
                x: 4
                y: 2
                width: scroll.width - 8
                spacing: Theme.gap4
            }
        }

        FocusRing {
            anchors.fill: scroll
            anchors.margins: -6
            shown: scroll.activeFocus
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
