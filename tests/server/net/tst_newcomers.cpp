// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatcher_fixture.h"
#include "server/net/epoll_event_dispatcher.h"

#include <chrono>
#include <memory>
#include <vector>

using namespace parlor::net;
using namespace parlor::net::test;
using Clock = std::chrono::steady_clock;

namespace {

EpollEventDispatcher& dispatcher() {
    return *static_cast<EpollEventDispatcher*>(QAbstractEventDispatcher::instance());
}

/// One who is told of bytes, reads them, and remembers when.
class Guest : public DescriptorListener {
public:
    Guest(bool newcomer, std::function<void(Guest&)> told)
        : m_told(std::move(told)) {
        dispatcher().listen(pair.fds[0], this, true, false, newcomer);
    }
    ~Guest() override { dispatcher().forget(pair.fds[0]); }

    void ready(Readiness) override {
        pair.drain(0);
        m_told(*this);
    }

    Pair pair;

private:
    std::function<void(Guest&)> m_told;
};

/// So many newcomers who have all said something.
std::vector<std::unique_ptr<Guest>> crowd(int size, const std::function<void(Guest&)>& told) {
    std::vector<std::unique_ptr<Guest>> guests;
    for (int i = 0; i < size; ++i) {
        guests.push_back(std::make_unique<Guest>(true, told));
        guests.back()->pair.put(1);
    }
    return guests;
}

/// Somebody who has settled, and has just been heard.
struct Resident {
    Resident() {
        guest.pair.put(1);
        turn();
    }
    Guest guest{false, [](Guest&) {}};
};

void onOurLoop(const std::function<void()>& body) {
    BodyThread thread(body);
    installEventDispatcher(thread);
    thread.start();
    QVERIFY(thread.wait(30000));
    QVERIFY2(thread.result().isEmpty(), qPrintable(thread.result()));
}

} // namespace

/// How the loop tells newcomers of whom there may be thousands: few in a turn, and with rests in between.
class TestNewcomers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ofACrowdAFewAreToldAtATimeAndThenNone();
    void theLoopSleepsThroughTheRests();
    void whoHasSettledIsToldWithinARest();
    void aFewNeverWait();
    void aCrowdThatIsAloneNeverWaits();
};

void TestNewcomers::ofACrowdAFewAreToldAtATimeAndThenNone() {
    onOurLoop([] {
        constexpr int size = 5 * latePerTurn + 1;
        std::vector<Clock::time_point> times;
        const Resident resident;
        const auto guests = crowd(size, [&](Guest&) {
            times.push_back(Clock::now());
            resident.guest.pair.put(1); // however slow the machine is, it was heard of late
        });
        CHECK(turnUntil([&] { return times.size() == std::size_t(size); }));
        for (std::size_t i = latePerTurn; i < times.size(); i += latePerTurn)
            CHECK(times[i] - times[i - 1] >= lateRest);
    });
}

void TestNewcomers::theLoopSleepsThroughTheRests() {
    onOurLoop([] {
        constexpr int groups = 10;
        int told = 0;
        int turns = 0;
        const Resident resident;
        Guest last(true, [&](Guest&) { ++told; });
        // The last one comes within the last rest.
        const auto guests = crowd(groups * latePerTurn + 1, [&](Guest&) {
            if (++told == groups * latePerTurn)
                last.pair.put(1);
        });
        CHECK(turnUntil([&] {
            ++turns;
            return told == groups * latePerTurn + 2;
        }));
        CHECK(turns <= 4 * groups);
    });
}

void TestNewcomers::whoHasSettledIsToldWithinARest() {
    onOurLoop([] {
        int told = 0;
        int toldBefore = 0; // when the one who has settled was, last
        Guest settled(false, [&](Guest&) { toldBefore = told; });
        const auto guests = crowd(5 * latePerTurn, [&](Guest&) {
            if (++told == 1)
                settled.pair.put(1);
        });
        CHECK(turnUntil([&] { return told == 5 * latePerTurn; }));
        CHECK(toldBefore == latePerTurn);
    });
}

void TestNewcomers::aFewNeverWait() {
    onOurLoop([] {
        int told = 0;
        const Resident resident;
        const auto guests = crowd(latePerTurn, [&](Guest&) { ++told; });
        for (int round = 1; round <= 3; ++round) {
            turn();
            CHECK(told == round * latePerTurn);
            for (const auto& guest : guests)
                guest->pair.put(1);
        }
    });
}

void TestNewcomers::aCrowdThatIsAloneNeverWaits() {
    onOurLoop([] {
        int told = 0;
        const auto guests = crowd(5 * latePerTurn, [&](Guest&) { ++told; });
        for (int turns = 1; turns <= 5; ++turns) {
            turn();
            CHECK(told == turns * latePerTurn);
        }
    });
}

QTEST_GUILESS_MAIN(TestNewcomers)
#include "tst_newcomers.moc"
