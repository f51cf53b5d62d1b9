// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_search.h"

#include "server/gateway/message_fold.h"
#include "server/gateway/present_reads.h"
#include "shared/limits.h"
#include "shared/utc.h"

#include <algorithm>
#include <tuple>

namespace parlor::gateway {

namespace {

// Each holds a thread of the pool and a connection for up to some seconds.
constexpr int searchesMax = 8;

/// Where a page ended, and the next one goes on.
struct Place {
    qint64 stored = 0; ///< in the store: SearchRequest::before; 0: nothing of it was shown
    qint64 time = limits::integerMax;
    qint64 seq = 0;
    MessageId id; ///< of the oldest message that was shown, created at `time`

    /// Whether `message` comes after it: it is older. Within a millisecond the order is that of the room, and
    /// any that is always the same between rooms.
    bool isBefore(const Message& message) const {
        return std::tuple(message.createdAt.toMSecsSinceEpoch(), message.seq, message.id) <
               std::tuple(time, seq, id);
    }
    void moveTo(const Message& message) {
        time = message.createdAt.toMSecsSinceEpoch();
        seq = message.seq;
        id = message.id;
    }
    QString toString() const {
        return QStringLiteral("%1.%2.%3.%4").arg(stored).arg(time).arg(seq).arg(id.toString());
    }
};

std::optional<qint64> readNumber(const QString& text) {
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    const bool plain = ok && number >= 0 && number <= limits::integerMax && text == QString::number(number);
    return plain ? std::optional(number) : std::nullopt;
}

Result<Place> readPlace(const std::optional<QString>& text) {
    Place place;
    if (!text)
        return place;
    const QStringList parts = text->split(u'.');
    const auto stored = readNumber(parts.value(0));
    const auto time = readNumber(parts.value(1));
    const auto seq = readNumber(parts.value(2));
    const auto uuid = QUuid::fromString(parts.value(3));
    if (parts.size() != 4 || !stored || !time || !seq || MessageId(uuid).toString() != parts.at(3))
        return fail(ErrorCode::Invalid, QStringLiteral("before must be the next of an answer before."),
                    QStringLiteral("before"));
    return Place{*stored, *time, *seq, MessageId(uuid)};
}

struct Candidate {
    qint64 stored = 0; ///< its place in the store; 0 if it was found in the tail
    SearchHit hit;
};

bool isNewer(const Candidate& a, const Candidate& b) {
    Place place;
    place.moveTo(a.hit.message);
    return place.isBefore(b.hit.message);
}

/// The newest first. What the store found stays in the store's own order: its pages are cut by that, and
/// clocks of gateways differ.
void sortByAge(std::vector<Candidate>& candidates) {
    const auto tail = std::partition(candidates.begin(), candidates.end(),
                                     [](const Candidate& one) { return one.stored > 0; });
    std::sort(candidates.begin(), tail,
              [](const Candidate& a, const Candidate& b) { return a.stored > b.stored; });
    std::sort(tail, candidates.end(), isNewer);
    std::vector<Candidate> merged;
    merged.reserve(candidates.size());
    auto stored = candidates.begin();
    auto sent = tail;
    while (stored != tail || sent != candidates.end()) {
        const bool isStored = sent == candidates.end() || (stored != tail && isNewer(*stored, *sent));
        merged.push_back(std::move(isStored ? *stored++ : *sent++));
    }
    candidates = std::move(merged);
}

/// One attempt, from one snapshot of the store.
class Attempt {
public:
    Attempt(store::Store& store, Tail& tail, const Place& place, int limit)
        : m_store(store)
        , m_tail(tail)
        , m_place(place)
        , m_limit(limit) {}

