// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/server/gateway/cluster_fixture.h"

namespace parlor::test {

/// What somebody said; system messages, which tell of members, come when the tail meets them.
inline bool isText(const server::MessageNew& frame) {
    return frame.message.type == MessageType::Text;
}

template <typename T>
qsizetype countOf(const WsTestClient& client) {
    return std::count_if(client.events().cbegin(), client.events().cend(), [](const ServerEvent& event) {
        const T* frame = std::get_if<T>(&event.frame);
        if constexpr (std::is_same_v<T, server::MessageNew>)
            return frame && isText(*frame);
        return frame != nullptr;
    });
}

/// Ada has a public room, Bob is in it.
struct Talk : Cluster {
    explicit Talk(gateway::GatewayConfig config = clusterConfig())
        : Cluster(config)
        , ada(registerAt(*a, QStringLiteral("ada")))
        , bob(registerAt(*a, QStringLiteral("bob")))
        , room(createRoom(*a, ada, QStringLiteral("public"))) {
        if (join(*a, bob, room).status != 200)
            qFatal("cannot join");
    }
    client::MessageNew message(const QString& content, const TempId& tempId = TempId::create(),
                               bool retry = false) const {
        return {room, MessageType::Text, content, tempId, retry, {}};
    }
    qsizetype rowsOf(const MessageId& id) {
        projectAll();
        const auto history = must(store().history(room, {}));
        return std::count_if(history.messages.cbegin(), history.messages.cend(),
                             [&](const Message& message) { return message.id == id; });
    }

    Person ada;
    Person bob;
    RoomId room;
};

} // namespace parlor::test
