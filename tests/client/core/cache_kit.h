// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/cache.h"
#include "client/core/cache_reader.h"
#include "client/core/local_store.h"
#include "client/core/outbox_store.h"
#include "shared/codec.h"

#include <QTemporaryDir>

namespace parlor::tests {

/// An account's files in a directory of their own, and short ways to make what goes into them.
struct CacheKit {
    CacheKit() { reopen(); }
    void reopen() {
        reader.reset();
        cache.reset();
        local.reset();
        outbox.reset();
        outbox = std::move(*OutboxStore::open(directory.path()));
        local = std::move(*LocalStore::open(directory.path()));
        cache = std::move(*Cache::open(directory.path(), me));
        reader = std::make_unique<CacheReader>(directory.path(), me);
    }
    template <typename Function>
    void write(Function function) {
        const auto done = cache->transaction([&]() -> Result<void> {
            function();
            return {};
        });
        if (!done)
            qFatal("the cache cannot be written: %s", qPrintable(done.error().message()));
    }
    /// All that is too much.
    void trim() {
        for (bool more = true; more;)
            write([&] { more = cache->trimSome()->more; });
    }
    RoomView view(qint64 head = 0, const ReadState& read = {}) const {
        RoomView view;
        view.room.id = room;
        view.room.name = QStringLiteral("General");
        view.room.version = 1;
        view.room.createdAt = utcNow();
        view.head = head;
        view.read = read;
        return view;
    }
    Message message(qint64 seq, const QString& content = {}, std::optional<UserId> sender = {}) const {
        Message message;
        message.id = MessageId(QUuid::createUuidV5(room.uuid(), QString::number(seq)));
        message.roomId = room;
        message.seq = seq;
        message.changeSeq = seq;
        message.sender = sender.value_or(bob);
        message.content = content.isEmpty() ? QString::number(seq) : content;
        message.createdAt = utcNow();
        return message;
    }
    Message changed(qint64 seq, qint64 changeSeq, const QString& content) const {
        Message message = this->message(seq, content);
        message.changeSeq = changeSeq;
        message.editedAt = utcNow();
        return message;
    }
    QList<qint64> seqs() const {
        QList<qint64> seqs;
        for (const Message& message : reader->newest(room, 10'000))
            seqs.append(message.seq);
        return seqs;
    }
    qint64 cursor() { return cache->cursor(room)->value_or(-1); }

    QTemporaryDir directory;
    UserId me = UserId::create();
    UserId bob = UserId::create();
    RoomId room = RoomId::create();
    std::unique_ptr<OutboxStore> outbox;
    std::unique_ptr<LocalStore> local;
    std::unique_ptr<Cache> cache;
    std::unique_ptr<CacheReader> reader;
};

} // namespace parlor::tests
