// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// The list of pages, and one of them beside it; in a narrow window first the one, then the other.
Dialog {
    id: dialog

    required property App app
    readonly property Session session: app.session
    readonly property bool narrow: width < Theme.settingsOneColumnBelow
    readonly property var pages: {
        const all = [
            { key: "appearance", text: qsTr("Appearance"), icon: "palette", page: appearance },
            { key: "notifications", text: qsTr("Notifications"), icon: "bell", page: notifications }
        ];
        if (session !== null) {
            all.push({ key: "profile", text: qsTr("Profile"), icon: "user", page: profile });
            all.push({ key: "account", text: qsTr("Account and devices"), icon: "key-round", page: account });
            all.push({ key: "storage", text: qsTr("Storage"), icon: "hard-drive", page: storage });
        }
        all.push({ key: "keys", text: qsTr("Keys"), icon: "keyboard", page: keys });
        all.push({ key: "about", text: qsTr("About"), icon: "info", page: about });
        return all;
    }
    property string page: "appearance"
    // Of a narrow window.
    property bool listShown: true
    readonly property var current: pages.find(one => one.key === page) ?? pages[0]

    function openAt(key) {
        page = key;
        listShown = false;
        open();
    }

    objectName: "settingsDialog"
    title: narrow && !listShown ? current.text : qsTr("Settings")
    preferredWidth: Theme.settingsWidth
    fixedHeight: Theme.settingsHeight
    sideWidth: narrow ? 0 : Theme.settingsListWidth
    scrollsByKeys: current.key === "keys"
    canGoBack: narrow && !listShown
    onBack: {
        listShown = true;
        listColumn.focusCurrent();
    }
    onPageChanged: scrollToTop()
    onOpened: {
        if (!narrow || listShown)
            (narrow ? listColumn : sideList).focusCurrent();
    }
    onClosed: listShown = true

    side: SettingsPageList {
        id: sideList
        anchors.fill: parent
        visible: !dialog.narrow
        pages: dialog.pages
        page: dialog.page
        onChosen: key => dialog.page = key
    }

    SettingsPageList {
        id: listColumn
        width: parent.width
        visible: dialog.narrow && dialog.listShown
        pages: dialog.pages
        page: dialog.page
        opens: true
        onChosen: key => {
            dialog.page = key;
            dialog.listShown = false;
        }
    }
    Loader {
        objectName: "settingsPage"
        width: parent.width
        visible: !dialog.narrow || !dialog.listShown
        active: dialog.visible
        sourceComponent: dialog.current.page
    }

    Component {
        id: appearance
        SettingsAppearancePage {
            app: dialog.app
        }
    }
    Component {
        id: notifications
        SettingsNotificationsPage {
            app: dialog.app
        }
    }
    Component {
        id: profile
        SettingsProfilePage {
            session: dialog.session
        }
    }
    Component {
        id: account
        SettingsAccountPage {
            session: dialog.session
            onCloseWanted: dialog.close()
        }
    }
    Component {
        id: storage
        SettingsStoragePage {
            session: dialog.session
        }
    }
    Component {
        id: keys
        KeySheet {
            width: parent ? parent.width : implicitWidth
        }
    }
    Component {
        id: about
        SettingsAboutPage {
            app: dialog.app
        }
    }
}
