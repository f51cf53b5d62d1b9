// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/metrics.h"
#include "tests/server/metrics/exposition_parser.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <thread>

using namespace parlor::metrics;

using parlor::test::ExpositionParser;

class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsFromManyThreads();
    void sortsIntoBuckets();
    void timesADuration();
    void isReadBackAsItWas();
    void escapesWhatWouldBreakALine();
    void asksForValuesThatLiveElsewhere();
    void forgetsWhatIsUnregistered();
    void outlivesNoRegistration();
    void refusesWhatPrometheusWould_data();
    void refusesWhatPrometheusWould();
    void refusesContradictions();
    void costsNextToNothing();
};

void TestMetrics::countsFromManyThreads() {
    constexpr int threads = 16; // more than there are shards
    constexpr int each = 20'000;
    Counter counter;
    Gauge gauge;
    Histogram histogram({1, 2});
    Registry registry;
    const Registration kept = registry.add("x_total", "x", counter);
    {
        std::vector<std::jthread> running;
        for (int i = 0; i < threads; ++i) {
            running.emplace_back([&] {
                for (int n = 0; n < each; ++n) {
                    counter.add();
                    gauge.add(n % 2 ? -1 : 1);
                    histogram.observe(1.5);
                }
            });
        }
        // Whoever reads meanwhile sees it grow.
        quint64 before = 0;
        for (int i = 0; i < 100; ++i) {
            const quint64 now = counter.value();
            QVERIFY(now >= before);
            before = now;
            QVERIFY(ExpositionParser(registry.exposition()).valid);
        }
    }
    QCOMPARE(counter.value(), quint64(threads * each));
    QCOMPARE(gauge.value(), 0.0);
    const auto values = histogram.values();
    QVERIFY(values.counts == (std::vector<quint64>{0, threads * each, 0}));
    QCOMPARE(values.sum, 1.5 * threads * each);
}

void TestMetrics::sortsIntoBuckets() {
    Histogram histogram({0.1, 1, 10});
    for (const double value : {0.0, 0.1, 0.11, 1.0, 9.9, 10.0, 10.1, 1e9})
        histogram.observe(value);
    QVERIFY(histogram.values().counts == (std::vector<quint64>{2, 2, 2, 2})); // a limit belongs to its bucket
    for (const auto& bounds : {Histogram::latencyBounds(), Histogram::sizeBounds()})
        QVERIFY(std::is_sorted(bounds.begin(), bounds.end()));
}

void TestMetrics::timesADuration() {
    using namespace std::chrono_literals;
    Histogram histogram({0.001, 1});
    histogram.observe(500us);
    histogram.observe(20ms);
    QVERIFY(histogram.values().counts == (std::vector<quint64>{1, 1, 0}));
    QVERIFY(std::abs(histogram.values().sum - 0.0205) < 1e-9);
    { const Timer timer(histogram); }
    QCOMPARE(histogram.values().counts[0], quint64(2));
}

void TestMetrics::isReadBackAsItWas() {
    Counter gets;
    Counter posts;
    Gauge open;
    Histogram times({0.5, 1});
    gets.add(3);
    posts.add(quint64(1) << 40);
    open.set(-2.25);
    times.observe(0.25);
    times.observe(0.75);
    times.observe(8);
    Registry registry;
    Registrations kept;
    kept.push_back(registry.add("parlor_requests_total", "Requests.", gets, {{"method", "GET"}}));
    kept.push_back(registry.add("parlor_requests_total", "Requests.", posts, {{"method", "POST"}}));
    kept.push_back(registry.add("parlor_open", "Open.", open));
    kept.push_back(registry.add("parlor_times_seconds", "Times.", times, {{"route", "/a"}}));

    const ExpositionParser parsed(registry.exposition());
    QVERIFY(parsed.valid);
    QCOMPARE(parsed.value("parlor_requests_total", {{"method", "GET"}}), 3.0);
    QCOMPARE(parsed.value("parlor_requests_total", {{"method", "POST"}}), 1099511627776.0);
    QCOMPARE(parsed.value("parlor_open"), -2.25);
    QCOMPARE(parsed.value("parlor_times_seconds_bucket", {{"route", "/a"}, {"le", "0.5"}}), 1.0);
    QCOMPARE(parsed.value("parlor_times_seconds_bucket", {{"route", "/a"}, {"le", "1"}}), 2.0);
    QCOMPARE(parsed.value("parlor_times_seconds_bucket", {{"route", "/a"}, {"le", "+Inf"}}), 3.0);
    QCOMPARE(parsed.value("parlor_times_seconds_sum", {{"route", "/a"}}), 9.0);
    QCOMPARE(parsed.value("parlor_times_seconds_count", {{"route", "/a"}}), 3.0);
    QCOMPARE(parsed.samples.size(), 8);
    QCOMPARE(parsed.types.at("parlor_requests_total"), QByteArray("counter"));
    QCOMPARE(parsed.types.at("parlor_open"), QByteArray("gauge"));
    QCOMPARE(parsed.types.at("parlor_times_seconds"), QByteArray("histogram"));
    QCOMPARE(parsed.help.at("parlor_open"), QByteArray("Open."));
    QCOMPARE(registry.names(),
             QList<QByteArray>({"parlor_open", "parlor_requests_total", "parlor_times_seconds"}));
}

