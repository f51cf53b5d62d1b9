// SPDX-License-Identifier: GPL-3.0-or-later
// What an administrator does with a server whose data is in PostgreSQL and Kafka: moving there, backups, and
// what a wrong configuration says.
#include "tests/support/chat_device.h"
#include "tests/support/http_test_client.h"
#include "tests/support/parlord_process.h"
#include "tests/support/services.h"
#include "tests/support/test_database.h"

#include <QJsonArray>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace parlor;
using namespace parlor::test;

namespace {

const QString secretWord = QStringLiteral("correct horse");

} // namespace

class TestClusterCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void importMovesEverything();
    void importIsRefusedWhereThereIsSomething();
    void importOfARunningServerIsRefused();
    void backupGoesIntoAnyKindOfStore();
    void usersAreManagedInTheDatabase();
    void migrateTwice();
    void verbsThatNeedADatabase_data();
    void verbsThatNeedADatabase();
    void aMoveToOtherTopicsIsMeantOrRefused();
    void wrongConfigurationStopsTheStart_data();
    void wrongConfigurationStopsTheStart();
    void aGatewayWaitsForAWorker();

private:
    /// Settings of a process on the test's database and topics.
    void useCluster(ParlordProcess& server, const QString& databaseUrl = {});
    bool talk(ParlordProcess& server, int messages);
    QStringList history(ParlordProcess& server);
    qsizetype storedMessages() const; ///< in the test's database
    int command(ParlordProcess& server, const QStringList& arguments) {
        m_output.clear();
        return server.runCommand(arguments, {}, &m_output);
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_topics;
    TestAccount m_alice;
    QByteArray m_room;
    QStringList m_sent;
    qint64 m_lastSeq = 0;
    QByteArray m_output;
};

void TestClusterCommands::init() {
    m_database = std::make_unique<TestDatabase>();
    m_dir = std::make_unique<QTemporaryDir>();
    m_topics = QStringLiteral("t") + QUuid::createUuid().toString(QUuid::Id128).left(12);
    m_alice = {QStringLiteral("alice"), secretWord, {}};
    m_room.clear();
    m_sent.clear();
    m_lastSeq = 0;
}

void TestClusterCommands::cleanup() {
    m_database.reset();
}

void TestClusterCommands::useCluster(ParlordProcess& server, const QString& databaseUrl) {
    server.set(QStringLiteral("PARLOR_DATABASE_URL"),
               databaseUrl.isEmpty() ? m_database->url() : databaseUrl);
    server.set(QStringLiteral("PARLOR_KAFKA_BROKERS"), kafkaAddress());
    server.set(QStringLiteral("PARLOR_KAFKA_TOPICS"), m_topics);
    server.set(QStringLiteral("PARLOR_KAFKA_PARTITIONS"), QStringLiteral("3"));
    server.set(QStringLiteral("PARLOR_KAFKA_REPLICATION"), QStringLiteral("1"));
    server.set(QStringLiteral("PARLOR_KAFKA_MIN_INSYNC"), QStringLiteral("1"));
    server.set(QStringLiteral("PARLOR_DATABASE_CONNECTIONS"), QStringLiteral("4"));
    server.set(QStringLiteral("PARLOR_JWT_SECRET"), QStringLiteral("0123456789abcdef0123456789abcdef"));
}

bool TestClusterCommands::talk(ParlordProcess& server, int messages) {
    HttpTestClient http(server.url());
    if (m_room.isEmpty())
        registerAccount(http, m_alice);
    else
        logIn(http, m_alice);
    http.setToken(m_alice.tokens.accessToken);
    if (m_room.isEmpty()) {
        const auto made = http.post("/api/v1/rooms", {{QStringLiteral("name"), QStringLiteral("Garden")},
                                                      {QStringLiteral("kind"), QStringLiteral("public")}});
        m_room = made.json().value(QStringLiteral("id")).toString().toUtf8();
    }
    for (int i = 0; i < messages; ++i) {
        const QString content = QStringLiteral("message %1").arg(m_sent.size());
        const auto sent = http.post(
            "/api/v1/rooms/" + m_room + "/messages",
            {{QStringLiteral("content"), content}, {QStringLiteral("tempId"), TempId::create().toString()}});
        const auto seq = qint64(sent.json().value(QStringLiteral("seq")).toDouble());
        if (sent.status != 201 || seq <= m_lastSeq) {
            qWarning("%s", qPrintable(sent.describe()));
            return false;
        }
        m_lastSeq = seq;
        m_sent.append(content);
    }
    return true;
}

