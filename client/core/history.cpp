// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/history.h"

#include "shared/limits.h"

#include <QPointer>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

Failure failureOf(const Error& error) {
    return {error, NetworkProblem::None};
}

} // namespace

History::History(Cache& cache, Sync& sync, Api& api, Timing& timing)
    : m_cache(cache)
    , m_sync(sync)
    , m_api(api)
    , m_timing(timing) {}

History::~History() {
    m_timing.cancel(m_retry);
}

void History::setOnline(bool online) {
    m_online = online;
    m_timing.cancel(std::exchange(m_retry, 0));
    if (!online)
        return;
    m_refused.clear();
    m_backoff.reset();
    pump();
}

void History::show(const RoomId& room) {
    m_shown = room;
    m_refused.remove(room);
    pump();
}

void History::pump() {
    if (!m_online || m_retry != 0)
        return;
    auto unfetched = m_cache.unfetched();
    if (!unfetched)
        return;
    QList<RoomId> rooms = unfetched->mid(0, ahead);
    if (unfetched->contains(m_shown)) {
        rooms.removeOne(m_shown);
        rooms.prepend(m_shown);
    }
    for (const RoomId& room : std::as_const(rooms)) {
        if (m_inFlight.size() >= concurrency)
            return;
        if (!m_inFlight.contains(room) && !m_refused.contains(room))
            fetchNewest(room);
    }
}

QString History::pagePath(const RoomId& room, int limit) {
    // The stream goes on where it stands: what a page lacks of before that would never come.
    const auto cursor = m_cache.cursor(room);
    return u"/api/v1/rooms/%1/messages?limit=%2&asOf=%3"_s.arg(room.toString())
        .arg(limit)
        .arg(cursor && *cursor ? **cursor : 0);
}

void History::fetchNewest(const RoomId& room) {
    m_inFlight.insert(room);
    const int generation = m_sync.beginPage(room);
    m_api.call("GET", pagePath(room, limits::pageDefault), {},
               [self = QPointer(this), room, generation](const Outcome<QByteArray>& body) {
                   if (self)
                       self->fetched(room, generation, decodePage<Message>(body));
               });
}

void History::fetched(const RoomId& room, int generation, const Outcome<Page<Message>>& page) {
    m_inFlight.remove(room);
    if (page) {
        m_backoff.reset();
        if (!m_sync.applyPage(room, generation, std::nullopt, page->items, !page->next) && m_online &&
            m_retry == 0) {
            // Discarded meanwhile, or the disk refuses: not at once again.
            m_retry = m_timing.after(m_backoff.next(m_timing), [this] {
                m_retry = 0;
                pump();
            });
            return;
        }
        pump();
        return;
    }
    m_sync.endPage(room);
    if (!page.error().retryable()) {
        m_refused.insert(room);
        pump();
    } else if (m_online && m_retry == 0) {
        m_retry = m_timing.after(m_backoff.next(m_timing), [this] {
            m_retry = 0;
            pump();
        });
    }
}

void History::loadOlder(const RoomId& room, qint64 beforeSeq, int limit, QObject* context,
                        Done<OlderMessages> done) {
    limit = std::clamp(limit, 1, limits::pageMax);
    auto cached = m_cache.before(room, beforeSeq, limit);
    auto extent = m_cache.extent(room);
    auto known = m_cache.hasRoom(room);
    if (!cached || !extent || !known) {
        done(tl::unexpected(failureOf(!cached ? cached.error() : !extent ? extent.error() : known.error())));
        return;
    }
    if (!*known) {
        done(tl::unexpected(failureOf(Error(ErrorCode::NotFound))));
        return;
    }
    if (!cached->isEmpty() || extent->complete) {
        // What is cached is shown at once, be it less than was asked for: the rest is asked for when it is
        // needed.
        const bool more = !extent->complete || (!cached->isEmpty() && cached->size() == limit);
        done(OlderMessages{*cached, more});
        return;
    }
    const int generation = m_sync.beginPage(room);
    m_api.call("GET", pagePath(room, limit) + u"&before=%1"_s.arg(beforeSeq), {},
               [self = QPointer(this), room, generation, beforeSeq, context = QPointer(context),
                done](const Outcome<QByteArray>& body) {
                   if (!self)
                       return;
                   const auto page = decodePage<Message>(body);
                   if (!page) {
                       self->m_sync.endPage(room);
                       if (context)
                           done(tl::unexpected(page.error()));
                       return;
                   }
                   self->m_sync.applyPage(room, generation, beforeSeq, page->items, !page->next);
                   if (context)
                       done(OlderMessages{page->items, page->next.has_value()});
               });
}

} // namespace parlor
