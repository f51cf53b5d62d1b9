// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/outbox.h"
#include "tests/client/core/manual_timing.h"
#include "tests/client/core/stub_transport.h"
#include "tests/client/core/sync_rig.h"

#include <QTest>

namespace parlor::tests {

/// An Outbox with all that it needs, on a server that says what the test says, and at a time that the test
/// tells. One room, with messages of bob's up to seq 10 and one of mine at 11.
struct OutboxRig : SyncRig {
    OutboxRig() {
        cached(10);
        mine = message(11, u"mine"_s, me);
        write([&] {
            QVERIFY(cache->putMessage(mine));
            QVERIFY(cache->setCursor(room, 11));
        });
        make();
    }
    ~OutboxRig() { stop(); }
    /// The program ends and begins again, on the files as they are.
    void restart() {
        stop();
        renew();
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
        tokens = std::make_unique<Tokens>(transport, timing, vault);
        tokens->adopt({user, u"a0"_s, u"r0"_s, 900}, &context, [](const Outcome<bool>&) {});
        connection = std::make_unique<Connection>(transport, timing, *tokens);
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
        transport.sent.clear();
    }
    /// Connects, and catches up with `changes`.
    void goOnline(qint64 head = 11, const QList<Message>& changes = {}) {
        if (connection->status().state == ConnectionState::Offline)
            connection->start();
        else
            connection->wake();
        Q_EMIT transport.socketOpened();
        event(server::Authenticated{user, SessionId::create(), 1});
        answer(begin(), entry(head, changes));
        connection->markSynced();
        box->pump();
    }
    void lose() {
        Q_EMIT transport.socketClosed(0, 0, networkFailure(NetworkProblem::Disconnected));
        sync->end();
    }
    void event(const ServerFrame& frame, const std::optional<QString>& ref = {}) {
        Q_EMIT transport.textReceived(encode(frame, ref));
        if (!ref)
            sync->apply(frame);
    }
    /// The frame that was sent last, if it is a T.
    template <typename T>
    std::optional<T> last() const {
        if (transport.sent.isEmpty())
            return std::nullopt;
        const auto request = decodeClientFrame(transport.sent.last());
        const T* frame = std::get_if<T>(&request->frame);
        return frame ? std::optional(*frame) : std::nullopt;
    }
    int sent() const { return int(transport.sent.size()); }
    /// Answers the frame that was sent last.
    void reply(const ServerFrame& frame) { event(frame, decodeClientFrame(transport.sent.last())->ref); }
    void ok(qint64 changeSeq) { reply(server::Ok{QJsonObject{{u"changeSeq"_s, changeSeq}}}); }
    void refuse(ErrorCode code) { reply(server::Failure{Error(code)}); }
    void saved(const client::MessageNew& frame, qint64 seq) {
        reply(server::MessageSaved{room, frame.tempId, messageIdFor(me, room, frame.tempId), seq, utcNow()});
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

    QObject context;
    User user{me, u"me"_s, u"Me"_s, false};
    Message mine;
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    std::unique_ptr<Tokens> tokens;
    std::unique_ptr<Connection> connection;
    std::unique_ptr<Outbox> box;
    QList<std::pair<OutboxEntry, Error>> refused;
};

} // namespace parlor::tests
