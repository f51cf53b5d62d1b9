// SPDX-License-Identifier: GPL-3.0-or-later
// `parlord doctor` with a real PostgreSQL and a real Kafka: healthy, and broken in every way that it knows;
// and what the roles of a cluster tell on /metrics.
#include "tests/server/metrics/exposition_parser.h"
#include "tests/support/cluster_process.h"
#include "tests/support/http_test_client.h"
#include "tests/support/services.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

using namespace parlor::test;

class TestDoctorCluster : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }

    void rolesTellOfThemselves();
    void healthy();
    void broken_data();
    void broken();
    void oneBrokerOfTwo();
    void schemaOfAnotherVersion();
    void userWithoutRights();

private:
    using Environment = QMap<QString, QString>;
    /// The settings of the cluster's gateway, but for what `environment` says.
    int doctor(const Environment& environment, QByteArray& output) {
        ParlordProcess process;
        const Environment base{
            {QStringLiteral("PARLOR_ROLE"), QStringLiteral("gateway")},
            {QStringLiteral("PARLOR_DATABASE_URL"), m_cluster->database().url()},
            {QStringLiteral("PARLOR_KAFKA_BROKERS"), kafkaAddress()},
            {QStringLiteral("PARLOR_KAFKA_TOPICS"), m_cluster->topicPrefix()},
            {QStringLiteral("PARLOR_KAFKA_PARTITIONS"), QStringLiteral("4")},
            {QStringLiteral("PARLOR_KAFKA_REPLICATION"), QStringLiteral("1")},
            {QStringLiteral("PARLOR_KAFKA_MIN_INSYNC"), QStringLiteral("1")},
            {QStringLiteral("PARLOR_JWT_SECRET"), QStringLiteral("q9wF0-zLxT2kV_8uYb3nRj5mHc7dSg1a")}};
        for (auto it = base.cbegin(); it != base.cend(); ++it)
            process.set(it.key(), environment.value(it.key(), it.value()));
        for (auto it = environment.cbegin(); it != environment.cend(); ++it)
            process.set(it.key(), it.value());
        return process.runCommand({QStringLiteral("doctor")}, {}, &output);
    }
    /// Runs `statement` in the cluster's database.
    void administer(const QString& statement) {
        const QString name = QStringLiteral("administer");
        {
            QSqlDatabase database = openDatabase(m_cluster->database().url(), name);
            QSqlQuery query(database);
            QVERIFY(query.exec(statement));
        }
        QSqlDatabase::removeDatabase(name);
    }
    QString with(const QString& user, const QString& password, const QString& databaseName = {}) const {
        QUrl url(m_cluster->database().url());
        url.setUserName(user);
        url.setPassword(password);
        if (!databaseName.isEmpty())
            url.setPath(QLatin1Char('/') + databaseName);
        return url.toString();
    }

    std::unique_ptr<ClusterProcess> m_cluster;
};

void TestDoctorCluster::initTestCase() {
    ClusterPlan plan;
    plan.gateways = 1;
    m_cluster = std::make_unique<ClusterProcess>(plan);
    QVERIFY2(m_cluster->start(), m_cluster->errorOutput().constData());
}

void TestDoctorCluster::rolesTellOfThemselves() {
    const auto scrape = [](const auto& processes) {
        const auto answer = HttpTestClient(processes.front()->url()).get("/metrics");
        return ExpositionParser(answer.body);
    };
    const auto gateway = scrape(m_cluster->gateways());
    const auto worker = scrape(m_cluster->workers());
    QVERIFY(gateway.valid && worker.valid);
    QVERIFY(gateway.types.contains("parlor_tail_records_total"));
    QVERIFY(!gateway.types.contains("parlor_projector_records_total"));
    QVERIFY(worker.types.contains("parlor_projector_records_total"));
    QVERIFY(worker.types.contains("parlor_parked_records"));
    QVERIFY(!worker.types.contains("parlor_tail_records_total"));
    for (const auto* one : {&gateway, &worker}) {
        QVERIFY(one->types.contains("parlor_log_appends_total"));
        QVERIFY(one->types.contains("parlor_http_requests_total"));
        QVERIFY(*one->value("parlor_store_connections") >= 1);
    }
    // Through nginx it is not to be had.
    QCOMPARE(HttpTestClient(m_cluster->url()).get("/metrics").status, 404);
}

void TestDoctorCluster::healthy() {
    QByteArray output;
    const int status = doctor({}, output);
    QVERIFY2(status == 0, output.constData());
    QVERIFY2(!output.contains("failed "), output.constData());
    const QByteArray prefix = m_cluster->topicPrefix().toUtf8();
    for (const QByteArray& line :
         {QByteArray("ok      database: PostgreSQL 1"), QByteArray("ok      database schema: up to date"),
          QByteArray("ok      database rights: "), QByteArray("ok      clock: 0."),
          QByteArray("ok      brokers: 1 of 1 answer"),
          "ok      topics: " + prefix + ".messages: 4 partitions, all copies in step",
          QByteArray("ok      topics: configured as they must be"),
          QByteArray("ok      epoch: 1, of this log")})
        QVERIFY2(output.contains(line), (line + " is not in\n" + output).constData());
    QVERIFY(!output.contains(QUrl(m_cluster->database().url()).password().toUtf8() + '@'));
}

