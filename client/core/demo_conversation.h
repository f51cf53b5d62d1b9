// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/fake_server.h"

#include <QObject>

#include <memory>

namespace parlor {

/// A lively team on a FakeServer, for `./dev demo` and for pictures: people, rooms, days of history, and
/// messages that keep arriving. One can sign in as "ada" with the password "password"; what one writes is
/// answered now and then.
class DemoConversation : public QObject {
    Q_OBJECT
public:
    explicit DemoConversation(QObject* parent = nullptr);
    ~DemoConversation() override;

    FakeServer& server();
    static QString login();
    static QString password();
    /// Begins the live part. `pace` scales its pauses: 1 is as people write, 0 nothing but what say() tells.
    void start(double pace = 1);
    /// The next line of the script at once (tests).
    void say();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor
