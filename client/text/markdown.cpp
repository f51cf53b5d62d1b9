// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/markdown.h"

#include "client/text/inline_text.h"
#include "client/text/markdown_reader.h"

namespace parlor::markdown {

using namespace Qt::StringLiterals;

namespace {

// Longer than any message: nothing that is written by hand.
constexpr qsizetype sourceMax = 20'000;

/// Does the line open or close a block of code between fences?
bool isFence(QStringView line) {
    const QStringView trimmed = line.trimmed();
    return trimmed.startsWith("```"_L1) || trimmed.startsWith("~~~"_L1);
}

/// A line that follows a quote belongs to it in Markdown ("lazy continuation"); to the one who writes it is
/// an answer. An empty line between says so.
QString withQuotesEnded(const QString& source) {
    if (!source.contains(u'>') || !source.contains(u'\n'))
        return source;
    QString out;
    out.reserve(source.size() + 16);
    bool quoted = false;
    bool fenced = false;
    const auto lines = QStringView(source).split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QStringView line = lines[i];
        if (i > 0)
            out += u'\n';
        const QStringView trimmed = line.trimmed();
        const bool quotes = !fenced && trimmed.startsWith(u'>');
        if (quoted && !quotes && !trimmed.isEmpty())
            out += u'\n';
        quoted = quotes;
        if (!quotes && isFence(line))
            fenced = !fenced;
        out += line;
    }
    return out;
}

// A base that has an emoji form of its own, without a variation selector (Unicode's Emoji_Presentation, in
// the basic plane).
bool isPlainEmoji(char32_t c) {
    static constexpr char16_t list[] = {
        0x231A, 0x231B, 0x23E9, 0x23EA, 0x23EB, 0x23EC, 0x23F0, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615,
        0x267F, 0x2693, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26D4, 0x26EA,
        0x26F2, 0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705, 0x270A, 0x270B, 0x2728, 0x274C, 0x274E, 0x2753,
        0x2754, 0x2755, 0x2757, 0x2795, 0x2796, 0x2797, 0x27B0, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B55};
    if (c >= 0x1F000)
        return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x1F1E6 && c <= 0x1F1FF) || c == 0x1F004 ||
               c == 0x1F0CF || c == 0x1F18E || (c >= 0x1F191 && c <= 0x1F251);
    return (c >= 0x2648 && c <= 0x2653) ||
           std::binary_search(std::begin(list), std::end(list), static_cast<char16_t>(c));
}

} // namespace

bool isEmojiOnly(const QString& text) {
    constexpr qsizetype unitsMax = 200;
    constexpr int emojiMax = 12;
    // Most messages are told by their first character.
    if (text.isEmpty() || text.size() > unitsMax || (text[0].isLetter() && text[0].unicode() < 0x2000))
        return false;
    int count = 0;
    bool joined = false; // the next one belongs to the one before
    int flagHalves = 0;
    const QList<uint> points = text.toUcs4();
    for (qsizetype i = 0; i < points.size(); ++i) {
        const char32_t c = points[i];
        const char32_t next = i + 1 < points.size() ? points[i + 1] : 0;
        if (c == 0x200D) {
            joined = true;
            continue;
        }
        const bool attached =
            c == 0xFE0F || c == 0x20E3 || (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F);
        if ((attached && count > 0) || QChar::isSpace(c))
            continue;
        const bool toned = next >= 0x1F3FB && next <= 0x1F3FF;
        const bool shownAsEmoji = c > 0x80 && (next == 0xFE0F || toned);
        const bool keycap = next == 0xFE0F && (c == u'#' || c == u'*' || (c >= u'0' && c <= u'9'));
        if (!isPlainEmoji(c) && !keycap && !shownAsEmoji && !attached)
            return false;
        if (c >= 0x1F1E6 && c <= 0x1F1FF && flagHalves++ % 2 == 1)
            continue;
        count += joined ? 0 : 1;
        joined = false;
    }
    return count > 0 && count <= emojiMax;
}

Text plain(const QString& source, const QList<Mention>& mentions) {
    Addresses addresses;
    const Callees callees(mentions);
    Text text;
    for (const QString& line : addresses.hide(source).split(u'\n')) {
        Block block;
        appendText(block.runs, line, 0, addresses, callees);
        text.blocks.append(std::move(block));
    }
    text.emojiOnly = isEmojiOnly(source.trimmed());
    return text;
}

Text parse(const QString& source, const QList<Mention>& mentions) {
    if (source.size() > sourceMax)
        return plain(source, mentions);
    Addresses addresses;
    const Callees callees(mentions);
    auto text = readMarkdown(withQuotesEnded(addresses.hide(source)), addresses, callees);
    if (!text)
        return plain(source, mentions);
    text->emojiOnly = text->blocks.size() == 1 && isEmojiOnly(source.trimmed());
    return *text;
}

QString oneLine(const QString& source) {
    QString line;
    for (const Block& block : parse(source.left(sourceMax)).blocks) {
        for (const Run& run : block.runs) {
            if (!(run.flags & Aside))
                line += run.text;
        }
        line += u' ';
    }
    return line.simplified();
}

} // namespace parlor::markdown
