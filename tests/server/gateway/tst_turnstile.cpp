// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/turnstile.h"

#include <QList>
#include <QTest>

using parlor::gateway::Turnstile;

class TestTurnstile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void letsAFewInAtOnce() {
        Turnstile turnstile(2);
        QList<int> entered;
        for (int i = 0; i < 5; ++i) {
            turnstile.ask([&entered, i] {
                entered.append(i);
                return true;
            });
        }
        QCOMPARE(entered, QList<int>({0, 1}));
        QCOMPARE(turnstile.inside(), 2);
        QCOMPARE(turnstile.waiting(), std::size_t(3));
        turnstile.leave();
        QCOMPARE(entered, QList<int>({0, 1, 2}));
        turnstile.leave();
        turnstile.leave();
        QCOMPARE(entered, QList<int>({0, 1, 2, 3, 4}));
        QCOMPARE(turnstile.inside(), 2);
        turnstile.leave();
        turnstile.leave();
        QCOMPARE(turnstile.inside(), 0);
    }

    /// Whoever has gone while waiting takes nobody's place.
    void passesOverThoseWhoHaveGone() {
        Turnstile turnstile(1);
        QList<int> entered;
        const auto ask = [&](int who, bool isThere) {
            turnstile.ask([&entered, who, isThere] {
                entered.append(who);
                return isThere;
            });
        };
        ask(0, false);
        QCOMPARE(turnstile.inside(), 0);
        ask(1, true);
        ask(2, false);
        ask(3, false);
        ask(4, true);
        ask(5, true);
        turnstile.leave();
        QCOMPARE(entered, QList<int>({0, 1, 2, 3, 4}));
        QCOMPARE(turnstile.inside(), 1);
        QCOMPARE(turnstile.waiting(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestTurnstile)
#include "tst_turnstile.moc"
