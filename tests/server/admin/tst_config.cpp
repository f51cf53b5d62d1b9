// SPDX-License-Identifier: GPL-3.0-or-later
#include "config_fixture.h"

#include <QTest>

using namespace parlor;
using namespace parlor::admin;
using namespace parlor::admin::test;

/// The values of settings.
class TestConfig : public QObject, private ConfigFile {
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void everySettingHasAUniqueNameAndWords();
    void valuesAreRead();
    void clusterSettingsGoTogether_data();
    void clusterSettingsGoTogether();
    void wrongValues_data();
    void wrongValues();
    void tlsNeedsBoth();
    void secretsAreNeverShown();
    void listenForms_data();
    void listenForms();
};

void TestConfig::defaults() {
    const auto loaded = load(path(), {});
    QVERIFY(loaded);
    const Settings& settings = loaded->settings;
    QCOMPARE(settings.listenAddress, QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(settings.listenPort, quint16(8090));
    QVERIFY(settings.dataDir.startsWith(QLatin1Char('/')));
    QVERIFY(settings.dataDir.endsWith(QLatin1String("/parlord")));
    QVERIFY(settings.jwtSecret.isEmpty());
    QCOMPARE(settings.registration, Registration::Open);
    // The words of the table and the values of the code are one.
    QVERIFY(settings.rates == RateBudgets());
    QVERIFY(settings.rates.on);
    QVERIFY(!settings.minimumPasswordCost);
    QVERIFY(settings.search);
    QVERIFY(settings.allowedOrigins.isEmpty());
    QVERIFY(settings.trustedProxies.isEmpty());
    QCOMPARE(settings.logRetentionDays, 7);
    for (const SettingValue& value : loaded->values)
        QCOMPARE(value.origin, QStringLiteral("the default"));
}

void TestConfig::everySettingHasAUniqueNameAndWords() {
    QSet<QString> names;
    for (const SettingRow& row : settingRows()) {
        names.insert(row.key());
        QVERIFY(*row.allowed);
        QVERIFY(*row.meaning);
        QVERIFY(findSetting(row.key()) == &row);
    }
    QCOMPARE(names.size(), int(settingRows().size()));
    QCOMPARE(findSetting(QStringLiteral("data_dir"))->flag(), QStringLiteral("--data-dir"));
    QCOMPARE(findSetting(QStringLiteral("data_dir"))->environmentName(), QStringLiteral("PARLOR_DATA_DIR"));
    QVERIFY(!findSetting(QStringLiteral("nothing")));
}

void TestConfig::valuesAreRead() {
    const auto loaded = load(path(), "listen = [::1]:0\n"
                                     "data_dir = /srv/parlor/../chat\n"
                                     "server_name = Büro = Nord # 1\n"
                                     "registration = invite\n"
                                     "jwt_secret = 0123456789abcdef0123456789abcdef\n"
                                     "allowed_origins = https://a.example, http://b.example:8080 ,\n"
                                     "trusted_proxies = 10.0.0.0/8, ::1\n"
                                     "tls_certificate = /etc/c.pem\n"
                                     "tls_key = /etc/k.pem\n"
                                     "rate_limits = off\n"
                                     "rate_requests = 20/s burst 300\n"
                                     "rate_messages = 30/min burst 5\n"
                                     "rate_logins = 18/h burst 1\n"
                                     "rate_addresses = 100000/s burst 1000000\n"
                                     "password_cost = minimum\n"
                                     "search = off\n"
                                     "threads = 4\n"
                                     "max_connections = 20000\n"
                                     "log_retention_days = 0\n"
                                     "log_level = error\n"
                                     "log_format = json\n"
                                     "metrics_allow = 10.0.0.0/8\n"
                                     "startup_timeout = 0\n"
                                     "drain_seconds = 6\n"
                                     "role = gateway\n"
                                     "database_url = postgresql://chat:a%2Fb@db:5433/parlor?sslmode=require\n"
                                     "database_connections = 40\n"
                                     "kafka_brokers = k1:9092, [::1]:9093\n"
                                     "kafka_topics = team_1\n"
                                     "kafka_partitions = 24\n"
                                     "kafka_replication = 5\n"
                                     "kafka_min_insync = 3\n"
                                     "kafka_security = sasl_ssl\n"
                                     "kafka_sasl_mechanism = PLAIN\n"
                                     "kafka_username = chat\n"
                                     "kafka_password = p=w,d\n"
                                     "kafka_ca = /etc/ca.pem\n"
                                     "kafka_certificate = /etc/kc.pem\n"
                                     "kafka_key = /etc/kk.pem\n"
                                     "kafka_options = socket.timeout.ms=9000, client.rack = a\n");
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message()));
    const Settings& settings = loaded->settings;
    QCOMPARE(settings.listenAddress, QHostAddress(QHostAddress::LocalHostIPv6));
    QCOMPARE(settings.listenPort, quint16(0));
    QCOMPARE(settings.dataDir, QStringLiteral("/srv/chat"));
    QCOMPARE(settings.serverName, QStringLiteral("Büro = Nord # 1"));
    QCOMPARE(settings.registration, Registration::Invite);
    QCOMPARE(settings.jwtSecret, QByteArray("0123456789abcdef0123456789abcdef"));
    QCOMPARE(settings.allowedOrigins, QList<QByteArray>({"https://a.example", "http://b.example:8080"}));
    QCOMPARE(settings.trustedProxies.size(), 2);
    QCOMPARE(settings.trustedProxies.at(0), qMakePair(QHostAddress(QStringLiteral("10.0.0.0")), 8));
    QCOMPARE(settings.trustedProxies.at(1), qMakePair(QHostAddress(QStringLiteral("::1")), 128));
    QCOMPARE(settings.tlsCertificate, QStringLiteral("/etc/c.pem"));
    QCOMPARE(settings.tlsKey, QStringLiteral("/etc/k.pem"));
    QVERIFY(!settings.rates.on);
    QVERIFY(settings.rates.requests == (RateBudget{20, 300}));
    QVERIFY(settings.rates.messages == (RateBudget{0.5, 5}));
    QVERIFY(settings.rates.logins == (RateBudget{0.005, 1}));
    QVERIFY(settings.rates.addresses == (RateBudget{100'000, 1'000'000}));
    QVERIFY(settings.minimumPasswordCost);
    QVERIFY(!settings.search);
    QCOMPARE(settings.threads, 4);
    QCOMPARE(settings.maxConnections, 20000);
    QCOMPARE(settings.logRetentionDays, 0);
    QCOMPARE(settings.logLevel, LogLevel::Error);
    QVERIFY(settings.jsonLog);
    QCOMPARE(settings.metricsAllow.size(), 1);
    QCOMPARE(settings.startupTimeout, 0);
    QCOMPARE(settings.drainSeconds, 6);
    QVERIFY(settings.role == Role::Gateway);
    QCOMPARE(settings.databaseUrl.password(), QStringLiteral("a/b"));
    QCOMPARE(settings.databaseUrl.port(), 5433);
    QCOMPARE(settings.databaseConnections, 40);
    const KafkaSettings& kafka = settings.kafka;
    QCOMPARE(kafka.brokers, QStringLiteral("k1:9092,[::1]:9093"));
    QCOMPARE(kafka.topicPrefix, QStringLiteral("team_1"));
    QCOMPARE(kafka.partitions, 24);
    QCOMPARE(kafka.replication, 5);
    QCOMPARE(kafka.minInsync, 3);
    QCOMPARE(kafka.security, QStringLiteral("sasl_ssl"));
    QCOMPARE(kafka.saslMechanism, QStringLiteral("PLAIN"));
    QCOMPARE(kafka.username, QStringLiteral("chat"));
    QCOMPARE(kafka.password, QByteArray("p=w,d"));
    QCOMPARE(kafka.caFile, QStringLiteral("/etc/ca.pem"));
    QCOMPARE(kafka.certificateFile, QStringLiteral("/etc/kc.pem"));
    QCOMPARE(kafka.keyFile, QStringLiteral("/etc/kk.pem"));
    QCOMPARE(kafka.extra.value("socket.timeout.ms"), QByteArray("9000"));
    QCOMPARE(kafka.extra.value("client.rack"), QByteArray("a"));
}

void TestConfig::clusterSettingsGoTogether_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("field");
    const QByteArray database = "database_url = postgresql://chat@db/parlor\n";
    const QByteArray kafka = "kafka_brokers = k:9092\n";
    QTest::newRow("no database") << "role = worker\n" + kafka << QStringLiteral("database_url");
    QTest::newRow("no brokers") << "role = worker\n" + database << QStringLiteral("kafka_brokers");
    QTest::newRow("no secret") << "role = gateway\n" + database + kafka << QStringLiteral("jwt_secret");
    QTest::newRow("more in sync than there are")
        << QByteArray("kafka_replication = 1\n") << QStringLiteral("kafka_min_insync");
    QTest::newRow("sasl without a user")
        << QByteArray("kafka_security = sasl_ssl\n") << QStringLiteral("kafka_username");
    QTest::newRow("half a certificate")
        << QByteArray("kafka_certificate = /etc/k.pem\n") << QStringLiteral("kafka_key");
}

void TestConfig::clusterSettingsGoTogether() {
    QFETCH(QByteArray, text);
    QFETCH(QString, field);
    const auto loaded = load(path(), text);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code(), ErrorCode::Invalid);
    QCOMPARE(loaded.error().field(), field);
    QVERIFY(loaded.error().message().contains(field));
}

