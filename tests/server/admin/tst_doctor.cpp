// SPDX-License-Identifier: GPL-3.0-or-later
// What `parlord doctor` makes of one thing at a time, and of a server in one piece.
#include "server/admin/doctor.h"
#include "server/admin/local_checks.h"
#include "shared/utc.h"
#include "tests/server/admin/parlord_runner.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace parlor;
using namespace parlor::admin;
using namespace parlor::test;
using Verdict = Finding::Verdict;

namespace {

Verdict worst(const Findings& findings) {
    Verdict verdict = Verdict::Ok;
    for (const Finding& finding : findings)
        verdict = std::max(verdict, finding.verdict);
    return verdict;
}

QString textOf(const Findings& findings) {
    QString text;
    for (const Finding& finding : findings)
        text += lineOf(finding);
    return text;
}

bool writeFile(const QString& path, const QByteArray& text) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

store::StoreDiagnosis storeOf(qint64 epoch, const QString& identity, int partitions) {
    return {{}, store::Epoch{epoch, identity, partitions, 1}};
}

} // namespace

Q_DECLARE_METATYPE(parlor::Finding::Verdict)

class TestDoctor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void line();
    void epoch_data();
    void epoch();
    void epochThatCannotBeAsked();
    void topics_data();
    void topics();
    void clocks_data();
    void clocks();
    void dateBeforeThisProgram();
    void certificate_data();
    void certificate();
    void brokenCertificate();
    void secret_data();
    void secret();
    void secretOfTheDataDirectory();
    void descriptors_data();
    void descriptors();
    void exposure_data();
    void exposure();
    void dataDirectory();

    void healthyServer();
    void brokenServer();
    void changesNothing();

private:
    QString path(const QString& name) const { return m_dir->filePath(name); }
    ParlordOutcome doctor(QMap<QString, QString> environment = {}) const {
        environment.insert(QStringLiteral("PARLOR_DATA_DIR"), path(QStringLiteral("data")));
        return runParlord({{QStringLiteral("doctor")}, environment, {}, {}});
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestDoctor::line() {
    QCOMPARE(lineOf(fine("clock", QStringLiteral("is right"))), QStringLiteral("ok      clock: is right\n"));
    QCOMPARE(lineOf(warning("clock", QStringLiteral("x"))), QStringLiteral("warning clock: x\n"));
    QCOMPARE(lineOf(failed("clock", QStringLiteral("x"))), QStringLiteral("failed  clock: x\n"));
}

void TestDoctor::epoch_data() {
    QTest::addColumn<QString>("ofStore");
    QTest::addColumn<QString>("ofLog");
    QTest::addColumn<int>("partitions");
    QTest::addColumn<Finding::Verdict>("verdict");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* ofStore, const char* ofLog, int partitions,
                        Verdict verdict, const char* says) {
        QTest::newRow(name) << QString::fromLatin1(ofStore) << QString::fromLatin1(ofLog) << partitions
                            << verdict << QString::fromLatin1(says);
    };
    row("of one another", "kafka:C:chat:1", "kafka:C:chat:1", 12, Verdict::Ok, "7, of this log");
    row("embedded", "a-b-c", "a-b-c", 12, Verdict::Ok, "7, of this log");
    row("made anew", "kafka:C:chat:1", "kafka:C:chat:2", 12, Verdict::Warning, "made anew since epoch 7");
    row("another file", "a-b-c", "d-e-f", 12, Verdict::Warning, "made anew since epoch 7");
    row("more partitions", "kafka:C:chat:1", "kafka:C:chat:1", 24, Verdict::Warning,
        "24 partitions instead of 12");
    row("another cluster", "kafka:C:chat:1", "kafka:D:chat:1", 12, Verdict::Failed, "parlord epoch begin");
    row("other topics", "kafka:C:chat:1", "kafka:C:talk:1", 12, Verdict::Failed, "topics \"talk.");
    row("Kafka instead of a file", "a-b-c", "kafka:C:chat:1", 12, Verdict::Failed, "the embedded log a-b-c");
    row("gone", "kafka:C:chat:1", "", 0, Verdict::Warning, "not there yet");
}

void TestDoctor::epoch() {
    QFETCH(QString, ofStore);
    QFETCH(QString, ofLog);
    QFETCH(int, partitions);
    QFETCH(Finding::Verdict, verdict);
    QFETCH(QString, says);
    const Findings found = compareEpoch(storeOf(7, ofStore, 12), {{}, ofLog, partitions});
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().verdict == verdict, qPrintable(textOf(found)));
    QVERIFY2(found.first().text.contains(says), qPrintable(textOf(found)));
}

