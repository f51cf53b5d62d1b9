// SPDX-License-Identifier: GPL-3.0-or-later
// Backup of a server in use, and restoring it: nothing that was acknowledged before the backup is missing.
#include "tests/support/chat_device.h"
#include "tests/support/parlord_process.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace parlor;
using namespace parlor::test;

namespace {

const QString secretWord = QStringLiteral("correct horse");

QStringList entries(const QString& directory) {
    return QDir(directory).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

} // namespace

class TestBackup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void whatWasAcknowledgedIsRestored();
    void backupWhilePeopleTalk();
    void clientOfTheOldServerComesBack();
    void restoreIntoItsOwnDirectory();
    void refusals();
    void damagedBackupChangesNothing();
    void interruptedRestoreCanBeRepeated();
    void backupOfAStoppedServer();

private:
    /// Makes a room of alice's and puts it into m_room.
    bool makeRoom();
    bool send(const QString& content);
    QStringList history(ParlordProcess& server); ///< all that people said in the room, as alice sees it
    int command(ParlordProcess& server, const QStringList& arguments) {
        return server.runCommand(arguments, {}, &m_output);
    }
    QString path(const QString& name) const { return m_dir->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<ParlordProcess> m_server;
    HttpTestClient m_http;
    TestAccount m_alice;
    QByteArray m_room;
    QByteArray m_output;
};

void TestBackup::init() {
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<ParlordProcess>();
    QVERIFY2(m_server->start(), m_server->errorOutput().constData());
    m_http = HttpTestClient(m_server->url());
    m_alice = {QStringLiteral("alice"), secretWord, {}};
    registerAccount(m_http, m_alice);
    m_http.setToken(m_alice.tokens.accessToken);
    QVERIFY(makeRoom());
}

void TestBackup::cleanup() {
    m_server.reset();
}

bool TestBackup::makeRoom() {
    const auto answer = m_http.post("/api/v1/rooms", {{QStringLiteral("name"), QStringLiteral("Garden")},
                                                      {QStringLiteral("kind"), QStringLiteral("public")}});
    m_room = answer.json().value(QStringLiteral("id")).toString().toUtf8();
    return answer.status == 201;
}

bool TestBackup::send(const QString& content) {
    const auto answer = m_http.post(
        "/api/v1/rooms/" + m_room + "/messages",
        {{QStringLiteral("content"), content}, {QStringLiteral("tempId"), TempId::create().toString()}});
    return answer.status == 201;
}

QStringList TestBackup::history(ParlordProcess& server) {
    HttpTestClient http(server.url());
    TestAccount alice = m_alice;
    logIn(http, alice);
    http.setToken(alice.tokens.accessToken);
    QStringList contents;
    QJsonValue cursor = QStringLiteral("0");
    while (cursor.isString()) {
        const QJsonObject page =
            http.get("/api/v1/rooms/" + m_room + "/messages?limit=100&after=" + cursor.toString().toUtf8())
                .json();
        const QJsonArray items = page.value(QStringLiteral("items")).toArray();
        for (const auto& item : items) {
            if (item.toObject().value(QStringLiteral("type")) == QStringLiteral("text"))
                contents.append(item.toObject().value(QStringLiteral("content")).toString());
        }
        cursor = page.value(QStringLiteral("next"));
    }
    return contents;
}

void TestBackup::whatWasAcknowledgedIsRestored() {
    QStringList sent;
    const auto sendSome = [&](int count) {
        for (int i = 0; i < count; ++i) {
            const QString content = QStringLiteral("message %1").arg(sent.size());
            if (!send(content))
                return false;
            sent.append(content);
        }
        return true;
    };
    QVERIFY(sendSome(20));
    const QString backup = path(QStringLiteral("backup"));
    QVERIFY2(command(*m_server, {QStringLiteral("backup"), backup}) == 0, m_output.constData());
    const QStringList saved = sent;
    QVERIFY(sendSome(5)); // after the backup: not in it
    QCOMPARE(entries(m_dir->path()), QStringList{QStringLiteral("backup")});
    QVERIFY(!(QFile::permissions(backup) & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));

    ParlordProcess other;
    QVERIFY2(command(other, {QStringLiteral("restore"), backup}) == 0, m_output.constData());
    QVERIFY2(other.start(), other.errorOutput().constData());
    QCOMPARE(history(other), saved);
    QCOMPARE(other.terminate(), 0);
    // The other one was not disturbed.
    QCOMPARE(history(*m_server), sent);
}

void TestBackup::backupWhilePeopleTalk() {
    ChatDevice device(QStringLiteral("desk"));
    device.setAccount(m_server->url(), m_alice);
    device.connectNow();
    QVERIFY(waitUntil([&] { return device.isLive(); }));
    const RoomId room = *RoomId::parse(QString::fromUtf8(m_room));
    // One message after the other, each as soon as the one before is acknowledged.
    QStringList saved;
    bool talking = true;
    const auto talk = [&] {
        if (talking)
            device.sendMessage(room, QString::number(device.outbox().size()));
    };
    connect(&device, &ChatDevice::saved, this, [&](const server::MessageSaved& message) {
        saved.append(device.outgoing(message.tempId)->content);
        talk();
    });
    talk();
    QVERIFY(waitUntil([&] { return saved.size() > 20; }));

    const QString backup = path(QStringLiteral("backup"));
    qsizetype before = 0;
    do { // until people did talk meanwhile
        QDir(backup).removeRecursively();
        before = saved.size();
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("PARLOR_DATA_DIR"), m_server->dataDir());
        process.setProcessEnvironment(environment);
        process.start(qEnvironmentVariable("PARLORD"), {QStringLiteral("backup"), backup});
        QVERIFY(waitUntil([&] { return process.state() == QProcess::NotRunning; }));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    } while (saved.size() == before);
    talking = false;
    QVERIFY(waitUntil([&] { return device.unanswered() == 0; }));