    Result<SearchAnswer> run(store::SearchRequest request) {
        if (m_place.stored > 0)
            request.before = m_place.stored;
        else
            request.wanted = [this](const Message& message) { return m_place.isBefore(message); };
        auto stored = m_store.searchMessages(request);
        if (!stored)
            return fail(stored.error());
        m_stored = *std::move(stored);
        for (const RoomId& room : std::as_const(m_stored.rooms)) {
            if (auto done = takeRoom(room); !done)
                return fail(done.error());
        }
        return page();
    }

private:
    Result<void> takeRoom(const RoomId& room) {
        auto items = m_tail.since(room, m_stored.snapshot);
        if (!items)
            return fail(items.error());
        QList<store::FoundMessage> found;
        for (const store::FoundMessage& one : std::as_const(m_stored.items)) {
            if (one.message.roomId == room)
                found.append(one);
        }
        if (items->empty()) {
            for (const store::FoundMessage& one : std::as_const(found))
                put(one.place, one.message, one.room, one.before, one.after);
            return {};
        }
        return fold(room, *items, found);
    }

    Result<void> fold(const RoomId& room, const std::vector<Tail::Item>& items,
                      const QList<store::FoundMessage>& found) {
        MessageFold present({});
        for (const store::FoundMessage& one : found) {
            for (const auto& message : {std::optional(one.message), one.before, one.after}) {
                if (message)
                    present.add(*message);
            }
        }
        // Of the tail alone: what was sent, and what was edited so that it may be found only now.
        QList<MessageId> sent;
        QList<MessageId> edited;
        for (const Tail::Item& item : items) {
            if (const auto* message = std::get_if<log::MessageRecord>(&item.event)) {
                present.add(log::toMessage(*message, item.seq));
                sent.append(message->id);
            } else if (const auto* edit = std::get_if<log::EditRecord>(&item.event)) {
                if (auto added = addEdited(edit->id, present, edited); !added)
                    return added;
            }
        }
        QHash<MessageId, Message> now;
        for (const Tail::Item& item : items)
            present.apply(item.event, item.seq);
        for (const Message& message : present.messages())
            now.insert(message.id, message);

        const auto living = [&](const std::optional<Message>& message) -> std::optional<Message> {
            if (!message || now.value(message->id).deletedAt)
                return std::nullopt;
            return now.value(message->id);
        };
        QList<Message> latest;
        for (const MessageId& id : std::as_const(sent)) {
            if (!now.value(id).deletedAt)
                latest.append(now.value(id));
        }
        // What the store has beside a message, as the tail says that it is now.
        const auto beside = [&](const Message& message, bool before) -> std::optional<Message> {
            const auto stored = neighbour(message, before);
            if (!stored)
                return std::nullopt;
            MessageFold alone({*stored});
            for (const Tail::Item& item : items)
                alone.apply(item.event, item.seq);
            const Message folded = alone.messages().constFirst();
            return folded.deletedAt ? std::nullopt : std::optional(folded);
        };
        for (const store::FoundMessage& one : found) {
            std::optional<Message> after = living(one.after);
            if (!one.after && !latest.isEmpty())
                after = latest.constFirst();
            put(one.place, now.value(one.message.id), one.room, living(one.before), after);
        }
        for (qsizetype i = 0; i < latest.size(); ++i) {
            if (!matches(latest.at(i)))
                continue;
            auto before = i > 0 ? std::optional(latest.at(i - 1)) : beside(latest.at(i), true);
            put(0, latest.at(i), roomOf(room), before,
                i + 1 < latest.size() ? std::optional(latest.at(i + 1)) : std::nullopt);
        }
        for (const MessageId& id : std::as_const(edited)) {
            const Message message = now.value(id);
            if (sent.contains(id) || !isNotFound(id) || !matches(message))
                continue;
            std::optional<Message> after = beside(message, false);
            if (!after && !latest.isEmpty())
                after = latest.constFirst();
            put(0, message, roomOf(room), beside(message, true), after);
        }
        return {};
    }

