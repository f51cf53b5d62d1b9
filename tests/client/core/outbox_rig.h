// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/outbox.h"
#include "tests/client/core/connected_rig.h"

namespace parlor::tests {

/// An Outbox with all that it needs.
struct OutboxRig : ConnectedRig {
    OutboxRig() { make(); }
    ~OutboxRig() { stop(); }
    /// The program ends and begins again, on the files as they are.
    void restart() {
        stop();
        renew();
        makeConnection();
        make();
    }
    void stop() {
        if (connection)
            connection->stop();
        box.reset();
        connection.reset();
        tokens.reset();
    }
    void make() {
        box = std::make_unique<Outbox>(*outbox, *cache, *sync, *connection, timing);
        QVERIFY(box->load());
        // As the engine does.
        QObject::connect(sync.get(), &Sync::confirmed, box.get(), &Outbox::confirm);
        QObject::connect(sync.get(), &Sync::roomRemoved, box.get(), &Outbox::failRoom);
        QObject::connect(sync.get(), &Sync::messagesChanged, box.get(),
                         [this](const MessagesChange& change) { box->settle(change.roomId); });
        QObject::connect(sync.get(), &Sync::roomBecameLive, box.get(), &Outbox::roomIsLive);
        QObject::connect(box.get(), &Outbox::refused, box.get(),
                         [this](const OutboxEntry& entry, const Error& error) {
                             refused.append({entry, error});
                         });
    }
    void goOnline(qint64 head = 11, const QList<Message>& changes = {}) {
        ConnectedRig::goOnline(head, changes);
        box->pump();
    }

    server::MessageUpdate edited(qint64 changeSeq, const QString& content) const {
        server::MessageUpdate update;
        update.roomId = room;
        update.messageId = mine.id;
        update.seq = mine.seq;
        update.changeSeq = changeSeq;
        update.sender = me;
        update.content = content;
        update.editedAt = utcNow();
        return update;
    }
    server::ReactionUpdate reacted(qint64 changeSeq, const QString& emoji, bool added) const {
        return {room, mine.id, changeSeq, me, emoji, added};
    }
    QList<OutboxEntry> entries() const { return box->entries(room); }
    QStringList contents() const {
        QStringList contents;
        for (const OutboxEntry& one : entries())
            contents.append(one.content);
        return contents;
    }
    Message cachedMine() const { return *reader->message(mine.id); }

    std::unique_ptr<Outbox> box;
    QList<std::pair<OutboxEntry, Error>> refused;
};

} // namespace parlor::tests
