// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/words.h"

#include "client/core/cache_reader.h"
#include "shared/limits.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace parlor::words {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString wait(const Error& error) {
    if (!error.retryAfter() || *error.retryAfter() <= 1)
        return Words::tr("Too many attempts. Wait a moment and try again.");
    return Words::tr("Too many attempts. Try again in %n second(s).", nullptr, *error.retryAfter());
}

} // namespace

UserId roomPeer(const Room& room, const UserId& self) {
    if (room.kind != RoomKind::Direct)
        return {};
    for (const UserId& user : room.direct) {
        if (user != self)
            return user;
    }
    return self;
}

QString roomName(const Room& room, const CacheReader& reader) {
    const UserId peer = roomPeer(room, reader.self());
    if (peer.isNull())
        return room.name;
    if (peer == reader.self())
        return Words::tr("Notes to yourself");
    const auto user = reader.user(peer);
    return user ? user->displayName : Words::tr("Direct message");
}

QString roomName(const RoomSummary& summary, const CacheReader& reader) {
    return roomName(summary.room, reader);
}

QString networkProblem(NetworkProblem problem) {
    switch (problem) {
    case NetworkProblem::None:
        return {};
    case NetworkProblem::NoNetwork:
        return Words::tr("This computer is not connected to a network.");
    case NetworkProblem::HostNotFound:
        return Words::tr("There is no server with that name. Check the address.");
    case NetworkProblem::Refused:
        return Words::tr("Nothing answers at that address. Check it, or ask whether the server is running.");
    case NetworkProblem::Tls:
        return Words::tr(
            "The connection is not secure: the server's certificate is not trusted. Nothing was sent.");
    case NetworkProblem::Timeout:
        return Words::tr("The server did not answer in time. Try again.");
    case NetworkProblem::Disconnected:
        return Words::tr("The connection was lost before the answer came. Try again.");
    case NetworkProblem::NotParlor:
        return Words::tr("Something answers there, but it is not a Parlor server. Check the address.");
    case NetworkProblem::Other:
        break;
    }
    return Words::tr("The server cannot be reached. Check the connection and try again.");
}

QString failure(const Failure& failure) {
    if (failure.network != NetworkProblem::None)
        return networkProblem(failure.network);
    switch (failure.error.code()) {
    case ErrorCode::Invalid:
        return Words::tr("The server does not accept this. Check what you entered.");
    case ErrorCode::Unauthenticated:
        return Words::tr("You are no longer signed in. Sign in again.");
    case ErrorCode::Forbidden:
        return Words::tr("You are not allowed to do this.");
    case ErrorCode::NotFound:
        return Words::tr("This is no longer there, or not open to you.");
    case ErrorCode::Taken:
        return Words::tr("That name is in use. Choose another one.");
    case ErrorCode::Conflict:
        return Words::tr("This has changed meanwhile. Look at it again, then try once more.");
    case ErrorCode::TooLarge:
        return Words::tr("This is longer than the server accepts.");
    case ErrorCode::RateLimited:
        return wait(failure.error);
    case ErrorCode::Timeout:
    case ErrorCode::Unavailable:
        return Words::tr("The server is busy just now. Try again shortly.");
    case ErrorCode::NewerFormat:
        return Words::tr("This was written by a newer version of Parlor. Update Parlor to open it.");
    case ErrorCode::Io:
        return Words::tr("It could not be written to this computer's disk. Check that there is space left.");
    case ErrorCode::Locked:
        return Words::tr("This profile is already open in another window of Parlor.");
    case ErrorCode::Corrupt:
        return Words::tr("A file of Parlor is damaged. It will be fetched again from the server.");
    case ErrorCode::Internal:
    default:
        break;
    }
    return Words::tr(
        "The server had a problem and could not do this. Try again; if it stays, tell its administrator.");
}

QString field(const QString& field, const Failure& failure) {
    if (failure.network != NetworkProblem::None)
        return networkProblem(failure.network);
    const ErrorCode code = failure.error.code();
    if (field == "username"_L1) {
        return code == ErrorCode::Taken
                   ? Words::tr("That name is in use. Choose another one.")
                   : Words::tr("2 to 32 characters: small letters, digits, dot, dash and underscore.");
    }
    if (field == "email"_L1) {
        return code == ErrorCode::Taken ? Words::tr("An account with this address exists. Sign in instead.")
                                        : Words::tr("Enter an email address, like mara@example.org.");
    }
    if (field == "password"_L1)
        return Words::tr("Use at least 8 characters.");
    if (field == "displayName"_L1)
        return Words::tr("At most 64 characters, and no control characters.");
    if (field == "login"_L1)
        return Words::tr("Enter your user name or email address.");
    if (field == "name"_L1)
        return code == ErrorCode::Taken ? Words::tr("There is a room with that name. Choose another one.")
                                        : Words::tr("1 to 80 characters, and no control characters.");
    if (field == "topic"_L1)
        return Words::tr("At most 250 characters.");
    if (field == "statusText"_L1)
        return Words::tr("At most 100 characters.");
    if (field == "timeZone"_L1)
        return Words::tr("There is no such time zone. Write it like Europe/Berlin.");
    if (field == "members"_L1)
        return Words::tr("Somebody of them cannot be added: the account is closed.");
    if (field == "server"_L1)
        return Words::tr("Enter the server's address, like chat.example.org.");
    return words::failure(failure);
}

