// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/error.h"

#include <array>

namespace parlor {

namespace {

using enum ErrorCode;

// In the order of the enumeration; errorInfo() indexes it.
constexpr std::array errorTable{
    ErrorInfo{Invalid, "invalid", 400, false, "The request is not valid."},
    ErrorInfo{Unauthenticated, "unauthenticated", 401, false, "Log in first."},
    ErrorInfo{Forbidden, "forbidden", 403, false, "You may not do this."},
    ErrorInfo{NotFound, "not_found", 404, false, "There is no such thing here."},
    ErrorInfo{MethodNotAllowed, "method_not_allowed", 405, false, "This address does not take that method."},
    ErrorInfo{Timeout, "timeout", 408, true, "The request did not arrive in time."},
    ErrorInfo{Taken, "taken", 409, false, "That name is in use."},
    ErrorInfo{Conflict, "conflict", 409, false, "This contradicts what is already there."},
    ErrorInfo{LengthRequired, "length_required", 411, false, "Send a Content-Length, not Transfer-Encoding."},
    ErrorInfo{TooLarge, "too_large", 413, false, "That is larger than this server takes."},
    ErrorInfo{UriTooLong, "uri_too_long", 414, false, "The address is too long."},
    ErrorInfo{UnsupportedMedia, "unsupported_media", 415, false, "Send application/json."},
    ErrorInfo{HeadersTooLarge, "headers_too_large", 431, false, "The headers are too large."},
    ErrorInfo{RateLimited, "rate_limited", 429, true, "Too many requests. Wait a little."},
    ErrorInfo{Internal, "internal", 500, false,
              "The server failed. Its administrator finds the cause in its log."},
    ErrorInfo{Unavailable, "unavailable", 503, true,
              "The server cannot do this just now. Try again shortly."},
    ErrorInfo{LogTrimmed, "log_trimmed", 503, false, "The event log no longer has that offset."},
    ErrorInfo{BeyondEnd, "beyond_end", 503, false, "The offset is beyond the end of the event log."},
    ErrorInfo{NewerFormat, "newer_format", 503, false, "This was written by a newer version of Parlor."},
    ErrorInfo{Corrupt, "corrupt", 503, false, "The file is damaged."},
    ErrorInfo{Io, "io", 503, true, "Reading or writing failed."},
    ErrorInfo{Locked, "locked", 503, true, "This is in use by another process."},
    ErrorInfo{PositionMoved, "position_moved", 503, true, "Another projector has advanced the position."},
};

static_assert(
    [] {
        for (std::size_t i = 0; i < errorTable.size(); ++i) {
            if (static_cast<std::size_t>(errorTable[i].code) != i)
                return false;
        }
        return true;
    }(),
    "errorTable must list every code in the order of the enumeration");

} // namespace

const ErrorInfo& errorInfo(ErrorCode code) {
    return errorTable.at(static_cast<std::size_t>(code));
}

std::optional<ErrorCode> errorCodeFromName(QByteArrayView name) {
    for (const ErrorInfo& info : errorTable) {
        if (name == QByteArrayView(info.name))
            return info.code;
    }
    return std::nullopt;
}

Error::Error(ErrorCode code, QString message, QString field)
    : m_code(code)
    , m_message(message.isEmpty() ? QString::fromLatin1(errorInfo(code).defaultMessage) : std::move(message))
    , m_field(std::move(field)) {}

Error Error::withRetryAfter(int seconds) const {
    Error copy = *this;
    copy.m_retryAfter = seconds;
    return copy;
}

Error Error::withField(const QString& field) const {
    Error copy = *this;
    copy.m_field = field;
    return copy;
}

QDebug operator<<(QDebug debug, const Error& error) {
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Error(" << errorInfo(error.code()).name << ", " << error.message();
    if (!error.field().isEmpty())
        debug << ", field " << error.field();
    return debug << ')';
}

} // namespace parlor
