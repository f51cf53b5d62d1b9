// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/links.h"

#include <QChar>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

namespace parlor::links {

using namespace Qt::StringLiterals;

namespace {

// Names of files that people use as the text of a link; none of these is a top-level domain.
const QSet<QString>& fileEndings() {
    static const QSet<QString> endings{u"pdf"_s,  u"png"_s,  u"jpg"_s,  u"jpeg"_s, u"gif"_s, u"svg"_s,
                                       u"webp"_s, u"txt"_s,  u"csv"_s,  u"json"_s, u"xml"_s, u"html"_s,
                                       u"doc"_s,  u"docx"_s, u"xlsx"_s, u"pptx"_s, u"odt"_s, u"log"_s};
    return endings;
}

QString withoutWww(const QString& host) {
    return host.startsWith("www."_L1) ? host.mid(4) : host;
}

/// The host that a reader sees in `text`; empty if it does not look like an address.
QString hostIn(const QString& text) {
    static const QRegularExpression pattern(
        u"(?:(?:https?|parlor)://)?((?:[\\p{L}\\p{N}_-]+\\.)+(\\p{L}{2,}|xn--[a-z0-9-]+))"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    const auto match = pattern.match(text.left(500));
    if (!match.hasMatch())
        return {};
    const bool bare = !match.capturedView().contains("://"_L1);
    if (bare && fileEndings().contains(match.captured(2).toLower()))
        return {};
    return match.captured(1).toLower();
}

/// Scripts that are written together, as one.
int family(QChar::Script script) {
    switch (script) {
    case QChar::Script_Common:
    case QChar::Script_Inherited:
    case QChar::Script_Unknown:
        return 0;
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Bopomofo:
        return 1;
    default:
        return static_cast<int>(script) + 2;
    }
}

} // namespace

bool looksMixed(QStringView host) {
    const auto labels = host.split(u'.');
    const bool asciiEnd =
        std::all_of(labels.last().begin(), labels.last().end(), [](QChar c) { return c.unicode() < 0x80; });
    for (const QStringView label : labels) {
        int seen = 0;
        for (const char32_t c : label.toUcs4()) {
            const QChar::Script script = QChar::script(c);
            const int now = family(script);
            if (now == 0)
                continue;
            if (seen != 0 && now != seen)
                return true;
            seen = now;
            const bool lookAlike = script == QChar::Script_Cyrillic || script == QChar::Script_Greek ||
                                   script == QChar::Script_Armenian || script == QChar::Script_Cherokee;
            if (lookAlike && asciiEnd)
                return true;
        }
    }
    return false;
}

QString safeAddress(const QString& href) {
    const QUrl url(href.trimmed(), QUrl::TolerantMode);
    if (!url.isValid() || href.size() > 4000)
        return {};
    const QString scheme = url.scheme().toLower();
    const bool web = scheme == "http"_L1 || scheme == "https"_L1;
    if (web && url.host().isEmpty())
        return {};
    if (scheme == "mailto"_L1 && !url.path().contains(u'@'))
        return {};
    if (!web && scheme != "mailto"_L1 && scheme != "parlor"_L1)
        return {};
    return url.toString(QUrl::FullyEncoded);
}

QString hiddenTarget(const QString& shown, const QString& address) {
    const QUrl url(address);
    if (url.scheme() == "mailto"_L1) {
        const QString real = url.path();
        const bool pretends = shown.contains(u'@') || !hostIn(shown).isEmpty();
        return pretends && !shown.contains(real, Qt::CaseInsensitive) ? real : QString();
    }
    const QString real = url.host(QUrl::FullyEncoded).toLower();
    if (real.isEmpty())
        return {};
    const QString readable = QUrl::fromAce(real.toLatin1(), QUrl::IgnoreIDNWhitelist);
    if (looksMixed(readable))
        return real;
    const QString seen = hostIn(shown);
    const QString seenEncoded = QString::fromLatin1(QUrl::toAce(seen));
    return seen.isEmpty() || withoutWww(seenEncoded) == withoutWww(real) ? QString() : readable;
}

QList<Found> find(const QString& text, int limit) {
    QList<Found> links;
    if (!text.contains("://"_L1) && !text.contains("www."_L1, Qt::CaseInsensitive) &&
        !text.contains("mailto:"_L1, Qt::CaseInsensitive))
        return links;
    static const QRegularExpression pattern(
        u"\\b(?:https?://|parlor://|mailto:|www\\.)[^\\s<>\"`|\\\\\\[\\]\\x{00AB}\\x{00BB}\\x{201C}\\x{201D}]+"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    for (auto it = pattern.globalMatch(text); it.hasNext() && links.size() < limit;) {
        const auto match = it.next();
        QStringView address = match.capturedView();
        qsizetype unopened = address.count(u')') - address.count(u'(');
        while (!address.isEmpty()) {
            const QChar last = address.back();
            if (last == u')' ? unopened <= 0 : !u".,;:!?'*_}~\u2026"_s.contains(last))
                break;
            unopened -= last == u')';
            address.chop(1);
        }
        const bool bare = address.startsWith("www."_L1, Qt::CaseInsensitive);
        const QString safe = safeAddress((bare ? u"https://"_s : QString()) + address.toString());
        if (!safe.isEmpty())
            links.append({match.capturedStart(), address.size(), safe});
    }
    return links;
}

} // namespace parlor::links
