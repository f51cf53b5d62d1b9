// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/tail.h"

#include "server/net/websocket.h"
#include "shared/codec.h"
#include "tests/bench/bench.h"

#include <ctime>

// What a gateway pays for a message that none of its clients gets: in a cluster every gateway meets every
// message, so this sets its ceiling. The log is played from memory; what Kafka's own consumer costs for a
// record comes on top.
namespace parlor::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int rooms = 1000;
constexpr qint64 records = 200'000;
constexpr qsizetype contentSize = 300;
constexpr double goalUs = 2;

const log::TopicPartition messages{log::Topic::Messages, 0};

/// Messages from memory, and nothing else.
class PlayedLog final : public log::Log {
public:
    PlayedLog() {
        QList<RoomId> ids;
        for (int i = 0; i < rooms; ++i)
            ids.append(RoomId::create());
        const UserId sender = UserId::create();
        for (qint64 i = 0; i < records; ++i) {
            const RoomId& room = ids.at(i % rooms);
            const log::MessageRecord record{
                MessageId::create(),        room,     sender,      TempId::create(), {},
                QString(contentSize, u'm'), utcNow(), std::nullopt};
            m_records.append({messages, i, log::keyOf(room), log::encode(record)});
        }
    }
    void append(log::Topic, const QByteArray&, const QByteArray&, log::AppendCallback done) override {
        done(fail(ErrorCode::Unavailable));
    }
    QString identity() const override { return QStringLiteral("played"); }
    int messagePartitions() const override { return 1; }
    int partitionFor(log::Topic, const QByteArray&) const override { return 0; }
    Result<log::Positions> begin() const override { return log::Positions{{messages, 0}}; }
    Result<log::Positions> end() const override { return log::Positions{{messages, records}}; }
    Result<log::Positions> positionsBefore(const QDateTime&) const override { return begin(); }
    Result<std::unique_ptr<log::LogReader>> open(const log::Positions&) override {
        return std::unique_ptr<log::LogReader>(std::make_unique<Reader>(m_records));
    }
    Result<std::unique_ptr<log::GroupMember>> join(const QString&, std::function<void()>) override {
        return fail(ErrorCode::Unavailable);
    }
    void broadcast(const QByteArray&, const QByteArray&) override {}
    Result<std::unique_ptr<log::Subscription>> listen(log::BroadcastCallback) override {
        return fail(ErrorCode::Unavailable);
    }
    Result<void> trim(const log::Positions&) override { return {}; }
    void close() override {}

private:
    class Reader final : public log::LogReader {
    public:
        explicit Reader(const QList<log::Record>& all)
            : m_all(all) {}
        Result<QList<log::Record>> read(int max, std::chrono::milliseconds wait) override {
            if (m_next >= m_all.size()) {
                std::unique_lock lock(m_mutex);
                m_woken.wait_for(lock, wait);
                return QList<log::Record>();
            }
            QList<log::Record> part = m_all.mid(m_next, max);
            m_next += part.size();
            return part;
        }
        log::Positions positions() const override { return {{messages, m_next}}; }
        void wake() override { m_woken.notify_all(); }

    private:
        const QList<log::Record>& m_all;
        qsizetype m_next = 0;
        std::mutex m_mutex;
        std::condition_variable m_woken;
    };
    QList<log::Record> m_records;
};

double processCpuNs() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}

enum class Who { Nobody, SomebodyInEveryRoom };

/// Nanoseconds of CPU per record, of all threads.
double measureOnce(PlayedLog& log, Who who) {
    gateway::TailLimits limits;
    limits.grace = std::chrono::milliseconds(0); // so that forgetting is paid for, too
    gateway::Tail tail(log, limits);
    gateway::Tail::Interest interest;
    interest.wants = [who](const RoomId&, const MessageId&) { return who != Who::Nobody; };
    qsizetype framed = 0;
    const double before = processCpuNs();
    const auto started = tail.start(
        {1, log.identity(), 1, 0}, {{messages, 0}},
        [&framed](const std::vector<gateway::Applied>& applied) {
            for (const gateway::Applied& one : applied) {
                const auto& record = std::get<log::MessageRecord>(one.event);
                framed += net::SharedFrame::text(
                              encode(server::MessageNew{log::toMessage(record, one.seq)}, std::nullopt))
                              .bytes()
                              .size();
            }
        },
        std::move(interest));
    if (!started) {
        fprintf(stderr, "bench: %s\n", qPrintable(started.error().message()));
        exit(1);
    }
    tail.projected({1, {{messages, records}}});
    tail.waitFor(messages, records - 1, std::chrono::minutes(1));
    const double after = processCpuNs();
    tail.stop();
    return (after - before) / double(records);
}

} // namespace

QList<Row> measureTail(int repeats) {
    PlayedLog log;
    QList<Row> rows;
    for (const Who who : {Who::Nobody, Who::SomebodyInEveryRoom}) {
        std::vector<double> times;
        for (int i = 0; i < repeats; ++i)
            times.push_back(measureOnce(log, who) / 1000);
        const double us = median(times);
        const bool dropped = who == Who::Nobody;
        rows.append({dropped ? QStringLiteral("gateway: a message for nobody here, CPU")
                             : QStringLiteral("gateway: a message read and made a frame, CPU"),
                     QStringLiteral("%1 us").arg(us, 0, 'f', 2), QString(), QString(),
                     dropped ? QStringLiteral("< %1 us").arg(goalUs) : QString(), dropped && us >= goalUs});
    }
    return rows;
}

} // namespace parlor::bench