void TestDoctor::epochThatCannotBeAsked() {
    QVERIFY(compareEpoch({{}, std::nullopt}, {{}, QStringLiteral("a"), 1}).isEmpty());
    // A log that does not answer is no log that is gone.
    QVERIFY(compareEpoch(storeOf(7, QStringLiteral("a"), 1), {{failed("brokers", {})}, {}, 0}).isEmpty());
    QVERIFY(worst(compareEpoch(storeOf(0, {}, 0), {{}, QStringLiteral("a"), 1})) == Verdict::Ok);
}

void TestDoctor::topics_data() {
    QTest::addColumn<int>("leaderless");
    QTest::addColumn<int>("behind");
    QTest::addColumn<int>("belowMin");
    QTest::addColumn<Finding::Verdict>("verdict");
    QTest::addColumn<QString>("says");
    QTest::newRow("all well") << 0 << 0 << 0 << Verdict::Ok
                              << QStringLiteral("12 partitions, all copies in step");
    QTest::newRow("a broker away") << 0 << 5 << 0 << Verdict::Warning
                                   << QStringLiteral("5 of them with copies");
    QTest::newRow("two away") << 0 << 12 << 4 << Verdict::Failed
                              << QStringLiteral("4 of them with fewer copies");
    QTest::newRow("all away") << 3 << 12 << 12 << Verdict::Failed
                              << QStringLiteral("3 of them without a leader");
}

void TestDoctor::topics() {
    QFETCH(int, leaderless);
    QFETCH(int, behind);
    QFETCH(int, belowMin);
    QFETCH(Finding::Verdict, verdict);
    QFETCH(QString, says);
    const Finding found =
        log::topicFinding(QStringLiteral("chat.messages"), {12, leaderless, behind, belowMin});
    QVERIFY2(found.verdict == verdict, qPrintable(found.text));
    QVERIFY2(found.text.contains(says), qPrintable(found.text));
}

