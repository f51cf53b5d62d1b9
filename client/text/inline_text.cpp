// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/inline_text.h"

namespace parlor::markdown {

using namespace Qt::StringLiterals;

namespace {

// Plane 15 is for private use; its high surrogates are 0xDB80 to 0xDBBF.
constexpr char16_t planeFirst = 0xDB80;
constexpr char16_t planeLast = 0xDBBF;
constexpr char32_t placeFirst = 0xF0000;

bool isPlace(QChar c) {
    return c.unicode() >= planeFirst && c.unicode() <= planeLast;
}

/// NUL, and what makes text run against its direction (so that an address or a name can be read as another).
bool isUnwelcome(QChar c) {
    return c.isNull() || c == QChar(0x202D) || c == QChar(0x202E);
}

/// `source` with U+FFFD for what is unwelcome, of the plane of places, or half of a character.
QString cleaned(const QString& source) {
    QString clean = source;
    for (qsizetype i = 0; i < clean.size(); ++i) {
        const bool pair = clean[i].isHighSurrogate() && i + 1 < clean.size() && clean[i + 1].isLowSurrogate();
        if (pair && !isPlace(clean[i])) {
            ++i;
        } else if (clean[i].isSurrogate() || isUnwelcome(clean[i])) {
            clean[i] = QChar::ReplacementCharacter;
            if (pair)
                clean[++i] = QChar::ReplacementCharacter;
        }
    }
    return clean;
}

bool isNameCharacter(QChar c) {
    const char16_t u = c.unicode();
    return u < 0x80 && (c.isLetterOrNumber() || u == u'.' || u == u'_' || u == u'-');
}

} // namespace

QString Addresses::hide(const QString& source) {
    const QString clean = cleaned(source);
    const QList<links::Found> found = links::find(clean);
    if (found.isEmpty())
        return clean;
    QString out;
    out.reserve(clean.size());
    qsizetype at = 0;
    for (const links::Found& link : found) {
        qsizetype start = link.start;
        qsizetype end = link.start + link.length;
        if (start > at && end < clean.size() && clean[start - 1] == u'<' && clean[end] == u'>') {
            --start;
            ++end;
        }
        out += QStringView(clean).sliced(at, start - at);
        const char32_t place = placeFirst + static_cast<char32_t>(m_hidden.size());
        out += QChar(QChar::highSurrogate(place));
        out += QChar(QChar::lowSurrogate(place));
        m_hidden.append(
            {clean.sliced(start, end - start), clean.sliced(link.start, link.length), link.address});
        at = end;
    }
    out += QStringView(clean).sliced(at);
    return out;
}

const Addresses::Hidden* Addresses::at(const QString& text, qsizetype at) const {
    if (!isPlace(text[at]) || at + 1 >= text.size())
        return nullptr;
    const qsizetype index = QChar::surrogateToUcs4(text[at], text[at + 1]) - placeFirst;
    return index >= 0 && index < m_hidden.size() ? &m_hidden[index] : nullptr;
}

QString Addresses::expand(const QString& text) const {
    if (m_hidden.isEmpty())
        return text;
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (const Hidden* hidden = at(text, i)) {
            out += hidden->written;
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

Callees::Callees(const QList<Mention>& mentions) {
    for (const Mention& mention : mentions)
        m_byName.insert(mention.name.toLower(), mention);
}

const Mention* Callees::at(const QString& text, qsizetype at, qsizetype& length) const {
    if (m_byName.isEmpty() || (at > 0 && (text[at - 1].isLetterOrNumber() || text[at - 1] == u'@')))
        return nullptr;
    qsizetype end = at + 1;
    while (end < text.size() && isNameCharacter(text[end]) && end - at <= 64)
        ++end;
    // "@bob." is bob unless somebody is called "bob." (as in shared/mentions.h).
    for (; end > at + 1; --end) {
        const auto found = m_byName.constFind(text.sliced(at + 1, end - at - 1).toLower());
        if (found != m_byName.cend()) {
            length = end - at;
            return &*found;
        }
        if (text[end - 1] != u'.' && text[end - 1] != u'-')
            break;
    }
    return nullptr;
}

void appendRun(QList<Run>& runs, const QString& text, quint8 flags, const QString& address) {
    if (text.isEmpty())
        return;
    if (!runs.isEmpty() && runs.constLast().flags == flags && runs.constLast().address == address)
        runs.last().text += text;
    else
        runs.append({text, flags, address});
}

void appendLink(QList<Run>& runs, const QString& shown, quint8 flags, const QString& address) {
    appendRun(runs, shown, flags, address);
    const QString hidden = links::hiddenTarget(shown, address);
    if (!hidden.isEmpty())
        appendRun(runs, u" (\u2066"_s + hidden + u"\u2069)"_s, Aside);
}

void appendText(QList<Run>& runs, const QString& text, quint8 flags, const Addresses& addresses,
                const Callees& callees) {
    qsizetype from = 0;
    const auto flush = [&](qsizetype to) {
        if (to > from)
            appendRun(runs, text.sliced(from, to - from), flags);
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (const Addresses::Hidden* hidden = addresses.at(text, i)) {
            flush(i);
            appendLink(runs, hidden->shown, flags, hidden->address);
            from = ++i + 1;
            continue;
        }
        qsizetype length = 0;
        if (const Mention* mention = text[i] == u'@' ? callees.at(text, i, length) : nullptr) {
            flush(i);
            const quint8 called = mention->self ? CalledSelf : Called;
            appendRun(runs, text.sliced(i, length), flags | called, mention->id);
            i += length - 1;
            from = i + 1;
        }
    }
    flush(text.size());
}

} // namespace parlor::markdown