void TestMetrics::escapesWhatWouldBreakALine() {
    const QByteArray nasty("a\"b\\c\nd,e=\"}{\n# TYPE evil counter\nevil 1\xc3\xa9");
    const QByteArray help("two\nlines with \\ and \"quotes\"");
    Counter counter;
    counter.add(7);
    Registry registry;
    const Registration kept = registry.add("x_total", help, counter, {{"label", nasty}, {"other", "1"}});
    const ExpositionParser parsed(registry.exposition());
    QVERIFY(parsed.valid);
    QCOMPARE(parsed.value("x_total", {{"label", nasty}, {"other", "1"}}), 7.0);
    QCOMPARE(parsed.samples.size(), 1);
    QCOMPARE(parsed.types.size(), std::size_t(1));
    // In a help text quotes stand for themselves.
    QVERIFY(registry.exposition().contains("# HELP x_total two\\nlines with \\\\ and \"quotes\"\n"));
}

void TestMetrics::asksForValuesThatLiveElsewhere() {
    Registry registry;
    double value = 1;
    Registrations kept;
    kept.push_back(registry.collect("x", "x", Type::Gauge, [&value] { return value; }));
    kept.push_back(registry.collectFamily("lag", "lag", Type::Gauge, [&value] {
        return QList<Sample>{{{{"partition", "0"}}, value}, {{{"partition", "1"}}, value + 1}};
    }));
    value = 5;
    const ExpositionParser parsed(registry.exposition());
    QCOMPARE(parsed.value("x"), 5.0);
    QCOMPARE(parsed.value("lag", {{"partition", "0"}}), 5.0);
    QCOMPARE(parsed.value("lag", {{"partition", "1"}}), 6.0);
    value = std::numeric_limits<double>::quiet_NaN();
    QVERIFY(!ExpositionParser(registry.exposition()).value("x"));
}

void TestMetrics::forgetsWhatIsUnregistered() {
    Registry registry;
    Counter one;
    Counter two;
    const Registration kept = registry.add("x_total", "x", one, {{"n", "1"}});
    {
        const Registration passing = registry.add("x_total", "x", two, {{"n", "2"}});
        QVERIFY(registry.exposition().contains("n=\"2\""));
    }
    QVERIFY(!registry.exposition().contains("n=\"2\""));
    const Registration again = registry.add("x_total", "x", two, {{"n", "2"}});
    QVERIFY(registry.exposition().contains("n=\"2\""));

    // An unregistration waits for the callback that is running, which may use what ends with it.
    std::atomic<bool> entered{false};
    std::atomic<bool> left{false};
    auto slow = std::make_unique<Registration>(registry.collect("slow", "slow", Type::Gauge, [&] {
        entered = true;
        entered.notify_all();
        std::this_thread::yield();
        left = true;
        return 1.0;
    }));
    const std::jthread reader([&registry] { QVERIFY(registry.exposition().contains("slow 1\n")); });
    entered.wait(false);
    slow.reset();
    QVERIFY(left);
}