void TestConfig::wrongValues_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* value, const char* says = "must be") {
        QTest::addRow("%s=%.40s", name, value)
            << QString::fromUtf8(name) << QString::fromUtf8(value) << QString::fromUtf8(says);
    };
    row("listen", "nowhere");
    row("listen", "8090");
    row("listen", ":8090", "address of this machine");
    row("listen", "chat.example.org:8090", "address of this machine");
    row("listen", "127.0.0.1:");
    row("listen", "127.0.0.1:65536");
    row("listen", "127.0.0.1:-1");
    row("listen", "127.0.0.1:+80");
    row("listen", "127.0.0.1:80x");
    row("listen", "::1:8090", "brackets");
    row("listen", "[127.0.0.1]:8090", "brackets");
    row("listen", "300.0.0.1:80");
    row("listen", "10:80", "address of this machine");
    row("server_name", "two\x01lines", "control character");
    row("server_name", "\xe2\x80\xae"
                       "evil");
    row("server_name", QByteArray(81, 'x').constData());
    row("registration", "Open");
    row("registration", "yes", "open, invite or closed");
    row("jwt_secret", "0123456789abcdef0123456789abcde", "31 characters");
    row("allowed_origins", "chat.example.org", "not an origin");
    row("allowed_origins", "https://a.example/path", "not an origin");
    row("allowed_origins", "https://a.example, nonsense", "\"nonsense\"");
    row("allowed_origins", "https://user@a.example", "not an origin");
    row("trusted_proxies", "proxy.example.org", "not an address");
    row("trusted_proxies", "10.0.0.0/33", "not an address");
    row("trusted_proxies", "10.0.0.0/8;10.1.0.0/16", "not an address");
    row("trusted_proxies", "10", "not an address");
    row("rate_limits", "false");
    row("rate_limits", "On");
    for (const char* name : {"rate_requests", "rate_messages", "rate_logins", "rate_addresses"}) {
        row(name, "20");
        row(name, "20/s");
        row(name, "20/s, burst 300");
        row(name, "20/sec burst 300");
        row(name, "-1/s burst 300");
        row(name, "1.5/s burst 300");
        row(name, "0/s burst 300", "20/s burst 300");
        row(name, "100001/s burst 300");
        row(name, "20/s burst 0", "burst must be");
        row(name, "20/s burst 1000001", "burst must be");
        row(name, "unlimited");
    }
    row("password_cost", "maximum");
    row("search", "1");
    row("threads", "-1");
    row("threads", "257");
    row("threads", "two");
    row("threads", "2.5");
    row("threads", "+2");
    row("max_connections", "1000001");
    row("log_retention_days", "forever");
    row("log_retention_days", "99999999999999999999");
    row("log_level", "verbose", "debug, info, warning or error");
    row("database_url", "mysql://localhost/parlor");
    row("database_url", "sqlite:///tmp/x.db");
    row("database_url", "postgresql://localhost", "name of a database");
    row("database_url", "postgresql:///parlor", "host");
    row("database_connections", "1");
    row("kafka_brokers", "localhost", "not host:port");
    row("kafka_brokers", "a:9092,b:0", "\"b:0\"");
    row("kafka_brokers", "kafka://a:9092", "not host:port");
    row("kafka_topics", "chat.");
    row("kafka_partitions", "0");
    row("kafka_replication", "10");
    row("kafka_min_insync", "zero");
    row("kafka_security", "tls");
    row("kafka_sasl_mechanism", "GSSAPI");
    row("kafka_options", "acks", "not name=value");
    row("metrics_allow", "everybody", "not an address");
    row("startup_timeout", "-1");
    row("drain_seconds", "7");
    row("log_format", "xml");
    row("role", "king");
}

