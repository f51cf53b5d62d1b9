// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton

import QtQuick
import Parlor.Ui

// Every colour, size and duration of the client. Nothing else names one.
QtObject {
    id: theme

    // "system", "light" or "dark"; set by the application from its settings.
    property string mode: "system"
    property bool calm: Appearance.reducedMotion
    // More on the screen: smaller steps between rows and messages. Set likewise.
    property bool compact: false
    // How large all text is, of its usual size; what holds a line of text grows with it. Set likewise.
    property real textScale: 1
    // Whether the window runs from right to left. LayoutMirroring.enabled says the same, at the price of an
    // object for each item that asks.
    readonly property bool mirrored: Appearance.mirrored
    readonly property bool dark: mode === "dark" || (mode === "system" && Appearance.dark)

    // Colours.
    readonly property color rail: dark ? "#101215" : "#E4E7EA"
    readonly property color side: dark ? "#16191D" : "#F3F4F6"
    readonly property color base: dark ? "#1C2025" : "#FFFFFF"
    readonly property color raised: dark ? "#252A30" : "#FFFFFF"
    readonly property color hover: dark ? "#22272D" : "#EAECEF"
    // Of the message under the pointer: half of hover.
    readonly property color rowHover: dark ? "#20252B" : "#F4F5F7"
    readonly property color line: dark ? "#2A3037" : "#E3E6EA"
    readonly property color text: dark ? "#E8EBEE" : "#191D22"
    readonly property color muted: dark ? "#98A2AE" : "#5C6570"
    readonly property color faint: dark ? "#6C7682" : "#939CA7"
    readonly property color accent: dark ? "#4FB8A6" : "#0A7264"
    readonly property color accentSoft: dark ? "#1E3A37" : "#DDF1EE"
    readonly property color accentInk: dark ? "#06231F" : "#FFFFFF"
    readonly property color mention: dark ? "#E5A54B" : "#A15B0A"
    readonly property color mentionSoft: dark ? "#352B1B" : "#FDF3E1"
    readonly property color danger: dark ? "#F2857D" : "#BA2D25"
    readonly property color dangerSoft: dark ? "#3A2424" : "#FBE9E8"
    readonly property color dangerInk: dark ? "#2E0A08" : "#FFFFFF"
    readonly property color ok: dark ? "#56C271" : "#24914A"
    readonly property color away: dark ? "#D9C04F" : "#9A7B00"
    // A border that has to be seen: fields, and what is raised.
    readonly property color edge: dark ? "#3A424B" : "#CFD4DA"
    readonly property color badge: dark ? "#39414A" : "#D5D9DE"
    readonly property color scrim: dark ? "#A0000000" : "#66191D22"
    readonly property color accentHover: dark ? "#63C5B4" : "#086155"
    readonly property color dangerHover: dark ? "#F59C95" : "#A0251E"

    function scaled(size) {
        return Math.round(size * textScale);
    }

    // Type.
    readonly property string family: "Inter"
    readonly property string monospace: "DejaVu Sans Mono"
    readonly property int fontDisplay: scaled(24)
    readonly property int fontHeading: scaled(20)
    readonly property int fontTitle: scaled(16)
    readonly property int fontBody: scaled(14)
    readonly property int fontSecondary: scaled(13)
    readonly property int fontLabel: scaled(12)
    readonly property int fontBadge: scaled(11)
    readonly property int fontEmoji: scaled(22)
    readonly property real lineHeight: 1.3
    readonly property int weightText: Font.Normal
    readonly property int weightStrong: Font.DemiBold
    // Whether the language's letters have italics: in Arabic, many fonts would show boxes instead.
    readonly property bool slants: !mirrored

    // Space, in steps of 4.
    readonly property int gap1: 4
    readonly property int gap2: 8
    readonly property int gap3: 12
    readonly property int gap4: 16
    readonly property int gap5: 20
    readonly property int gap6: 24
    readonly property int gap8: 32
    readonly property int timelineSide: 20

    // Sizes.
    readonly property int railWidth: 64
    readonly property int listWidth: 272
    readonly property int listWidthMin: 200
    readonly property int listWidthMax: 400
    readonly property int oneColumnBelow: 720
    readonly property int windowWidthMin: 400
    readonly property int windowHeightMin: 420
    readonly property int headerHeight: Math.max(56, scaled(48))
    readonly property int rowHeight: scaled(compact ? 26 : 32)
    // Above a message that begins a group, and above one within it; one pixel more is below each.
    readonly property int groupGap: compact ? 6 : 10
    readonly property int messageGap: 1
    readonly property int controlHeight: scaled(36)
    readonly property int chipHeight: scaled(28)
    readonly property int avatar: compact ? 28 : 36
    readonly property int avatarSmall: 20
    readonly property int avatarHeader: 28
    readonly property int avatarLarge: 56
    readonly property int presenceDot: 8
    readonly property int emojiCell: 36
    readonly property int iconSize: 18
    readonly property int iconSmall: 16
    readonly property int dialogWidth: 440
    readonly property int switcherWidth: 560
    readonly property int switcherRows: 9
    readonly property int cardWidth: 300
    readonly property int settingsWidth: 760
    readonly property int settingsHeight: 640
    readonly property int settingsListWidth: 196
    readonly property int settingsOneColumnBelow: 600
    readonly property int textWidthMax: 720
    // With what stands beside its end.
    readonly property int messageWidthMax: textWidthMax + 60
    // Beside the text, for how far the message has come.
    readonly property int deliveryRoom: 28
    readonly property int sideWidth: 380
    readonly property int sideWidthMin: 320
    readonly property int sideWidthMax: 420
    // A message that is longer than this, by more than a few lines, is folded to it: 24 lines.
    readonly property int foldLine: scaled(22)
    readonly property int foldHeight: 24 * foldLine
    readonly property int composerHeightMax: 240
    readonly property int composerCrowdedBelow: scaled(400)
    readonly property int typingHeight: scaled(22)
    readonly property int completionWidth: 360

    // Radii.
    readonly property int radiusRow: 7
    readonly property int radiusField: 8
    readonly property int radiusComposer: 12
    readonly property real radiusAvatar: 0.3

    // Motion: for what appears, and only that.
    readonly property int appear: calm ? 0 : 120
    readonly property int pulse: calm ? 0 : 900
    readonly property int tooltipDelay: 500
    // Until the light on what was jumped to has gone.
    readonly property int fade: calm ? 0 : 500
    // How long "Copied" and the like stand.
    readonly property int noteTime: 1500
}
