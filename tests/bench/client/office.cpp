// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/client/office.h"

#include "shared/codec.h"
#include "tests/bench/client/sayings.h"
#include "tests/bench/client/stop.h"
#include "tests/support/wait.h"

#include <cstdio>

namespace parlor::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int people = 4;
constexpr int atOnce = 100;        // messages of one writer on their way
constexpr int repliesEvery = 40;   // a message answers another
constexpr int reactionsEvery = 25; // a message is reacted to
constexpr int tellEvery = 10'000;

} // namespace

Office::Office(int rooms) {
    if (!m_server.start())
        stop(u"parlord did not start: "_s + QString::fromUtf8(m_server.errorOutput()));
    m_http.setBase(m_server.url());
    const auto enter = [this](test::TestAccount& account) {
        const auto answer = test::registerAccount(m_http, account);
        if (account.tokens.accessToken.isEmpty())
            stop(answer.describe());
    };
    enter(m_reader);
    CreateRoomRequest request;
    request.members = {m_reader.tokens.user.id};
    for (int i = 0; i < people; ++i) {
        Writer writer;
        writer.account = {u"writer%1"_s.arg(i), u"correct horse battery"_s, {}};
        enter(writer.account);
        if (i > 0)
            request.members.append(writer.account.tokens.user.id);
        m_writers.push_back(std::move(writer));
    }
    m_http.setToken(m_writers.front().account.tokens.accessToken);
    for (int i = 0; i < rooms; ++i) {
        request.name = u"room-%1"_s.arg(i, 3, 10, QChar(u'0'));
        const auto room = decodeBody<RoomView>(m_http.post("/api/v1/rooms", toJson(request)).body);
        if (!room)
            stop(u"no room: "_s + room.error().message());
        m_rooms.append(room->room.id);
    }
    for (Writer& writer : m_writers) {
        writer.socket = std::make_unique<test::WsTestClient>();
        writer.socket->setKeepsEvents(false);
        bool known = false;
        QObject::connect(
            writer.socket.get(), &test::WsTestClient::eventReceived, &m_chatter,
            [this, &writer](const ServerEvent& event) {
                if (const auto* saved = std::get_if<server::MessageSaved>(&event.frame)) {
                    ++m_saved;
                    m_last.insert(saved->roomId, saved->id);
                    if (++writer.saved % reactionsEvery == 0)
                        writer.socket->send(client::ReactionAdd{saved->roomId, saved->id, u"👍"_s});
                } else if (const auto* refused = std::get_if<server::Failure>(&event.frame)) {
                    stop(u"a message was refused: "_s + refused->error.message());
                }
            });
        const auto watching =
            QObject::connect(writer.socket.get(), &test::WsTestClient::eventReceived, &m_chatter,
                             [&known](const ServerEvent& event) {
                                 known = known || std::holds_alternative<server::Authenticated>(event.frame);
                             });
        writer.socket->open(m_server.url(), writer.account.tokens.accessToken);
        if (!test::waitUntil([&] { return known; }))
            stop(u"no socket"_s);
        QObject::disconnect(watching);
    }
}

void Office::say(Writer& writer, const RoomId& room) {
    client::MessageNew frame;
    frame.roomId = room;
    frame.tempId = TempId::create();
    frame.content = saying(m_number++);
    if (m_number % repliesEvery == 0 && m_last.contains(room))
        frame.replyTo = m_last.value(room);
    ++writer.sent;
    writer.socket->send(frame);
}

void Office::fill(const RoomId& room, int count) {
    const int goal = m_saved + count;
    int left = count;
    int told = m_saved + tellEvery;
    while (m_saved < goal) {
        for (Writer& writer : m_writers) {
            for (; left > 0 && writer.sent - writer.saved < atOnce; --left)
                say(writer, room);
        }
        const int before = m_saved;
        if (!test::waitUntil([&] { return m_saved > before; }))
            stop(u"parlord acknowledges no messages: %1 of %2 came"_s.arg(count - (goal - m_saved))
                     .arg(count));
        if (m_saved >= told) {
            fprintf(stderr, "  %d of %d messages\n", count - (goal - m_saved), count);
            told += tellEvery;
        }
    }
}

void Office::chatter(const QList<RoomId>& rooms, int perSecond) {
    m_chatter.disconnect();
    QObject::connect(&m_chatter, &QTimer::timeout, &m_chatter, [this, rooms] {
        const auto next = size_t(m_number);
        say(m_writers[next % m_writers.size()], rooms.at(qsizetype(next) % rooms.size()));
    });
    m_chatter.setTimerType(Qt::PreciseTimer);
    m_chatter.start(1000 / perSecond);
}

} // namespace parlor::bench
