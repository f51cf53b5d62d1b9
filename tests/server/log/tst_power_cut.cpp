// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/embedded_log.h"
#include "tests/contracts/log_helpers.h"
#include "tests/server/log/forgetful_vfs.h"

#include <QObject>
#include <QTest>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

using namespace parlor;
using log::EmbeddedLogOptions;
using log::Topic;
using test::ForgetfulVfs;

namespace {

constexpr const char* vfsName = "forgetful";

/// What the log has acknowledged, by offset.
class Acknowledged {
public:
    void add(qint64 offset, const QByteArray& value) {
        const std::lock_guard lock(m_mutex);
        m_values[offset] = value;
        m_changed.notify_all();
    }
    bool waitFor(qsizetype count) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(60), [&] { return m_values.size() >= count; });
    }
    QMap<qint64, QByteArray> values() const {
        const std::lock_guard lock(m_mutex);
        return m_values;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    QMap<qint64, QByteArray> m_values;
};

EmbeddedLogOptions optionsFor(EmbeddedLogOptions::Synchronous synchronous) {
    EmbeddedLogOptions options;
    options.vfs = vfsName;
    options.synchronous = synchronous;
    options.recentMaxBytes = 0;      // what is read comes from the file
    options.checkpointPages = 30;    // so that cuts hit checkpoints,
    options.checkpointMaxPages = 60; // and the WAL starts over many times
    return options;
}

/// Appends from several threads until the power goes at a random moment; every acknowledgement is noted.
void appendUntilPowerCut(log::Log& log, ForgetfulVfs& vfs, unsigned seed,
                         const std::shared_ptr<Acknowledged>& acknowledged) {
    std::mt19937 random(seed);
    const auto target = acknowledged->values().size() + qsizetype(random() % 400);
    std::atomic<bool> stop{false};
    std::vector<std::thread> writers;
    for (unsigned t = 0; t < 3; ++t) {
        writers.emplace_back([&, t] {
            std::mt19937 own(seed * 7 + t);
            for (int i = 0; !stop; ++i) {
                const QByteArray value = QByteArray::number(seed) + '.' + QByteArray::number(t) + '.' +
                                         QByteArray::number(i) + QByteArray(int(own() % 600), 'x');
                // Half of the time one waits for its answer, as one client does; else many are under way.
                if (own() % 2) {
                    if (const auto appended = test::appendOne(log, Topic::Messages, "room", value))
                        acknowledged->add(appended->offset, value);
                } else {
                    log.append(Topic::Messages, "room", value,
                               [acknowledged, value](const Result<log::Appended>& appended) {
                                   if (appended)
                                       acknowledged->add(appended->offset, value);
                               });
                }
            }
        });
    }
    if (random() % 3)
        vfs.powerCutAfter(int(random() % 500), seed);
    else if (acknowledged->waitFor(target))
        vfs.powerCut(seed);
    // Once the power is gone nothing succeeds.
    test::Appends last(log);
    do {
        last.add(Topic::Messages, "room", "probe");
        last.wait();
    } while (last.results().last().has_value());
    stop = true;
    for (std::thread& writer : writers)
        writer.join();
    log.close();
}

/// How many of the acknowledged records the log does not have (or has otherwise); -1 if it cannot be opened.
qsizetype missing(const EmbeddedLogOptions& options, const Acknowledged& acknowledged) {
    auto log = log::openEmbeddedLog(QStringLiteral("log.db"), options);
    if (!log)
        return -1;
    QMap<qint64, QByteArray> found;
    for (const log::Record& record : test::readAll(**log))
        found[record.offset] = record.value;
    qsizetype count = 0;
    const auto values = acknowledged.values();
    for (auto it = values.begin(); it != values.end(); ++it)
        count += found.value(it.key()) != it.value();
    return count;
}

} // namespace

/// Promise 1 of the design: acknowledged means durable, also when the power goes.
class tst_PowerCut : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acknowledgedSurvives_data();
    void acknowledgedSurvives();
    void withoutSyncTheTestFails();
    void whileTheLogIsMade();
    void aFailedSyncIsNotAcknowledged();
};

