// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/search_text.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// Code points before the first hit, so that one sees what it is about.
constexpr int lead = 48;

QString unquoted(const QString& text) {
    return QString(text).remove(u'"').trimmed();
}

int points(QStringView text) {
    return int(std::count_if(text.cbegin(), text.cend(), [](QChar c) { return !c.isLowSurrogate(); }));
}

} // namespace

QStringList searchTokens(const QString& text) {
    QStringList tokens;
    QString token;
    bool quoted = false;
    bool blank = false;
    for (const QChar c : text) {
        if (blank && !c.isSpace()) {
            tokens.append(std::exchange(token, QString()));
            blank = false;
        }
        token.append(c);
        if (c == u'"')
            quoted = !quoted;
        blank = !quoted && c.isSpace();
    }
    if (!token.isEmpty())
        tokens.append(token);
    return tokens;
}

std::optional<TypedFilter> typedFilter(const QString& token) {
    const qsizetype colon = token.indexOf(u':');
    if (colon < 1)
        return std::nullopt;
    const QString key = token.first(colon).toLower();
    const QString value = unquoted(token.mid(colon + 1));
    if (value.isEmpty())
        return std::nullopt;
    if (key == "has"_L1)
        return value.toLower() == "link"_L1 ? std::optional(TypedFilter{TypedFilter::Link, {}})
                                            : std::nullopt;
    for (const auto& [name, kind] :
         {std::pair("from"_L1, TypedFilter::From), std::pair("in"_L1, TypedFilter::In),
          std::pair("before"_L1, TypedFilter::Before), std::pair("after"_L1, TypedFilter::After),
          std::pair("on"_L1, TypedFilter::On)}) {
        if (key == name)
            return TypedFilter{kind, value};
    }
    return std::nullopt;
}

QList<TextSpan> searchSpans(const QString& content, const QString& words) {
    QList<TextSpan> spans;
    const QStringList tokens = searchTokens(words);
    for (const QString& token : tokens) {
        const QString word = unquoted(token);
        if (word.isEmpty())
            continue;
        for (qsizetype at = content.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
             at = content.indexOf(word, at + word.size(), Qt::CaseInsensitive))
            spans.append(
                {points(QStringView(content).first(at)), points(QStringView(content).mid(at, word.size()))});
    }
    std::sort(spans.begin(), spans.end(),
              [](const TextSpan& a, const TextSpan& b) { return a.start < b.start; });
    return spans;
}

QList<TextSpan> spansInOrder(const QString& text, const QStringList& marks) {
    QList<TextSpan> spans;
    qsizetype from = 0;
    for (const QString& mark : marks) {
        const qsizetype at = mark.isEmpty() ? -1 : text.indexOf(mark, from, Qt::CaseInsensitive);
        if (at < 0)
            continue;
        spans.append({points(QStringView(text).first(at)), points(QStringView(text).mid(at, mark.size()))});
        from = at + mark.size();
    }
    return spans;
}

QStringList textsAt(const QString& content, const QList<TextSpan>& spans) {
    const QList<uint> all = content.toUcs4();
    QStringList texts;
    for (const TextSpan& span : spans) {
        const qsizetype from = std::clamp<qsizetype>(span.start, 0, all.size());
        const qsizetype length = std::clamp<qsizetype>(span.length, 0, all.size() - from);
        texts.append(QString::fromUcs4(reinterpret_cast<const char32_t*>(all.constData()) + from, length));
    }
    return texts;
}

QList<ExcerptPart> excerptOf(const QString& content, const QList<TextSpan>& hits, int length) {
    const QList<uint> all = content.toUcs4();
    const auto isBlank = [&](qsizetype at) { return QChar::isSpace(all.at(at)); };
    qsizetype from = 0;
    if (!hits.isEmpty() && hits.first().start > lead && hits.first().start < all.size() &&
        all.size() > length) {
        from = std::min<qsizetype>(hits.first().start - lead, all.size() - length);
        // At the beginning of a word, if there is one before the hit.
        for (qsizetype at = from; at < hits.first().start && at < all.size(); ++at) {
            if (isBlank(at)) {
                from = at + 1;
                break;
            }
        }
    }
    const qsizetype to = std::min<qsizetype>(all.size(), from + length);
    QList<ExcerptPart> parts;
    const auto add = [&](qsizetype begin, qsizetype end, bool hit) {
        if (begin >= end)
            return;
        QString text =
            QString::fromUcs4(reinterpret_cast<const char32_t*>(all.constData()) + begin, end - begin);
        for (QChar& c : text) {
            if (c.isSpace())
                c = u' ';
        }
        parts.append({text, hit});
    };
    qsizetype at = from;
    for (const TextSpan& hit : hits) {
        const qsizetype begin = std::clamp<qsizetype>(hit.start, at, to);
        const qsizetype end = std::clamp<qsizetype>(qsizetype(hit.start) + hit.length, begin, to);
        add(at, begin, false);
        add(begin, end, true);
        at = end;
    }
    add(at, to, false);
    if (from > 0 && !parts.isEmpty())
        parts.first().text.prepend(u"… "_s);
    if (to < all.size() && !parts.isEmpty())
        parts.last().text.append(u" …"_s);
    return parts;
}

} // namespace parlor
