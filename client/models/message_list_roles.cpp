// SPDX-License-Identifier: GPL-3.0-or-later
// What the rows of a MessageListModel show.
#include "client/core/core.h"
#include "client/models/message_list_model.h"
#include "client/models/system_words.h"
#include "client/models/words.h"
#include "client/text/markdown.h"

#include <QLocale>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 groupGapSeconds = 5 * 60;
/// Of a quoted original: more than fits into its line at any width.
constexpr int quoteLength = 200;
/// Names in a reaction's tooltip.
constexpr int reactionNames = 20;

QDate localDay(const QDateTime& time) {
    return time.toLocalTime().date();
}

QString timeOfDay(const QDateTime& time) {
    return words::timeOfDay(time.toLocalTime().time());
}

} // namespace

QHash<int, QByteArray> MessageListModel::roleNames() const {
    return {{KeyRole, "key"},
            {RoomIdRole, "roomId"},
            {ContentRole, "content"},
            {SenderIdRole, "senderId"},
            {SenderNameRole, "senderName"},
            {OwnRole, "own"},
            {TimeRole, "time"},
            {FullTimeRole, "fullTime"},
            {DateRole, "date"},
            {GroupStartRole, "groupStart"},
            {DayRole, "day"},
            {NewLineRole, "newLine"},
            {StateRole, "deliveryState"},
            {ChangeRole, "change"},
            {ErrorTextRole, "errorText"},
            {SystemRole, "isSystem"},
            {DeletedRole, "isDeleted"},
            {EditedRole, "isEdited"},
            {CallsMeRole, "callsMe"},
            {MentionsRole, "mentions"},
            {ReactionsRole, "reactions"},
            {QuoteRole, "quote"},
            {ThreadRole, "thread"},
            {PinnedRole, "pinned"},
            {BodyRole, "body"},
            {SpokenRole, "spoken"}};
}

QVariant MessageListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    return value(index.row(), role);
}

QVariant MessageListModel::value(qsizetype at, int role) const {
    const Row& row = m_rows.at(at);
    const Message& message = shown(row);
    switch (role) {
    case KeyRole:
        return message.id.toString();
    case RoomIdRole:
        return message.roomId.toString();
    case Qt::DisplayRole:
    case ContentRole:
        return content(message);
    case SenderIdRole:
        return message.sender.toString();
    case SenderNameRole:
        return nameOf(message.sender);
    case OwnRole:
        return message.sender == m_core.self();
    case TimeRole:
        return timeOfDay(message.createdAt);
    case FullTimeRole:
        return tr("%1, %2").arg(QLocale().toString(localDay(message.createdAt), QLocale::LongFormat),
                                timeOfDay(message.createdAt));
    case DateRole:
        return localDay(message.createdAt).toString(Qt::ISODate);
    case GroupStartRole:
        return startsGroup(at);
    case DayRole:
        return startsDay(at) ? words::day(localDay(message.createdAt), QDate::currentDate()) : QString();
    case NewLineRole:
        return !newMessage().isNull() && message.id == newMessage();
    case StateRole:
        return deliveryState(at);
    case ChangeRole:
        return changeState(row);
    case ErrorTextRole:
        return errorText(row);
    case SystemRole:
        return message.type == MessageType::System;
    case DeletedRole:
        return message.deletedAt.has_value();
    case EditedRole:
        return message.editedAt.has_value();
    case CallsMeRole:
        return message.sender != m_core.self() && !message.deletedAt &&
               message.mentions.contains(m_core.self());
    case MentionsRole:
        return mentions(message);
    case ReactionsRole:
        return reactions(message);
    case QuoteRole:
        return quotes(at) ? quote(message) : QVariantMap();
    case ThreadRole:
        return thread(message);
    case PinnedRole:
        return message.pinned ? nameOf(message.pinned->by) : QString();
    case BodyRole:
        return message.type == MessageType::System || message.deletedAt ? QString() : content(message);
    case SpokenRole:
        return spoken(at);
    default:
        return {};
    }
}

