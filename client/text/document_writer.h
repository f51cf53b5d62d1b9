// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/text/markdown.h"

#include <QColor>

class QTextDocument;

namespace parlor {

/// How a message's text looks. Sizes in pixels.
struct DocumentStyle {
    QColor link;
    QColor mention; ///< of the reader; others are called in the colour of links
    QColor aside;
    QColor codeGround; ///< behind code within a line
    QString monospace; ///< family
    int bodySize = 14;
    int codeSize = 13;
    int emojiSize = 28;     ///< of a message that is nothing but emoji
    qreal lineHeight = 1.3; ///< factor
    int paragraphGap = 8;
    int codePadding = 12; ///< within a block of code, on each side
    int quoteInset = 12;  ///< per quote: its bar, and space
    int listInset = 20;   ///< per list
    int ruleHeight = 13;  ///< of a line across, with its space
    friend bool operator==(const DocumentStyle&, const DocumentStyle&) = default;
};

/// Something that is painted behind the text, where blocks of the document are.
struct Decoration {
    enum Kind { Code, Quote, Rule };
    Kind kind = Code;
    int firstBlock = 0;
    int lastBlock = 0;
    int inset = 0;            ///< from the side where its text begins
    bool rightToLeft = false; ///< that side is the right
    QString code;             ///< of Code: the text to copy
    friend bool operator==(const Decoration&, const Decoration&) = default;
};

/// Anchors of mentions begin with this; then the user's id. No link of a message does.
inline constexpr QLatin1StringView mentionAnchor("mention:");

/// Replaces what `document` holds by `text`. Every line has its own direction. `document`'s default font is
/// used where the style names none. On the document's thread.
QList<Decoration> writeDocument(QTextDocument& document, const markdown::Text& text,
                                const DocumentStyle& style);

/// What a selection of such a document is when it is copied: with line feeds, and list markers as typed.
QString copiedText(const QTextDocument& document, int start, int end);

} // namespace parlor
