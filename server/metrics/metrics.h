// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

/// Numbers of the running process, for Prometheus. A part of the server keeps its own counters as members,
/// so that it needs nobody to count; whoever puts the process together registers them under a name. Counting
/// takes no lock and allocates nothing; tests/server/metrics measures what it costs.
namespace parlor::metrics {

/// Bytes that two threads may write at once without slowing each other down.
inline constexpr std::size_t cacheLine = 64;
/// Threads write to different copies of a number as long as there are no more of them than copies.
inline constexpr std::size_t shardCount = 8;
/// The calling thread's copy.
std::size_t shardIndex() noexcept;

/// Something that only grows. Any thread.
class Counter {
public:
    Counter() = default;
    Counter(const Counter&) = delete;
    Counter& operator=(const Counter&) = delete;

    void add(quint64 n = 1) noexcept { m_shards[shardIndex()].value.fetch_add(n, std::memory_order_relaxed); }
    /// The sum of all copies, each as it is when it is looked at.
    quint64 value() const noexcept;

private:
    struct alignas(cacheLine) Shard {
        std::atomic<quint64> value{0};
    };
    std::array<Shard, shardCount> m_shards;
};

/// Something that goes up and down. Any thread.
class Gauge {
public:
    Gauge() = default;
    Gauge(const Gauge&) = delete;
    Gauge& operator=(const Gauge&) = delete;

    void set(double value) noexcept { m_value.store(value, std::memory_order_relaxed); }
    void add(double difference) noexcept { m_value.fetch_add(difference, std::memory_order_relaxed); }
    double value() const noexcept { return m_value.load(std::memory_order_relaxed); }

private:
    alignas(cacheLine) std::atomic<double> m_value{0};
};

/// How often values fell into each of some fixed buckets, and their sum. Any thread.
class Histogram {
public:
    /// `bounds` are the buckets' upper limits, ascending; one without a limit is added.
    explicit Histogram(std::vector<double> bounds);
    Histogram(const Histogram&) = delete;
    Histogram& operator=(const Histogram&) = delete;

    void observe(double value) noexcept;
    /// In seconds.
    void observe(std::chrono::nanoseconds duration) noexcept {
        observe(std::chrono::duration<double>(duration).count());
    }

    struct Values {
        std::vector<quint64> counts; ///< of each bucket alone; one more than there are bounds
        double sum = 0;
    };
    Values values() const;
    const std::vector<double>& bounds() const { return m_bounds; }

    /// 100 us to 10 s: what a request or an append may take.
    static std::vector<double> latencyBounds();
    /// 1 to 10,000 in steps of 1, 2, 5: sizes of batches.
    static std::vector<double> sizeBounds();

private:
    struct alignas(cacheLine) Shard {
        std::unique_ptr<std::atomic<quint64>[]> counts;
        std::atomic<double> sum{0};
    };
    const std::vector<double> m_bounds;
    std::array<Shard, shardCount> m_shards;
};

/// Times what it lives through. `histogram` must outlive it.
class Timer {
public:
    explicit Timer(Histogram& histogram)
        : m_histogram(histogram) {}
    ~Timer() { m_histogram.observe(std::chrono::steady_clock::now() - m_start); }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

private:
    Histogram& m_histogram;
    const std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

enum class Type { Counter, Gauge, Histogram };

/// Names with their values, UTF-8.
using Labels = QList<QPair<QByteArray, QByteArray>>;

/// One value of a family whose labels are only known when it is asked for.
struct Sample {
    Labels labels;
    double value = 0;
};

/// Keeps what was registered. Its destructor takes it out again, and waits for a call of its callback that is
/// under way. Movable; an empty one does nothing.
class Registration {
public:
    Registration();
    ~Registration();
    Registration(Registration&&) noexcept;
    Registration& operator=(Registration&&) noexcept;

private:
    friend class Registry;
    struct Entry;
    explicit Registration(std::unique_ptr<Entry> entry);
    std::unique_ptr<Entry> m_entry;
};
using Registrations = std::vector<Registration>;

/// All that /metrics tells. Any thread. May end before its registrations.
///
/// A name registered several times with different labels is one family; type and help must be the same then.
/// A name that Prometheus would refuse, another type or help for a known name, or the same name and labels
/// twice, is a defect: std::invalid_argument.
class Registry {
public:
    Registry();
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    /// The object must outlive the registration.
    [[nodiscard]] Registration add(const QByteArray& name, const QByteArray& help, const Counter& counter,
                                   const Labels& labels = {});
    [[nodiscard]] Registration add(const QByteArray& name, const QByteArray& help, const Gauge& gauge,
                                   const Labels& labels = {});
    [[nodiscard]] Registration add(const QByteArray& name, const QByteArray& help, const Histogram& histogram,
                                   const Labels& labels = {});

    /// For a value that lives elsewhere. The callback is called by exposition(), one at a time; it must
    /// neither block for long nor use this registry. NaN is left out: there is no value now.
    [[nodiscard]] Registration collect(const QByteArray& name, const QByteArray& help, Type type,
                                       std::function<double()> value, const Labels& labels = {});
    [[nodiscard]] Registration collectHistogram(const QByteArray& name, const QByteArray& help,
                                                std::vector<double> bounds,
                                                std::function<Histogram::Values()> values,
                                                const Labels& labels = {});
    [[nodiscard]] Registration collectFamily(const QByteArray& name, const QByteArray& help, Type type,
                                             std::function<QList<Sample>()> samples);

    /// Everything, in Prometheus's text format 0.0.4, families by name.
    QByteArray exposition() const;
    /// The names of the families, sorted.
    QList<QByteArray> names() const;

private:
    friend class Registration;
    struct Private;
    std::shared_ptr<Private> d;
};

} // namespace parlor::metrics
