// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/utc.h"

#include <algorithm>

/// Times as text, digit by digit: QDateTime's own formatting and parsing cost several microseconds each, and
/// every message that is delivered carries a time.
namespace parlor {

namespace {

constexpr qint64 msecsPerDay = 24 * 60 * 60 * 1000;
constexpr qsizetype timeLength = 24; // 2026-01-31T23:59:59.123Z

struct Date {
    int year;
    int month;
    int day;
};

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", days_from_civil); years of at least 1.
constexpr qint64 daysFromDate(const Date& date) {
    const int year = date.month <= 2 ? date.year - 1 : date.year;
    const int era = year / 400;
    const int yearOfEra = year - era * 400;
    const int dayOfYear = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    const int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return qint64(era) * 146097 + dayOfEra - 719468;
}

/// The inverse (civil_from_days).
constexpr Date dateFromDays(qint64 days) {
    days += 719468;
    const int era = int(days / 146097);
    const int dayOfEra = int(days - qint64(era) * 146097);
    const int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const int shifted = (5 * dayOfYear + 2) / 153;
    const int month = shifted < 10 ? shifted + 3 : shifted - 9;
    return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1};
}

constexpr qint64 earliest = daysFromDate({1, 1, 1}) * msecsPerDay;
constexpr qint64 latest = (daysFromDate({9999, 12, 31}) + 1) * msecsPerDay - 1;

constexpr int daysInMonth(int year, int month) {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

/// `count` decimal digits from `at`, or -1.
int digits(QStringView text, qsizetype at, int count) {
    int value = 0;
    for (qsizetype i = at; i < at + count; ++i) {
        const char16_t c = text[i].unicode();
        if (c < u'0' || c > u'9')
            return -1;
        value = value * 10 + (c - u'0');
    }
    return value;
}

void putDigits(QChar* out, int value, int count) {
    for (int i = count - 1; i >= 0; --i, value /= 10)
        out[i] = QChar(char16_t(u'0' + value % 10));
}

} // namespace

QString toString(const QDateTime& time) {
    const qint64 msecs = std::clamp(time.toMSecsSinceEpoch(), earliest, latest);
    qint64 days = msecs / msecsPerDay;
    qint64 ofDay = msecs % msecsPerDay;
    if (ofDay < 0) {
        ofDay += msecsPerDay;
        --days;
    }
    const Date date = dateFromDays(days);
    QString text = QStringLiteral("0000-00-00T00:00:00.000Z");
    QChar* out = text.data();
    putDigits(out, date.year, 4);
    putDigits(out + 5, date.month, 2);
    putDigits(out + 8, date.day, 2);
    putDigits(out + 11, int(ofDay / 3600000), 2);
    putDigits(out + 14, int(ofDay / 60000 % 60), 2);
    putDigits(out + 17, int(ofDay / 1000 % 60), 2);
    putDigits(out + 20, int(ofDay % 1000), 3);
    return text;
}

std::optional<QDateTime> timeFromString(QStringView text) {
    if (text.size() != timeLength || text[4] != u'-' || text[7] != u'-' || text[10] != u'T' ||
        text[13] != u':' || text[16] != u':' || text[19] != u'.' || text[23] != u'Z')
        return std::nullopt;
    const Date date{digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    const int second = digits(text, 17, 2);
    const int msec = digits(text, 20, 3);
    if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 ||
        date.day > daysInMonth(date.year, date.month))
        return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || msec < 0)
        return std::nullopt;
    return utcFromMsecs(daysFromDate(date) * msecsPerDay +
                        ((qint64(hour) * 60 + minute) * 60 + second) * 1000 + msec);
}

QDateTime utcNow() {
    return utcFromMsecs(QDateTime::currentMSecsSinceEpoch());
}

} // namespace parlor
