// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/held_transport.h"
#include "client/models/app.h"
#include "tests/client/core/core_fixture.h"

#include <QAbstractItemModelTester>

namespace parlor::tests {

/// A fake server with people and rooms, and the client's facade on it. mara is who signs in.
struct World {
    explicit World(bool signIn = true, Desktop desktop = makeNoDesktop()) {
        harbour = server.addRoom(QStringLiteral("harbour"), {mara.id, ines.id}, RoomKind::Public,
                                 QStringLiteral("Ships"));
        board = server.addRoom(QStringLiteral("board"), {mara.id, ines.id}, RoomKind::Private);
        start(std::move(desktop));
        if (signIn)
            this->signIn();
    }
    /// With `gate` nothing is asked of the server before it opens.
    void start(Desktop desktop = makeNoDesktop(), StartGate* gate = nullptr) {
        Core::Options options;
        options.transport = gate ? heldTransportFactory(server.factory(), *gate) : server.factory();
        app = std::make_unique<App>(*home.profile, *home.credentials, options,
                                    QStringLiteral("https://fake.example"));
        app->attention()->setDesktop(std::move(desktop));
        app->start();
    }
    /// As the next run of the program would.
    void restart() {
        app.reset();
        home.reopen();
        start();
    }
    void signIn() {
        app->signInForm()->signIn(QStringLiteral("mara"), QStringLiteral("password"));
        QVERIFY(QTest::qWaitFor([&] { return session() && session()->isReady() && session()->isOnline(); },
                                20'000));
        watch();
    }
    /// Every model is checked after every change from here on.
    void watch() {
        for (QAbstractItemModel* model : {static_cast<QAbstractItemModel*>(session()->rooms()),
                                          static_cast<QAbstractItemModel*>(session()->timeline()),
                                          static_cast<QAbstractItemModel*>(session()->publicRooms()),
                                          static_cast<QAbstractItemModel*>(session()->members()),
                                          static_cast<QAbstractItemModel*>(app->accounts())})
            new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::QtTest,
                                         model);
    }
    Session* session() const { return app->session(); }
    TimelineModel& timeline() const { return *session()->timeline(); }
    RoomListModel& rooms() const { return *session()->rooms(); }
    /// Contents as shown, the newest first.
    QStringList shown() const { return column(timeline(), TimelineModel::ContentRole); }
    static QStringList column(const QAbstractItemModel& model, int role) {
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row)
            texts.append(model.index(row, 0).data(role).toString());
        return texts;
    }
    QVariant at(int row, int role) const { return timeline().index(row).data(role); }
    void open(const Room& room) {
        QVERIFY(QTest::qWaitFor([&] { return rooms().contains(room.id); }, 20'000));
        session()->openRoom(room.id.toString());
        QVERIFY(QTest::qWaitFor([&] { return !timeline().isWaiting(); }, 20'000));
    }
    /// Keeps and sends a message of mine; `refused` hears what could not be kept.
    void say(const Room& room, const QString& text, const std::optional<MessageId>& answered = {},
             const std::function<void(const Failure&)>& refused = {}) {
        session()->core().sendMessage(room.id, text, answered, app.get(),
                                      [refused](const Outcome<OutboxEntry>& entry) {
                                          if (!entry && refused)
                                              refused(entry.error());
                                      });
    }
    /// `count` messages, a minute apart, the last one just now.
    void fill(const Room& room, int count) {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        for (int i = 0; i < count; ++i)
            server.post(room.id, ines.id, QStringLiteral("message %1").arg(i),
                        now.addSecs(-60 * (count - i)));
    }

    Home home;
    FakeServer server;
    User mara = server.addUser(QStringLiteral("mara"), QStringLiteral("Mara Lindqvist"));
    User ines = server.addUser(QStringLiteral("ines"), QStringLiteral("Ines Duarte"));
    User tom = server.addUser(QStringLiteral("tom"), QStringLiteral("Tom Okafor"));
    Room harbour;
    Room board;
    std::unique_ptr<App> app;
};

} // namespace parlor::tests
