// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/search_model.h"

#include "client/core/core.h"
#include "client/models/people_words.h"
#include "client/models/words.h"
#include "client/text/markdown.h"
#include "shared/codec.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// As long as a fast typist takes from key to key, so that not every letter is looked for.
constexpr int hereDelayMs = 80;
// The server's search costs as much as ten other requests: it waits until one stops typing.
constexpr int serverDelayMs = 350;
constexpr int hereMax = 60;
constexpr int excerptLength = 240;
constexpr int lineLength = 120;
// Of the name before it, so that one sees what was said.
constexpr int lineName = 24;

bool isOnline(const Core& core) {
    return core.status().state == ConnectionState::Online;
}

} // namespace

SearchModel::SearchModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core) {
    m_hereTimer.setSingleShot(true);
    m_hereTimer.setInterval(hereDelayMs);
    connect(&m_hereTimer, &QTimer::timeout, this, &SearchModel::searchHere);
    m_serverTimer.setSingleShot(true);
    m_serverTimer.setInterval(serverDelayMs);
    connect(&m_serverTimer, &QTimer::timeout, this, &SearchModel::askServer);
    connect(&core, &Core::statusChanged, this, [this] {
        // What was only looked for here is looked for on the server as soon as there is one.
        if (m_onlyLocal && isOnline(m_core))
            m_serverTimer.start();
    });
    connect(&core, &Core::messagesChanged, this, [this](const MessagesChange& change) {
        for (const Message& message : change.upserted)
            update(message);
    });
    connect(&core, &Core::uncachedChanged, this, [this](const QList<UncachedChange>& changes) {
        for (const UncachedChange& change : changes) {
            const auto row = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                          [&](const Row& one) { return one.message.id == change.messageId; });
            if (row == m_rows.cend())
                continue;
            Message message = row->message;
            if (change.apply(message))
                update(message);
        }
    });
    connect(&core, &Core::roomRemoved, this, [this](const RoomId& room) {
        QList<Row> left = m_rows;
        left.removeIf([&](const Row& row) { return row.message.roomId == room; });
        if (left.size() != m_rows.size())
            showRows(left);
        if (m_query.room == room)
            setRoomId({});
    });
    connect(&core, &Core::usersChanged, this, [this] {
        if (m_rows.isEmpty())
            return;
        for (const Row& row : std::as_const(m_rows))
            row.before = row.after = std::nullopt;
        Q_EMIT dataChanged(index(0), index(count() - 1),
                           {SenderRole, RoomNameRole, BeforeRole, AfterRole, PlainRole});
    });
}

int SearchModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant SearchModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.at(index.row());
    switch (role) {
    case MessageIdRole:
        return row.message.id.toString();
    case RoomIdRole:
        return row.message.roomId.toString();
    case SeqRole:
        return row.message.seq;
    case RoomNameRole:
        return words::roomName(row.room, *m_core.reader());
    case RoomKindRole:
        return toString(row.room.kind);
    case SenderIdRole:
        return row.message.sender.toString();
    case SenderRole:
        return nameOf(row.message.sender);
    case TimeRole:
        return words::dayAndTime(row.message.createdAt);
    case ExcerptRole:
        return excerpt(row);
    case Qt::DisplayRole:
    case PlainRole:
        return plain(row);
    case RightToLeftRole:
        return plain(row).isRightToLeft();
    case BeforeRole:
        return neighbour(row, false);
    case AfterRole:
        return neighbour(row, true);
    default:
        return {};
    }
}

QHash<int, QByteArray> SearchModel::roleNames() const {
    return {{MessageIdRole, "messageId"},
            {RoomIdRole, "roomId"},
            {SeqRole, "seq"},
            {RoomNameRole, "roomName"},
            {RoomKindRole, "roomKind"},
            {SenderIdRole, "senderId"},
            {SenderRole, "sender"},
            {TimeRole, "time"},
            {ExcerptRole, "excerpt"},
            {PlainRole, "plain"},
            {RightToLeftRole, "rightToLeft"},
            {BeforeRole, "before"},
            {AfterRole, "after"}};
}

// --- looking ---

void SearchModel::changed() {
    ++m_generation; // an answer to what was asked before is none to this
    m_next.reset();
    m_error.clear();
    m_serverTimer.stop();
    m_searching = false;
    m_onlyLocal = false;
    if (m_query.isEmpty()) {
        m_hereTimer.stop();
        showRows({});
        return;
    }
    if (!m_hereTimer.isActive())
        m_hereTimer.start();
    m_onlyLocal = !isOnline(m_core);
    m_searching = !m_onlyLocal;
    if (m_searching)
        m_serverTimer.start();
    Q_EMIT stateChanged();
}

void SearchModel::searchHere() {
    QHash<RoomId, Room> rooms;
    QList<Row> rows;
    const QList<Message> found = m_core.reader()->search(m_query, hereMax);
    for (const Message& message : found) {
        if (!rooms.contains(message.roomId)) {
            const auto summary = m_core.reader()->room(message.roomId);
            if (!summary)
                continue;
            rooms.insert(message.roomId, summary->room);
        }
        rows.append({message, rooms.value(message.roomId), {}, {}, {}});
    }
    std::sort(rows.begin(), rows.end(), newer);
    showRows(rows);
}

