// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/completion_model.h"

#include "client/core/core.h"
#include "client/text/emoji.h"
#include "client/text/emoji_memory.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowsMax = 8;
constexpr int poolMax = 200;
constexpr int wordMax = 32;
// A colon is often just a colon.
constexpr int emojiWordMin = 2;
// After a room was opened, and before anybody has typed a word in it.
constexpr int poolMs = 300;
// The time between two keys of somebody who types slowly.
constexpr int askMs = 250;

bool isWordCharacter(QChar c) {
    return c.isLetterOrNumber() || c == u'.' || c == u'_' || c == u'-' || c == u'+';
}

/// Does the name, or a word of it, begin so?
bool begins(const QString& name, const QString& word) {
    for (qsizetype at = name.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = name.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        if (at == 0 || !name[at - 1].isLetterOrNumber())
            return true;
    }
    return false;
}

} // namespace

CompletionModel::CompletionModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core) {
    m_poolTimer.setSingleShot(true);
    m_poolTimer.setInterval(poolMs);
    connect(&m_poolTimer, &QTimer::timeout, this, &CompletionModel::loadPool);
    connect(&core, &Core::usersChanged, this, [this] {
        m_pooled = false;
        if (!m_room.isNull() && !m_poolTimer.isActive())
            m_poolTimer.start();
    });
    m_askTimer.setSingleShot(true);
    m_askTimer.setInterval(askMs);
    connect(&m_askTimer, &QTimer::timeout, this, &CompletionModel::askServer);
}

int CompletionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant CompletionModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        return row.title;
    case DetailRole:
        return row.detail;
    case EmojiRole:
        return row.emoji;
    case IdentityRole:
        return row.identity;
    default:
        return {};
    }
}

QHash<int, QByteArray> CompletionModel::roleNames() const {
    return {{TitleRole, "title"}, {DetailRole, "detail"}, {EmojiRole, "emoji"}, {IdentityRole, "identity"}};
}

void CompletionModel::setRoom(const RoomId& room) {
    m_room = room;
    m_pool.clear();
    m_pooled = false;
    m_start = -1;
    m_dismissed = -1;
    setRows({});
    if (room.isNull())
        m_poolTimer.stop();
    else
        m_poolTimer.start();
}

void CompletionModel::look(const QString& text, int cursor) {
    // The field may tell of its cursor before it tells of its text.
    cursor = std::min<int>(cursor, static_cast<int>(text.size()));
    int start = cursor - 1;
    while (start >= 0 && cursor - start <= wordMax && isWordCharacter(text[start]))
        --start;
    const bool trigger = start >= 0 && (text[start] == u'@' || text[start] == u':');
    const bool alone = start == 0 || (trigger && !text[start - 1].isLetterOrNumber() &&
                                      text[start - 1] != u'@' && text[start - 1] != u'/');
    const bool inCode = trigger && QStringView(text).first(start).count(u'`') % 2 == 1;
    const int size = cursor - start - 1;
    if (!trigger || !alone || inCode || start == m_dismissed ||
        (text[start] == u':' && size < emojiWordMin)) {
        if (start != m_dismissed)
            m_dismissed = -1;
        m_start = -1;
        m_askTimer.stop();
        setRows({});
        return;
    }
    m_dismissed = -1;
    m_start = start;
    m_trigger = text[start];
    m_word = text.sliced(start + 1, size);
    fill();
    if (m_trigger == u'@' && m_word.size() >= 2 && m_word != m_asked)
        m_askTimer.start();
}

void CompletionModel::dismiss() {
    m_dismissed = m_start;
    m_start = -1;
    m_askTimer.stop();
    setRows({});
}

QString CompletionModel::chosen(int row) const {
    return row >= 0 && row < m_rows.size() ? m_rows[row].inserted : QString();
}

void CompletionModel::fill() {
    if (m_trigger == u'@')
        fillPeople();
    else
        fillEmoji();
}

void CompletionModel::loadPool() {
    const CacheReader* const reader = m_core.reader();
    if (m_pooled || !reader || m_room.isNull())
        return;
    m_pooled = true;
    m_pool.clear();
    const QList<UserId> senders = reader->recentSenders(m_room, poolMax / 4);
    const QHash<UserId, User> known = reader->users(senders);
    for (const UserId& sender : senders) {
        if (known.contains(sender))
            addPerson(known[sender]);
    }
    for (const User& user : reader->people(QString(), poolMax))
        addPerson(user);
}

void CompletionModel::addPerson(const User& user) {
    if (user.id == m_core.self() || user.deleted || user.deactivated)
        return;
    const bool there =
        std::any_of(m_pool.cbegin(), m_pool.cend(), [&](const User& other) { return other.id == user.id; });
    if (!there)
        m_pool.append(user);
}

void CompletionModel::fillPeople() {
    loadPool();
    QList<Row> rows;
    for (const User& user : std::as_const(m_pool)) {
        if (rows.size() < rowsMax && (begins(user.username, m_word) || begins(user.displayName, m_word)))
            rows.append({user.displayName,
                         u'@' + user.username,
                         {},
                         user.id.toString(),
                         u'@' + user.username + u' '});
    }
    for (const QString& name : {u"room"_s, u"all"_s, u"here"_s}) {
        if (name.startsWith(m_word, Qt::CaseInsensitive)) {
            rows.append({tr("Everybody in this room"), u"@room"_s, {}, {}, u"@room "_s});
            break;
        }
    }
    setRows(std::move(rows));
}

void CompletionModel::fillEmoji() {
    QList<Row> rows;
    const int tone = EmojiMemory::instance().tone();
    for (const emoji::Emoji* found : emoji::search(m_word, rowsMax)) {
        const QString text = found->toned(tone);
        rows.append({found->name.toString(), found->code(), text, {}, text + u' '});
    }
    setRows(std::move(rows));
}

void CompletionModel::askServer() {
    if (m_start < 0 || m_trigger != u'@' || m_core.status().state != ConnectionState::Online)
        return;
    m_asked = m_word;
    m_core.searchUsers(m_word, this, [this, room = m_room](const Outcome<Page<User>>& found) {
        if (!found || room != m_room)
            return; // those known here are offered all the same
        loadPool(); // if it is to be read anew, then before they are added to it
        for (const User& user : found->items)
            addPerson(user);
        if (m_start >= 0 && m_trigger == u'@')
            fillPeople();
    });
}

void CompletionModel::setRows(QList<Row> rows) {
    if (rows.isEmpty() && m_rows.isEmpty())
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    Q_EMIT changed();
}

} // namespace parlor