QString MessageListModel::dayOf(int row) const {
    if (row < 0 || row >= count())
        return {};
    return words::day(localDay(m_rows.at(row).message.createdAt), QDate::currentDate());
}

QString MessageListModel::content(const Message& message) const {
    if (!message.system)
        return message.content;
    return words::notice(*message.system, nameOf(message.sender),
                         message.system->user ? nameOf(*message.system->user) : QString());
}

// Put together here and not in QML, where each step is a string that JavaScript has to collect again: a row
// is bound to another message at every turn of the wheel.
QString MessageListModel::spoken(qsizetype at) const {
    const Row& row = m_rows.at(at);
    const Message& message = shown(row);
    const QString who = nameOf(message.sender);
    const QString when = timeOfDay(message.createdAt);
    if (message.deletedAt)
        return tr("%1, %2: deleted").arg(who, when);
    const QString state = deliveryState(at);
    const QString change = changeState(row);
    if (state == u"failed" || change == u"failed")
        return tr("%1, %2: %3. %4").arg(who, when, content(message), errorText(row));
    if (state == u"pending" || change == u"pending")
        return tr("%1, %2, not sent yet: %3").arg(who, when, content(message));
    if (message.type == MessageType::System)
        return content(message);
    return tr("%1, %2: %3").arg(who, when, content(message));
}

QString MessageListModel::nameOf(const UserId& user) const {
    const auto known = m_users.constFind(user);
    return known == m_users.cend() ? tr("Unknown person") : known->displayName;
}

QString MessageListModel::usernameOf(const UserId& user) const {
    const auto known = m_users.constFind(user);
    return known == m_users.cend() ? QString() : known->username;
}

QVariantMap MessageListModel::person(const UserId& user) const {
    return {{u"id"_s, user.toString()}, {u"name"_s, nameOf(user)}};
}

bool MessageListModel::startsDay(qsizetype row) const {
    if (!grouped())
        return false;
    if (row + 1 >= m_rows.size())
        return isWhole();
    return localDay(m_rows.at(row).message.createdAt) != localDay(m_rows.at(row + 1).message.createdAt);
}

bool MessageListModel::startsGroup(qsizetype row) const {
    const Message& message = m_rows.at(row).message;
    if (!grouped() || message.type == MessageType::System || row + 1 >= m_rows.size() || startsDay(row) ||
        (!newMessage().isNull() && message.id == newMessage()))
        return true;
    const Message& older = m_rows.at(row + 1).message;
    return older.type == MessageType::System || older.sender != message.sender ||
           older.createdAt.secsTo(message.createdAt) >= groupGapSeconds;
}

bool MessageListModel::quotes(qsizetype row) const {
    if (row + 1 >= m_rows.size() || startsDay(row))
        return true;
    const Message& message = m_rows.at(row).message;
    return message.id == newMessage() || m_rows.at(row + 1).message.replyTo != message.replyTo;
}

// Of one of mine that the server has.
QString MessageListModel::confirmedState(const Message& message) const {
    QString state = u"saved"_s;
    for (const MemberCursor& cursor : m_cursors) {
        if (cursor.seen >= message.seq)
            return u"seen"_s;
        if (cursor.delivered >= message.seq)
            state = u"delivered"_s;
    }
    return state;
}

QString MessageListModel::deliveryState(qsizetype row) const {
    const Row& here = m_rows.at(row);
    if (here.entry)
        return here.entry->state == OutboxState::Failed ? u"failed"_s : u"pending"_s;
    const Message& message = here.message;
    if (message.sender != m_core.self() || message.type == MessageType::System || message.deletedAt)
        return {};
    const QString state = confirmedState(message);
    if (!grouped() || row == 0)
        return state;
    // Said once for a run of mine, by its last.
    const Row& newer = m_rows.at(row - 1);
    const bool said = !newer.entry && newer.message.sender == message.sender &&
                      newer.message.type == MessageType::Text && !newer.message.deletedAt &&
                      confirmedState(newer.message) == state;
    return said ? QString() : state;
}

