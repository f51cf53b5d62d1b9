// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/client/core/core_fixture.h"

namespace parlor::tests {

/// A desktop client without its window: a profile of its own, and the real core on the real network.
struct ClientDevice {
    explicit ClientDevice(const QUrl& server) { run(newAccount(server)); }

    /// Ends the program and starts it again.
    void restart() {
        const Account account = core->account();
        core.reset();
        home.reopen();
        run(account);
        core->open();
    }
    void signUp(const QString& name, const QString& shown) const {
        const SignUp form{name, name + QStringLiteral("@example.org"), QStringLiteral("correct horse"),
                          shown};
        const auto user =
            await<User>([&](QObject* context, Done<User> done) { core->signUp(form, context, done); });
        QVERIFY2(user, user ? "" : qPrintable(user.error().error.message()));
        QTRY_VERIFY_WITH_TIMEOUT(isOnline(*core), 20'000);
    }
    void signIn(const QString& name) const {
        const auto user = await<User>([&](QObject* context, Done<User> done) {
            core->signIn(name, QStringLiteral("correct horse"), context, done);
        });
        QVERIFY2(user, user ? "" : qPrintable(user.error().error.message()));
        QTRY_VERIFY_WITH_TIMEOUT(isOnline(*core), 20'000);
    }
    UserId self() const { return core->self(); }

    MessageId say(const RoomId& room, const QString& text, const std::optional<MessageId>& to = {}) const {
        const auto entry = await<OutboxEntry>([&](QObject* context, Done<OutboxEntry> done) {
            core->sendMessage(room, text, to, context, done);
        });
        return entry ? entry->messageId : MessageId();
    }
    void edit(const RoomId& room, const MessageId& message, const QString& text) const {
        const auto entry = await<OutboxEntry>([&](QObject* context, Done<OutboxEntry> done) {
            core->editMessage(room, message, text, context, done);
        });
        QVERIFY(entry);
    }
    void remove(const RoomId& room, const MessageId& message) const {
        const auto entry = await<OutboxEntry>([&](QObject* context, Done<OutboxEntry> done) {
            core->deleteMessage(room, message, context, done);
        });
        QVERIFY(entry);
    }
    bool has(const MessageId& message) const { return core->reader()->message(message).has_value(); }
    bool isIdle(const RoomId& room) const { return core->reader()->outbox(room).isEmpty(); }
    ReadState read(const RoomId& room) const {
        const auto summary = core->reader()->room(room);
        return summary ? summary->read : ReadState();
    }
    qint64 newestSeq(const RoomId& room) const {
        const QList<Message> newest = core->reader()->newest(room, 1);
        return newest.isEmpty() ? 0 : newest.first().seq;
    }

    /// All that is shown of a room, a line for each message: equal on devices that show the same.
    QStringList shown(const RoomId& room) const {
        QStringList lines;
        const QList<Message> messages = core->reader()->newest(room, 1000);
        for (const Message& message : messages)
            lines.append(line(message));
        return lines;
    }
    static QString line(const Message& message) {
        QStringList parts{QString::number(message.seq), message.sender.toString(), message.content};
        if (message.editedAt)
            parts.append(QStringLiteral("edited"));
        if (message.deletedAt)
            parts.append(QStringLiteral("deleted"));
        if (message.threadRoot)
            parts.append(QStringLiteral("in ") + message.threadRoot->toString());
        if (message.thread)
            parts.append(QStringLiteral("%1 replies").arg(message.thread->count));
        if (message.pinned)
            parts.append(QStringLiteral("pinned"));
        for (const Reaction& reaction : message.reactions)
            parts.append(reaction.emoji + QString::number(reaction.users.size()));
        return parts.join(QStringLiteral(" | "));
    }
    /// How often each text stands there.
    int count(const RoomId& room, const QString& text) const {
        return int(texts(core->reader()->newest(room, 1000)).count(text));
    }

    Home home;
    std::unique_ptr<Core> core;

private:
    void run(const Account& account) {
        core = std::make_unique<Core>(account, *home.profile, *home.credentials, Core::Options());
    }
};

} // namespace parlor::tests
