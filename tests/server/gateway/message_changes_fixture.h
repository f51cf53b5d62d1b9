// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/server/gateway/cluster_fixture.h"

#include <QJsonDocument>

/// Edits, deletions, reactions, pins, threads and mentions on two gateways, with the projector held or not:
/// nobody may tell the difference.
namespace parlor::test {

inline void projecting() {
    QTest::addColumn<bool>("projecting");
    QTest::addRow("the projector is held") << false;
    QTest::addRow("everything is projected at once") << true;
}

inline QByteArray messagePath(const MessageId& id, const QByteArray& what = {}) {
    return "/api/v1/messages/" + id.toString().toLatin1() + what;
}

inline qint64 changeSeqOf(const std::optional<ServerFrame>& answer) {
    const auto* ok = answer ? std::get_if<server::Ok>(&*answer) : nullptr;
    return ok ? qint64(ok->data.value(QLatin1String("changeSeq")).toDouble()) : -1;
}

inline std::optional<Error> errorOf(const std::optional<ServerFrame>& answer) {
    const auto* failure = answer ? std::get_if<server::Failure>(&*answer) : nullptr;
    return failure ? std::optional(failure->error) : std::nullopt;
}

template <typename T>
qsizetype countOf(const WsTestClient& client) {
    return std::count_if(client.events().cbegin(), client.events().cend(),
                         [](const ServerEvent& event) { return std::holds_alternative<T>(event.frame); });
}

/// Ada owns a public room, Bob is in it. Ada's socket is at the first gateway, Bob's at the second.
struct Talk : Cluster {
    explicit Talk(bool projectsAtOnce = false)
        : projects(projectsAtOnce)
        , ada(registerAt(*a, QStringLiteral("ada")))
        , bob(registerAt(*a, QStringLiteral("bob")))
        , room(createRoom(*a, ada, QStringLiteral("public"))) {
        if (const HttpAnswer joined = join(*a, bob, room); joined.status != 200)
            qFatal("cannot join: %s", qPrintable(joined.describe()));
        projectAll();
        if (!adaAtA.openAndAuthenticate(a->url(), ada.token) ||
            !bobAtB.openAndAuthenticate(b->url(), bob.token))
            qFatal("cannot connect");
    }
    void step() {
        if (projects)
            projectAll();
    }
    using Cluster::say;
    MessageId say(WsTestClient& socket, const QString& content, std::optional<MessageId> replyTo = {}) {
        const auto answer = socket.ask(
            client::MessageNew{room, MessageType::Text, content, TempId::create(), false, replyTo});
        const auto* saved = answer ? std::get_if<server::MessageSaved>(&*answer) : nullptr;
        if (!saved)
            qFatal("not saved: %s", answer ? encode(*answer).constData() : "no answer");
        step();
        return saved->id;
    }
    std::optional<ServerFrame> ask(WsTestClient& socket, const ClientFrame& frame) {
        auto answer = socket.ask(frame);
        step();
        return answer;
    }
    Message get(const GatewayNode& node, const Person& person, const MessageId& id) {
        return must(decodeBody<Message>(person.at(node).get(messagePath(id)).body));
    }
    /// As both gateways have it, which must be the same.
    Message get(const MessageId& id) {
        const Message message = get(*a, ada, id);
        if (message != get(*b, bob, id) || message != history(id))
            qFatal("the gateways do not agree");
        return message;
    }
    Message history(const MessageId& id) {
        const auto page = ada.at(*b).get(path(room, "/messages")).json();
        for (const QJsonValue& item : page.value(QLatin1String("items")).toArray()) {
            const Message message = must(fromJson<Message>(item.toObject()));
            if (message.id == id)
                return message;
        }
        return {};
    }
    ReadState readState(const Person& person, const GatewayNode& node) {
        return must(decodeBody<RoomView>(person.at(node).get(path(room)).body)).read;
    }
    server::SyncedRoom sync(WsTestClient& socket, qint64 cursor) {
        const auto answer = socket.ask(client::Sync{epoch.number, {{room, cursor}}});
        const auto* synced = answer ? std::get_if<server::Synced>(&*answer) : nullptr;
        if (!synced || synced->rooms.size() != 1)
            qFatal("no sync");
        return synced->rooms.constFirst();
    }
    client::MessageEdit edit(const MessageId& id, const QString& content, const OpId& opId = OpId::create(),
                             bool retry = false) const {
        return {room, id, content, opId, retry};
    }

    bool projects;
    Person ada;
    Person bob;
    RoomId room;
    WsTestClient adaAtA;
    WsTestClient bobAtB;
};

} // namespace parlor::test
