// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QDebug>
#include <QString>

#include <optional>

namespace parlor {

/// Every way in which a request can fail, here and on the wire. One table (error.cpp) gives each its
/// wire name, HTTP status, whether a retry may help, and a default message.
enum class ErrorCode {
    Invalid,          ///< a field is missing, of the wrong type, or out of range (field() names it)
    Unauthenticated,  ///< no token, or one that is wrong or expired
    Forbidden,        ///< known, but not allowed
    NotFound,         ///< not there, or not visible to the asker: the two are never told apart
    MethodNotAllowed, ///< HTTP only
    Timeout,          ///< the peer took too long to send its request; HTTP 408
    Taken,            ///< a unique name is in use
    Conflict,         ///< same id, other content; or a state that excludes the request
    LengthRequired,   ///< HTTP 411: Transfer-Encoding is not accepted
    TooLarge,         ///< a body or frame over its limit (a field over its own is Invalid)
    UriTooLong,       ///< HTTP 414
    UnsupportedMedia, ///< HTTP 415
    HeadersTooLarge,  ///< HTTP 431
    RateLimited,      ///< retryAfter() says when to come back
    Internal,         ///< a defect on our side; details are in the server's log only
    Unavailable,      ///< for now; retryable: log or store down, tail behind, shutting down
    // Not on the wire: failures of storage, for those who start and run the server.
    LogTrimmed,    ///< an offset that the log no longer has
    BeyondEnd,     ///< an offset past the end of the log
    NewerFormat,   ///< written by a newer version of Parlor
    Corrupt,       ///< a file that is damaged or not what it should be
    Io,            ///< disk full, no permission, …
    Locked,        ///< in use by another process
    PositionMoved, ///< a compare-and-set of a projector's position failed: somebody else advanced it
};

/// One failure. A value: cheap to move, compared in tests, turned into an HTTP answer or an `error` frame at
/// the edge.
class Error {
public:
    Error() = default;
    explicit Error(ErrorCode code, QString message = {}, QString field = {});

    ErrorCode code() const { return m_code; }
    /// What happened and what to do, in English, for developers and logs; clients word errors by their code.
    const QString& message() const { return m_message; }
    /// JSON path of the offending field ("data.content"), empty if none.
    const QString& field() const { return m_field; }
    /// Seconds after which a retry may succeed.
    std::optional<int> retryAfter() const { return m_retryAfter; }

    Error withRetryAfter(int seconds) const;
    Error withField(const QString& field) const;

    friend bool operator==(const Error&, const Error&) = default;

private:
    ErrorCode m_code = ErrorCode::Internal;
    QString m_message;
    QString m_field;
    std::optional<int> m_retryAfter;
};

/// The row of the one error table for `code`.
struct ErrorInfo {
    ErrorCode code;
    const char* name;           ///< on the wire, e.g. "rate_limited"
    int httpStatus;             ///< 4xx or 5xx
    bool retryable;             ///< the same request may succeed later, unchanged
    const char* defaultMessage; ///< used when an Error is made without a message
};
const ErrorInfo& errorInfo(ErrorCode code);
/// False for the failures of storage, which no peer is told.
constexpr bool isOnWire(ErrorCode code) {
    return code <= ErrorCode::Unavailable;
}
/// The code named `name` on the wire; nullopt for a name that this version does not know.
std::optional<ErrorCode> errorCodeFromName(QByteArrayView name);

QDebug operator<<(QDebug debug, const Error& error);

/// WebSocket close codes of the protocol (docs/protocol.md).
enum class CloseCode : quint16 {
    Normal = 1000,
    GoingAway = 1001, ///< the server stops or drains: reconnect
    ProtocolError = 1002,
    UnsupportedData = 1003, ///< a binary frame
    BadUtf8 = 1007,
    PolicyViolation = 1008, ///< pings unanswered, handshake deadline passed
    TooBig = 1009,
    InternalError = 1011,
    Unauthorized = 4401, ///< the session was revoked, or no valid token came in time: log in again
    TooSlow = 4408,      ///< the send queue passed its cap: reconnect and sync
    RateLimited = 4429,  ///< too many bad or surplus frames: reconnect after a pause
};

} // namespace parlor
