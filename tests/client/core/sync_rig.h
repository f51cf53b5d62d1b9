// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/sync.h"
#include "tests/client/core/cache_kit.h"

namespace parlor::tests {

using namespace Qt::StringLiterals;

/// A Sync on a cache of its own, with one room.
struct SyncRig : CacheKit {
    SyncRig() { renew(); }
    /// The program ends and begins again.
    void renew() {
        sync.reset();
        reopen();
        sync = std::make_unique<Sync>(*cache);
    }
    client::Sync begin(qint64 epoch = 1) {
        sync->begin({{me, u"me"_s, u"Me"_s, false}, SessionId::create(), epoch});
        return *sync->nextRequest();
    }
    server::SyncedRoom entry(qint64 head, const QList<Message>& changes = {}, bool gap = false) {
        return {view(head, {0, 0, 0, head}), changes, head, gap};
    }
    void answer(const client::Sync& asked, const server::SyncedRoom& told, qint64 epoch = 1) {
        sync->applySynced(asked, {epoch, {told}, {}});
    }
    /// Signed in before: the room is cached up to `head`, with its messages 1 to 10.
    void cached(qint64 head) {
        write([&] {
            (void)cache->setEpoch(1);
            (void)cache->putRoom(view(head, {0, 0, 0, head}));
            for (int seq = 1; seq <= 10 && seq <= head; ++seq)
                (void)cache->putMessage(message(seq));
            (void)cache->setCursor(room, head);
        });
    }
    void live(const Message& message) { sync->apply(server::MessageNew{message}); }

    std::unique_ptr<Sync> sync;
};

} // namespace parlor::tests