    ParlordProcess other;
    QVERIFY2(command(other, {QStringLiteral("restore"), backup}) == 0, m_output.constData());
    QVERIFY2(other.start(), other.errorOutput().constData());
    const QStringList restored = history(other);
    // All from before the backup, perhaps some from during it, nothing left out between.
    QVERIFY2(restored.size() >= before, qPrintable(QString::number(restored.size())));
    QCOMPARE(restored, saved.mid(0, restored.size()));
}

void TestBackup::clientOfTheOldServerComesBack() {
    ChatDevice device(QStringLiteral("desk"));
    device.setAccount(m_server->url(), m_alice);
    device.connectNow();
    QVERIFY(waitUntil([&] { return device.isLive(); }));
    const RoomId room = *RoomId::parse(QString::fromUtf8(m_room));
    const TempId before = device.sendMessage(room, QStringLiteral("before"));
    QVERIFY(waitUntil([&] { return device.outgoing(before)->saved.has_value(); }));
    const QString backup = path(QStringLiteral("backup"));
    QVERIFY2(command(*m_server, {QStringLiteral("backup"), backup}) == 0, m_output.constData());
    const TempId lost = device.sendMessage(room, QStringLiteral("after"));
    QVERIFY(waitUntil([&] { return device.outgoing(lost)->saved.has_value(); }));
    const qint64 oldEpoch = device.epoch();
    const qint64 oldSeq = device.outgoing(lost)->saved->seq;
    QCOMPARE(m_server->terminate(), 0);

    QVERIFY2(command(*m_server, {QStringLiteral("restore"), backup, QStringLiteral("--force")}) == 0,
             m_output.constData());
    QVERIFY2(m_server->start(), m_server->errorOutput().constData());
    device.connectNow(); // its session is in the backup, and so is the secret that signed its token
    QVERIFY(waitUntil([&] { return device.isLive(); }));
    QVERIFY2(device.epoch() > oldEpoch,
             qPrintable(QStringLiteral("%1 %2").arg(device.epoch()).arg(oldEpoch)));
    QCOMPARE(device.rooms().value(room).gaps, 1); // what it had cached is not the truth any more
    const TempId now = device.sendMessage(room, QStringLiteral("now"));
    QVERIFY(waitUntil([&] { return device.outgoing(now)->saved.has_value(); }));
    QVERIFY(device.outgoing(now)->saved->seq > oldSeq); // never given twice
    QCOMPARE(history(*m_server), QStringList({QStringLiteral("before"), QStringLiteral("now")}));
    QCOMPARE(device.breaches(), QStringList());
}

void TestBackup::restoreIntoItsOwnDirectory() {
    QVERIFY(send(QStringLiteral("one")));
    const QString backup = path(QStringLiteral("backup"));
    QVERIFY2(command(*m_server, {QStringLiteral("backup"), backup}) == 0, m_output.constData());
    QFile notes(m_server->dataDir() + QStringLiteral("/notes.txt"));
    QVERIFY(notes.open(QIODevice::WriteOnly) && notes.write("mine") == 4);
    notes.close();
    QCOMPARE(m_server->terminate(), 0);
    QVERIFY2(command(*m_server, {QStringLiteral("restore"), backup, QStringLiteral("--force")}) == 0,
             m_output.constData());
    const QStringList aside = entries(m_server->dataDir()).filter(QStringLiteral("replaced-"));
    QCOMPARE(aside.size(), 1);
    QVERIFY2(m_output.contains(aside.first().toUtf8()), m_output.constData());
    QVERIFY(
        entries(m_server->dataDir() + QLatin1Char('/') + aside.first()).contains(QStringLiteral("store.db")));
    QVERIFY(notes.open(QIODevice::ReadOnly));
    QCOMPARE(notes.readAll(), QByteArray("mine"));
    QVERIFY(entries(m_server->dataDir()).filter(QStringLiteral("old-")).isEmpty());
    QVERIFY2(m_server->start(), m_server->errorOutput().constData());
    QCOMPARE(history(*m_server), QStringList{QStringLiteral("one")});
}