void TestConfig::wrongValues() {
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(QString, says);
    const QString variable = QStringLiteral("PARLOR_") + name.toUpper();
    struct Way {
        Result<Configuration> loaded;
        QString origin;
    };
    const Way ways[] = {
        {load(path(), {}, {}, {{name, value}}), findSetting(name)->flag()},
        {load(path(), {}, {{variable, value}}), variable},
        {load(path(), "\n" + name.toUtf8() + " = " + value.toUtf8() + '\n'),
         QStringLiteral("line 2 of ") + path()},
    };
    for (const Way& way : ways) {
        QVERIFY2(!way.loaded, qPrintable(way.origin));
        const Error& error = way.loaded.error();
        QCOMPARE(error.code(), ErrorCode::Invalid);
        QCOMPARE(error.field(), name);
        QVERIFY2(error.message().contains(name), qPrintable(error.message()));
        QVERIFY2(error.message().contains(way.origin), qPrintable(error.message()));
        QVERIFY2(error.message().contains(says), qPrintable(error.message()));
        QVERIFY2(error.message().contains(QString::fromUtf8(findSetting(name)->allowed)),
                 qPrintable(error.message()));
    }
}

void TestConfig::tlsNeedsBoth() {
    const auto loaded = load(path(), "tls_certificate = /etc/c.pem\n");
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().field(), QStringLiteral("tls_key"));
    const auto other = load(path(), "tls_key = /etc/k.pem\n");
    QVERIFY(!other);
    QCOMPARE(other.error().field(), QStringLiteral("tls_certificate"));
}

