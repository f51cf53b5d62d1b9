// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/connection.h"
#include "tests/client/core/manual_timing.h"
#include "tests/client/core/stub_transport.h"
#include "tests/client/core/sync_rig.h"

#include <QTest>

namespace parlor::tests {

/// A cache, a Sync and a Connection, on a server that says what the test says, and at a time that the test
/// tells. One room, with messages of bob's up to seq 10 and one of mine at 11.
struct ConnectedRig : SyncRig {
    ConnectedRig() {
        cached(10);
        mine = message(11, u"mine"_s, me);
        write([&] {
            QVERIFY(cache->putMessage(mine));
            QVERIFY(cache->setCursor(room, 11));
        });
        makeConnection();
    }
    void makeConnection() {
        tokens = std::make_unique<Tokens>(transport, timing, vault);
        tokens->adopt({user, u"a0"_s, u"r0"_s, 900}, &context, [](const Outcome<bool>&) {});
        connection = std::make_unique<Connection>(transport, timing, *tokens);
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
        server::SyncedRoom told = entry(head, changes);
        told.room.memberCount = members;
        told.room.read = read;
        told.room.read.asOf = head;
        answer(begin(), told);
        connection->markSynced();
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
    /// What was sent, but for pings.
    QList<ClientRequest> requests() const {
        QList<ClientRequest> requests;
        for (const QByteArray& text : transport.sent) {
            const auto request = decodeClientFrame(text);
            if (request && !std::holds_alternative<client::Ping>(request->frame))
                requests.append(*request);
        }
        return requests;
    }
    int sent() const { return int(requests().size()); }
    /// The frame that was sent last, if it is a T.
    template <typename T>
    std::optional<T> last() const {
        const QList<ClientRequest> all = requests();
        const T* frame = all.isEmpty() ? nullptr : std::get_if<T>(&all.last().frame);
        return frame ? std::optional(*frame) : std::nullopt;
    }
    /// Answers the frame that was sent last.
    void reply(const ServerFrame& frame) { event(frame, requests().last().ref); }
    void ok(qint64 changeSeq) { reply(server::Ok{QJsonObject{{u"changeSeq"_s, changeSeq}}}); }
    void refuse(ErrorCode code) { reply(server::Failure{Error(code)}); }
    void saved(const client::MessageNew& frame, qint64 seq) {
        reply(server::MessageSaved{room, frame.tempId, messageIdFor(me, room, frame.tempId), seq, utcNow()});
    }

    QObject context;
    User user{me, u"me"_s, u"Me"_s, false};
    int members = 2;
    ReadState read; ///< as the server has it
    Message mine;
    StubTransport transport;
    ManualTiming timing;
    StubVault vault;
    std::unique_ptr<Tokens> tokens;
    std::unique_ptr<Connection> connection;
};

} // namespace parlor::tests
