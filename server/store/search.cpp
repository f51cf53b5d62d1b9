// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/message_rows.h"
#include "server/store/rows.h"
#include "server/store/search_index.h"
#include "server/store/sql_store.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace parlor::store {

namespace {

using Clock = std::chrono::steady_clock;

// What one search may cost, so that it does not take the store from the others: messages looked at, time,
// and of those that no index has yet, rows.
constexpr int candidatesMax = 20'000;
constexpr std::chrono::seconds timeMax{2};
constexpr int unindexedMax = 20'000;
constexpr int pendingMax = 2'000;
constexpr qint64 windowGrowth = 8; ///< of the windows of rows that the index is asked about
constexpr int firstBatch = 64;
constexpr int batchMax = 2'000;
// Rooms of one user that the index is asked for by name; of who is in more, many messages are their own.
constexpr qsizetype roomTokensMax = 128;

tl::unexpected<Error> invalid(const QString& message) {
    return fail(ErrorCode::Invalid, message, QStringLiteral("q"));
}

/// One search in one transaction: who asks may have left a room a moment ago, and finds nothing of it then.
class Search {
public:
    Search(Transaction& transaction, const SearchRequest& request)
        : t(transaction)
        , m_request(request)
        , m_wanted(std::size_t(pageLimit(request.limit)) + 1)
        , m_deadline(Clock::now() + timeMax) {}

    Result<SearchResults> run() {
        if (auto known = lookUp(); !known)
            return fail(known.error());
        m_results.snapshot = readSnapshot(t);
        if (!m_results.rooms.isEmpty())
            find();
        if (t.failed())
            return fail(t.error());
        finish();
        return std::move(m_results);
    }

private:
    Result<void> lookUp() {
        search::Criteria& criteria = m_results.criteria;
        const search::Query& query = m_request.query;
        criteria.terms = query.terms;
        criteria.since = query.since;
        criteria.until = query.until;
        criteria.link = query.link;
        for (const QString& name : query.from) {
            const auto user = name == QLatin1StringView("me") ? m_request.asker : userNamed(name);
            if (!user)
                return invalid(QStringLiteral("from: there is no user called %1.").arg(name));
            criteria.senders.append(*user);
        }
        for (const QString& name : query.in) {
            const QList<RoomId> rooms = roomsNamed(name);
            if (rooms.isEmpty())
                return invalid(QStringLiteral("in: you are in no room called %1.").arg(name));
            m_results.rooms += rooms;
        }
        if (query.in.isEmpty())
            m_results.rooms = myRooms(QString(), {});
        return {};
    }

    std::optional<UserId> userNamed(const QString& name) {
        Rows rows = t.select(QStringLiteral("SELECT id FROM users WHERE username_lower = ?"), {name});
        return rows.next() ? std::optional(rows.id<UserId>(0)) : std::nullopt;
    }

    QList<RoomId> myRooms(const QString& condition, const QVariantList& values) {
        Rows rows = t.select(QStringLiteral("SELECT r.id FROM members b JOIN rooms r ON r.id = b.room_id "
                                            "WHERE b.user_id = ? AND r.deleted = 0") +
                                 condition,
                             QVariantList{bind(m_request.asker)} + values);
        QList<RoomId> rooms;
        while (rows.next())
            rooms.append(rows.id<RoomId>(0));
        return rooms;
    }

    /// By id, by name, or "@name" for the direct room with that user.
    QList<RoomId> roomsNamed(const QString& name) {
        if (const auto id = RoomId::parse(name))
            return myRooms(QStringLiteral(" AND r.id = ?"), {bind(*id)});
        if (name.startsWith(u'@')) {
            const auto user = userNamed(name.mid(1));
            if (!user)
                return {};
            QList<UserId> people{m_request.asker};
            if (*user != m_request.asker)
                people.append(*user);
            return myRooms(QStringLiteral(" AND r.direct_key = ?"), {bindDirect(people)});
        }
        return myRooms(QStringLiteral(" AND r.name_lower = ?"), {name});
    }

    bool isFull() const { return m_hits.size() >= m_wanted; }
    bool isOver() const { return m_looked >= candidatesMax || Clock::now() > m_deadline; }

    void find() {
        const SearchIndex& index = t.dialect().searchIndex();
        index.prepare(t);
        SearchState state = readSearchState(t, false);
        if (!state.isOurs())
            state.position = 0;
        const qint64 below = m_request.before.value_or(std::numeric_limits<qint64>::max());
        scanUnindexed(state.position, below);
        if (!isFull())
            askIndex(std::min(below, state.position + 1));
        if (state.isOurs())
            scanPending(std::min(below, state.position + 1));
        index.done(t);
    }

    void scanUnindexed(qint64 position, qint64 below) {
        const Looked looked = look(
            {QStringLiteral("(SELECT row_no FROM messages WHERE row_no > ? AND row_no < ? ORDER BY row_no "
                            "DESC LIMIT ?) AS s"),
             {position, below, unindexedMax}});
        if (looked.rows == unindexedMax && !isFull())
            m_results.incomplete = true;
        m_looked = 0; // the index has its own share
    }

