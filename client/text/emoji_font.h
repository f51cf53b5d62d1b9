// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QList>
#include <QStringView>

/// Emoji that fall apart, and a font that keeps them together. Before 6.9 Qt looks for a font for each
/// character: that of U+FE0F, which the table of no emoji font has, and of the figure of a keycap, which
/// every font has, are others than that of the characters around them, and 2️⃣ is a figure beside a box
/// (QTBUG-111801). GUI thread.
namespace parlor::emoji {

/// The fonts that draw emoji in colour, the one to be taken first.
QStringList fontFamilies();

struct Span {
    qsizetype start = 0;
    qsizetype size = 0;
    friend bool operator==(const Span&, const Span&) = default;
};
/// Where the emoji are in `text` that fall apart, and would not if wholeFont() alone drew them. UTF-16 units.
QList<Span> fragile(const QString& text);

/// Whether `character`, one step of the cursor, is an emoji of several characters: a flag, a family, one with
/// a skin tone, a keycap.
bool isOfSeveral(const QString& character);

/// A font of emoji that takes nothing from another one: what it lacks is a box. `pixelSize` 0: not said.
QFont wholeFont(int pixelSize = 0);
/// For a text that should be one emoji: wholeFont(). It may be anything: the application's font where that
/// lacks it.
QFont fontFor(const QString& text, int pixelSize);

} // namespace parlor::emoji
