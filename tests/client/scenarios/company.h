// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/client/scenarios/client_device.h"
#include "tests/support/parlord_process.h"

#include <algorithm>

namespace parlor::tests {

// For what follows a reconnection, whose pauses grow to half a minute.
inline constexpr int longWait = 60'000;

/// Ann at two devices, Ben at one, and the room that they are in.
struct Company {
    Company() {
        QVERIFY2(server.start(), server.errorOutput().constData());
        laptop = std::make_unique<ClientDevice>(server.url());
        phone = std::make_unique<ClientDevice>(server.url());
        ben = std::make_unique<ClientDevice>(server.url());
        laptop->signUp(QStringLiteral("ann"), QStringLiteral("Ann"));
        ben->signUp(QStringLiteral("ben"), QStringLiteral("Ben"));
        phone->signIn(QStringLiteral("ann"));
        const auto made = await<Room>([&](QObject* context, Done<Room> done) {
            laptop->core->createRoom({QStringLiteral("workshop"),
                                      RoomKind::Private,
                                      QStringLiteral("Clamps and glue"),
                                      {ben->self()}},
                                     context, done);
        });
        QVERIFY(made);
        room = made->id;
        for (ClientDevice* device : devices())
            QTRY_VERIFY_WITH_TIMEOUT(device->core->reader()->room(room), 20'000);
    }
    QList<ClientDevice*> devices() const { return {laptop.get(), phone.get(), ben.get()}; }
    void startAgain() {
        QVERIFY2(server.start(), server.errorOutput().constData());
        for (ClientDevice* device : devices())
            device->core->retryConnection();
        for (ClientDevice* device : devices())
            QTRY_VERIFY_WITH_TIMEOUT(isOnline(*device->core), longWait);
    }
    /// Waits until everything is sent and all three show the same; the first difference otherwise.
    QString difference() const {
        const auto equal = [&] {
            const QStringList shown = laptop->shown(room);
            return laptop->isIdle(room) && phone->isIdle(room) && ben->isIdle(room) &&
                   shown == phone->shown(room) && shown == ben->shown(room);
        };
        if (QTest::qWaitFor(equal, longWait))
            return {};
        for (ClientDevice* device : devices()) {
            if (!device->isIdle(room))
                return QStringLiteral("%1 entries wait").arg(device->core->reader()->outbox(room).size());
            if (device->shown(room) != laptop->shown(room))
                return laptop->shown(room).join(u'\n') + QStringLiteral("\n---\n") +
                       device->shown(room).join(u'\n');
        }
        return QStringLiteral("nothing at last");
    }
    MessageId said(ClientDevice& who, const QString& text, const std::optional<MessageId>& to = {}) const {
        const MessageId id = who.say(room, text, to);
        // Whoever does not get it is told of by the comparison in the end.
        const bool all = QTest::qWaitFor(
            [&] {
                return std::ranges::all_of(devices(),
                                           [&](const ClientDevice* device) { return device->has(id); });
            },
            longWait);
        if (!all)
            qWarning("Not everybody got “%s”.", qPrintable(text));
        return id;
    }

    test::ParlordProcess server;
    std::unique_ptr<ClientDevice> laptop;
    std::unique_ptr<ClientDevice> phone;
    std::unique_ptr<ClientDevice> ben;
    RoomId room;
};

} // namespace parlor::tests