    void askIndex(qint64 below) {
        search::Criteria::Wanted wanted = m_results.criteria.tokens();
        if (m_results.rooms.size() <= roomTokensMax) {
            QList<QByteArray> any;
            for (const RoomId& room : std::as_const(m_results.rooms))
                any.append(search::roomToken(room));
            wanted.anyOf.append(any);
        }
        const SearchIndex& index = t.dialect().searchIndex();
        qint64 window = index.firstWindow();
        int batch = firstBatch;
        while (!isFull() && below > 1 && !t.failed()) {
            if (isOver()) {
                m_results.incomplete = true;
                m_stoppedAt = below;
                break;
            }
            const qint64 from = below - std::min(window, below - 1);
            const Looked looked = look(index.find(wanted, from, below, batch));
            if (looked.rows == batch) {
                below = looked.last;
                batch = std::min(4 * batch, batchMax);
            } else {
                below = from;
                if (below > 1)
                    window *= windowGrowth;
            }
        }
    }

    /// Found wherever the edited message stands, so after the others.
    void scanPending(qint64 below) {
        const std::size_t wanted = std::exchange(m_wanted, std::numeric_limits<std::size_t>::max());
        const Looked looked =
            look({QStringLiteral("(SELECT row_no FROM search_pending WHERE row_no < ? ORDER BY "
                                 "row_no DESC LIMIT ?) AS s"),
                  {below, pendingMax}});
        m_wanted = wanted;
        if (looked.rows == pendingMax)
            m_results.incomplete = true;
    }

    struct Looked {
        int rows = 0;
        qint64 last = 0;
    };
    /// Looks at the messages in `source`, the newest first, until there are enough.
    Looked look(const SearchIndex::Source& source) {
        Looked looked;
        Rows rows = t.select(
            QStringLiteral("SELECT s.row_no, CASE WHEN b.user_id IS NOT NULL AND r.deleted = 0 THEN 1 ELSE 0 "
                           "END, %1, %2 FROM %3 LEFT JOIN messages m ON m.row_no = s.row_no LEFT JOIN "
                           "members b ON b.room_id = m.room_id AND b.user_id = ? LEFT JOIN rooms r ON r.id = "
                           "m.room_id ORDER BY s.row_no DESC")
                .arg(roomColumns(), messageColumns(QStringLiteral("m.")), source.table),
            source.values + QVariantList{bind(m_request.asker)});
        while (!isFull() && rows.next()) {
            ++looked.rows;
            ++m_looked;
            looked.last = rows.integer(0);
            if (!rows.boolean(1))
                continue;
            Message message = readMessage(rows, 2 + roomColumnCount);
            const bool inRoom = m_request.query.in.isEmpty() || m_results.rooms.contains(message.roomId);
            const bool wanted = inRoom && (!m_request.wanted || m_request.wanted(message));
            if (wanted && m_results.criteria.match(message))
                m_hits.push_back({looked.last, std::move(message), readRoom(rows, 2), {}, {}, {}});
        }
        return looked;
    }

    void finish() {
        std::sort(m_hits.begin(), m_hits.end(),
                  [](const FoundMessage& a, const FoundMessage& b) { return a.place > b.place; });
        const auto limit = std::size_t(pageLimit(m_request.limit));
        if (m_stoppedAt) // what is pending further down belongs to the next page
            std::erase_if(m_hits, [&](const FoundMessage& hit) { return hit.place < *m_stoppedAt; });
        if (m_hits.size() > limit) {
            m_hits.erase(m_hits.begin() + qsizetype(limit), m_hits.end());
            m_results.next = m_hits.back().place;
        } else if (m_stoppedAt) {
            m_results.next = m_stoppedAt;
        }
        for (FoundMessage& hit : m_hits) {
            hit.highlights = m_results.criteria.highlights(hit.message.content);
            hit.before =
                neighbour(hit.message, QStringLiteral("seq < ? AND deleted_at IS NULL ORDER BY seq DESC"));
            hit.after = neighbour(hit.message, QStringLiteral("seq > ? AND deleted_at IS NULL ORDER BY seq"));
        }
        m_results.items = QList<FoundMessage>(m_hits.begin(), m_hits.end());
    }

    std::optional<Message> neighbour(const Message& message, const QString& condition) {
        Rows rows = t.select(QStringLiteral("SELECT %1 FROM messages WHERE room_id = ? AND %2 LIMIT 1")
                                 .arg(messageColumns(), condition),
                             {bind(message.roomId), message.seq});
        return rows.next() ? std::optional(readMessage(rows)) : std::nullopt;
    }

    Transaction& t;
    const SearchRequest& m_request;
    std::size_t m_wanted; ///< hits: one more than the page holds tells that there is another page
    const Clock::time_point m_deadline;
    int m_looked = 0;
    std::vector<FoundMessage> m_hits;
    std::optional<qint64> m_stoppedAt; ///< everything from here on was looked at, what lies below was not
    SearchResults m_results;
};

} // namespace

Result<SearchResults> SqlStore::searchMessages(const SearchRequest& request) {
    return read<SearchResults>([&](Transaction& t) { return Search(t, request).run(); });
}

} // namespace parlor::store
