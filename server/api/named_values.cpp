// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/named_values.h"

#include "shared/limits.h"

namespace parlor::api {

namespace {

struct Limit {
    const char* name;
    qint64 value;
};
#define PARLOR_LIMIT(name)                                                                                   \
    Limit {                                                                                                  \
#name, qint64(limits::name)                                                                          \
    }
constexpr Limit limitTable[]{
    PARLOR_LIMIT(usernameMin),      PARLOR_LIMIT(usernameMax),
    PARLOR_LIMIT(displayNameMax),   PARLOR_LIMIT(emailMax),
    PARLOR_LIMIT(passwordMin),      PARLOR_LIMIT(passwordMax),
    PARLOR_LIMIT(roomNameMin),      PARLOR_LIMIT(roomNameMax),
    PARLOR_LIMIT(topicMax),         PARLOR_LIMIT(messageContentMax),
    PARLOR_LIMIT(deviceNameMax),    PARLOR_LIMIT(statusTextMax),
    PARLOR_LIMIT(timeZoneMax),      PARLOR_LIMIT(emojiMax),
    PARLOR_LIMIT(searchQueryMax),   PARLOR_LIMIT(mentionsMax),
    PARLOR_LIMIT(reactionsMax),     PARLOR_LIMIT(reactionKindsMax),
    PARLOR_LIMIT(pinsMax),          PARLOR_LIMIT(editVersionsMax),
    PARLOR_LIMIT(receiptNamesMax),  PARLOR_LIMIT(newRoomMembersMax),
    PARLOR_LIMIT(presenceQueryMax), PARLOR_LIMIT(typingSeconds),
    PARLOR_LIMIT(statusRoomMax),    PARLOR_LIMIT(joinNoticeRoomMax),
    PARLOR_LIMIT(tokenMax),         PARLOR_LIMIT(refMax),
    PARLOR_LIMIT(pageDefault),      PARLOR_LIMIT(pageMax),
    PARLOR_LIMIT(syncRoomsMax),     PARLOR_LIMIT(syncChangesMax),
    PARLOR_LIMIT(frameMax),         PARLOR_LIMIT(httpBodyMax),
    PARLOR_LIMIT(integerMax),       PARLOR_LIMIT(unreadMax),
    PARLOR_LIMIT(presenceRoomMax),  PARLOR_LIMIT(httpTargetMax),
    PARLOR_LIMIT(httpHeadersMax),
};
#undef PARLOR_LIMIT

// Inside of a character class. Characters beyond U+FFFF stand for themselves: no escape for them is common to
// all dialects.
const QString controls = QStringLiteral(R"(\u0000-\u001f\u007f-\u009f)");
const QString controlsButLines = QStringLiteral(R"(\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f)");
/// Line and paragraph separators, bidirectional embeddings, overrides and isolates.
const QString notInNames = QStringLiteral(R"(\u2028\u2029\u202a-\u202e\u2066-\u2069)");
const QString spaces =
    QStringLiteral(R"(\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000)");
/// What shows nothing: format characters, fillers, the empty Braille cell.
const QString invisible =
    QStringLiteral(R"(\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u180e\u200b-\u200f)"
                   R"(\u202a-\u202e\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb)") +
    QStringLiteral("\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
                   "\U000e0001\U000e0020-\U000e007f");

/// Nothing but what is allowed, and somewhere in it something that is not of `notEnough`.
QString pattern(const QString& forbidden, const QString& notEnough = {}) {
    const QString allowed = QStringLiteral("[^%1]*").arg(forbidden);
    if (notEnough.isEmpty())
        return u'^' + allowed + u'$';
    return QStringLiteral("^%1[^%2%3]%1$").arg(allowed, forbidden, notEnough);
}

} // namespace

std::optional<qint64> limitNamed(const QString& name) {
    for (const Limit& limit : limitTable) {
        if (name == QLatin1String(limit.name))
            return limit.value;
    }
    return std::nullopt;
}

std::optional<QString> patternNamed(const QString& name) {
    if (name == QLatin1String("name"))
        return pattern(controls + notInNames);
    if (name == QLatin1String("visibleName"))
        return pattern(controls + notInNames, spaces + invisible);
    if (name == QLatin1String("visibleContent"))
        return pattern(controlsButLines, spaces + invisible);
    if (name == QLatin1String("ids")) {
        // None, or several. The null UUID is not one: the version of all others is not 0.
        const QString id = QStringLiteral(
            "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[1-9A-Fa-f][0-9A-Fa-f]{3}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");
        return QStringLiteral("^(%1(,%1)*)?$").arg(id);
    }
    if (name == QLatin1String("email")) {
        const QString never = QStringLiteral("@") + controls + notInNames + spaces;
        return QStringLiteral("^[^%1]+@[^.%1]+([.][^.%1]+)*$").arg(never);
    }
    if (name == QLatin1String("emoji"))
        return pattern(controls + notInNames + spaces, QStringLiteral(R"(!-~)") + invisible);
    return std::nullopt;
}

} // namespace parlor::api
