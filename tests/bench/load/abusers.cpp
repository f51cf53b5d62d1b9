// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/abusers.h"

#include "tests/bench/load/driver.h"
#include "tests/bench/load/parlord_dialect.h"
#include "tests/bench/load/run.h"

#include <cstdio>
#include <cstdlib>

namespace parlor::load {

namespace {

constexpr double patience = 120; // seconds for connecting

/// Connections with a room, talking parlor.v1.
class Crowd : public Abuser {
public:
    Crowd(uint32_t members, size_t bytes)
        : m_layout{members, 1, 0, bytes} {}

    void prepare(ParlordSubject& parlord) override {
        m_dialect = parlord.populate(m_ledger, m_layout);
        m_engine = std::make_unique<Engine>(*m_dialect, parlord.port());
        m_driver = std::make_unique<Driver>(*m_engine, m_ledger, *m_dialect);
        m_engine->add(m_layout.clients + m_layout.idle);
        connecting();
        if (!m_engine->connect(0, m_engine->size(), 256, patience)) {
            fprintf(stderr, "parlor-load: %u of %u abusers could connect\n", m_engine->ready(),
                    m_engine->size());
            exit(1);
        }
        m_driver->settle(1, 20);
    }

    QJsonObject report() override {
        const Ledger::Times& times = m_ledger.times(0);
        const Ledger::Totals totals = m_ledger.totals();
        return {{QStringLiteral("connections"), int(m_engine->size())},
                {QStringLiteral("closedByServer"), int(m_engine->lost())},
                {QStringLiteral("sent"), qint64(times.sent)},
                {QStringLiteral("acknowledged"), qint64(times.acknowledged)},
                {QStringLiteral("refused"), qint64(times.refused)},
                {QStringLiteral("delivered"), qint64(times.delivered)},
                {QStringLiteral("lost"), qint64(totals.lost)},
                {QStringLiteral("doubled"), qint64(totals.doubled)},
                {QStringLiteral("deliveryMs"), milliseconds(times.delivery)}};
    }

protected:
    virtual void connecting() {}

    Layout m_layout;
    Ledger m_ledger{true};
    std::unique_ptr<Dialect> m_dialect;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Driver> m_driver;
};

/// Of 120 members of a room, 20 talk (150 messages of 7,900 bytes a second), and 100 never read anything.
class SlowReaders : public Crowd {
public:
    explicit SlowReaders(uint32_t size)
        : Crowd((size ? size : 100) + talkers, 7900) {}

    void abuse(const std::atomic<bool>& over) override {
        // They are members, but what is not read is not missed.
        for (uint32_t slow = talkers; slow < m_layout.clients; ++slow) {
            m_engine->stopReading(slow);
            m_ledger.forget(slow);
        }
        while (!over)
            m_driver->openLoop(150, 0.2);
        m_driver->drain(2);
    }

protected:
    void connecting() override { m_engine->setReceiveBuffer(4096); }

private:
    static constexpr uint32_t talkers = 20;
};

/// One of the five members of a room sends as fast as the socket takes it, with no regard to refusals.
class Flood : public Crowd {
public:
    Flood()
        : Crowd(5, 300) {}

    void abuse(const std::atomic<bool>& over) override {
        constexpr size_t atOnce = 64 * 1024;
        std::string text;
        while (!over) {
            if (m_engine->client(flooder).fd < 0) {
                // Thrown out: it comes back at once.
                ++m_thrownOut;
                if (!m_engine->connect(flooder, 1, 1, patience))
                    m_engine->turn(now() + 10'000'000);
            }
            while (m_engine->client(flooder).fd >= 0 && m_engine->client(flooder).out.size() < atOnce) {
                const uint32_t number = m_ledger.send(0, flooder, now());
                text.clear();
                m_dialect->message(text, flooder, 0, number);
                m_engine->send(flooder, text.data(), text.size());
                if (number % 64 == 0)
                    m_engine->turn(now());
                if (over)
                    break;
            }
            m_engine->turn(now() + 1'000'000);
        }
        // It is read slowly: what is still on its way would be answered for minutes.
        m_engine->abort(flooder);
        m_driver->drain(2);
    }

    QJsonObject report() override {
        QJsonObject report = Crowd::report();
        // What it sent into a socket that was not read, or closed, was never taken: that is no loss.
        report.insert(QStringLiteral("unanswered"), qint64(m_ledger.unanswered()));
        report.remove(QStringLiteral("lost"));
        report.insert(QStringLiteral("thrownOut"), m_thrownOut);
        return report;
    }

private:
    static constexpr uint32_t flooder = 0;
    int m_thrownOut = 0;
};

/// A room of 10,000, in which somebody says something every second.
class BigRoom : public Crowd {
public:
    explicit BigRoom(uint32_t size)
        : Crowd(size ? size : 10'000, 300) {}

    void abuse(const std::atomic<bool>& over) override {
        while (!over)
            m_driver->openLoop(1, 1);
        m_driver->drain(5);
    }
};

/// 10,000 connections that are lost, and come back at once: again and again, two seconds after all of them
/// are there.
class Reconnect : public Crowd {
public:
    explicit Reconnect(uint32_t size)
        : Crowd(5, 300) {
        m_layout.idle = size ? size : 10'000;
    }

    void abuse(const std::atomic<bool>& over) override {
        const uint32_t count = m_engine->size();
        while (!over) {
            const int64_t begin = now();
            for (uint32_t i = 0; i < count; ++i)
                m_engine->abort(i);
            if (!m_engine->connect(0, count, count, patience)) {
                m_failed = true;
                return;
            }
            m_times.add(now() - begin);
            m_driver->idle(2);
        }
    }

    QJsonObject report() override {
        QJsonObject report = Crowd::report();
        report.insert(QStringLiteral("rounds"), qint64(m_times.count()));
        report.insert(QStringLiteral("allBackMs"), milliseconds(m_times));
        report.insert(QStringLiteral("failed"), m_failed);
        return report;
    }

private:
    Latency m_times;
    bool m_failed = false;
};

} // namespace

std::unique_ptr<Abuser> makeAbuser(const std::string& scenario, uint32_t size) {
    if (scenario == "slow-readers")
        return std::make_unique<SlowReaders>(size);
    if (scenario == "flood")
        return std::make_unique<Flood>();
    if (scenario == "big-room")
        return std::make_unique<BigRoom>(size);
    if (scenario == "reconnect")
        return std::make_unique<Reconnect>(size);
    return nullptr;
}

} // namespace parlor::load
