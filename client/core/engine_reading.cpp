// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Engine that reads what need not be kept: windows of the past, threads, pins, one message, the
// search.
#include "client/core/engine.h"
#include "client/core/engine_private.h"
#include "client/core/search_words.h"

#include <QPointer>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

QString messagePath(const MessageId& message, const QString& rest = {}) {
    return u"/api/v1/messages/"_s + message.toString() + rest;
}

int pageSize(int limit) {
    return std::clamp(limit, 1, limits::pageMax);
}

/// What stands around `target` in a page of which nobody says whether it reaches the ends: where it has less
/// than its half, it does (docs/protocol.md: `around` takes half of the limit from below).
MessageWindow windowOf(const QList<Message>& page, qint64 target, int limit) {
    const auto older =
        std::count_if(page.begin(), page.end(), [&](const Message& message) { return message.seq < target; });
    return {page, target, older >= limit / 2, page.size() - older >= limit - limit / 2};
}

} // namespace

void Engine::needSenders(const QList<Message>& messages) {
    if (!m_files)
        return;
    QSet<UserId> senders;
    for (const Message& message : messages)
        senders.insert(message.sender);
    if (const auto unknown = m_files->cache->unknownUsers(senders); unknown && !unknown->isEmpty())
        m_files->users->need(*unknown);
}

// A page that the cache does not keep: it says what was so when the server read it, and what changed on its
// way was told beside it.
void Engine::fetchPage(const RoomId& room, const QString& path, Done<Page<Message>> done) {
    const QPointer<Sync> sync = m_files ? m_files->sync.get() : nullptr;
    if (sync)
        (void)sync->beginPage(room);
    call("GET", path, {}, [this, room, sync, done](const Outcome<QByteArray>& body) {
        auto page = decodePage<Message>(body);
        if (sync && page)
            sync->endPage(room, page->items);
        else if (sync)
            sync->endPage(room);
        if (page)
            needSenders(page->items);
        done(page);
    });
}

// --- windows ---

void Engine::loadAround(const RoomId& room, qint64 seq, int limit, Done<MessageWindow> done) {
    if (!m_files) {
        done(tl::unexpected(notOpen()));
        return;
    }
    limit = pageSize(limit);
    const auto extent = m_files->cache->extent(room);
    if (extent && seq >= extent->floor) {
        const auto older = m_files->cache->before(room, seq, limit / 2);
        const auto newer = m_files->cache->after(room, seq - 1, limit - limit / 2);
        // One that is above all that is cached is news that is still to come.
        if (older && newer && !newer->isEmpty()) {
            MessageWindow window = windowOf(*older + *newer, seq, limit);
            window.more = window.more || !extent->complete;
            done(window);
            return;
        }
    }
    fetchPage(
        room, roomPath(room, u"/messages?limit=%1&around=%2"_s.arg(limit).arg(seq)),
        [seq, limit, done](const Outcome<Page<Message>>& page) {
            done(page.map([&](const Page<Message>& found) { return windowOf(found.items, seq, limit); }));
        });
}

void Engine::loadAround(const RoomId& room, const QDateTime& time, int limit, Done<MessageWindow> done) {
    if (m_files) {
        if (const auto cached = m_files->cache->seqAt(room, time); cached && *cached) {
            loadAround(room, **cached, limit, std::move(done));
            return;
        }
    }
    limit = pageSize(limit);
    const QDateTime from = time.toUTC();
    fetchPage(
        room, roomPath(room, u"/messages?limit=%1&at="_s.arg(limit) + queryText(toString(from))),
        [from, limit, done](const Outcome<Page<Message>>& page) {
            if (!page) {
                done(tl::unexpected(page.error()));
                return;
            }
            const QList<Message>& items = page->items;
            const auto first = std::find_if(items.begin(), items.end(), [&](const Message& message) {
                return message.createdAt >= from;
            });
            // Nothing was said since: the end.
            const qint64 target = first != items.end() ? first->seq : items.isEmpty() ? 0 : items.last().seq;
            done(windowOf(items, target, limit));
        });
}

void Engine::loadNewer(const RoomId& room, qint64 afterSeq, int limit, Done<MessageWindow> done) {
    if (!m_files) {
        done(tl::unexpected(notOpen()));
        return;
    }
    limit = pageSize(limit);
    const auto windowAfter = [afterSeq](const QList<Message>& messages, bool moreAfter) {
        return MessageWindow{messages, messages.isEmpty() ? afterSeq : messages.first().seq, true, moreAfter};
    };
    const auto extent = m_files->cache->extent(room);
    if (extent && afterSeq >= extent->floor && !extent->fetching) {
        if (const auto cached = m_files->cache->after(room, afterSeq, limit)) {
            done(windowAfter(*cached, int(cached->size()) == limit));
            return;
        }
    }
    fetchPage(room, roomPath(room, u"/messages?limit=%1&after=%2"_s.arg(limit).arg(afterSeq)),
              [windowAfter, done](const Outcome<Page<Message>>& page) {
                  done(page.map([&](const Page<Message>& found) {
                      return windowAfter(found.items, found.next.has_value());
                  }));
              });
}

