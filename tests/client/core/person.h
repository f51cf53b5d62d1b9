// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/client/core/core_fixture.h"

namespace parlor::tests {

/// Somebody at a device, with a real server.
struct Person {
    Person(const QUrl& server, const QString& name)
        : username(name)
        , core(std::make_unique<Core>(newAccount(server), *home.profile, *home.credentials,
                                      Core::Options{})) {}
    bool signUp() {
        const auto user = await<User>([&](QObject* context, Done<User> done) {
            core->signUp({username,
                          username + QStringLiteral("@example.org"),
                          QStringLiteral("correct horse battery"),
                          {}},
                         context, done);
        });
        return user && online();
    }
    /// The program ends, and begins again on what is on the disk.
    bool restart() {
        const Account account = core->account();
        core.reset();
        home.reopen();
        core = std::make_unique<Core>(account, *home.profile, *home.credentials, Core::Options{});
        QSignalSpy opened(core.get(), &Core::opened);
        core->open();
        return opened.wait();
    }
    /// Waits; does not wait for the backoff.
    bool online() {
        core->retryConnection();
        return QTest::qWaitFor([this] { return isOnline(*core); }, 20'000);
    }
    bool offline() {
        return QTest::qWaitFor([this] { return !isOnline(*core); }, 20'000);
    }
    UserId id() const { return core->self(); }

    template <typename T, typename... Params, typename... Arguments>
    Outcome<T> ask(void (Core::*call)(Params...), Arguments... arguments) {
        return await<T>(
            [&](QObject* context, Done<T> done) { (core.get()->*call)(arguments..., context, done); });
    }
    std::optional<OutboxEntry> send(const RoomId& room, const QString& text) {
        const auto kept = ask<OutboxEntry>(&Core::sendMessage, room, text, std::optional<MessageId>());
        return kept ? std::optional(*kept) : std::nullopt;
    }
    /// Sends, and waits until the server has it.
    Message say(const RoomId& room, const QString& text) {
        const auto kept = send(room, text);
        if (!kept || !settled(room))
            return {};
        return core->reader()->message(kept->messageId).value_or(Message());
    }
    /// Waits until nothing waits in the outbox.
    bool settled(const RoomId& room) {
        return QTest::qWaitFor([&] { return core->reader()->outbox(room).isEmpty(); }, 30'000);
    }
    /// What people wrote, as it is cached.
    QList<Message> written(const RoomId& room) const {
        QList<Message> messages = core->reader()->newest(room, 1000);
        messages.removeIf([](const Message& message) { return message.type != MessageType::Text; });
        return messages;
    }
    Message message(const MessageId& id) const { return core->reader()->message(id).value_or(Message()); }

    Home home;
    QString username;
    std::unique_ptr<Core> core;
};

} // namespace parlor::tests