QStringList TestClusterCommands::history(ParlordProcess& server) {
    HttpTestClient http(server.url());
    logIn(http, m_alice);
    http.setToken(m_alice.tokens.accessToken);
    QStringList contents;
    const auto page = http.get("/api/v1/rooms/" + m_room + "/messages?limit=100").json();
    const QJsonArray items = page.value(QStringLiteral("items")).toArray();
    for (const auto& item : items) {
        if (item.toObject().value(QStringLiteral("type")) == QStringLiteral("text"))
            contents.append(item.toObject().value(QStringLiteral("content")).toString());
    }
    return contents;
}

qsizetype TestClusterCommands::storedMessages() const {
    const QString name = QStringLiteral("stored messages");
    qsizetype count = -1;
    {
        const QSqlDatabase database = openDatabase(m_database->url(), name);
        QSqlQuery query(QStringLiteral("SELECT COUNT(*) FROM messages WHERE type = 0"), database);
        if (query.next())
            count = query.value(0).toLongLong();
    }
    QSqlDatabase::removeDatabase(name);
    return count;
}

void TestClusterCommands::importMovesEverything() {
    ParlordProcess alone;
    QVERIFY2(alone.start(), alone.errorOutput().constData());
    QVERIFY(talk(alone, 40));
    alone.kill9(); // what was acknowledged last is in its log alone

    ParlordProcess cluster;
    useCluster(cluster);
    QVERIFY2(command(cluster, {QStringLiteral("import"), alone.dataDir()}) == 0, m_output.constData());
    QVERIFY2(cluster.start(), cluster.errorOutput().constData());
    QCOMPARE(history(cluster), m_sent);
    QVERIFY(talk(cluster, 5)); // with seqs above all that there were
    QCOMPARE(history(cluster), m_sent);
    QCOMPARE(cluster.terminate(), 0);
    // The source is as it was.
    QVERIFY2(alone.start(), alone.errorOutput().constData());
    QCOMPARE(history(alone), m_sent.mid(0, 40));
}

void TestClusterCommands::importIsRefusedWhereThereIsSomething() {
    ParlordProcess alone;
    QVERIFY2(alone.start(), alone.errorOutput().constData());
    QVERIFY(talk(alone, 3));
    QCOMPARE(alone.terminate(), 0);
    ParlordProcess cluster;
    useCluster(cluster);
    QVERIFY2(cluster.start(), cluster.errorOutput().constData());
    HttpTestClient http(cluster.url());
    TestAccount bob{QStringLiteral("bob"), secretWord, {}};
    registerAccount(http, bob);
    QCOMPARE(cluster.terminate(), 0);
    QCOMPARE(command(cluster, {QStringLiteral("import"), alone.dataDir()}), 1);
    QVERIFY2(cluster.errorOutput().contains("kafka_topics") || m_output.contains("kafka_topics"),
             m_output.constData());
    // The same with topics that are empty and a database that is not.
    m_topics += QStringLiteral("x");
    useCluster(cluster);
    QCOMPARE(command(cluster, {QStringLiteral("import"), alone.dataDir()}), 1);
    // Nothing of it is there, and everything else still is.
    m_topics.chop(1);
    useCluster(cluster);
    QVERIFY2(cluster.start(), cluster.errorOutput().constData());
    logIn(http, bob);
    QVERIFY(!bob.tokens.accessToken.isEmpty());
}