void TestDoctor::clocks_data() {
    QTest::addColumn<qint64>("theirs");
    QTest::addColumn<Finding::Verdict>("verdict");
    // We asked at 10,000 and had the answer at 10,400 ms.
    QTest::newRow("the same") << qint64(10'200) << Verdict::Ok;
    QTest::newRow("a second behind") << qint64(9'000) << Verdict::Ok;
    QTest::newRow("more than that") << qint64(8'999) << Verdict::Warning;
    QTest::newRow("a second ahead") << qint64(11'400) << Verdict::Ok;
    QTest::newRow("more ahead") << qint64(11'401) << Verdict::Warning;
}

void TestDoctor::clocks() {
    QFETCH(qint64, theirs);
    QFETCH(Finding::Verdict, verdict);
    const Finding found = store::compareClocks(10'000, theirs, 10'400);
    QVERIFY2(found.verdict == verdict, qPrintable(found.text));
}

void TestDoctor::dateBeforeThisProgram() {
    QVERIFY(checkClock(QDateTime::currentDateTimeUtc()).verdict == Verdict::Ok);
    const Finding found = checkClock(utcFromMsecs(0));
    QVERIFY(found.verdict == Verdict::Failed);
    QVERIFY(found.text.contains(QStringLiteral("1970")));
}

void TestDoctor::certificate_data() {
    QTest::addColumn<int>("daysFromNow");
    QTest::addColumn<Finding::Verdict>("verdict");
    QTest::addColumn<QString>("says");
    QTest::newRow("long to go") << 0 << Verdict::Ok << QStringLiteral("is valid until");
    QTest::newRow("15 days to go") << 75 << Verdict::Ok << QStringLiteral("is valid until");
    QTest::newRow("13 days to go") << 77 << Verdict::Warning << QStringLiteral("only: renew it");
    QTest::newRow("over") << 91 << Verdict::Failed << QStringLiteral("was valid until");
    QTest::newRow("not yet") << -2 << Verdict::Failed << QStringLiteral("is not valid before");
}

void TestDoctor::certificate() {
    QFETCH(int, daysFromNow);
    QFETCH(Finding::Verdict, verdict);
    QFETCH(QString, says);
    const QString file = path(QStringLiteral("cert.pem"));
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                   QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                   QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                   QStringLiteral("-days"), QStringLiteral("90"), QStringLiteral("-subj"),
                   QStringLiteral("/CN=chat.example.org"), QStringLiteral("-keyout"),
                   path(QStringLiteral("key.pem")), QStringLiteral("-out"), file});
    QVERIFY(openssl.waitForFinished());
    QVERIFY2(openssl.exitCode() == 0, openssl.readAllStandardError().constData());
    // An hour into the day, so that the seconds since it was made do not matter.
    const auto now = QDateTime::currentDateTimeUtc().addDays(daysFromNow);
    const Finding found = checkCertificate("tls_certificate", file, now);
    QVERIFY2(found.verdict == verdict, qPrintable(found.text));
    QVERIFY2(found.text.contains(says), qPrintable(found.text));
    QVERIFY(found.text.contains(QStringLiteral("chat.example.org")));
}

void TestDoctor::brokenCertificate() {
    const QString file = path(QStringLiteral("cert.pem"));
    const auto now = QDateTime::currentDateTimeUtc();
    QVERIFY(checkCertificate("tls_certificate", file, now).text.contains(QStringLiteral("cannot be read")));
    QVERIFY(writeFile(file, "nonsense"));
    const Finding found = checkCertificate("tls_certificate", file, now);
    QVERIFY(found.verdict == Verdict::Failed);
    QVERIFY(found.text.contains(QStringLiteral("no certificate")));
}

void TestDoctor::secret_data() {
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<Finding::Verdict>("verdict");
    QTest::newRow("random") << QByteArray("q9wF0-zLxT2kV_8uYb3nRj5mHc7dSg1aPe4iOo6=") << Verdict::Ok;
    QTest::newRow("one character") << QByteArray(64, 'x') << Verdict::Warning;
    QTest::newRow("a pattern") << QByteArray("changeme").repeated(8) << Verdict::Warning;
}

void TestDoctor::secret() {
    QFETCH(QByteArray, secret);
    QFETCH(Finding::Verdict, verdict);
    Settings settings;
    settings.jwtSecret = secret;
    const Findings found = checkSecret(settings);
    QVERIFY2(worst(found) == verdict, qPrintable(textOf(found)));
    QVERIFY(!textOf(found).contains(QString::fromLatin1(secret)));
}

void TestDoctor::secretOfTheDataDirectory() {
    Settings settings;
    settings.dataDir = m_dir->path();
    QVERIFY(worst(checkSecret(settings)) == Verdict::Ok); // none yet
    const QString file = path(QStringLiteral("jwt-secret"));
    QVERIFY(writeFile(file, "q9wF0-zLxT2kV_8uYb3nRj5mHc7dSg1aPe4iOo6="));
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QVERIFY(textOf(checkSecret(settings)).contains(QStringLiteral("chmod 600")));
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY2(worst(checkSecret(settings)) == Verdict::Ok, qPrintable(textOf(checkSecret(settings))));
}

void TestDoctor::descriptors_data() {
    QTest::addColumn<int>("maxConnections");
    QTest::addColumn<quint64>("hardLimit");
    QTest::addColumn<Finding::Verdict>("verdict");
    QTest::newRow("plenty") << 0 << quint64(65'536) << Verdict::Ok;
    QTest::newRow("few") << 0 << quint64(1'024) << Verdict::Warning;
    QTest::newRow("fits") << 896 << quint64(1'024) << Verdict::Ok;
    QTest::newRow("one too many") << 897 << quint64(1'024) << Verdict::Failed;
}

void TestDoctor::descriptors() {
    QFETCH(int, maxConnections);
    QFETCH(quint64, hardLimit);
    QFETCH(Finding::Verdict, verdict);
    Settings settings;
    settings.maxConnections = maxConnections;
    QVERIFY(worst(checkDescriptors(settings, 256, hardLimit)) == verdict);
    settings.role = Role::Worker; // it has no connections to speak of
    QVERIFY(checkDescriptors(settings, 256, hardLimit).isEmpty());
}

void TestDoctor::exposure_data() {
    QTest::addColumn<QString>("listen");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QString>("proxies");
    QTest::addColumn<QString>("metrics");
    QTest::addColumn<QString>("says"); ///< none: nothing to warn of
    const auto row = [](const char* name, const char* listen, bool tls, const char* proxies,
                        const char* metrics, const char* says) {
        QTest::newRow(name) << QString::fromLatin1(listen) << tls << QString::fromLatin1(proxies)
                            << QString::fromLatin1(metrics) << QString::fromLatin1(says);
    };
    row("TLS", "0.0.0.0", true, "", "127.0.0.0/8", "");
    row("behind a proxy", "127.0.0.1", false, "127.0.0.1/32", "127.0.0.0/8", "");
    row("perhaps behind a proxy", "127.0.0.1", false, "", "127.0.0.0/8", "name it in trusted_proxies");
    row("no TLS", "0.0.0.0", false, "", "127.0.0.0/8", "without TLS");
    row("metrics for all", "0.0.0.0", true, "", "0.0.0.0/0", "/metrics");
    row("all are proxies", "0.0.0.0", true, "0.0.0.0/0", "127.0.0.0/8", "may claim any address");
}

void TestDoctor::exposure() {
    QFETCH(QString, listen);
    QFETCH(bool, tls);
    QFETCH(QString, proxies);
    QFETCH(QString, metrics);
    QFETCH(QString, says);
    Settings settings;
    settings.listenAddress = QHostAddress(listen);
    settings.tlsCertificate = tls ? QStringLiteral("/cert.pem") : QString();
    if (!proxies.isEmpty())
        settings.trustedProxies = {QHostAddress::parseSubnet(proxies)};
    settings.metricsAllow = {QHostAddress::parseSubnet(metrics)};
    const Findings found = checkExposure(settings);
    QVERIFY2((worst(found) == Verdict::Ok) == says.isEmpty(), qPrintable(textOf(found)));
    QVERIFY2(textOf(found).contains(says), qPrintable(textOf(found)));
}

void TestDoctor::dataDirectory() {
    Settings settings;
    settings.dataDir = path(QStringLiteral("not/there/yet"));
    QVERIFY2(worst(checkDataDirectory(settings)) == Verdict::Ok,
             qPrintable(textOf(checkDataDirectory(settings))));
    QVERIFY(writeFile(path(QStringLiteral("file")), "x"));
    settings.dataDir = path(QStringLiteral("file"));
    QVERIFY(textOf(checkDataDirectory(settings)).contains(QStringLiteral("is no directory")));
    settings.dataDir = path(QStringLiteral("half"));
    QVERIFY(QDir().mkpath(path(QStringLiteral("half/restore-unfinished"))));
    QVERIFY(textOf(checkDataDirectory(settings)).contains(QStringLiteral("run `parlord restore` again")));
    settings.role = Role::Gateway;
    QVERIFY(checkDataDirectory(settings).isEmpty());
}

void TestDoctor::healthyServer() {
    // Before the first start, and after.
    const auto fresh = doctor();
    QVERIFY2(fresh.status == 0, fresh.describe().constData());
    QVERIFY(!fresh.out.contains("failed "));
    QVERIFY2(fresh.err.isEmpty(), fresh.err.constData());
    QVERIFY(!QFileInfo::exists(path(QStringLiteral("data"))));
    const auto added = runParlord(
        {{QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("alice"), QStringLiteral("--email"),
          QStringLiteral("a@example.org"), QStringLiteral("--password-stdin")},
         {{QStringLiteral("PARLOR_DATA_DIR"), path(QStringLiteral("data"))}},
         "correct horse\n",
         {}});
    QVERIFY2(added.status == 0, added.describe().constData());
    const auto used = doctor();
    QVERIFY2(used.status == 0, used.describe().constData());
    QVERIFY(used.out.contains("ok      database: SQLite"));
    QVERIFY(used.out.contains("ok      database schema: up to date"));
}

void TestDoctor::brokenServer() {
    QVERIFY(QDir().mkpath(path(QStringLiteral("data"))));
    QVERIFY(writeFile(path(QStringLiteral("data/store.db")), QByteArray(10'000, 'x')));
    QVERIFY(writeFile(path(QStringLiteral("data/log.db")), QByteArray(10'000, 'x')));
    const auto outcome = doctor({{QStringLiteral("PARLOR_MAX_CONNECTIONS"), QStringLiteral("1000000")}});
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.out.contains("failed  database: The store "), outcome.describe().constData());
    QVERIFY2(outcome.out.contains("failed  event log: "), outcome.describe().constData());
    QVERIFY2(outcome.out.contains("failed  descriptors: "), outcome.describe().constData());
    QVERIFY2(outcome.err.contains("3 of "), outcome.describe().constData());
    // Settings that cannot be read are told as every verb tells them.
    QCOMPARE(doctor({{QStringLiteral("PARLOR_LISTEN"), QStringLiteral("nowhere")}}).status, 2);
}

void TestDoctor::changesNothing() {
    QVERIFY(QDir().mkpath(path(QStringLiteral("data"))));
    QVERIFY2(doctor().status == 0, "an empty data directory is fine");
    QCOMPARE(
        QDir(path(QStringLiteral("data"))).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
        QStringList());
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
