// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QString>

/// What people wrote, for a label: one has a single font for all of its text, in which emoji of several
/// characters fall apart (emoji_font.h). As HTML they keep a font of their own. GUI thread.
namespace parlor::emoji {

/// Whether there is something to mend in `text`. Asks for no font if it has neither selector nor keycap, as
/// most texts.
bool fallsApart(const QString& text);

/// HTML (or escaped text) with the emoji that fall apart in the font of emoji. Nothing within a tag may be
/// one.
QString marked(const QString& html);

struct HtmlRoom {
    qreal width = 0; ///< 0: whatever it takes
    int lines = 1;   ///< of that width
    /// Factor.
    qreal lineHeight = 1.0;
};
/// `text` as HTML that shows it as it is written, with the emoji that fall apart in the font of emoji. What
/// has no room ends with "…": Qt shortens no HTML.
QString htmlOf(const QString& text, const QFont& font, const HtmlRoom& room);

} // namespace parlor::emoji
