// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Parlor.Account
import Parlor.App
import Parlor.Models
import Parlor.Ui

T.ApplicationWindow {
    id: window

    required property App app
    readonly property Workspace workspace: loader.item as Workspace

    function restoreGeometry() {
        const kept = app.settings.window;
        if (kept.width >= minimumWidth && kept.height >= minimumHeight) {
            x = kept.x;
            y = kept.y;
            width = kept.width;
            height = kept.height;
        }
    }

    width: 1280
    height: 800
    minimumWidth: Theme.windowWidthMin
    minimumHeight: Theme.windowHeightMin
    visible: true
    color: Theme.base
    title: {
        const parts = [];
        if (app.session && app.session.roomName.length > 0)
            parts.push(app.session.roomName);
        if (app.session)
            parts.push(app.session.serverName);
        parts.push(app.profileName.length > 0 ? qsTr("Parlor (%1)").arg(app.profileName) : qsTr("Parlor"));
        return parts.join(" – ");
    }
    LayoutMirroring.enabled: Qt.application.layoutDirection === Qt.RightToLeft // qmllint disable
    LayoutMirroring.childrenInherit: true

    Component.onCompleted: restoreGeometry()
    onClosing: {
        if (visibility === Window.Windowed)
            app.settings.window = Qt.rect(x, y, width, height);
        if (app.session !== null && app.attention.staysInTray)
            app.attention.noteHidden();
        else
            app.quit();
    }

    Binding {
        target: Theme
        property: "mode"
        value: window.app.settings.theme
    }
    Binding {
        target: Theme
        property: "calm"
        value: window.app.settings.reducedMotion || Appearance.reducedMotion
    }

    Binding {
        target: Theme
        property: "compact"
        value: window.app.settings.compact
    }

    // What is before the user's eyes is not told by a notification.
    Binding {
        target: window.app.attention
        property: "watched"
        value: window.active && window.visible && !signIn.active && window.workspace !== null && window.workspace.roomShown
               ? window.app.session.accountId + "/" + window.app.session.roomId : ""
    }
    Connections {
        target: window.app.places
        function onJumpWanted(roomId, messageId, seq) {
            window.workspace.jumpTo(roomId, messageId, seq);
        }
        function onRefused(title, text) {
            explanation.title = title;
            explanation.text = text;
            explanation.open();
        }
    }

    Loader {
        id: loader
        anchors.fill: parent
        focus: true
        active: window.app.session !== null
        visible: !signIn.active
        enabled: !signIn.active
        sourceComponent: Workspace {
            app: window.app
            session: window.app.session
            watched: window.active && !signIn.active
            onSettingsWanted: settings.open()
            onProfileWanted: settings.openAt("profile")
        }
    }
    Loader {
        id: signIn
        anchors.fill: parent
        active: window.app.signInForm !== null
        focus: active
        sourceComponent: SignInPage {
            focus: true
            app: window.app
            form: window.app.signInForm
        }
    }

    SettingsDialog {
        id: settings
        app: window.app
    }
    KeysDialog {
        id: keys
    }
    Dialog {
        id: explanation
        property string text

        objectName: "explanation"

        Label {
            width: parent.width
            text: explanation.text
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
        }
        buttons: Button {
            objectName: "explanationClose"
            kind: "primary"
            text: qsTr("Close")
            onClicked: explanation.close()
        }
    }

    component WorkKey: Shortcut {
        enabled: window.workspace !== null && !signIn.active
        context: Qt.WindowShortcut
    }

    WorkKey {
        sequence: "Ctrl+F"
        onActivated: window.workspace.search(true)
    }
    WorkKey {
        sequence: "Ctrl+Shift+F"
        onActivated: window.workspace.search(false)
    }
    WorkKey {
        sequence: "Ctrl+K"
        onActivated: window.workspace.jump()
    }
    WorkKey {
        sequence: "Ctrl+N"
        onActivated: window.workspace.createRoom()
    }
    WorkKey {
        sequence: "Alt+Up"
        onActivated: window.workspace.step(-1, false)
    }
    WorkKey {
        sequence: "Alt+Down"
        onActivated: window.workspace.step(1, false)
    }
    WorkKey {
        sequence: "Alt+Shift+Up"
        onActivated: window.workspace.step(-1, true)
    }
    WorkKey {
        sequence: "Alt+Shift+Down"
        onActivated: window.workspace.step(1, true)
    }
    Shortcut {
        sequences: ["Ctrl+Q"]
        onActivated: window.app.quit()
    }
    Shortcut {
        sequences: ["Ctrl+,"]
        onActivated: settings.open()
    }
    Shortcut {
        sequences: ["Ctrl+/"]
        onActivated: keys.open()
    }
    Repeater {
        model: 9
        Item {
            id: account
            required property int index
            Shortcut {
                sequences: ["Ctrl+" + (account.index + 1)]
                onActivated: window.app.switchTo(account.index)
            }
        }
    }
}
