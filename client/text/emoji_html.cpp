// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/emoji_html.h"

#include "client/text/emoji_font.h"

#include <QTextCharFormat>
#include <QTextLayout>

namespace parlor::emoji {

using namespace Qt::StringLiterals;

namespace {

constexpr QChar selector(0xFE0F);
constexpr QChar ellipsis(0x2026);

/// A text and where its emoji are, as it is painted: without selectors, which no CSS can keep from being
/// looked for in another font. They are of no use to a font that draws nothing but emoji.
struct Painted {
    explicit Painted(const QString& written) {
        qsizetype done = 0;
        const QList<Span> found = fragile(written);
        for (const Span& span : found) {
            text += QStringView(written).sliced(done, span.start - done);
            done = span.start + span.size;
            QString emoji = written.sliced(span.start, span.size);
            emoji.remove(selector);
            spans.append({text.size(), emoji.size()});
            text += emoji;
        }
        text += QStringView(written).sliced(done);
    }
    /// Its beginning, and that something follows.
    Painted cut(qsizetype size) const {
        Painted shorter = *this;
        while (size > 0 && text[size - 1].isSpace())
            --size;
        shorter.text = text.left(size) + ellipsis;
        while (!shorter.spans.isEmpty() && shorter.spans.constLast().start >= size)
            shorter.spans.removeLast();
        if (!shorter.spans.isEmpty()) {
            Span& last = shorter.spans.last();
            last.size = std::min(last.size, size - last.start);
        }
        return shorter;
    }
    QString text;
    QList<Span> spans;
};

/// As the label will lay it out.
void layOut(QTextLayout& layout, const Painted& painted, const QFont& font) {
    layout.setText(painted.text);
    layout.setFont(font);
    QList<QTextLayout::FormatRange> ranges;
    for (const Span& span : painted.spans) {
        QTextLayout::FormatRange range;
        range.start = static_cast<int>(span.start);
        range.length = static_cast<int>(span.size);
        range.format.setFontFamilies(fontFamilies());
        ranges.append(range);
    }
    layout.setFormats(ranges);
}

bool fits(const Painted& painted, const QFont& font, const HtmlRoom& room) {
    QTextLayout layout;
    layOut(layout, painted, font);
    QTextOption option;
    option.setWrapMode(room.lines > 1 ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.beginLayout();
    int lines = 0;
    bool narrow = true;
    for (QTextLine line = layout.createLine(); line.isValid() && lines <= room.lines;
         line = layout.createLine()) {
        line.setLineWidth(room.width);
        narrow = narrow && line.naturalTextWidth() <= room.width + 0.5;
        ++lines;
    }
    layout.endLayout();
    return narrow && lines <= room.lines;
}

/// As much of its beginning as has room.
Painted fitted(const Painted& painted, const QFont& font, const HtmlRoom& room) {
    if (room.width <= 0 || fits(painted, font, room))
        return painted;
    QTextLayout layout;
    layOut(layout, painted, font);
    QList<int> ends{0};
    for (int at = layout.nextCursorPosition(0); at > ends.constLast(); at = layout.nextCursorPosition(at))
        ends.append(at);
    const auto tooLong = std::partition_point(ends.cbegin() + 1, ends.cend(),
                                              [&](int end) { return fits(painted.cut(end), font, room); });
    return painted.cut(*std::prev(tooLong));
}

/// With `escape` applied to every piece.
template <typename Escape>
QString spanned(const Painted& painted, Escape escape) {
    const QString opening = u"<span style=\"font-family:'%1'\">"_s.arg(fontFamilies().join("','"_L1));
    QString html;
    qsizetype done = 0;
    for (const Span& span : painted.spans) {
        html += escape(painted.text.sliced(done, span.start - done)) + opening +
                escape(painted.text.sliced(span.start, span.size)) + "</span>"_L1;
        done = span.start + span.size;
    }
    return html + escape(painted.text.sliced(done));
}

} // namespace

bool fallsApart(const QString& text) {
    return !fragile(text).isEmpty();
}

QString marked(const QString& html) {
    return spanned(Painted(html), [](const QString& piece) { return piece; });
}

QString htmlOf(const QString& text, const QFont& font, const HtmlRoom& room) {
    const Painted shown = fitted(Painted(text), font, room);
    QString html = u"<p style=\"margin:0;white-space:pre-wrap"_s;
    if (room.lineHeight > 1)
        html += u";line-height:%1%"_s.arg(qRound(room.lineHeight * 100));
    const QString body =
        spanned(shown, [](const QString& piece) { return piece.toHtmlEscaped().replace(u'\n', "<br>"_L1); });
    return html + "\">"_L1 + body + "</p>"_L1;
}

} // namespace parlor::emoji
