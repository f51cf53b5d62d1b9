// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/qml/timeline_fixture.h"

namespace parlor::tests {

/// A window on the harbour with some messages that were read.
struct ReadRoom {
    explicit ReadRoom(int others = 3, const QSize& size = QSize(1280, 800))
        : w(false) {
        w.fill(w.harbour, others);
        mine = w.server.post(w.harbour.id, w.mara.id, QStringLiteral("of mine"));
        last = w.server.post(w.harbour.id, w.ines.id, QStringLiteral("the last one"));
        readAll(w, w.harbour);
        w.signIn();
        s = std::make_unique<Shown>(w, size);
        w.open(w.harbour);
        QVERIFY(QTest::qWaitFor([&] { return w.timeline().count() == others + 2; }, 10'000));
        v = std::make_unique<MessageView>(*s);
    }
    Message now(const Message& message) const {
        for (const Message& other : w.server.messages(message.roomId)) {
            if (other.id == message.id)
                return other;
        }
        return {};
    }
    /// The keyboard at the row `up` above the newest.
    void keysAt(int up) const {
        v->view->forceActiveFocus(Qt::TabFocusReason);
        v->view->setProperty("currentIndex", -1);
        for (int i = 0; i <= up; ++i)
            s->key(Qt::Key_Up);
        QCOMPARE(v->view->property("currentIndex").toInt(), up);
    }
    World w;
    Message mine;
    Message last;
    std::unique_ptr<Shown> s;
    std::unique_ptr<MessageView> v;
};

} // namespace parlor::tests
