// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/search/search_text.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>

namespace parlor::search {

namespace {

// As many tokens of one term are asked for; what they find is looked at anyway.
constexpr qsizetype tokensOfTerm = 24;

bool isBetween(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

/// Accents and points that people leave out when they write in a hurry. Not the voiced marks of Japanese,
/// nor the vowels of Indian scripts: without them it would be another word.
bool isAccent(char32_t c) {
    return isBetween(c, 0x300, 0x36f) || isBetween(c, 0x1ab0, 0x1aff) || isBetween(c, 0x1dc0, 0x1dff) ||
           isBetween(c, 0x20d0, 0x20ff) || isBetween(c, 0xfe20, 0xfe2f) || // Latin, Greek, Cyrillic
           (isBetween(c, 0x591, 0x5c7) && c != 0x5be && c != 0x5c0 && c != 0x5c3 && c != 0x5c6) || // Hebrew
           isBetween(c, 0x610, 0x61a) || c == 0x640 || isBetween(c, 0x64b, 0x65f) || c == 0x670 ||
           isBetween(c, 0x6d6, 0x6dc) || isBetween(c, 0x6df, 0x6e8) || isBetween(c, 0x6ea, 0x6ed); // Arabic
}

/// Neither shown nor a gap: joiners and selectors of emoji, skin tones, marks of direction, soft hyphens.
bool isInvisible(char32_t c) {
    return QChar::category(c) == QChar::Other_Format || isBetween(c, 0xfe00, 0xfe0f) ||
           isBetween(c, 0xe0100, 0xe01ef) || isBetween(c, 0x1f3fb, 0x1f3ff);
}

/// Belongs to the character before it.
bool extends(char32_t c) {
    return c >= 0x300 &&
           (QChar::isMark(c) || QChar::combiningClass(c) != 0 || c == 0xff9e || c == 0xff9f ||
            isBetween(c, 0x1160, 0x11ff)); // vowels and finals of Hangul that is written in letters
}

/// Letters that no accent makes, as those write them who do not have them.
QStringView plainForm(char32_t c) {
    switch (c) {
    case 0x131: // Turkish i without a dot: I and i are one without case, whatever the language
        return u"i";
    case 0xdf:
        return u"ss";
    case 0xe6:
        return u"ae";
    case 0xf0:
    case 0x111:
        return u"d";
    case 0xf8:
        return u"o";
    case 0x127:
        return u"h";
    case 0x142:
        return u"l";
    case 0x153:
        return u"oe";
    case 0xfe:
        return u"th";
    default:
        return {};
    }
}

bool standsAlone(char32_t c) {
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Bopomofo:
    case QChar::Script_Yi:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return c == 0x30fc || c == 0x3099 || c == 0x309a; // the long vowel of Katakana, voiced marks
    }
}

bool isSymbol(char32_t c) {
    if (c < 0x80)
        return false;
    const auto category = QChar::category(c);
    return category == QChar::Symbol_Other || category == QChar::Symbol_Math ||
           category == QChar::Symbol_Currency;
}

bool isJoiner(char32_t c) {
    return c == U'-' || c == U'_' || c == U'.' || c == U'\'' || c == 0x2019 || c == 0x2010 || c == 0x2011;
}

/// `cluster`, a character and what extends it, in the normal form.
std::u32string normalised(const QString& cluster) {
    const QString folded = cluster.normalized(QString::NormalizationForm_KD).toCaseFolded();
    QString plain;
    for (const char32_t c : folded.normalized(QString::NormalizationForm_KD).toStdU32String()) {
        if (isAccent(c) || isInvisible(c))
            continue;
        const QStringView other = plainForm(c);
        if (other.isEmpty())
            plain += QString::fromUcs4(&c, 1);
        else
            plain += other;
    }
    return plain.normalized(QString::NormalizationForm_C).toStdU32String();
}

QByteArray utf8(const char32_t* codes, qsizetype count) {
    return QString::fromUcs4(codes, count).toUtf8();
}

} // namespace

/// Puts units together: one gap between words, none where a joiner stands between letters.
class Text::Builder {
public:
    explicit Builder(std::vector<Unit>& units)
        : m_units(units) {}

    void add(char32_t c, int from, int to) {
        if (isJoiner(c)) {
            // Joins only alone, and only letters: that is known when the next one comes.
            m_separator = m_separator == Separator::None ? Separator::Joiner : Separator::Gap;
            return;
        }
        const auto category = QChar::category(c);
        if (standsAlone(c) || isSymbol(c)) {
            put({c, Kind::Alone, false, from, to});
        } else if (QChar::isLetterOrNumber(c) || category == QChar::Mark_NonSpacing ||
                   category == QChar::Mark_SpacingCombining || category == QChar::Mark_Enclosing) {
            put({c, Kind::Letter, false, from, to});
        } else {
            m_separator = Separator::Gap;
        }
    }

private:
    enum class Separator { None, Joiner, Gap };

    void put(Unit unit) {
        const bool afterLetter = !m_units.empty() && m_units.back().kind == Kind::Letter;
        const bool letter = unit.kind == Kind::Letter;
        const bool joined = m_separator == Separator::Joiner && afterLetter && letter;
        if (m_separator != Separator::None && !joined && !m_units.empty())
            m_units.push_back({U' ', Kind::Gap, false, unit.from, unit.from});
        unit.begins = letter && (m_separator != Separator::None || !afterLetter);
        m_separator = Separator::None;
        m_units.push_back(unit);
    }

    std::vector<Unit>& m_units;
    Separator m_separator = Separator::None;
};

Text::Text(QStringView text) {
    const QList<uint> codes = text.toUcs4();
    const int count = int(codes.size());
    m_units.reserve(std::size_t(count));
    Builder builder(m_units);
    for (int from = 0; from < count;) {
        const char32_t c = codes.at(from);
        int to = from + 1;
        while (to < count && extends(codes.at(to)))
            ++to;
        if (to == from + 1 && c < 0x80) {
            builder.add(isBetween(c, U'A', U'Z') ? c + 32 : c, from, to);
        } else if (to == from + 1 && (isBetween(c, 0x4e00, 0x9fff) || isBetween(c, 0xac00, 0xd7a3))) {
            builder.add(c, from, to); // as it is
        } else if (to > from + 1 || !isInvisible(c)) {
            const QString cluster =
                QString::fromUcs4(reinterpret_cast<const char32_t*>(codes.data()) + from, to - from);
            for (const char32_t one : normalised(cluster))
                builder.add(one, from, to);
        }
        from = to;
    }
}

bool Text::endsAt(std::size_t index) const {
    return index >= m_units.size() || m_units[index].kind != Kind::Letter || m_units[index].begins;
}

QSet<QByteArray> Text::tokens() const {
    QSet<QByteArray> result;
    std::u32string codes;
    codes.reserve(m_units.size());
    for (const Unit& unit : m_units)
        codes.push_back(unit.code);
    const auto put = [&](std::size_t at, std::size_t count) {
        result.insert(utf8(codes.data() + at, qsizetype(count)));
    };
    for (std::size_t at = 0; at < m_units.size();) {
        if (m_units[at].kind != Kind::Letter) {
            if (m_units[at].kind == Kind::Alone) {
                put(at, 1);
                if (at + 1 < m_units.size() && m_units[at + 1].kind == Kind::Alone)
                    put(at, 2);
            }
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < m_units.size() && m_units[end].kind == Kind::Letter)
            ++end;
        for (std::size_t i = at; i < end; ++i) {
            if (i + 3 <= end)
                put(i, 3);
            // Short parts, and those of one letter with their neighbour too: "e.g." is "eg".
            if (m_units[i].begins) {
                for (std::size_t size = 1; size <= 2 && i + size <= end; ++size) {
                    if (endsAt(i + size))
                        put(i, size);
                }
            }
        }
        at = end;
    }
    return result;
}

QString Text::toString() const {
    QString result;
    for (const Unit& unit : m_units)
        result += QString::fromUcs4(&unit.code, 1);
    return result;
}

std::optional<Term> Term::make(QStringView text, bool whole) {
    Text normal(text);
    if (normal.isEmpty())
        return std::nullopt;
    return Term(std::move(normal), whole);
}

std::optional<Term> Term::word(QStringView text) {
    return make(text, false);
}

std::optional<Term> Term::phrase(QStringView text) {
    return make(text, true);
}

std::size_t Term::runEnd(std::size_t at) const {
    const auto& units = m_text.m_units;
    while (at < units.size() && units[at].kind == Text::Kind::Letter)
        ++at;
    return at;
}

bool Term::isAt(const Text& text, std::size_t at) const {
    const auto& mine = m_text.m_units;
    const auto& units = text.m_units;
    for (std::size_t i = 0; i < mine.size(); ++i) {
        if (units[at + i].code != mine[i].code)
            return false;
    }
    for (std::size_t i = 0; i < mine.size(); ++i) {
        if (mine[i].kind != Text::Kind::Letter)
            continue;
        const std::size_t end = runEnd(i);
        const bool isShort = end - i < 3;
        if ((isShort || (m_whole && i == 0)) && !units[at + i].begins)
            return false;
        if ((isShort || (m_whole && end == mine.size())) && !text.endsAt(at + end))
            return false;
        i = end - 1;
    }
    return true;
}

bool Term::isIn(const Text& text) const {
    return !find(text, 1).isEmpty();
}

QList<Span> Term::find(const Text& text, qsizetype max) const {
    QList<Span> spans;
    const std::size_t size = m_text.m_units.size();
    const auto& units = text.m_units;
    for (std::size_t at = 0; at + size <= units.size() && spans.size() < max;) {
        if (!isAt(text, at)) {
            ++at;
            continue;
        }
        const int from = units[at].from;
        spans.append({from, units[at + size - 1].to - from});
        at += size;
    }
    return spans;
}

QSet<QByteArray> Term::tokens() const {
    const auto& units = m_text.m_units;
    QList<QByteArray> all;
    std::u32string codes;
    for (const auto& unit : units)
        codes.push_back(unit.code);
    for (std::size_t at = 0; at < units.size();) {
        std::size_t end = at;
        while (end < units.size() && units[end].kind == units[at].kind)
            ++end;
        if (units[at].kind != Text::Kind::Gap) {
            // A run that is shorter than the tokens of its kind is one itself.
            const std::size_t size =
                std::min<std::size_t>(end - at, units[at].kind == Text::Kind::Letter ? 3 : 2);
            for (std::size_t i = at; i + size <= end; ++i)
                all.append(utf8(codes.data() + i, qsizetype(size)));
        }
        at = end;
    }
    // Of a long one some from everywhere.
    QSet<QByteArray> result;
    const qsizetype step = (all.size() + tokensOfTerm - 1) / tokensOfTerm;
    for (qsizetype i = 0; i < all.size(); i += step)
        result.insert(all.at(i));
    return result;
}

bool hasLink(QStringView text) {
    static const QRegularExpression link(QStringLiteral("\\b(https?://|www\\.)[^\\s/]"),
                                         QRegularExpression::CaseInsensitiveOption |
                                             QRegularExpression::UseUnicodePropertiesOption);
    return link.match(text.toString()).hasMatch();
}

} // namespace parlor::search
