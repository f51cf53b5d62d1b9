// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Parlor.Models
import Parlor.Ui

Column {
    id: page

    required property App app

    width: parent ? parent.width : implicitWidth
    spacing: Theme.gap5

    SettingsSection {
        title: qsTr("Colours")

        Segmented {
            objectName: "theme"
            width: parent.width
            name: qsTr("Colours")
            value: page.app.settings.theme
            options: [
                { value: "system", text: qsTr("System"), icon: "monitor" },
                { value: "light", text: qsTr("Light"), icon: "sun" },
                { value: "dark", text: qsTr("Dark"), icon: "moon" }
            ]
            onChosen: value => page.app.settings.theme = value
        }
    }
    SettingsSection {
        title: qsTr("Space")
        help: qsTr("Compact shows more rooms and messages at once.")

        Segmented {
            objectName: "density"
            width: parent.width
            name: qsTr("Space")
            value: page.app.settings.compact ? "compact" : "comfortable"
            options: [
                { value: "comfortable", text: qsTr("Comfortable") },
                { value: "compact", text: qsTr("Compact") }
            ]
            onChosen: value => page.app.settings.compact = value === "compact"
        }
    }
    SettingsSection {
        title: qsTr("Size of text")

        Segmented {
            objectName: "textSize"
            width: parent.width
            name: qsTr("Size of text")
            value: page.app.settings.textSize.toString()
            options: page.app.settings.textSizes.map(size => ({ value: size.toString(), text: qsTr("%1 %").arg(size) }))
            onChosen: value => page.app.settings.textSize = parseInt(value)
        }
    }
    SettingsSection {
        title: qsTr("Motion")
        help: Appearance.reducedMotion ? qsTr("This computer asks for none, and Parlor keeps to it.") : ""

        Segmented {
            objectName: "motion"
            width: parent.width
            enabled: !Appearance.reducedMotion
            name: qsTr("Motion")
            value: page.app.settings.reducedMotion || Appearance.reducedMotion ? "none" : "some"
            options: [
                { value: "some", text: qsTr("Short and few") },
                { value: "none", text: qsTr("None at all") }
            ]
            onChosen: value => page.app.settings.reducedMotion = value === "none"
        }
    }
    SettingsSection {
        title: qsTr("Writing")
        help: page.app.settings.enterSends ? qsTr("Shift Enter begins a new line.") : qsTr("Enter begins a new line.")

        Segmented {
            objectName: "enterSends"
            width: parent.width
            name: qsTr("A message is sent by")
            value: page.app.settings.enterSends ? "enter" : "ctrl"
            options: [
                { value: "enter", text: qsTr("Enter sends") },
                { value: "ctrl", text: qsTr("Ctrl Enter sends") }
            ]
            onChosen: value => page.app.settings.enterSends = value === "enter"
        }
    }
    SettingsSection {
        title: qsTr("Language")
        help: qsTr("Parlor speaks the language of this computer, as far as it has been translated; otherwise English.")
    }
}