void TestClusterCommands::importOfARunningServerIsRefused() {
    ParlordProcess alone;
    QVERIFY2(alone.start(), alone.errorOutput().constData());
    ParlordProcess cluster;
    useCluster(cluster);
    QCOMPARE(command(cluster, {QStringLiteral("import"), alone.dataDir()}), 1);
}

void TestClusterCommands::backupGoesIntoAnyKindOfStore() {
    ParlordProcess cluster;
    useCluster(cluster);
    QVERIFY2(cluster.start(), cluster.errorOutput().constData());
    QVERIFY(talk(cluster, 25));
    QCOMPARE(cluster.terminate(), 0);
    QVERIFY2(cluster.start(), cluster.errorOutput().constData()); // projects what it had not
    QCOMPARE(history(cluster), m_sent);
    const QString backup = m_dir->filePath(QStringLiteral("backup"));
    QTRY_COMPARE_WITH_TIMEOUT(storedMessages(), m_sent.size(), 10'000);
    QVERIFY2(command(cluster, {QStringLiteral("backup"), backup}) == 0, m_output.constData());
    QVERIFY(talk(cluster, 5)); // not in the backup
    QCOMPARE(cluster.terminate(), 0);

    // Into another database; what the log has since comes back from there.
    TestDatabase second;
    useCluster(cluster, second.url());
    QVERIFY2(command(cluster, {QStringLiteral("restore"), backup}) == 0, m_output.constData());
    QVERIFY2(cluster.start(), cluster.errorOutput().constData());
    QTRY_COMPARE_WITH_TIMEOUT(history(cluster), m_sent, 20'000);
    QCOMPARE(cluster.terminate(), 0);
    QCOMPARE(command(cluster, {QStringLiteral("restore"), backup}), 1); // there is something now

    // And into the data directory of a single server.
    ParlordProcess alone;
    QVERIFY2(command(alone, {QStringLiteral("restore"), backup}) == 0, m_output.constData());
    QVERIFY2(alone.start(), alone.errorOutput().constData());
    QCOMPARE(history(alone), m_sent.mid(0, 25));
}

void TestClusterCommands::usersAreManagedInTheDatabase() {
    ParlordProcess cluster;
    useCluster(cluster);
    QByteArray output;
    QVERIFY(cluster.runCommand({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("alice"),
                                QStringLiteral("--email"), QStringLiteral("a@example.org"),
                                QStringLiteral("--password-stdin")},
                               secretWord.toUtf8() + '\n', &output) == 0);
    QVERIFY2(command(cluster, {QStringLiteral("user"), QStringLiteral("list")}) == 0, m_output.constData());
    QVERIFY2(m_output.contains("alice"), m_output.constData());
    QVERIFY2(cluster.start(), cluster.errorOutput().constData());
    HttpTestClient http(cluster.url());
    logIn(http, m_alice);
    QVERIFY(!m_alice.tokens.accessToken.isEmpty());
}

void TestClusterCommands::migrateTwice() {
    ParlordProcess cluster;
    useCluster(cluster);
    for (int i = 0; i < 2; ++i) {
        QVERIFY2(command(cluster, {QStringLiteral("migrate")}) == 0, m_output.constData());
        QVERIFY2(m_output.contains("up to date"), m_output.constData());
        QVERIFY(!m_output.contains("parlor:parlor")); // no password
    }
}

void TestClusterCommands::verbsThatNeedADatabase_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("migrate") << QStringList{QStringLiteral("migrate")};
    QTest::newRow("epoch begin") << QStringList{QStringLiteral("epoch"), QStringLiteral("begin")};
}

void TestClusterCommands::verbsThatNeedADatabase() {
    QFETCH(QStringList, arguments);
    ParlordProcess alone;
    QCOMPARE(command(alone, arguments), 2);
}

void TestClusterCommands::aMoveToOtherTopicsIsMeantOrRefused() {
    ParlordProcess cluster;
    useCluster(cluster);
    QVERIFY2(cluster.start(), cluster.errorOutput().constData());
    QVERIFY(talk(cluster, 5));
    QCOMPARE(history(cluster), m_sent);
    QTRY_COMPARE_WITH_TIMEOUT(storedMessages(), m_sent.size(), 10'000);
    QCOMPARE(cluster.terminate(), 0);

    m_topics += QStringLiteral("other");
    useCluster(cluster);
    QVERIFY(!cluster.start());
    QVERIFY2(cluster.errorOutput().contains("PARLOR_KAFKA_TOPICS"), cluster.errorOutput().constData());
    QVERIFY2(cluster.errorOutput().contains("epoch begin"), cluster.errorOutput().constData());
    QVERIFY2(command(cluster, {QStringLiteral("epoch"), QStringLiteral("begin")}) == 0, m_output.constData());
    QVERIFY2(cluster.start(), cluster.errorOutput().constData());
    QCOMPARE(history(cluster), m_sent);
    QVERIFY(talk(cluster, 2));
}

void TestClusterCommands::wrongConfigurationStopsTheStart_data() {
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("says");
    // {…} stands for a form of the test's own database, which is made later.
    QTest::newRow("password") << QStringLiteral("PARLOR_DATABASE_URL") << QStringLiteral("{wrong password}")
                              << QByteArray("database_url");
    QTest::newRow("no such database") << QStringLiteral("PARLOR_DATABASE_URL")
                                      << QStringLiteral("{other name}") << QByteArray("database_url");
    QTest::newRow("too few copies") << QStringLiteral("PARLOR_KAFKA_REPLICATION") << QStringLiteral("2")
                                    << QByteArray("kafka_replication");
    QTest::newRow("a broker that is not there") << QStringLiteral("PARLOR_KAFKA_BROKERS")
                                                << QStringLiteral("127.0.0.1:1") << QByteArray("127.0.0.1:1");
    QTest::newRow("a broker that has no address")
        << QStringLiteral("PARLOR_KAFKA_BROKERS") << QStringLiteral("nowhere.invalid:9092")
        << QByteArray("nowhere.invalid");
}

void TestClusterCommands::wrongConfigurationStopsTheStart() {
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(QByteArray, says);
    if (value == QLatin1StringView("{wrong password}"))
        value = m_database->url().replace(QStringLiteral(":parlor@"), QStringLiteral(":wrong-word@"));
    else if (value == QLatin1StringView("{other name}"))
        value = m_database->url() + QStringLiteral("-nowhere");
    ParlordProcess cluster;
    useCluster(cluster);
    cluster.set(QStringLiteral("PARLOR_STARTUP_TIMEOUT"), QStringLiteral("6"));
    cluster.set(variable, value);
    QVERIFY(!cluster.start());
    QVERIFY2(cluster.errorOutput().contains(says), cluster.errorOutput().constData());
    QVERIFY2(!cluster.errorOutput().contains("wrong-word"), "the password was shown");
}

void TestClusterCommands::aGatewayWaitsForAWorker() {
    ParlordProcess gateway;
    useCluster(gateway);
    gateway.set(QStringLiteral("PARLOR_ROLE"), QStringLiteral("gateway"));
    gateway.startLater();
    QTRY_VERIFY_WITH_TIMEOUT(gateway.errorOutput().contains("waiting for a worker"), 30'000);
    QVERIFY(!gateway.isReady());

    ParlordProcess worker;
    useCluster(worker);
    worker.set(QStringLiteral("PARLOR_ROLE"), QStringLiteral("worker"));
    QVERIFY2(worker.start(), worker.errorOutput().constData());
    HttpTestClient status(worker.url());
    QTRY_COMPARE_WITH_TIMEOUT(status.get("/health/ready").status, 200, 10'000);
    QCOMPARE(status.get("/api/v1/server").status, 503); // it serves nobody
    QTRY_VERIFY_WITH_TIMEOUT(gateway.isReady(), 30'000);
    QVERIFY(talk(gateway, 3));
    QCOMPARE(gateway.terminate(), 0);
    QCOMPARE(worker.terminate(), 0);
}

QTEST_GUILESS_MAIN(TestClusterCommands)
#include "tst_cluster_commands.moc"