void TestConfig::secretsAreNeverShown() {
    const QString secret = QStringLiteral("hush-hush-hush-hush-hush-hush-hush");
    const auto loaded = load(path(), {}, {{QStringLiteral("PARLOR_JWT_SECRET"), secret}});
    QVERIFY(loaded);
    const QString described = describeConfiguration(*loaded);
    QVERIFY(!described.contains(secret));
    QVERIFY(described.contains(QStringLiteral("#jwt_secret = (set; not shown)")));
    const auto wrong = load(path(), {}, {{QStringLiteral("PARLOR_JWT_SECRET"), QStringLiteral("hush-hush")}});
    QVERIFY(!wrong);
    QVERIFY(!wrong.error().message().contains(QStringLiteral("hush-hush")));
    const auto database = load(path(), "database_url = postgresql://chat:hush-hush@db/parlor\n");
    QVERIFY(database);
    QVERIFY(!describeConfiguration(*database).contains(QStringLiteral("hush-hush")));
    const auto broken = load(path(), "database_url = postgresql://chat:hush-hush@db\n");
    QVERIFY(!broken);
    QVERIFY(!broken.error().message().contains(QStringLiteral("hush-hush")));
}

void TestConfig::listenForms_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("IPv4") << QStringLiteral("192.0.2.7:80") << QHostAddress(QStringLiteral("192.0.2.7"));
    QTest::newRow("all IPv4") << QStringLiteral("0.0.0.0:80") << QHostAddress(QHostAddress::AnyIPv4);
    QTest::newRow("IPv6") << QStringLiteral("[2001:db8::7]:80")
                          << QHostAddress(QStringLiteral("2001:db8::7"));
    QTest::newRow("localhost") << QStringLiteral("localhost:80") << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("all") << QStringLiteral("*:80") << QHostAddress(QHostAddress::Any);
}

void TestConfig::listenForms() {
    QFETCH(QString, text);
    QFETCH(QHostAddress, address);
    const auto loaded = load(path(), {}, {}, {{QStringLiteral("listen"), text}});
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message()));
    QCOMPARE(loaded->settings.listenAddress, address);
    QCOMPARE(loaded->settings.listenPort, quint16(80));
}

QTEST_GUILESS_MAIN(TestConfig)
#include "tst_config.moc"
