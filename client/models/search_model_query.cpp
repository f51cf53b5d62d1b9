// SPDX-License-Identifier: GPL-3.0-or-later
// The part of SearchModel that is asked: what one types, and the filters.
#include "client/core/core.h"
#include "client/models/search_model.h"
#include "client/models/words.h"

#include <QLocale>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int peopleMax = 8;

} // namespace

void SearchModel::setText(const QString& text) {
    if (text != m_text)
        takeText(text, false);
}

void SearchModel::takeText(const QString& text, bool whole) {
    const SearchQuery before = m_query;
    const TypedSearch typed =
        takeFilters(text, whole, [this](const TypedFilter& filter) { return apply(filter); });
    m_text = typed.words;
    m_query.words = m_text.trimmed();
    // Always told: what the field shows may differ from what was typed into it.
    Q_EMIT textChanged();
    if (m_query == before)
        return;
    if (!typed.filters.isEmpty())
        Q_EMIT filtersChanged();
    changed();
}

bool SearchModel::apply(const TypedFilter& filter) {
    const QString wanted = filter.value.toLower();
    const QDate day = QDate::fromString(filter.value, Qt::ISODate);
    switch (filter.kind) {
    case TypedFilter::From: {
        if (wanted == "me"_L1) {
            m_query.from = m_core.self();
            return true;
        }
        const QList<User> users = m_core.reader()->people(wanted, peopleMax);
        const auto found = std::find_if(users.cbegin(), users.cend(),
                                        [&](const User& user) { return user.username == wanted; });
        if (found != users.cend()) {
            m_query.from = found->id;
        } else if (const auto named = m_named.value(wanted)) {
            m_query.from = named->id;
        } else {
            findPerson(wanted);
            return false;
        }
        return true;
    }
    case TypedFilter::In: {
        const QList<RoomSummary> rooms = m_core.reader()->rooms();
        const auto found = std::find_if(rooms.cbegin(), rooms.cend(), [&](const RoomSummary& room) {
            return words::roomName(room, *m_core.reader()).toLower() == wanted;
        });
        if (found == rooms.cend())
            return false;
        m_query.room = found->room.id;
        return true;
    }
    case TypedFilter::Before:
        if (day.isValid())
            m_query.before = day;
        return day.isValid();
    case TypedFilter::After:
        // As on the server: when that day has ended.
        if (day.isValid())
            m_query.after = day.addDays(1);
        return day.isValid();
    case TypedFilter::On:
        if (day.isValid()) {
            m_query.after = day;
            m_query.before = day.addDays(1);
        }
        return day.isValid();
    case TypedFilter::Link:
        m_query.hasLink = true;
        return true;
    }
    return false;
}

/// Somebody who was never met here: the filter is taken once the server has said who that is.
void SearchModel::findPerson(const QString& username) {
    if (m_named.contains(username))
        return;
    m_named.insert(username, std::nullopt);
    m_core.searchUsers(username, this, [this, username](const Outcome<Page<User>>& page) {
        if (!page) {
            m_named.remove(username); // another time
            return;
        }
        for (const User& user : page->items) {
            if (user.username != username)
                continue;
            m_named.insert(username, user);
            takeText(m_text, false);
        }
    });
}

void SearchModel::setRoomId(const QString& room) {
    const auto id = RoomId::parse(room);
    if (m_query.room == id)
        return;
    m_query.room = id;
    Q_EMIT filtersChanged();
    changed();
}

QString SearchModel::roomName() const {
    const auto room = m_query.room ? m_core.reader()->room(*m_query.room) : std::nullopt;
    return room ? words::roomName(*room, *m_core.reader()) : QString();
}

void SearchModel::setPersonId(const QString& person) {
    const auto id = UserId::parse(person);
    if (m_query.from == id)
        return;
    m_query.from = id;
    Q_EMIT filtersChanged();
    changed();
}

QString SearchModel::personName() const {
    return m_query.from ? nameOf(*m_query.from) : QString();
}

QString SearchModel::dateText() const {
    const auto text = [](const QDate& day) { return QLocale().toString(day, QLocale::ShortFormat); };
    const auto& [after, before] = std::pair(m_query.after, m_query.before);
    if (after && before)
        return after->addDays(1) == *before ? tr("On %1").arg(text(*after))
                                            : tr("%1 to %2").arg(text(*after), text(before->addDays(-1)));
    if (after)
        return *after == QDate::currentDate() ? tr("Today") : tr("Since %1").arg(text(*after));
    return before ? tr("Before %1").arg(text(*before)) : QString();
}

void SearchModel::setPeriod(Period period) {
    const QDate today = QDate::currentDate();
    std::optional<QDate> after;
    if (period == Today)
        after = today;
    else if (period == Week)
        after = today.addDays(-6);
    else if (period == Month)
        after = today.addMonths(-1);
    else if (period == Year)
        after = today.addYears(-1);
    if (m_query.after == after && !m_query.before)
        return;
    m_query.after = after;
    m_query.before.reset();
    Q_EMIT filtersChanged();
    changed();
}

void SearchModel::setHasLink(bool link) {
    if (m_query.hasLink == link)
        return;
    m_query.hasLink = link;
    Q_EMIT filtersChanged();
    changed();
}

bool SearchModel::isFiltered() const {
    return m_query.room || m_query.from || m_query.after || m_query.before || m_query.hasLink;
}

void SearchModel::lookNow() {
    takeText(m_text, true);
    if (m_query.isEmpty())
        return;
    if (m_hereTimer.isActive()) {
        m_hereTimer.stop();
        searchHere();
    }
    if (m_serverTimer.isActive()) {
        m_serverTimer.stop();
        askServer();
    }
}

void SearchModel::retry() {
    m_next.reset();
    askServer();
}

void SearchModel::clearFilters() {
    m_query = {};
    m_query.words = m_text.trimmed();
    Q_EMIT filtersChanged();
    changed();
}

void SearchModel::clear() {
    m_text.clear();
    Q_EMIT textChanged();
    clearFilters();
}

QVariantList SearchModel::people(const QString& text) const {
    QVariantList list;
    const QList<User> users = m_core.reader()->people(text, peopleMax);
    for (const User& user : users)
        list.append(QVariantMap{
            {u"id"_s, user.id.toString()}, {u"name"_s, user.displayName}, {u"username"_s, user.username}});
    return list;
}

} // namespace parlor