void SearchModel::askServer() {
    if (m_query.isEmpty())
        return;
    if (!isOnline(m_core)) {
        m_searching = false;
        m_onlyLocal = true;
        Q_EMIT stateChanged();
        return;
    }
    m_searching = true;
    m_onlyLocal = false;
    m_error.clear();
    Q_EMIT stateChanged();
    m_core.search(m_query, m_next, this,
                  [this, generation = m_generation](const Outcome<SearchAnswer>& answer) {
                      answered(answer, generation);
                  });
}

void SearchModel::answered(const Outcome<SearchAnswer>& answer, int generation) {
    if (generation != m_generation)
        return;
    m_searching = false;
    if (!answer) {
        m_onlyLocal = answer.error().network != NetworkProblem::None;
        m_error = m_onlyLocal ? QString() : words::failure(answer.error());
    } else {
        m_next = answer->next;
        for (const SearchHit& hit : answer->items)
            put({hit.message, hit.room, textsAt(hit.message.content, hit.highlights),
                 hit.before ? lineOf(*hit.before) : QString(), hit.after ? lineOf(*hit.after) : QString()});
    }
    Q_EMIT stateChanged();
}

bool SearchModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_next && !m_searching && m_error.isEmpty();
}

void SearchModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        askServer();
}

// --- rows ---

bool SearchModel::newer(const Row& a, const Row& b) {
    if (a.message.createdAt != b.message.createdAt)
        return a.message.createdAt > b.message.createdAt;
    if (a.message.seq != b.message.seq)
        return a.message.seq > b.message.seq;
    return a.message.id < b.message.id;
}

void SearchModel::showRows(QList<Row> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    Q_EMIT stateChanged();
}

/// Where it belongs, or in the place of the one that is there already: nothing else moves.
void SearchModel::put(Row row) {
    const auto known = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const Row& other) { return other.message.id == row.message.id; });
    if (known != m_rows.end()) {
        // What the cache knows may be newer.
        if (known->message.changeSeq > row.message.changeSeq)
            return;
        *known = std::move(row);
        const QModelIndex at = index(int(known - m_rows.begin()));
        Q_EMIT dataChanged(at, at);
        return;
    }
    const auto place = std::lower_bound(m_rows.begin(), m_rows.end(), row, newer);
    const int at = int(place - m_rows.begin());
    beginInsertRows({}, at, at);
    m_rows.insert(place, std::move(row));
    endInsertRows();
}

void SearchModel::update(const Message& message) {
    const auto row = std::find_if(m_rows.begin(), m_rows.end(),
                                  [&](const Row& one) { return one.message.id == message.id; });
    if (row == m_rows.end() || row->message.changeSeq >= message.changeSeq)
        return;
    const int at = int(row - m_rows.begin());
    if (message.deletedAt) {
        beginRemoveRows({}, at, at);
        m_rows.erase(row);
        endRemoveRows();
        Q_EMIT stateChanged();
        return;
    }
    if (row->message.content != message.content)
        row->hits.reset();
    row->message = message;
    Q_EMIT dataChanged(index(at), index(at));
}

// --- words ---

QString SearchModel::nameOf(const UserId& user) const {
    if (const auto known = m_core.reader()->user(user))
        return known->displayName;
    for (const auto& named : m_named) {
        if (named && named->id == user)
            return named->displayName;
    }
    return tr("Unknown person");
}

QString SearchModel::lineOf(const Message& message) const {
    if (message.deletedAt || message.type != MessageType::Text)
        return {};
    const QList<ExcerptPart> parts = excerptOf(markdown::oneLine(message.content), {}, lineLength);
    return parts.isEmpty()
               ? QString()
               : tr("%1: %2", "who, what they said")
                     .arg(people::shortName(nameOf(message.sender), lineName), parts.first().text);
}

QList<ExcerptPart> SearchModel::parts(const Row& row) const {
    const QString text = markdown::oneLine(row.message.content);
    return excerptOf(text, row.hits ? spansInOrder(text, *row.hits) : searchSpans(text, m_query.words),
                     excerptLength);
}

QVariantList SearchModel::excerpt(const Row& row) const {
    QVariantList list;
    const QList<ExcerptPart> shown = parts(row);
    for (const ExcerptPart& part : shown)
        list.append(QVariantMap{{u"text"_s, part.text.toHtmlEscaped()}, {u"hit"_s, part.hit}});
    return list;
}

QString SearchModel::plain(const Row& row) const {
    QString text;
    const QList<ExcerptPart> shown = parts(row);
    for (const ExcerptPart& part : shown)
        text.append(part.text);
    return text;
}

QString SearchModel::neighbour(const Row& row, bool after) const {
    std::optional<QString>& kept = after ? row.after : row.before;
    if (!kept) {
        const CacheReader& reader = *m_core.reader();
        const QList<Message> near = after ? reader.after(row.message.roomId, row.message.seq, 1)
                                          : reader.before(row.message.roomId, row.message.seq, 1);
        kept = near.isEmpty() ? QString() : lineOf(near.first());
    }
    return *kept;
}

} // namespace parlor
