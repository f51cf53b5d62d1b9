// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"
#include "shared/result.h"

#include <QJsonObject>

/// What `GET /api/v1/search` answers. Pure; any thread.
namespace parlor {

/// Code points of a text.
struct TextSpan {
    int start = 0;
    int length = 0;
    friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

/// One message that was found, with what stands around it.
struct SearchHit {
    Message message;
    Room room;
    std::optional<Message> before = {}; ///< its neighbours in the room, deleted ones left out
    std::optional<Message> after = {};
    QList<TextSpan> highlights = {}; ///< of its content: what the query's words stand for
    friend bool operator==(const SearchHit&, const SearchHit&) = default;
};

struct SearchAnswer {
    QList<SearchHit> items;      ///< the newest first
    std::optional<QString> next; ///< to be passed back as `before`
    bool incomplete = false;     ///< a limit was met before everything was looked at
    friend bool operator==(const SearchAnswer&, const SearchAnswer&) = default;
};

QJsonObject toJson(const SearchAnswer& answer);
/// Strict, as all of codec.h. Invalid.
Result<SearchAnswer> searchAnswerFromJson(const QJsonObject& json);

} // namespace parlor