// --- one message, and what hangs on it ---

void Engine::fetchMessage(const MessageId& message, Done<Message> done) {
    if (!m_files) {
        done(tl::unexpected(notOpen()));
        return;
    }
    const auto read = m_files->cache->message(message);
    const std::optional<Message> cached = read ? *read : std::nullopt;
    if (cached && m_files->sync->isLive(cached->roomId)) {
        done(*cached);
        return;
    }
    call("GET", messagePath(message), {}, [this, cached, done](const Outcome<QByteArray>& body) {
        const auto found = decodeResponse<Message>(body);
        if (found)
            needSenders({*found});
        // Rather what it was than nothing, while the server cannot be asked.
        if (!found && cached && found.error().retryable())
            done(*cached);
        else
            done(found);
    });
}

void Engine::thread(const RoomId& room, const MessageId& root, std::optional<qint64> beforeSeq, int limit,
                    Done<OlderMessages> done) {
    limit = pageSize(limit);
    QString path = messagePath(root, u"/thread?limit=%1"_s.arg(limit));
    if (beforeSeq)
        path += u"&before=%1"_s.arg(*beforeSeq);
    fetchPage(room, path, [this, room, root, beforeSeq, limit, done](const Outcome<Page<Message>>& page) {
        if (page) {
            done(OlderMessages{page->items, page->next.has_value()});
            return;
        }
        if (m_files && page.error().retryable()) {
            const auto cached = m_files->cache->replies(root, beforeSeq.value_or(limits::integerMax), limit);
            const auto extent = m_files->cache->extent(room);
            if (cached && extent) {
                done(OlderMessages{*cached, int(cached->size()) == limit || !extent->complete});
                return;
            }
        }
        done(tl::unexpected(page.error()));
    });
}

void Engine::pins(const RoomId& room, Done<QList<Message>> done) {
    fetchPage(room, roomPath(room, u"/pins"_s), [this, room, done](const Outcome<Page<Message>>& page) {
        if (page) {
            done(page->items);
            return;
        }
        if (m_files && page.error().retryable()) {
            if (const auto cached = m_files->cache->pinned(room)) {
                done(*cached);
                return;
            }
        }
        done(tl::unexpected(page.error()));
    });
}

void Engine::versions(const MessageId& message, Done<Page<MessageVersion>> done) {
    call("GET", messagePath(message, u"/versions"_s), {},
         [done](const Outcome<QByteArray>& body) { done(decodePage<MessageVersion>(body)); });
}

void Engine::receipts(const MessageId& message, Done<MessageReceipts> done) {
    call("GET", messagePath(message, u"/receipts"_s), {},
         [done](const Outcome<QByteArray>& body) { done(decodeResponse<MessageReceipts>(body)); });
}

// --- the search ---

void Engine::search(const SearchQuery& query, const std::optional<QString>& cursor, Done<SearchAnswer> done) {
    if (!m_files) {
        done(tl::unexpected(notOpen()));
        return;
    }
    QString from;
    if (query.from) {
        const auto user = m_files->cache->user(*query.from);
        if (!user || !*user) {
            done(
                tl::unexpected(failureOf(Error(ErrorCode::Invalid, u"this user is not known"_s, u"from"_s))));
            return;
        }
        from = (*user)->username;
    }
    QString path = u"/api/v1/search?q="_s + queryText(searchWords(query, from));
    if (cursor)
        path += u"&before="_s + queryText(*cursor);
    call("GET", path, {}, [this, query, done](const Outcome<QByteArray>& body) {
        if (!body) {
            done(tl::unexpected(body.error()));
            return;
        }
        const auto json = parseObject(*body);
        auto answer = json ? searchAnswerFromJson(*json) : Result<SearchAnswer>(fail(json.error()));
        if (!answer) {
            done(tl::unexpected(networkFailure(NetworkProblem::NotParlor, answer.error().message())));
            return;
        }
        answer->items.removeIf(
            [&](const SearchHit& hit) { return !isWithinDays(query, hit.message.createdAt); });
        QList<Message> messages;
        for (const SearchHit& hit : std::as_const(answer->items))
            messages.append(hit.message);
        needSenders(messages);
        done(*answer);
    });
}

} // namespace parlor
