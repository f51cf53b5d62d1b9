// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/emoji_font.h"

#include <QGuiApplication>
#include <QRawFont>

#include <algorithm>

namespace parlor::emoji {

using namespace Qt::StringLiterals;

namespace {

constexpr char32_t joiner = 0x200D;
constexpr char32_t selector = 0xFE0F; // "as an emoji"
constexpr char32_t keycap = 0x20E3;

/// Belongs to the character before it.
bool isAttached(char32_t c) {
    return c == joiner || c == selector || c == keycap || (c >= 0x1F3FB && c <= 0x1F3FF) ||
           (c >= 0xE0020 && c <= 0xE007F);
}

/// Two of them are a flag.
bool isRegional(char32_t c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/// Shapers know them without the font's table.
bool isUnseen(char32_t c) {
    return c == joiner || c == selector;
}

bool canFallApart(const QList<uint>& emoji) {
    // A figure is an emoji on a keycap only: by itself fonts of emoji have an empty one.
    return !isAttached(emoji.constFirst()) &&
           (emoji.contains(keycap) || (emoji.contains(selector) && emoji.constFirst() >= 0x80));
}

class Font {
public:
    /// What is asked at the size that is painted loads nothing that is not needed then.
    explicit Font(int pixelSize)
        : m_font(QRawFont::fromFont(wholeFont(pixelSize))) {}
    bool hasAll(const QList<uint>& text) const {
        // Where none of the families is installed, this is some other font.
        if (!m_font.isValid() || !fontFamilies().contains(m_font.familyName()))
            return false;
        return std::all_of(text.cbegin(), text.cend(),
                           [this](char32_t c) { return isUnseen(c) || m_font.supportsCharacter(c); });
    }

private:
    QRawFont m_font;
};

} // namespace

QStringList fontFamilies() {
    return {u"Noto Color Emoji"_s, u"Apple Color Emoji"_s, u"Segoe UI Emoji"_s};
}

QList<Span> fragile(const QString& text) {
    QList<Span> spans;
    // Most texts have none, and ask no font.
    if (!text.contains(QChar(selector)) && !text.contains(QChar(keycap)))
        return spans;
    const Font font(0);
    const QList<uint> points = text.toUcs4();
    qsizetype at = 0; // of points[i], in units
    for (qsizetype i = 0; i < points.size();) {
        QList<uint> one{points[i++]};
        while (i < points.size() && (isAttached(points[i]) || one.constLast() == joiner))
            one.append(points[i++]);
        qsizetype size = 0;
        for (const char32_t c : std::as_const(one))
            size += QChar::requiresSurrogates(c) ? 2 : 1;
        if (canFallApart(one) && font.hasAll(one)) {
            if (!spans.isEmpty() && spans.constLast().start + spans.constLast().size == at)
                spans.last().size += size;
            else
                spans.append({at, size});
        }
        at += size;
    }
    return spans;
}

bool isOfSeveral(const QString& character) {
    const QList<uint> points = character.toUcs4();
    // A joiner and a selector are also within letters.
    return points.size() > 1 && !QChar::isLetter(points.constFirst()) &&
           std::any_of(points.cbegin() + 1, points.cend(),
                       [](char32_t c) { return isAttached(c) || isRegional(c); });
}

QFont wholeFont(int pixelSize) {
    QFont font;
    font.setFamilies(fontFamilies());
    font.setStyleStrategy(QFont::NoFontMerging);
    if (pixelSize > 0)
        font.setPixelSize(pixelSize);
    return font;
}

QFont fontFor(const QString& text, int pixelSize) {
    const QList<uint> points = text.toUcs4();
    const bool figures = std::any_of(points.cbegin(), points.cend(), [](char32_t c) { return c < 0x80; });
    if (!points.isEmpty() && (!figures || points.contains(keycap)) && Font(pixelSize).hasAll(points))
        return wholeFont(pixelSize);
    QFont font = QGuiApplication::font();
    font.setPixelSize(pixelSize);
    return font;
}

} // namespace parlor::emoji
