// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/http.h"

#include <array>
#include <optional>
#include <utility>

namespace parlor::net {

/// Every method that the server knows, in the order of the enumeration, with its name on the wire.
inline constexpr std::array<std::pair<Method, const char*>, 7> methodNames{{
    {Method::Get, "GET"},
    {Method::Head, "HEAD"},
    {Method::Post, "POST"},
    {Method::Put, "PUT"},
    {Method::Patch, "PATCH"},
    {Method::Delete, "DELETE"},
    {Method::Options, "OPTIONS"},
}};

inline const char* methodName(Method method) {
    return methodNames[std::size_t(method)].second;
}

inline std::optional<Method> methodFromName(QByteArrayView name) {
    for (const auto& [method, text] : methodNames) {
        if (name == QByteArrayView(text))
            return method;
    }
    return std::nullopt;
}

} // namespace parlor::net