void tst_PowerCut::acknowledgedSurvives_data() {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 25; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_PowerCut::acknowledgedSurvives() {
    QFETCH(unsigned, seed);
    ForgetfulVfs vfs(vfsName);
    const auto options = optionsFor(EmbeddedLogOptions::Synchronous::Full);
    const auto acknowledged = std::make_shared<Acknowledged>();
    QString identity;
    // One log through many power cuts.
    for (unsigned round = 0; round < 8; ++round) {
        {
            auto log = log::openEmbeddedLog(QStringLiteral("log.db"), options);
            QVERIFY2(log, qPrintable(log ? QString() : log.error().message()));
            if (round > 0)
                QCOMPARE((*log)->identity(), identity);
            identity = (*log)->identity();
            appendUntilPowerCut(**log, vfs, seed * 100 + round, acknowledged);
        }
        QCOMPARE(missing(options, *acknowledged), 0);
    }
    QVERIFY(acknowledged->values().size() > 50);
}

void tst_PowerCut::withoutSyncTheTestFails() {
    int losses = 0;
    for (unsigned seed = 1; seed <= 10; ++seed) {
        ForgetfulVfs vfs(vfsName);
        const auto options = optionsFor(EmbeddedLogOptions::Synchronous::Off);
        const auto acknowledged = std::make_shared<Acknowledged>();
        {
            auto log = log::openEmbeddedLog(QStringLiteral("log.db"), options);
            QVERIFY(log);
            appendUntilPowerCut(**log, vfs, seed, acknowledged);
        }
        if (missing(options, *acknowledged) != 0)
            ++losses;
    }
    QVERIFY2(losses >= 5,
             qPrintable(
                 QStringLiteral("only %1 of 10 cuts lost anything: the VFS forgets too little").arg(losses)));
}

void tst_PowerCut::whileTheLogIsMade() {
    for (int writes = 0; writes < 60; ++writes) {
        ForgetfulVfs vfs(vfsName);
        const auto options = optionsFor(EmbeddedLogOptions::Synchronous::Full);
        vfs.powerCutAfter(writes, unsigned(writes));
        log::openEmbeddedLog(QStringLiteral("log.db"), options);
        vfs.powerCut(unsigned(writes));
        auto log = log::openEmbeddedLog(QStringLiteral("log.db"), options);
        QVERIFY2(log, qPrintable(QStringLiteral("after %1 writes: %2")
                                     .arg(writes)
                                     .arg(log ? QString() : log.error().message())));
        QVERIFY(test::appendMany(**log, 3));
    }
}

void tst_PowerCut::aFailedSyncIsNotAcknowledged() {
    ForgetfulVfs vfs(vfsName);
    auto log =
        log::openEmbeddedLog(QStringLiteral("log.db"), optionsFor(EmbeddedLogOptions::Synchronous::Full));
    QVERIFY(log);
    QVERIFY(test::appendOne(**log, Topic::Messages, "room", "before"));
    vfs.setSyncsFail(true);
    const auto failed = test::appendOne(**log, Topic::Messages, "room", "failed");
    QVERIFY(!failed);
    QCOMPARE(failed.error().code(), ErrorCode::Io);
    QVERIFY(errorInfo(failed.error().code()).retryable);
    QCOMPARE(test::values(test::readAll(**log)), QList<QByteArray>{"before"});
    vfs.setSyncsFail(false);
    QVERIFY(test::appendOne(**log, Topic::Messages, "room", "after"));
    vfs.powerCut(1);
    (*log)->close();
    log->reset();
    log = log::openEmbeddedLog(QStringLiteral("log.db"), optionsFor(EmbeddedLogOptions::Synchronous::Full));
    QVERIFY(log);
    const auto values = test::values(test::readAll(**log));
    QVERIFY(values.contains("before"));
    QVERIFY(values.contains("after"));
    QVERIFY(!values.contains("failed")); // overwritten by the one after it
}

QTEST_GUILESS_MAIN(tst_PowerCut)
#include "tst_power_cut.moc"