void TestDoctorCluster::broken_data() {
    QTest::addColumn<Environment>("environment");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("wrong password") << Environment{{QStringLiteral("PARLOR_DATABASE_URL"),
                                                    with(QUrl(m_cluster->database().url()).userName(),
                                                         QStringLiteral("hunter2"))}}
                                    << QByteArray("failed  database: ");
    QTest::newRow("no such database")
        << Environment{{QStringLiteral("PARLOR_DATABASE_URL"),
                        with(QUrl(m_cluster->database().url()).userName(),
                             QUrl(m_cluster->database().url()).password(), QStringLiteral("nowhere"))}}
        << QByteArray("failed  database: ");
    QTest::newRow("nobody listens") << Environment{{QStringLiteral("PARLOR_DATABASE_URL"),
                                                    QStringLiteral("postgresql://a:hunter2@127.0.0.1:1/x")}}
                                    << QByteArray("failed  database: ");
    QTest::newRow("too many connections")
        << Environment{{QStringLiteral("PARLOR_DATABASE_CONNECTIONS"), QStringLiteral("500")}}
        << QByteArray("failed  database connections: ");
    QTest::newRow("no broker") << Environment{{QStringLiteral("PARLOR_KAFKA_BROKERS"),
                                               QStringLiteral("127.0.0.1:1")}}
                               << QByteArray("failed  brokers: 127.0.0.1:1 does not answer");
    QTest::newRow("too few partitions")
        << Environment{{QStringLiteral("PARLOR_KAFKA_PARTITIONS"), QStringLiteral("5")}}
        << QByteArray("has 4 partitions, and kafka_partitions is 5");
    QTest::newRow("too few copies") << Environment{{QStringLiteral("PARLOR_KAFKA_REPLICATION"),
                                                    QStringLiteral("2")}}
                                    << QByteArray("kafka_replication is 2");
}

void TestDoctorCluster::broken() {
    QFETCH(Environment, environment);
    QFETCH(QByteArray, says);
    QByteArray output;
    const int status = doctor(environment, output);
    QVERIFY2(status == 1, output.constData());
    QVERIFY2(output.contains(says), output.constData());
    QVERIFY(!output.contains("hunter2"));
}

void TestDoctorCluster::oneBrokerOfTwo() {
    QByteArray output;
    const int status = doctor(
        {{QStringLiteral("PARLOR_KAFKA_BROKERS"), QStringLiteral("127.0.0.1:1,") + kafkaAddress()}}, output);
    QVERIFY2(status == 0, output.constData());
    QVERIFY2(output.contains("warning brokers: 127.0.0.1:1 does not answer"), output.constData());
    QVERIFY2(output.contains("brokers: 1 of 2 answer"), output.constData());
}

void TestDoctorCluster::schemaOfAnotherVersion() {
    TestDatabase other;
    const QString name = QStringLiteral("other");
    const Environment environment{{QStringLiteral("PARLOR_DATABASE_URL"), other.url()}};
    QByteArray output;
    QCOMPARE(doctor(environment, output), 0);
    QVERIFY2(output.contains("database schema: empty"), output.constData());
    {
        ParlordProcess process;
        process.set(QStringLiteral("PARLOR_DATABASE_URL"), other.url());
        QCOMPARE(process.runCommand({QStringLiteral("migrate")}), 0);
        QSqlDatabase database = openDatabase(other.url(), name);
        QSqlQuery query(database);
        QVERIFY(query.exec(QStringLiteral("UPDATE schema_migrations SET number = 1000 WHERE number = "
                                          "(SELECT MAX(number) FROM schema_migrations)")));
        QVERIFY(query.exec(QStringLiteral("DELETE FROM schema_migrations WHERE number = 1000")));
        output.clear();
        QCOMPARE(doctor(environment, output), 0);
        QVERIFY2(output.contains("warning database schema: "), output.constData());
        QVERIFY2(output.contains("parlord migrate"), output.constData());
        QVERIFY(query.exec(QStringLiteral("INSERT INTO schema_migrations(number, name, checksum, applied_at) "
                                          "VALUES(1000, 'x', 'x', 0), (1001, 'y', 'y', 0)")));
        output.clear();
        QCOMPARE(doctor(environment, output), 1);
        QVERIFY2(output.contains("failed  database schema: made by a newer version"), output.constData());
    }
    QSqlDatabase::removeDatabase(name);
}

void TestDoctorCluster::userWithoutRights() {
    const QString role = QStringLiteral("guest_") + m_cluster->database().name();
    administer(QStringLiteral("CREATE ROLE %1 LOGIN PASSWORD 'pw'").arg(role));
    QByteArray output;
    const int status =
        doctor({{QStringLiteral("PARLOR_DATABASE_URL"), with(role, QStringLiteral("pw"))}}, output);
    administer(QStringLiteral("DROP ROLE %1").arg(role));
    QCOMPARE(status, 1);
    QVERIFY2(output.contains("failed  database"), output.constData());
}

QTEST_GUILESS_MAIN(TestDoctorCluster)
#include "tst_doctor_cluster.moc"
