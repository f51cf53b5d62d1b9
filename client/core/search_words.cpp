// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/search_words.h"

namespace parlor {

using namespace Qt::StringLiterals;

QString searchWords(const SearchQuery& query, const QString& username) {
    QStringList words;
    if (const QString typed = query.words.simplified(); !typed.isEmpty())
        words.append(typed);
    if (query.room)
        words.append(u"in:"_s + query.room->toString());
    if (query.from)
        words.append(u"from:"_s + username);
    if (query.after) {
        // "after" a day means when it has ended.
        const QDate day = query.after->startOfDay().toUTC().date().addDays(-1);
        words.append(u"after:"_s + day.toString(Qt::ISODate));
    }
    if (query.before) {
        // "before" a day means until it begins.
        const QDateTime end = query.before->startOfDay().toUTC();
        const QDate day = end.time() == QTime(0, 0) ? end.date() : end.date().addDays(1);
        words.append(u"before:"_s + day.toString(Qt::ISODate));
    }
    if (query.hasLink)
        words.append(u"has:link"_s);
    return words.join(u' ');
}

bool isWithinDays(const SearchQuery& query, const QDateTime& time) {
    return (!query.after || time >= query.after->startOfDay()) &&
           (!query.before || time < query.before->startOfDay());
}

} // namespace parlor
