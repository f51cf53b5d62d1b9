// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QStringList>

/// Who is told of what. Pure functions; any thread.
namespace parlor {

/// One message that arrived, and what there is to know of its room and its reader.
struct Arrival {
    Message message;
    RoomKind kind = RoomKind::Public;
    RoomPreferences preferences;
    UserId self;
    bool replyToMine = false; ///< it answers a message of the reader, or is in a thread that they began
    bool inView = false;      ///< its room is before the reader's eyes
};

/// The reader's own, for all rooms.
struct AttentionRules {
    /// For rooms that have none: All; Mentions, which are also all messages of direct rooms; or Nothing.
    NotifyRule everywhere = NotifyRule::Mentions;
    /// Words that call the reader wherever they are said. Compared whole and without case.
    QStringList keywords;
    bool quiet = false; ///< do not disturb
};

enum class Verdict {
    Silent,  ///< nobody is told
    Tell,    ///< it is told
    Mention, ///< it is told, and it calls the reader
};

/// Messages of one's own, of the system, deleted ones, those in view, in muted rooms and while one is not to
/// be disturbed are Silent. A room's own rule comes before the one for all.
Verdict judge(const Arrival& arrival, const AttentionRules& rules);

/// Whether the text has one of the keywords as whole words: "ops" is in "Ops, please", not in "drops". A
/// keyword may be several words. Blank ones are in no text.
bool hasKeyword(const QString& text, const QStringList& keywords);
/// What a person typed into one line, separated by commas: trimmed, each once, without case; the first
/// keywordsMax that are no longer than keywordLengthMax.
QStringList keywordsFromInput(const QString& text);
inline constexpr int keywordsMax = 50;
inline constexpr int keywordLengthMax = 64;

/// What badges show: of all rooms of all accounts.
struct BadgeCount {
    int unread = 0; ///< messages; of muted rooms only those that mention the reader
    int mentions = 0;
    BadgeCount& operator+=(const BadgeCount& other) {
        unread += other.unread;
        mentions += other.mentions;
        return *this;
    }
    friend bool operator==(const BadgeCount&, const BadgeCount&) = default;
};
/// What one room adds.
BadgeCount badgeOf(const RoomSummary& room);

} // namespace parlor
