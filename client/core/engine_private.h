// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/failure.h"

#include <QLoggingCategory>
#include <QUrl>

/// What the engine_*.cpp files share.
namespace parlor {

Q_DECLARE_LOGGING_CATEGORY(lcEngine)

inline QString roomPath(const RoomId& room, const QString& rest = {}) {
    return QStringLiteral("/api/v1/rooms/") + room.toString() + rest;
}

inline QString queryText(const QString& text) {
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

inline Failure notOpen() {
    return {Error(ErrorCode::Unauthenticated, QStringLiteral("nobody is signed in")), NetworkProblem::None};
}

inline Failure failureOf(const Error& error) {
    return {error, NetworkProblem::None};
}

} // namespace parlor
