// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/fuzzy.h"

#include <QList>

namespace parlor::fuzzy {

namespace {

/// Runs of letters and digits.
QList<QStringView> words(QStringView text) {
    QList<QStringView> found;
    qsizetype start = -1;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        // Surrogates are parts of letters, or of emoji: names are written with both.
        const bool inside = i < text.size() && (text[i].isLetterOrNumber() || text[i].isSurrogate());
        if (inside && start < 0)
            start = i;
        if (!inside && start >= 0) {
            found.append(text.sliced(start, i - start));
            start = -1;
        }
    }
    return found;
}

bool beginWords(const QList<QStringView>& typed, const QList<QStringView>& name) {
    qsizetype at = 0;
    for (const QStringView word : typed) {
        while (at < name.size() && !name[at].startsWith(word))
            ++at;
        if (at == name.size())
            return false;
        ++at;
    }
    return !typed.isEmpty();
}

bool areInitials(QStringView typed, const QList<QStringView>& name) {
    if (typed.size() < 2 || typed.size() > name.size())
        return false;
    for (qsizetype i = 0; i < typed.size(); ++i) {
        if (name[i].front() != typed[i])
            return false;
    }
    return true;
}

bool isSubsequence(QStringView typed, QStringView name) {
    qsizetype at = 0;
    for (const QChar c : name) {
        if (at < typed.size() && typed[at] == c)
            ++at;
    }
    return at == typed.size();
}

} // namespace

QString folded(const QString& text) {
    const QString apart = text.normalized(QString::NormalizationForm_KD).toCaseFolded();
    QString kept;
    kept.reserve(apart.size());
    for (const QChar c : apart) {
        if (c.category() != QChar::Mark_NonSpacing)
            kept.append(c);
    }
    return kept;
}

Match match(QStringView typed, QStringView name) {
    typed = typed.trimmed();
    if (typed == name)
        return Match::Exact;
    if (name.startsWith(typed))
        return Match::Prefix;
    const QList<QStringView> nameWords = words(name);
    if (beginWords(words(typed), nameWords))
        return Match::Words;
    if (areInitials(typed, nameWords))
        return Match::Initials;
    if (name.contains(typed))
        return Match::Substring;
    return isSubsequence(typed, name) ? Match::Subsequence : Match::None;
}

} // namespace parlor::fuzzy
