// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/people_words.h"

#include "client/models/words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTextBoundaryFinder>
#include <QTimeZone>

namespace parlor::people {

using namespace Qt::StringLiterals;

namespace {

constexpr int minuteSeconds = 60;
constexpr int hourSeconds = 3600;

struct People {
    Q_DECLARE_TR_FUNCTIONS(People)
};

/// A difference of two clocks: "3 h", "5 h 30 min".
QString span(int seconds) {
    const int hours = seconds / hourSeconds;
    const int minutes = seconds % hourSeconds / minuteSeconds;
    if (minutes == 0)
        return People::tr("%1 h").arg(hours);
    return hours == 0 ? People::tr("%1 min").arg(minutes) : People::tr("%1 h %2 min").arg(hours).arg(minutes);
}

} // namespace

QString presenceKey(PresenceStatus status) {
    switch (status) {
    case PresenceStatus::Online:
        return u"online"_s;
    case PresenceStatus::Away:
        return u"away"_s;
    case PresenceStatus::DoNotDisturb:
        return u"dnd"_s;
    case PresenceStatus::Offline:
        break;
    }
    return u"offline"_s;
}

PresenceStatus presenceFromKey(const QString& key) {
    for (const PresenceStatus status :
         {PresenceStatus::Online, PresenceStatus::Away, PresenceStatus::DoNotDisturb}) {
        if (presenceKey(status) == key)
            return status;
    }
    return PresenceStatus::Offline;
}

QString presence(const Presence& presence, const QDateTime& now) {
    switch (presence.status) {
    case PresenceStatus::Online:
        return People::tr("Online");
    case PresenceStatus::Away:
        return People::tr("Away");
    case PresenceStatus::DoNotDisturb:
        return People::tr("Do not disturb");
    case PresenceStatus::Offline:
        break;
    }
    return presence.lastSeen ? People::tr("Offline, last seen %1").arg(ago(*presence.lastSeen, now))
                             : People::tr("Offline");
}

QString localTime(const QString& timeZone, const QDateTime& now) {
    const QByteArray name = timeZone.toLatin1();
    if (name.isEmpty() || !QTimeZone::isTimeZoneIdAvailable(name))
        return {};
    const QDateTime there = now.toTimeZone(QTimeZone(name));
    const QString clock = words::timeOfDay(there.time());
    const int ahead = there.offsetFromUtc() - now.toLocalTime().offsetFromUtc();
    if (ahead == 0)
        return People::tr("%1 local time, the same as yours").arg(clock);
    return ahead > 0 ? People::tr("%1 local time, %2 ahead of you").arg(clock, span(ahead))
                     : People::tr("%1 local time, %2 behind you").arg(clock, span(-ahead));
}

QString role(RoomRole role) {
    switch (role) {
    case RoomRole::Owner:
        return People::tr("Owner");
    case RoomRole::Moderator:
        return People::tr("Moderator");
    case RoomRole::Member:
        break;
    }
    return People::tr("Member");
}

QString roleKey(RoomRole role) {
    switch (role) {
    case RoomRole::Owner:
        return u"owner"_s;
    case RoomRole::Moderator:
        return u"moderator"_s;
    case RoomRole::Member:
        break;
    }
    return u"member"_s;
}

std::optional<RoomRole> roleFromKey(const QString& key) {
    for (const RoomRole role : {RoomRole::Member, RoomRole::Moderator, RoomRole::Owner}) {
        if (roleKey(role) == key)
            return role;
    }
    return std::nullopt;
}

QString ago(const QDateTime& then, const QDateTime& now) {
    // A clock that is ahead is no reason to speak of the future.
    const qint64 seconds = std::max<qint64>(0, then.secsTo(now));
    if (seconds < minuteSeconds)
        return People::tr("just now");
    if (seconds < hourSeconds)
        return People::tr("%1 min ago").arg(seconds / minuteSeconds);
    const QDate day = then.toLocalTime().date();
    const QDate today = now.toLocalTime().date();
    if (day == today)
        return People::tr("%1 h ago").arg(seconds / hourSeconds);
    if (day.addDays(1) == today)
        return People::tr("yesterday");
    return QLocale().toString(day, QLocale::ShortFormat);
}

QString shortName(const QString& name, qsizetype longest) {
    if (name.size() <= longest)
        return name;
    // Not within what is one character for whoever reads it.
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, name);
    finder.setPosition(longest - 1);
    const qsizetype end = finder.isAtBoundary() ? finder.position() : finder.toPreviousBoundary();
    return name.left(end).trimmed() + u'\u2026';
}

} // namespace parlor::people
