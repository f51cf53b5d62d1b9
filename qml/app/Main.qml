// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.App
import Parlor.Models
import Parlor.Ui

Window {
    id: window

    required property App app
    // What the screen has for it; empty if that is not known.
    property size screenSize: Qt.size(0, 0)
    readonly property Workspace workspace: loader.item as Workspace
    // It has been painted once.
    property bool painted: false

    // On the page named, or where it was left.
    function openSettings(page) {
        sheets.made().openSettings(page);
    }
    function openKeys() {
        sheets.made().openKeys();
    }
    function notePainted() {
        painted = true;
    }
    function restoreGeometry() {
        const kept = app.settings.window;
        if (kept.width >= minimumWidth && kept.height >= minimumHeight) {
            x = kept.x;
            y = kept.y;
            width = kept.width;
            height = kept.height;
        }
        if (screenSize.width > 0)
            width = Math.max(minimumWidth, Math.min(width, screenSize.width));
        if (screenSize.height > 0)
            height = Math.max(minimumHeight, Math.min(height, screenSize.height));
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
        if (app.session && app.session.serverName !== qsTr("Parlor"))
            parts.push(app.session.serverName);
        if (app.profileName.length > 0)
            parts.push(app.profileName);
        // At the end, where the platform would put it otherwise.
        parts.push(qsTr("Parlor"));
        return parts.join(" – ");
    }
    LayoutMirroring.enabled: Theme.mirrored
    LayoutMirroring.childrenInherit: true

    Component.onCompleted: {
        restoreGeometry();
        signIn.follow();
    }
    // A popup that closes gives the keyboard to the window's own item, which passes it on to nobody.
    onActiveFocusItemChanged: {
        if (activeFocusItem !== null && activeFocusItem === contentItem)
            content.forceActiveFocus(Qt.PopupFocusReason);
    }
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
    Binding {
        target: Theme
        property: "textScale"
        value: window.app.settings.textSize / 100
    }

    // What is before the user's eyes is not told by a notification.
    Binding {
        target: window.app.attention
        property: "watched"
        value: window.active && window.visible && !signIn.shown && window.workspace !== null && window.workspace.roomShown
               ? window.app.session.accountId + "/" + window.app.session.roomId : ""
    }
    Connections {
        target: window.app.places
        function onJumpWanted(roomId, messageId, seq) {
            window.workspace.jumpTo(roomId, messageId, seq);
        }
        function onRefused(title, text) {
            sheets.made().explain(title, text);
        }
        function onOffered(title, text, act) {
            sheets.made().offer(title, text, act);
        }
    }

    // Within the painting of a frame nothing may be made: it follows.
    Connections {
        target: window
        enabled: !window.painted
        function onFrameSwapped() {
            Qt.callLater(window.notePainted); // qmllint disable
        }
    }

    FocusScope {
        id: content
        anchors.fill: parent
        focus: true

        Loader {
            id: loader
            anchors.fill: parent
            focus: true
            active: window.app.session !== null
            visible: !signIn.shown
            enabled: !signIn.shown
            sourceComponent: Workspace {
                app: window.app
                session: window.app.session
                watched: window.active && !signIn.shown
                painted: window.painted
                onSettingsWanted: window.openSettings("")
                onProfileWanted: window.openSettings("profile")
            }
        }
        Loader {
            id: signIn
            readonly property bool shown: window.app.signInForm !== null

            // Its file is read only where it is shown.
            function follow() {
                if (shown && item === null)
                    setSource("../Account/SignInPage.qml", { app: window.app, form: Qt.binding(() => window.app.signInForm), focus: true });
                else if (!shown)
                    source = "";
            }

            anchors.fill: parent
            focus: shown
            onShownChanged: follow()
        }
    }
    Later {
        id: sheets
        file: Qt.resolvedUrl("WindowSheets.qml")
        given: ({ app: window.app })
    }

    component WorkKey: Shortcut {
        enabled: window.workspace !== null && !signIn.shown
        context: Qt.WindowShortcut
    }

    // Nobody presses one before there is something to see.
    Loader {
        active: window.painted
        sourceComponent: Item {
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
                onActivated: window.openSettings("")
            }
            Shortcut {
                sequences: ["Ctrl+/"]
                onActivated: window.openKeys()
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
    }
}
