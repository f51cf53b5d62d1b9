// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/log_contract.h"
#include "tests/support/wait.h"

#include <QTest>

#include <atomic>
#include <mutex>

/// What several processes on one log need: groups and broadcasts.
namespace parlor::test {

namespace {

/// What a listener hears.
class Heard {
public:
    log::BroadcastCallback callback() {
        return [this](const QByteArray& key, const QByteArray& value) {
            const std::lock_guard lock(m_mutex);
            m_heard.append(key + '=' + value);
        };
    }
    QList<QByteArray> all() const {
        const std::lock_guard lock(m_mutex);
        // Of its own: that another thread has let go of a shared list is read by Qt without an order to what
        // it did with it before, which ThreadSanitizer tells.
        return {m_heard.begin(), m_heard.end()};
    }

private:
    mutable std::mutex m_mutex;
    QList<QByteArray> m_heard;
};

} // namespace

void LogContract::aMemberAloneGetsAllPartitions() {
    std::atomic<int> changes = 0;
    const auto member = log().join(QStringLiteral("contract"), [&] { ++changes; });
    QVERIFY(member);
    const bool atOnce = !(*member)->assigned().isEmpty();
    QTRY_COMPARE_WITH_TIMEOUT((*member)->assigned(), log().partitions(), int(patience.count()));
    QVERIFY(atOnce || changes > 0);
}

void LogContract::broadcastsAreHeard() {
    Heard one;
    Heard two;
    const auto first = log().listen(one.callback());
    const auto second = log().listen(two.callback());
    QVERIFY(first && second);
    QList<QByteArray> told;
    for (int i = 0; i < 20; ++i) {
        log().broadcast("user", QByteArray::number(i));
        told.append("user=" + QByteArray::number(i));
    }
    QTRY_COMPARE_WITH_TIMEOUT(one.all(), told, int(patience.count()));
    QTRY_COMPARE_WITH_TIMEOUT(two.all(), told, int(patience.count()));
}

void LogContract::whoStoppedListeningHearsNothing() {
    Heard stays;
    Heard goes;
    const auto staying = log().listen(stays.callback());
    auto going = log().listen(goes.callback());
    QVERIFY(staying && going);
    log().broadcast("k", "before");
    QTRY_COMPARE_WITH_TIMEOUT(goes.all().size(), 1, int(patience.count()));
    going->reset();
    log().broadcast("k", "after");
    QTRY_COMPARE_WITH_TIMEOUT(stays.all().size(), 2, int(patience.count()));
    QCOMPARE(goes.all(), QList<QByteArray>{"k=before"});
}

void LogContract::broadcastsAreNotRecords() {
    Heard heard;
    const auto listening = log().listen(heard.callback());
    QVERIFY(listening);
    const auto end = log().end();
    QVERIFY(end);
    log().broadcast("k", "v");
    QTRY_COMPARE_WITH_TIMEOUT(heard.all().size(), 1, int(patience.count()));
    QCOMPARE(*log().end(), *end);
}

} // namespace parlor::test
