// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

/// What the writer and the readers of the search's index agree upon. Internal to parlor_client.
namespace parlor::text {

/// Numbers that the messages of one minute have to themselves; those of a burst take the next minutes' too.
/// The finer the numbers, the larger the index: by milliseconds it would take 50 MB for 100,000 messages,
/// like this 17, and 10 with numbers in the order of arrival, which tell nothing of the time.
inline constexpr qint64 docsPerMinute = 16;

/// How far above its minute a message may stand, for all that is likely: a burst of thousands.
inline constexpr qint64 burstSlack = 8 * 1024;

/// The least number of a message of that minute.
inline qint64 docAt(const QDateTime& time) {
    constexpr qint64 millisecondsPerMinute = 60'000;
    return time.toMSecsSinceEpoch() / millisecondsPerMinute * docsPerMinute;
}

/// The tokenizer takes characters in threes; what is shorter is not in the index.
inline constexpr int indexedMin = 3;

} // namespace parlor::text
