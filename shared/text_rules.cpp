// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/text_rules.h"

#include "shared/codec.h"
#include "shared/limits.h"

#include <QChar>

#include <algorithm>

namespace parlor {

namespace {

/// Embeddings, overrides and isolates: they let a name change how the text around it reads.
bool isBidiControl(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// Shows nothing. The four fillers and the empty Braille cell are letters or symbols to Unicode, yet blank on
/// the screen.
bool isBlank(char32_t c) {
    if (c < 0x80)
        return c <= 0x20 || c == 0x7F;
    switch (c) {
    case 0x115F:
    case 0x1160:
    case 0x2800:
    case 0x3164:
    case 0xFFA0:
        return true;
    default:
        return QChar::isSpace(c) || QChar::category(c) == QChar::Other_Format;
    }
}

bool isForbidden(char32_t c, TextRule rule) {
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    switch (rule) {
    case TextRule::Any:
        return c == 0;
    case TextRule::Name:
        return control || c == 0x2028 || c == 0x2029 || isBidiControl(c);
    case TextRule::Content:
        return control && c != '\n' && c != '\r' && c != '\t';
    }
    return true;
}

QString lengthProblem(int min, int max) {
    if (min == 0)
        return QStringLiteral("must not be longer than %1 characters").arg(max);
    return QStringLiteral("must have %1 to %2 characters").arg(min).arg(max);
}

bool isLowerAlphanumeric(char16_t c) {
    return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
}

Result<void> verdict(const QString& problem, const QString& field) {
    if (problem.isNull())
        return {};
    return fail(ErrorCode::Invalid, field + u' ' + problem + u'.', field);
}

} // namespace

QString textProblem(QStringView text, int min, int max, TextRule rule) {
    // A code point has at most two units: this bounds the work on a text that is far too long.
    if (text.size() > 2 * qsizetype(max))
        return lengthProblem(min, max);
    int count = 0;
    bool blank = true;
    for (qsizetype i = 0; i < text.size(); ++i, ++count) {
        char32_t c = text[i].unicode();
        if (c > 0x20 && c < 0x7F) { // allowed by every rule, and nearly all there is
            blank = false;
            continue;
        }
        if (QChar::isSurrogate(c)) {
            if (!QChar::isHighSurrogate(c) || i + 1 == text.size() || !text[i + 1].isLowSurrogate())
                return QStringLiteral("holds half of a surrogate pair");
            c = QChar::surrogateToUcs4(char16_t(c), text[++i].unicode());
        }
        if (isForbidden(c, rule)) {
            return QStringLiteral("must not hold the character U+%1")
                .arg(QString::number(uint(c), 16).toUpper().rightJustified(4, u'0'));
        }
        blank = blank && isBlank(c);
    }
    if (count < min || count > max)
        return lengthProblem(min, max);
    if (blank && min > 0 && rule != TextRule::Any)
        return QStringLiteral("must not be blank");
    return {};
}

QString usernameProblem(QStringView name) {
    if (const QString problem = textProblem(name, limits::usernameMin, limits::usernameMax, TextRule::Name);
        !problem.isNull())
        return problem;
    for (const QChar c : name) {
        if (c >= u'A' && c <= u'Z')
            return QStringLiteral("must be in lower case");
        if (!isLowerAlphanumeric(c.unicode()) && c != u'.' && c != u'_' && c != u'-')
            return QStringLiteral("may only hold the letters a to z, digits, and . _ -");
    }
    if (!isLowerAlphanumeric(name.front().unicode()) || !isLowerAlphanumeric(name.back().unicode()))
        return QStringLiteral("must begin and end with a letter or digit");
    return {};
}

QString emailProblem(QStringView email) {
    if (const QString problem = textProblem(email, 1, limits::emailMax, TextRule::Name); !problem.isNull())
        return problem;
    // No more than this: whether an address exists is only found out by writing to it.
    const qsizetype at = email.indexOf(u'@');
    const QStringView domain = email.sliced(at + 1);
    const bool spaces = std::any_of(email.begin(), email.end(), [](QChar c) { return c.isSpace(); });
    if (at < 1 || domain.isEmpty() || domain.contains(u'@') || spaces || domain.startsWith(u'.') ||
        domain.endsWith(u'.') || domain.contains(QLatin1String("..")))
        return QStringLiteral("must be an address like name@example.org");
    return {};
}

QString passwordProblem(QStringView password) {
    return textProblem(password, limits::passwordMin, limits::passwordMax, TextRule::Any);
}

QString displayNameProblem(QStringView name) {
    return textProblem(name, 1, limits::displayNameMax, TextRule::Name);
}

QString roomNameProblem(QStringView name) {
    return textProblem(name, limits::roomNameMin, limits::roomNameMax, TextRule::Name);
}

QString topicProblem(QStringView topic) {
    return textProblem(topic, 0, limits::topicMax, TextRule::Name);
}

QString messageContentProblem(QStringView content) {
    return textProblem(content, 1, limits::messageContentMax, TextRule::Content);
}

QString statusTextProblem(QStringView text) {
    return textProblem(text, 0, limits::statusTextMax, TextRule::Name);
}

QString timeZoneProblem(QStringView name) {
    const bool plain = std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') ||
               QStringView(u"/_+-").contains(c);
    });
    if (!plain || name.size() > limits::timeZoneMax)
        return QStringLiteral("must be the name of a time zone, like Europe/Berlin");
    return {};
}

QString emojiProblem(QStringView emoji) {
    if (const QString problem = textProblem(emoji, 1, limits::emojiMax, TextRule::Name); !problem.isNull())
        return problem;
    // 1\u20E3 is an emoji, 1 is not, nor is 1 with a joiner: what one of them has beyond ASCII that is seen
    // is enough here.
    const QList<uint> points = emoji.toUcs4();
    const bool plain =
        std::all_of(points.begin(), points.end(), [](uint c) { return c < 0x80 || isBlank(char32_t(c)); });
    const bool blank = std::any_of(emoji.begin(), emoji.end(), [](QChar c) { return c.isSpace(); });
    if (plain || blank)
        return QStringLiteral("must be one emoji");
    return {};
}

QString quotable(QStringView text) {
    constexpr qsizetype quotedMax = 64;
    QString result = text.left(quotedMax).toString();
    for (QChar& c : result) {
        if (c < u' ' || c > u'~')
            c = u'?';
    }
    return result;
}

Result<void> checkUsername(const QString& name, const QString& field) {
    return verdict(usernameProblem(name), field);
}

Result<void> checkEmail(const QString& email, const QString& field) {
    return verdict(emailProblem(email), field);
}

Result<void> checkPassword(const QString& password, const QString& field) {
    return verdict(passwordProblem(password), field);
}

Result<void> checkDisplayName(const QString& name, const QString& field) {
    return verdict(displayNameProblem(name), field);
}

Result<void> checkRoomName(const QString& name, const QString& field) {
    return verdict(roomNameProblem(name), field);
}

Result<void> checkTopic(const QString& topic, const QString& field) {
    return verdict(topicProblem(topic), field);
}

Result<void> checkEmoji(const QString& emoji, const QString& field) {
    return verdict(emojiProblem(emoji), field);
}

Result<void> checkMessageContent(const QString& content, const QString& field) {
    return verdict(messageContentProblem(content), field);
}

} // namespace parlor