QString MessageListModel::changeState(const Row& row) const {
    const auto changed = m_changed.constFind(row.message.id);
    if (changed == m_changed.cend() || !changed->change)
        return {};
    if (changed->change->kind == OutboxKind::Delete)
        return u"deleted"_s;
    return changed->change->state == OutboxState::Failed ? u"failed"_s : u"pending"_s;
}

QString MessageListModel::errorText(const Row& row) const {
    if (row.entry && row.entry->error)
        return words::messageRefused(*row.entry->error);
    const auto changed = m_changed.constFind(row.message.id);
    if (changed == m_changed.cend() || !changed->change || changed->change->state != OutboxState::Failed)
        return {};
    const auto error = changed->change->error;
    if (error && (error->code() == ErrorCode::Forbidden || error->code() == ErrorCode::NotFound))
        return tr("Your edit was not taken: you may not change this message any more.");
    if (error && error->code() == ErrorCode::Conflict)
        return tr("Your edit was not taken: the message was changed meanwhile.");
    return tr("Your edit was not taken. It is kept here.");
}

QVariantList MessageListModel::mentions(const Message& message) const {
    QVariantList list;
    if (message.mentions.isEmpty())
        return list;
    for (const UserId& user : message.mentions.users)
        list.append(QVariantMap{
            {u"id"_s, user.toString()}, {u"name"_s, usernameOf(user)}, {u"self"_s, user == m_core.self()}});
    if (message.mentions.room)
        list.append(QVariantMap{{u"id"_s, QString()}, {u"name"_s, u"room"_s}, {u"self"_s, true}});
    return list;
}

QVariantList MessageListModel::reactions(const Message& message) const {
    QVariantList list;
    for (const Reaction& reaction : message.reactions) {
        QStringList names;
        for (const UserId& user :
             reaction.users.first(std::min<qsizetype>(reaction.users.size(), reactionNames)))
            names.append(user == m_core.self() ? tr("you") : nameOf(user));
        QString text = QLocale().createSeparatedList(names);
        if (reaction.users.size() > reactionNames)
            text = tr("%1 and %n more", nullptr, static_cast<int>(reaction.users.size() - reactionNames))
                       .arg(names.join(u", "_s));
        list.append(QVariantMap{{u"emoji"_s, reaction.emoji},
                                {u"count"_s, static_cast<int>(reaction.users.size())},
                                {u"mine"_s, reaction.users.contains(m_core.self())},
                                {u"names"_s, text}});
    }
    return list;
}

QVariantMap MessageListModel::line(const Message& message) const {
    return {{u"key"_s, message.id.toString()},
            {u"senderId"_s, message.sender.toString()},
            {u"name"_s, nameOf(message.sender)},
            {u"time"_s, timeOfDay(message.createdAt)},
            {u"text"_s, markdown::oneLine(content(message)).left(quoteLength)}};
}

QVariantMap MessageListModel::quote(const Message& message) const {
    if (!message.replyTo || message.deletedAt)
        return {};
    QVariantMap map{{u"key"_s, message.replyTo->toString()}};
    const auto quoted = m_quoted.constFind(*message.replyTo);
    if (quoted == m_quoted.cend() || !quoted->known) {
        map.insert(u"state"_s, u"unknown"_s);
    } else {
        map.insert(u"name"_s, nameOf(quoted->message.sender));
        map.insert(u"state"_s, quoted->message.deletedAt ? u"deleted"_s : QString());
        map.insert(u"text"_s, markdown::oneLine(content(quoted->message)).left(quoteLength));
    }
    return map;
}

QVariantMap MessageListModel::thread(const Message& message) const {
    if (!message.thread || message.thread->count <= 0)
        return {};
    QVariantList people;
    for (const UserId& user : m_threads.value(message.id).users)
        people.append(person(user));
    const QDate day = localDay(message.thread->lastAt);
    const QString time = timeOfDay(message.thread->lastAt);
    const QDate today = QDate::currentDate();
    return {{u"count"_s, message.thread->count},
            {u"last"_s,
             day == today ? tr("last today at %1").arg(time) : tr("last %1").arg(words::day(day, today))},
            {u"people"_s, people}};
}

} // namespace parlor
