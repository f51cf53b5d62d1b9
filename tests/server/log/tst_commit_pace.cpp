// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/commit_pace.h"

#include <QTest>

using parlor::log::CommitPace;
using namespace std::chrono_literals;

namespace {

constexpr auto window = 1000us;

} // namespace

/// The clock is played with.
class tst_CommitPace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatComesAfterAPauseDoesNotWait();
    void underLoadCommitsBeginApart();
    void manyDoNotWait();
    void whoIsAlwaysAloneStopsWaiting();
    void companyIsLookedForAgain();
    void whoComesFirstInAWaitIsNoCompany();
    void aZeroWindowNeverWaits();

private:
    /// A commit of `waiting` records, joined by `more` if it waits; how long it did.
    std::chrono::microseconds commit(CommitPace& pace, qsizetype waiting, qsizetype more) {
        const auto begin = pace.nextAt(m_now, waiting);
        const auto waited = begin > m_now ? begin - m_now : CommitPace::Clock::duration(0);
        m_now += waited;
        pace.begins(m_now, waited.count() > 0 ? waiting + more : waiting);
        return std::chrono::duration_cast<std::chrono::microseconds>(waited);
    }
    CommitPace::Clock::time_point m_now{10s};
};

void tst_CommitPace::whatComesAfterAPauseDoesNotWait() {
    CommitPace pace(window);
    for (int i = 0; i < 10; ++i) {
        QCOMPARE(commit(pace, 1, 1).count(), 0);
        m_now += window;
    }
}

void tst_CommitPace::underLoadCommitsBeginApart() {
    CommitPace pace(window);
    QCOMPARE(commit(pace, 1, 0).count(), 0);
    for (int i = 0; i < 100; ++i) {
        m_now += 200us; // the commit itself; the next record is there by then
        QCOMPARE(commit(pace, 1, 2).count(), (window - 200us).count());
    }
}

void tst_CommitPace::manyDoNotWait() {
    CommitPace pace(window);
    commit(pace, 1, 0);
    for (int i = 0; i < 100; ++i) {
        m_now += 200us;
        QCOMPARE(commit(pace, 64, 10).count(), 0);
    }
}

void tst_CommitPace::whoIsAlwaysAloneStopsWaiting() {
    CommitPace pace(window);
    commit(pace, 1, 0);
    std::chrono::microseconds waited{0};
    for (int i = 0; i < 640; ++i) {
        m_now += 200us;
        waited += commit(pace, 1, 0);
    }
    // Once at first, then now and then: a tenth of the time at the very most.
    QVERIFY2(waited <= 11 * window, qPrintable(QString::number(waited.count())));
    QVERIFY(waited >= window);
}

void tst_CommitPace::companyIsLookedForAgain() {
    CommitPace pace(window);
    commit(pace, 1, 0);
    for (int i = 0; i < 20; ++i) {
        m_now += 200us;
        commit(pace, 1, 0);
    }
    int waits = 0;
    for (int i = 0; i < 100; ++i) {
        m_now += 200us;
        waits += commit(pace, 1, 3).count() > 0 ? 1 : 0;
    }
    QVERIFY2(waits > 30, qPrintable(QString::number(waits)));
}

void tst_CommitPace::whoComesFirstInAWaitIsNoCompany() {
    CommitPace pace(window);
    commit(pace, 1, 0);
    std::chrono::microseconds waited{0};
    for (int i = 0; i < 640; ++i) {
        m_now += 200us;
        waited += commit(pace, 0, 1); // nobody is there when the commit ends, one comes in the wait
    }
    QVERIFY2(waited <= 11 * window, qPrintable(QString::number(waited.count())));
    m_now += 200us;
    for (int i = 0; i < 64 + 4; ++i) {
        m_now += 200us;
        commit(pace, 0, 2);
    }
    m_now += 200us;
    QVERIFY(commit(pace, 0, 2).count() > 0);
}

void tst_CommitPace::aZeroWindowNeverWaits() {
    CommitPace pace(0us);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(commit(pace, 1, 1).count(), 0);
}

QTEST_GUILESS_MAIN(tst_CommitPace)
#include "tst_commit_pace.moc"
