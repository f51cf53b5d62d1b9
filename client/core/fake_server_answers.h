// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/codec.h"
#include "shared/limits.h"

#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

/// How FakeServer answers by HTTP: status and body. Internal to fake_server_http*.cpp.
namespace parlor::fake {

using Reply = std::pair<int, QByteArray>;

template <typename T>
Reply ok(const T& value, int status = 200) {
    return {status, toBytes(toJson(value))};
}
inline Reply nothing() {
    return {204, {}};
}
/// A list whose items have no page of their own in the codec.
template <typename T>
Reply list(const QList<T>& items) {
    QJsonArray array;
    for (const T& item : items)
        array.append(toJson(item));
    return {200, toBytes({{QStringLiteral("items"), array}, {QStringLiteral("next"), QJsonValue()}})};
}

inline QString text(const QUrlQuery& query, const QString& key) {
    return query.queryItemValue(key, QUrl::FullyDecoded);
}
inline int limitOf(const QUrlQuery& query) {
    const QString limit = text(query, QStringLiteral("limit"));
    return limit.isEmpty() ? limits::pageDefault : limit.toInt();
}
/// The page that the query asks for; the cursor is where it begins.
template <typename T>
Page<T> paged(const QList<T>& items, const QUrlQuery& query) {
    const int from = text(query, QStringLiteral("after")).toInt();
    const int limit = std::clamp(limitOf(query), 1, limits::pageMax);
    Page<T> page{items.mid(from, limit), {}};
    if (from + limit < items.size())
        page.next = QString::number(from + limit);
    return page;
}

} // namespace parlor::fake
