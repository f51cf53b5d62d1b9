// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/error.h"

#include <QMetaType>

#include <functional>
#include <tl/expected.hpp>

/// How what a person asks for can fail, as seen from the desktop. Plain values, any thread.
namespace parlor {

/// Why the server could not be reached at all. None: it answered.
enum class NetworkProblem {
    None,
    NoNetwork,    ///< the machine itself is offline
    HostNotFound, ///< the address does not resolve
    Refused,      ///< nothing listens there
    Tls,          ///< no trusted encrypted connection: certificate wrong, expired, of another host
    Timeout,      ///< no answer in time
    Disconnected, ///< the connection ended before the answer came; the request may or may not have had its
                  ///< effect
    NotParlor,    ///< something answered that does not speak this protocol
    Other,
};

/// One failed request. Worded for people by `network` if it is not None, else by `error.code()`;
/// `error.message()` is English for logs.
struct Failure {
    Error error;
    NetworkProblem network = NetworkProblem::None;

    /// The same request, unchanged, may succeed later.
    bool retryable() const { return network != NetworkProblem::None || errorInfo(error.code()).retryable; }
    friend bool operator==(const Failure&, const Failure&) = default;
};

inline Failure networkFailure(NetworkProblem problem, const QString& message = {}) {
    return {Error(ErrorCode::Unavailable, message), problem};
}

template <typename T>
using Outcome = tl::expected<T, Failure>;
/// Called exactly once, unless its context object or the Core goes away first: then never.
template <typename T>
using Done = std::function<void(const Outcome<T>&)>;

} // namespace parlor

Q_DECLARE_METATYPE(parlor::Failure)
