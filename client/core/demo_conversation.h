// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/fake_server.h"

#include <QObject>

#include <memory>

namespace parlor {

class Core;

/// A lively team on a FakeServer, for `./dev demo` and for pictures: people, rooms, days of history with
/// threads, quotes, reactions, edits and pins, and things that keep happening (demo_script.h has the words).
/// One signs in with login() and password(); what one writes is answered now and then.
class DemoConversation : public QObject {
    Q_OBJECT
public:
    explicit DemoConversation(QObject* parent = nullptr);
    ~DemoConversation() override;

    FakeServer& server();
    static QString login();
    static QString password();
    /// Somebody with the same password who is in no room yet.
    static QString newcomer();
    /// Null if there is no room, or message, of that name in the script.
    RoomId room(const QString& name) const;
    MessageId message(const QString& key) const;
    UserId person(const QString& name) const;
    /// What the person at the screen has set on this device: favourites, muted rooms. `core` has opened.
    void arrange(Core& core) const;
    /// Begins the live part. `pace` scales its pauses: 1 is as people write, 0 nothing but what say() tells.
    void start(double pace = 1);
    /// The next thing of the script at once (tests).
    void say();
    /// Somebody types in that room, until they are told to stop or time is up (pictures).
    void type(const QString& room, const QString& who);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor
