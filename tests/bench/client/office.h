// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/chat_device.h"
#include "tests/support/http_test_client.h"
#include "tests/support/parlord_process.h"
#include "tests/support/ws_test_client.h"

#include <QTimer>

#include <memory>
#include <vector>

namespace parlor::bench {

/// A parlord with rooms to read, those who write there, and `reader`, who sits at the client. Whatever fails
/// ends the program.
class Office {
public:
    explicit Office(int rooms);

    QUrl url() const { return m_server.url(); }
    const AuthTokens& reader() const { return m_reader.tokens; }
    const QList<RoomId>& rooms() const { return m_rooms; }

    /// Everybody writes into `room`, `count` messages in all, many at once; returns when all are
    /// acknowledged. Says on stderr how far it is.
    void fill(const RoomId& room, int count);
    /// From now on `perSecond` messages come into `rooms` in turn, for as long as this program's event loop
    /// runs.
    void chatter(const QList<RoomId>& rooms, int perSecond);
    void hush() { m_chatter.stop(); }
    /// Messages that were said in chatter() and are durable.
    int chattered() const { return m_saved; }

private:
    struct Writer {
        test::TestAccount account;
        std::unique_ptr<test::WsTestClient> socket;
        int sent = 0;
        int saved = 0;
    };
    void say(Writer& writer, const RoomId& room);

    test::ParlordProcess m_server;
    test::HttpTestClient m_http;
    test::TestAccount m_reader{QStringLiteral("reader"), QStringLiteral("correct horse battery"), {}};
    std::vector<Writer> m_writers;
    QList<RoomId> m_rooms;
    QHash<RoomId, MessageId> m_last; ///< to answer
    QTimer m_chatter;
    int m_saved = 0;
    int m_number = 0;
};

} // namespace parlor::bench
