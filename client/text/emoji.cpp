// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/emoji.h"

#include "resources/resources.h"

#include <QFile>
#include <QHash>

namespace parlor::emoji {

using namespace Qt::StringLiterals;

namespace {

constexpr char32_t toneFirst = 0x1F3FB;

QString toneText(int tone) {
    const char32_t c = toneFirst + static_cast<char32_t>(tone - 1);
    return QString::fromUcs4(&c, 1);
}

struct Catalogue {
    Catalogue() {
        QFile file(resources::emojiFile());
        if (!file.open(QIODevice::ReadOnly)) {
            qWarning("No list of emoji");
            return;
        }
        text = QString::fromUtf8(file.readAll());
        for (const QStringView line : QStringView(text).split(u'\n', Qt::SkipEmptyParts)) {
            const auto columns = line.split(u'\t');
            if (columns.size() != 6)
                continue;
            emoji.append({columns[0], static_cast<Group>(columns[1].toInt()), columns[2], columns[3],
                          columns[4], columns[5]});
        }
        for (qsizetype i = 0; i < emoji.size(); ++i) {
            byText.insert(emoji[i].text, i);
            for (const QStringView code : emoji[i].codes.split(u' ', Qt::SkipEmptyParts)) {
                if (!byCode.contains(code))
                    byCode.insert(code, i);
            }
        }
    }
    QString text;
    QList<Emoji> emoji;
    QHash<QStringView, qsizetype> byText;
    QHash<QStringView, qsizetype> byCode;
};

const Catalogue& catalogue() {
    static const Catalogue all;
    return all;
}

bool isSeparator(QChar c) {
    return c == u' ' || c == u'_' || c == u'-' || c == u':';
}

/// Has `text` a word that begins with `word`?
bool hasWord(QStringView text, QStringView word) {
    for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        if (at == 0 || isSeparator(text[at - 1]))
            return true;
    }
    return false;
}

/// The lower, the better; -1 if it does not fit.
int rank(const Emoji& emoji, QStringView word) {
    for (const QStringView code : emoji.codes.split(u' ', Qt::SkipEmptyParts)) {
        if (code.compare(word, Qt::CaseInsensitive) == 0)
            return 0;
    }
    if (emoji.codes.startsWith(word, Qt::CaseInsensitive))
        return 1;
    if (emoji.name.startsWith(word, Qt::CaseInsensitive))
        return 2;
    if (hasWord(emoji.codes, word) || hasWord(emoji.name, word))
        return 3;
    return hasWord(emoji.words, word) ? 4 : -1;
}

} // namespace

QString Emoji::code() const {
    return codes.isEmpty() ? QString() : u':' + codes.left(codes.indexOf(u' ')).toString() + u':';
}

QString Emoji::toned(int tone) const {
    if (tone < 1 || tone > toneMax || lightest.isEmpty())
        return text.toString();
    return lightest.toString().replace(toneText(1), toneText(tone));
}

const QList<Emoji>& all() {
    return catalogue().emoji;
}

QList<const Emoji*> search(const QString& query, int limit) {
    QString words = query.trimmed();
    words.remove(u':');
    const auto parts = QStringView(words).split(u' ', Qt::SkipEmptyParts);
    QList<QList<const Emoji*>> byRank(5);
    for (const Emoji& emoji : catalogue().emoji) {
        int worst = parts.isEmpty() ? -1 : 0;
        for (const QStringView part : parts) {
            const int found = rank(emoji, part);
            worst = found < 0 ? -1 : std::max(worst, found);
            if (worst < 0)
                break;
        }
        if (worst >= 0)
            byRank[worst].append(&emoji);
    }
    QList<const Emoji*> found;
    for (const auto& list : std::as_const(byRank))
        found.append(list);
    return found.first(std::min<qsizetype>(found.size(), limit));
}

const Emoji* find(const QString& text) {
    const Catalogue& known = catalogue();
    auto at = known.byText.constFind(text);
    if (at != known.byText.cend())
        return &known.emoji[*at];
    QString bare = text;
    for (int tone = 1; tone <= toneMax; ++tone)
        bare.remove(toneText(tone));
    // With a tone the variation selector behind the base is left out.
    QString selected = bare;
    selected.insert(!bare.isEmpty() && bare[0].isHighSurrogate() ? 2 : 1, QChar(0xFE0F));
    for (const QString& form : {bare, selected}) {
        at = known.byText.constFind(form);
        if (at != known.byText.cend())
            return &known.emoji[*at];
    }
    return nullptr;
}

const Emoji* byCode(QStringView code) {
    const Catalogue& known = catalogue();
    const auto at = known.byCode.constFind(code);
    return at == known.byCode.cend() ? nullptr : &known.emoji[*at];
}

QString withCodesReplaced(const QString& text, int tone) {
    // Most messages have no two colons, and need not load the list.
    if (text.count(u':') < 2)
        return text;
    QString out;
    bool code = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'`')
            code = !code;
        const bool begins = text[i] == u':' && !code && (i == 0 || !text[i - 1].isLetterOrNumber());
        const qsizetype end = begins ? text.indexOf(u':', i + 1) : -1;
        const bool ends =
            end > i + 1 && end - i < 60 && (end + 1 == text.size() || !text[end + 1].isLetterOrNumber());
        const Emoji* const found = ends ? byCode(QStringView(text).sliced(i + 1, end - i - 1)) : nullptr;
        if (found) {
            out += found->toned(tone);
            i = end;
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace parlor::emoji