QString fieldOf(const Failure& failure) {
    return failure.network == NetworkProblem::None ? failure.error.field().section(u'.', -1) : QString();
}

QString messageRefused(const Error& error) {
    switch (error.code()) {
    case ErrorCode::TooLarge:
    case ErrorCode::Invalid:
        return Words::tr("Not sent: the server does not accept this message.");
    case ErrorCode::Forbidden:
    case ErrorCode::NotFound:
        return Words::tr("Not sent: you are not a member of this room any more.");
    case ErrorCode::RateLimited:
        return Words::tr("Not sent: too many messages in a short time.");
    default:
        return Words::tr("Not sent. Your message is kept here.");
    }
}

QString changeRefused(OutboxKind kind, const Error& error) {
    const QString why = failure({error, NetworkProblem::None});
    switch (kind) {
    case OutboxKind::Delete:
        return Words::tr("The message was not deleted. %1").arg(why);
    case OutboxKind::React:
    case OutboxKind::Unreact:
        return Words::tr("Your reaction was not taken. %1").arg(why);
    case OutboxKind::Pin:
        return Words::tr("The message was not pinned. %1").arg(why);
    case OutboxKind::Unpin:
        return Words::tr("The message is still pinned. %1").arg(why);
    case OutboxKind::Message:
    case OutboxKind::Edit:
        break;
    }
    return why;
}

QString connection(const ConnectionStatus& status, const QDateTime& now) {
    switch (status.state) {
    case ConnectionState::Online:
    case ConnectionState::Syncing:
        return {};
    case ConnectionState::SignedOut:
        return Words::tr("You have been signed out. Your messages are kept.");
    case ConnectionState::Waiting: {
        const QString kept = Words::tr("Not connected. Your messages are kept and will be sent.");
        if (!status.nextRetry)
            return kept;
        const qint64 seconds = std::max<qint64>(0, (now.msecsTo(*status.nextRetry) + 999) / 1000);
        if (seconds < 1)
            return kept;
        return seconds < 60 ? Words::tr("%1 Trying again in %2 s.").arg(kept).arg(seconds)
                            : Words::tr("%1 Trying again in %2 min.").arg(kept).arg((seconds + 59) / 60);
    }
    case ConnectionState::Offline:
    case ConnectionState::Connecting:
    case ConnectionState::Authenticating:
        break;
    }
    return Words::tr("Connecting. Your messages are kept and will be sent.");
}

QString credentialStorage(CredentialStorage storage) {
    switch (storage) {
    case CredentialStorage::Unknown:
        return Words::tr("Looking for the system's keyring.");
    case CredentialStorage::Keyring:
        return Words::tr("Your sign-in is kept in the system's keyring.");
    case CredentialStorage::File:
        return Words::tr("This system has no keyring. Your sign-in is kept in a file that only your user "
                         "account can read.");
    case CredentialStorage::MemoryOnly:
        return Words::tr("This system has no keyring. Your sign-in is kept until you close Parlor.");
    }
    return {};
}

QString day(const QDate& day, const QDate& today) {
    if (day == today)
        return Words::tr("Today");
    if (day.addDays(1) == today)
        return Words::tr("Yesterday");
    const QLocale locale;
    if (day.year() == today.year())
        return locale.toString(day, u"dddd, d MMMM"_s);
    return locale.toString(day, u"d MMMM yyyy"_s);
}

QString timeOfDay(const QTime& time) {
    // The C locale's short form has seconds.
    static const QString format = [] {
        static const QRegularExpression seconds(u"[:.]ss?"_s);
        return QLocale().timeFormat(QLocale::ShortFormat).remove(seconds);
    }();
    return QLocale().toString(time, format);
}

QString dayAndTime(const QDateTime& time) {
    const QDateTime local = time.toLocalTime();
    return Words::tr("%1, %2", "day, time")
        .arg(day(local.date(), QDate::currentDate()), timeOfDay(local.time()));
}

} // namespace parlor::words
