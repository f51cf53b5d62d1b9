// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/rules.h"

#include <QRegularExpression>

namespace parlor {

namespace {

bool isWordPart(QStringView text, qsizetype at) {
    if (at < 0 || at >= text.size())
        return false;
    const QChar c = text[at];
    // Half of a pair: what is outside of the first plane and written is letters (emoji are never beside one).
    if (c.isSurrogate()) {
        const qsizetype high = c.isHighSurrogate() ? at : at - 1;
        if (high < 0 || high + 1 >= text.size() || !text[high + 1].isLowSurrogate())
            return false;
        return QChar::isLetterOrNumber(QChar::surrogateToUcs4(text[high], text[high + 1]));
    }
    return c.isLetterOrNumber() || c.isMark() || c == QLatin1Char('_');
}

NotifyRule effectiveRule(const Arrival& arrival, const AttentionRules& rules) {
    if (arrival.preferences.notify != NotifyRule::Default)
        return arrival.preferences.notify;
    if (rules.everywhere == NotifyRule::Mentions && arrival.kind == RoomKind::Direct)
        return NotifyRule::All;
    return rules.everywhere;
}

} // namespace

Verdict judge(const Arrival& arrival, const AttentionRules& rules) {
    const Message& message = arrival.message;
    if (message.sender == arrival.self || message.type != MessageType::Text || message.deletedAt)
        return Verdict::Silent;
    if (rules.quiet || arrival.inView || arrival.preferences.muted)
        return Verdict::Silent;
    const NotifyRule rule = effectiveRule(arrival, rules);
    if (rule == NotifyRule::Nothing)
        return Verdict::Silent;
    const bool calls = message.mentions.contains(arrival.self) || arrival.replyToMine ||
                       hasKeyword(message.content, rules.keywords);
    if (calls)
        return Verdict::Mention;
    return rule == NotifyRule::Mentions ? Verdict::Silent : Verdict::Tell;
}

bool hasKeyword(const QString& text, const QStringList& keywords) {
    // Composed and folded, so that it does not matter how an umlaut was typed.
    const QString folded =
        keywords.isEmpty() ? QString() : text.normalized(QString::NormalizationForm_KC).toCaseFolded();
    for (const QString& keyword : keywords) {
        const QString wanted = keyword.trimmed().normalized(QString::NormalizationForm_KC).toCaseFolded();
        if (wanted.isEmpty())
            continue;
        for (qsizetype at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
            const qsizetype end = at + wanted.size();
            // A keyword that ends in a sign ("c++") has its end there, whatever follows.
            const bool begins = !isWordPart(wanted, 0) || !isWordPart(folded, at - 1);
            const bool ends = !isWordPart(wanted, wanted.size() - 1) || !isWordPart(folded, end);
            if (begins && ends)
                return true;
        }
    }
    return false;
}

QStringList keywordsFromInput(const QString& text) {
    QStringList keywords;
    // The Arabic, the ideographic and the full-width comma as well: what the user's keyboard has.
    static const QRegularExpression commas(QStringLiteral("[,\u060C\u3001\uFF0C]"));
    const QStringList parts = text.split(commas);
    for (const QString& part : parts) {
        const QString keyword = part.simplified();
        if (keyword.isEmpty() || keyword.size() > keywordLengthMax ||
            keywords.contains(keyword, Qt::CaseInsensitive))
            continue;
        keywords.append(keyword);
        if (keywords.size() == keywordsMax)
            break;
    }
    return keywords;
}

BadgeCount badgeOf(const RoomSummary& room) {
    return {room.preferences.muted ? room.read.mentions : room.read.unread, room.read.mentions};
}

} // namespace parlor