    Result<void> addEdited(const MessageId& id, MessageFold& present, QList<MessageId>& edited) {
        if (!edited.contains(id))
            edited.append(id);
        if (present.contains(id))
            return {};
        auto message = m_store.message(id);
        if (!message)
            return fail(message.error());
        if (*message)
            present.add(**message);
        return {};
    }

    bool isNotFound(const MessageId& id) const {
        return std::none_of(m_candidates.begin(), m_candidates.end(),
                            [&](const Candidate& one) { return one.hit.message.id == id; });
    }
    bool matches(const Message& message) const {
        return m_place.isBefore(message) && m_stored.criteria.match(message);
    }

    void put(qint64 stored, const Message& message, const Room& room, const std::optional<Message>& before,
             const std::optional<Message>& after) {
        if (!m_stored.criteria.match(message))
            return; // it was when it was stored
        QList<TextSpan> highlights;
        for (const search::Span& span : m_stored.criteria.highlights(message.content))
            highlights.append({span.start, span.length});
        m_candidates.push_back({stored, {message, room, before, after, highlights}});
    }

    /// The next message before or after it that the store has.
    std::optional<Message> neighbour(const Message& message, bool before) {
        store::HistoryQuery query;
        (before ? query.before : query.after) = message.seq;
        query.limit = 1;
        const auto history = m_store.history(message.roomId, query);
        if (!history || history->messages.isEmpty() || history->messages.constFirst().deletedAt)
            return std::nullopt;
        return history->messages.constFirst();
    }

    Room roomOf(const RoomId& id) {
        if (!m_rooms.contains(id))
            m_rooms.insert(id, m_store.room(id).value_or(Room()));
        return m_rooms.value(id);
    }

    /// The candidates from the newest on. What is older than all that the store found so far may have others
    /// between that the store has yet to find: it waits for the next page.
    SearchAnswer page() {
        sortByAge(m_candidates);
        if (m_stored.next) {
            const auto lastStored = std::find_if(m_candidates.rbegin(), m_candidates.rend(),
                                                 [](const Candidate& one) { return one.stored > 0; });
            m_candidates.erase(lastStored.base(), m_candidates.end());
        }
        SearchAnswer answer;
        answer.incomplete = m_stored.incomplete;
        Place end = m_place;
        for (const Candidate& one : m_candidates) {
            if (answer.items.size() == m_limit)
                break;
            if (end.isBefore(one.hit.message))
                end.moveTo(one.hit.message);
            if (one.stored > 0)
                end.stored = end.stored > 0 ? std::min(end.stored, one.stored) : one.stored;
            answer.items.append(one.hit);
        }
        const bool cut = qsizetype(m_candidates.size()) > answer.items.size();
        if (m_stored.next && !cut)
            end.stored = *m_stored.next;
        if (cut || m_stored.next)
            answer.next = end.toString();
        return answer;
    }

    store::Store& m_store;
    Tail& m_tail;
    const Place m_place;
    const int m_limit;
    store::SearchResults m_stored;
    std::vector<Candidate> m_candidates;
    QHash<RoomId, Room> m_rooms;
};

} // namespace

Result<SearchAnswer> MessageSearch::search(const UserId& asker, const search::Query& query,
                                           const std::optional<QString>& before, int limit) {
    const auto place = readPlace(before);
    if (!place)
        return fail(place.error());
    struct Counted {
        std::atomic<int>& count;
        ~Counted() { --count; }
    };
    const bool tooMany = ++m_underWay > searchesMax;
    const Counted counted{m_underWay};
    if (tooMany)
        return fail(Error(ErrorCode::Unavailable, QStringLiteral("Many search just now.")).withRetryAfter(1));
    m_tail.waitForEnd(tailDeadline);
    const auto attempt = [&] {
        return Attempt(m_store, m_tail, *place, limit).run({asker, query, std::nullopt, limit});
    };
    return untilConsistent(attempt);
}

} // namespace parlor::gateway
