// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

// Of what one is told, how, when not, and whether it works at all.
Column {
    id: page

    required property App app
    readonly property Attention attention: app.attention
    readonly property NotificationSettings settings: attention.settings

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap5

    Component.onCompleted: attention.refresh()

    SettingsSection {
        NotificationCheck {
            width: parent.width
            attention: page.attention
        }
    }
    SettingsSection {
        title: qsTr("Tell me of")
        help: page.settings.rule === "all" ? qsTr("Every message in every room.")
            : page.settings.rule === "nothing" ? qsTr("Nothing, except in rooms that have a rule of their own.")
            : qsTr("What calls me: my name, @room, a keyword, an answer to me; and every direct message.")

        Segmented {
            objectName: "notifyRule"
            width: parent.width
            name: qsTr("Tell me of")
            value: page.settings.rule
            options: [
                { value: "all", text: qsTr("Everything") },
                { value: "mentions", text: qsTr("What calls me") },
                { value: "nothing", text: qsTr("Nothing") }
            ]
            onChosen: value => page.settings.rule = value
        }
    }
    SettingsSection {
        TextField {
            id: keywords
            objectName: "keywords"
            width: parent.width
            label: qsTr("Keywords")
            placeholder: qsTr("release, on call")
            help: qsTr("Words that call you wherever they are said. Separate them with commas.")
            Component.onCompleted: text = page.settings.keywords
            onEditingChanged: {
                if (editing)
                    return;
                page.settings.keywords = text;
                text = page.settings.keywords;
            }
            onAccepted: page.settings.keywords = text
            // A page that goes away takes what was typed with it otherwise.
            Component.onDestruction: page.settings.keywords = text
        }
    }
    SettingsSection {
        title: qsTr("Do not disturb")
        help: qsTr("Others see that you do not want to be disturbed. Messages are counted, and wait for you.")

        Segmented {
            objectName: "quiet"
            width: parent.width
            visible: !page.attention.quiet
            name: qsTr("Do not disturb")
            value: "off"
            options: [
                { value: "off", text: qsTr("Off") },
                { value: "30m", text: qsTr("30 min") },
                { value: "1h", text: qsTr("1 hour") },
                { value: "tomorrow", text: qsTr("Tomorrow") },
                { value: "always", text: qsTr("On") }
            ]
            onChosen: value => page.attention.setQuiet(value)
        }
        Banner {
            objectName: "quietNow"
            width: parent.width
            visible: page.attention.quiet
            iconName: "bell-off"
            text: page.attention.quietText
            actionText: qsTr("Turn off")
            onAction: page.attention.setQuiet("off")
        }
    }
    SettingsSection {
        title: qsTr("How")

        Switch {
            objectName: "preview"
            width: parent.width
            text: qsTr("Show what was said")
            help: qsTr("Otherwise only who wrote, and where.")
            checked: page.settings.preview
            onToggled: page.settings.preview = checked
        }
        Switch {
            objectName: "sound"
            width: parent.width
            visible: page.attention.canSound
            text: qsTr("Play the desktop's sound")
            checked: page.settings.sound
            onToggled: page.settings.sound = checked
        }
    }
    SettingsSection {
        title: qsTr("When the window is closed")

        Switch {
            objectName: "closeToTray"
            width: parent.width
            enabled: page.attention.trayAvailable
            text: qsTr("Stay in the tray")
            help: page.attention.trayAvailable ? qsTr("You are told of messages while no window is open.")
                                               : qsTr("This desktop has no tray: closing the window ends Parlor.")
            checked: page.settings.closeToTray && page.attention.trayAvailable
            onToggled: page.settings.closeToTray = checked
        }
        Switch {
            objectName: "startWithSession"
            width: parent.width
            visible: page.attention.canStartWithSession
            text: qsTr("Start Parlor when I log in to this computer")
            help: page.attention.trayAvailable ? qsTr("In the tray, without a window.") : qsTr("As a minimised window.")
            checked: page.attention.startsWithSession
            onToggled: page.attention.startsWithSession = checked
        }
    }
    SettingsSection {
        title: qsTr("Show me as away")
        help: qsTr("When nothing was done in Parlor for so long, or the screen is locked.")

        Segmented {
            objectName: "awayAfter"
            width: parent.width
            name: qsTr("Show me as away")
            value: String(page.settings.awayAfter)
            options: [
                { value: "5", text: qsTr("5 min") },
                { value: "10", text: qsTr("10 min") },
                { value: "30", text: qsTr("30 min") },
                { value: "0", text: qsTr("When locked") }
            ]
            onChosen: value => page.settings.awayAfter = Number(value)
        }
    }
}