void TestBackup::refusals() {
    const QString backup = path(QStringLiteral("backup"));
    QVERIFY2(command(*m_server, {QStringLiteral("backup"), backup}) == 0, m_output.constData());
    QCOMPARE(command(*m_server, {QStringLiteral("backup"), backup}), 1);
    QVERIFY2(m_output.contains(backup.toUtf8()) && m_output.contains("exists"), m_output.constData());
    QCOMPARE(command(*m_server, {QStringLiteral("backup"), QStringLiteral("/proc/backup")}), 1);
    QVERIFY2(m_output.contains("/proc/backup"), m_output.constData());
    // A server that runs keeps its data.
    QCOMPARE(command(*m_server, {QStringLiteral("restore"), backup, QStringLiteral("--force")}), 1);
    QVERIFY2(m_output.contains("in use by process"), m_output.constData());
    QCOMPARE(m_http.get("/health/ready").status, 200);
    QCOMPARE(m_server->terminate(), 0);
    // What is there is replaced only by who says so.
    QCOMPARE(command(*m_server, {QStringLiteral("restore"), backup}), 1);
    QVERIFY2(m_output.contains("--force"), m_output.constData());
    const QString empty = path(QStringLiteral("empty"));
    QVERIFY(QDir().mkpath(empty));
    QCOMPARE(command(*m_server, {QStringLiteral("restore"), empty, QStringLiteral("--force")}), 1);
    QVERIFY2(m_output.contains("not a backup"), m_output.constData());
    QVERIFY2(m_server->start(), m_server->errorOutput().constData());
    // An empty directory is as good as a new one.
    QVERIFY2(command(*m_server, {QStringLiteral("backup"), empty}) == 0, m_output.constData());
}

void TestBackup::damagedBackupChangesNothing() {
    QVERIFY(send(QStringLiteral("one")));
    const QString backup = path(QStringLiteral("backup"));
    QVERIFY2(command(*m_server, {QStringLiteral("backup"), backup}) == 0, m_output.constData());
    QCOMPARE(m_server->terminate(), 0);
    QFile store(backup + QStringLiteral("/store.db"));
    QVERIFY(store.open(QIODevice::ReadWrite) && store.seek(store.size() / 2) && store.write("\xff\xfe") == 2);
    store.close();
    const QStringList before = entries(m_server->dataDir());
    QCOMPARE(command(*m_server, {QStringLiteral("restore"), backup, QStringLiteral("--force")}), 1);
    QVERIFY2(m_output.contains("store.db is not as it was written"), m_output.constData());
    QCOMPARE(entries(m_server->dataDir()), before);
    QVERIFY2(m_server->start(), m_server->errorOutput().constData());
    QCOMPARE(history(*m_server), QStringList{QStringLiteral("one")});
}

void TestBackup::interruptedRestoreCanBeRepeated() {
    QVERIFY(send(QStringLiteral("one")));
    const QString backup = path(QStringLiteral("backup"));
    QVERIFY2(command(*m_server, {QStringLiteral("backup"), backup}) == 0, m_output.constData());
    // As a restore leaves it that was killed between moving one file into place and the next.
    ParlordProcess other;
    QVERIFY(QDir().mkpath(other.dataDir() + QStringLiteral("/restore-unfinished")));
    QVERIFY(QFile::copy(backup + QStringLiteral("/log.db"), other.dataDir() + QStringLiteral("/log.db")));
    QVERIFY(QFile::copy(backup + QStringLiteral("/store.db"),
                        other.dataDir() + QStringLiteral("/restore-unfinished/store.db")));
    QVERIFY(!other.start());
    QCOMPARE(other.waitForEnd(), 1);
    QVERIFY2(command(other, {QStringLiteral("restore"), backup}) == 0, m_output.constData());
    QVERIFY(!entries(other.dataDir()).contains(QStringLiteral("restore-unfinished")));
    QVERIFY2(other.start(), other.errorOutput().constData());
    QCOMPARE(history(other), QStringList{QStringLiteral("one")});
}

void TestBackup::backupOfAStoppedServer() {
    QVERIFY(send(QStringLiteral("one")));
    m_server->kill9(); // its WALs are still there
    const QString backup = path(QStringLiteral("deep/down/backup"));
    QVERIFY2(command(*m_server, {QStringLiteral("backup"), backup}) == 0, m_output.constData());
    ParlordProcess other;
    QVERIFY2(command(other, {QStringLiteral("restore"), backup}) == 0, m_output.constData());
    QVERIFY2(other.start(), other.errorOutput().constData());
    QCOMPARE(history(other), QStringList{QStringLiteral("one")});
}

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