void TestMetrics::outlivesNoRegistration() {
    Counter counter;
    Registration kept;
    {
        Registry registry;
        kept = registry.add("x_total", "x", counter);
    }
    kept = Registration(); // of a registry that is gone: harmless
}

void TestMetrics::refusesWhatPrometheusWould_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << QByteArray("parlor_x_total") << QByteArray("code") << true;
    QTest::newRow("colon") << QByteArray(":a:b") << QByteArray("_c9") << true;
    QTest::newRow("empty") << QByteArray() << QByteArray("code") << false;
    QTest::newRow("digit first") << QByteArray("9x") << QByteArray("code") << false;
    QTest::newRow("dash") << QByteArray("a-b") << QByteArray("code") << false;
    QTest::newRow("blank") << QByteArray("a b") << QByteArray("code") << false;
    QTest::newRow("utf8") << QByteArray("\xc3\xa9") << QByteArray("code") << false;
    QTest::newRow("label empty") << QByteArray("x") << QByteArray() << false;
    QTest::newRow("label colon") << QByteArray("x") << QByteArray("a:b") << false;
    QTest::newRow("label digit first") << QByteArray("x") << QByteArray("9") << false;
    QTest::newRow("label reserved") << QByteArray("x") << QByteArray("__name__") << false;
}

void TestMetrics::refusesWhatPrometheusWould() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, label);
    QFETCH(bool, good);
    Registry registry;
    Counter counter;
    bool accepted = true;
    try {
        const Registration kept = registry.add(name, "help", counter, {{label, "v"}});
    } catch (const std::invalid_argument&) {
        accepted = false;
    }
    QCOMPARE(accepted, good);
    QVERIFY(registry.names().isEmpty()); // gone again, or never there
}

void TestMetrics::refusesContradictions() {
    Registry registry;
    Counter counter;
    Gauge gauge;
    Histogram histogram({1});
    const auto refused = [](const std::function<Registration()>& registered) {
        try {
            const Registration ignored = registered();
        } catch (const std::invalid_argument&) {
            return true;
        }
        return false;
    };
    const Registration kept = registry.add("x", "help", counter, {{"a", "1"}});
    QVERIFY(refused([&] { return registry.add("x", "help", counter, {{"a", "1"}}); }));
    QVERIFY(refused([&] { return registry.add("x", "other help", counter, {{"a", "2"}}); }));
    QVERIFY(refused([&] { return registry.add("x", "help", gauge, {{"a", "2"}}); }));
    QVERIFY(refused(
        [&] { return registry.collectFamily("x", "help", Type::Counter, [] { return QList<Sample>(); }); }));
    QVERIFY(refused([&] { return registry.add("y", "", counter); }));
    QVERIFY(refused([&] { return registry.add("y", "help", counter, {{"a", "1"}, {"a", "2"}}); }));
    QVERIFY(refused([&] { return registry.add("y", "help", histogram, {{"le", "1"}}); }));
    QCOMPARE(registry.names(), QList<QByteArray>({"x"}));
}

void TestMetrics::costsNextToNothing() {
    constexpr int each = 2'000'000;
    const auto measure = [](int threads, const std::function<void()>& one) {
        QElapsedTimer timer;
        timer.start();
        {
            std::vector<std::jthread> running;
            for (int i = 0; i < threads; ++i) {
                running.emplace_back([&one] {
                    for (int n = 0; n < each; ++n)
                        one();
                });
            }
        }
        return double(timer.nsecsElapsed()) / each;
    };
    Counter counter;
    Histogram histogram(Histogram::latencyBounds());
    const std::function<void()> add = [&counter] { counter.add(); };
    const std::function<void()> observe = [&histogram] { histogram.observe(0.003); };
    const double oneThread = measure(1, add);
    qInfo("ns per Counter::add: %.1f on one thread, %.1f on each of two", oneThread, measure(2, add));
    qInfo("ns per Histogram::observe: %.1f on one thread, %.1f on each of two", measure(1, observe),
          measure(2, observe));
    // Generous, for a debug build on a loaded machine: a lock or an allocation would be above it with ease
    // under contention.
    QVERIFY2(oneThread < 500, qPrintable(QString::number(oneThread)));
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
