// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/embedded_log.h"
#include "tests/bench/bench.h"

#include <QTemporaryDir>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>

// Durable appends on the embedded log: each appender sends its next record when the one before is on the
// disk.
namespace parlor::bench {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

class Appenders {
public:
    explicit Appenders(log::Log& log)
        : m_log(log) {}

    /// Records per second with `count` appenders, and the time that one waited, in milliseconds.
    double run(int count, Clock::duration time, double& medianMs, double& p99Ms) {
        m_end = Clock::now() + time;
        m_running = count;
        const auto began = Clock::now();
        for (int i = 0; i < count; ++i)
            append(QByteArray("room") + QByteArray::number(i));
        std::unique_lock lock(m_mutex);
        m_done.wait(lock, [this] { return m_running == 0; });
        const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
        std::sort(m_waits.begin(), m_waits.end());
        medianMs = m_waits.at(m_waits.size() / 2);
        p99Ms = m_waits.at(m_waits.size() * 99 / 100);
        return double(m_waits.size()) / seconds;
    }

private:
    void append(const QByteArray& key) {
        const auto began = Clock::now();
        m_log.append(log::Topic::Messages, key, QByteArray(300, 'm'),
                     [this, key, began](const Result<log::Appended>& result) {
                         if (!result) {
                             fprintf(stderr, "bench: append: %s\n", qPrintable(result.error().message()));
                             exit(1);
                         }
                         const auto now = Clock::now();
                         {
                             const std::lock_guard lock(m_mutex);
                             m_waits.push_back(
                                 std::chrono::duration<double, std::milli>(now - began).count());
                             if (now >= m_end) {
                                 if (--m_running == 0)
                                     m_done.notify_all();
                                 return;
                             }
                         }
                         append(key);
                     });
    }

    log::Log& m_log;
    std::mutex m_mutex;
    std::condition_variable m_done;
    std::vector<double> m_waits;
    Clock::time_point m_end;
    int m_running = 0;
};

} // namespace

QList<Row> measureLog(int repeats) {
    QList<Row> rows;
    for (const int count : {1, 64, 1000}) {
        std::vector<double> rates;
        std::vector<double> medians;
        std::vector<double> tails;
        for (int i = 0; i < repeats; ++i) {
            const QTemporaryDir dir;
            const auto log = log::openEmbeddedLog(dir.filePath(QStringLiteral("log.db")));
            if (!log) {
                fprintf(stderr, "bench: %s\n", qPrintable(log.error().message()));
                exit(1);
            }
            double medianMs = 0;
            double p99Ms = 0;
            rates.push_back(Appenders(**log).run(count, 2s, medianMs, p99Ms));
            medians.push_back(medianMs);
            tails.push_back(p99Ms);
            (*log)->close();
        }
        rows.append({QStringLiteral("embedded log: durable sends per second, %1 at once").arg(count),
                     QStringLiteral("%1/s").arg(median(rates), 0, 'f', 0),
                     QStringLiteral("p50 %1 ms, p99 %2 ms")
                         .arg(median(medians), 0, 'f', 2)
                         .arg(median(tails), 0, 'f', 2),
                     {},
                     {},
                     false});
    }
    return rows;
}

} // namespace parlor::bench
