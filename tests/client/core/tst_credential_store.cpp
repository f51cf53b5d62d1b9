// SPDX-License-Identifier: GPL-3.0-or-later
// Without a keyring: ctest gives no session bus to this one.
#include "client/core/credential_store.h"
#include "client/core/start_gate.h"
#include "tests/client/core/core_fixture.h"

#include <QFile>
#include <QFileInfo>
#include <QThread>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

class TestCredentialStore : public QObject {
    Q_OBJECT

    static CredentialStore::Options options(const QTemporaryDir& directory) {
        CredentialStore::Options options;
        options.service = u"parlor/test"_s;
        options.fallbackFile = directory.filePath(u"deeper/credentials.json"_s);
        return options;
    }
    static bool write(CredentialStore& store, const QString& key, const QString& secret) {
        return await<bool>(
                   [&](QObject* context, Done<bool> done) { store.write(key, secret, context, done); })
            .value_or(false);
    }
    static QString read(CredentialStore& store, const QString& key) {
        return await<QString>([&](QObject* context, Done<QString> done) { store.read(key, context, done); })
            .value_or(u"failed"_s);
    }

private Q_SLOTS:
    void initTestCase() {
        // Whatever the machine has: a bus that is not there, and no other desktop's keyring.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        qunsetenv("XDG_CURRENT_DESKTOP");
        qunsetenv("KDE_SESSION_VERSION");
    }
    void tellsBeforeItWritesAFile();
    void onlyTheOwnerCanRead();
    void keepsThemInMemoryIfAFileIsNotAllowed();
    void aFileThatCannotBeWritten();
    void aDamagedFile();
    void answersOnTheThreadOfTheContext();
    void waitsForTheGate();
    void namesTheServerInTheKey();
};

void TestCredentialStore::tellsBeforeItWritesAFile() {
    QTemporaryDir directory;
    CredentialStore store(options(directory));
    QCOMPARE(store.storage(), CredentialStorage::Unknown);
    bool existed = true;
    connect(&store, &CredentialStore::storageChanged, this,
            [&] { existed = QFile::exists(directory.filePath(u"deeper/credentials.json"_s)); });
    store.probe();
    QTRY_COMPARE_WITH_TIMEOUT(store.storage(), CredentialStorage::File, 20'000);
    QVERIFY(!existed);
    QVERIFY(!QFile::exists(directory.filePath(u"deeper/credentials.json"_s)));
    QCOMPARE(read(store, u"k"_s), QString());
    QVERIFY(write(store, u"k"_s, u"secret"_s));
    QVERIFY(write(store, u"other"_s, u"2"_s));
    CredentialStore again(options(directory));
    QCOMPARE(read(again, u"k"_s), u"secret"_s);
    QVERIFY(
        await<bool>([&](QObject* context, Done<bool> done) { again.remove(u"k"_s, context, done); }).value());
    QCOMPARE(read(again, u"k"_s), QString());
    QCOMPARE(read(again, u"other"_s), u"2"_s);
}

void TestCredentialStore::onlyTheOwnerCanRead() {
    QTemporaryDir directory;
    CredentialStore store(options(directory));
    QVERIFY(write(store, u"k"_s, u"secret"_s));
    const auto permissions = QFileInfo(directory.filePath(u"deeper/credentials.json"_s)).permissions();
    QCOMPARE(permissions & ~(QFile::ReadUser | QFile::WriteUser), QFile::ReadOwner | QFile::WriteOwner);
}

void TestCredentialStore::keepsThemInMemoryIfAFileIsNotAllowed() {
    QTemporaryDir directory;
    CredentialStore::Options chosen = options(directory);
    chosen.fileAllowed = false;
    CredentialStore store(chosen);
    QVERIFY(!write(store, u"k"_s, u"secret"_s));
    QCOMPARE(store.storage(), CredentialStorage::MemoryOnly);
    QCOMPARE(read(store, u"k"_s), u"secret"_s);
    QVERIFY(!QFile::exists(chosen.fallbackFile));
}

void TestCredentialStore::aFileThatCannotBeWritten() {
    QTemporaryDir directory;
    QFile inTheWay(directory.filePath(u"deeper"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    CredentialStore store(options(directory));
    QVERIFY(!write(store, u"k"_s, u"secret"_s));
    QCOMPARE(store.storage(), CredentialStorage::MemoryOnly);
    QCOMPARE(read(store, u"k"_s), u"secret"_s);
}

void TestCredentialStore::aDamagedFile() {
    QTemporaryDir directory;
    CredentialStore store(options(directory));
    QVERIFY(write(store, u"k"_s, u"secret"_s));
    QFile file(directory.filePath(u"deeper/credentials.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("nonsense");
    file.close();
    CredentialStore again(options(directory));
    QCOMPARE(read(again, u"k"_s), QString());
    QVERIFY(write(again, u"k"_s, u"new"_s));
    QCOMPARE(read(again, u"k"_s), u"new"_s);
}

void TestCredentialStore::answersOnTheThreadOfTheContext() {
    QTemporaryDir directory;
    CredentialStore store(options(directory));
    QThread thread;
    QObject* context = new QObject;
    context->moveToThread(&thread);
    thread.start();
    std::atomic<QThread*> answeredOn = nullptr;
    QMetaObject::invokeMethod(context, [&] {
        store.write(u"k"_s, u"secret"_s, context,
                    [&](const Outcome<bool>&) { answeredOn = QThread::currentThread(); });
    });
    QTRY_COMPARE_WITH_TIMEOUT(answeredOn.load(), &thread, 20'000);
    thread.quit();
    thread.wait();
    delete context;
}

void TestCredentialStore::waitsForTheGate() {
    QTemporaryDir directory;
    StartGate gate;
    CredentialStore::Options held = options(directory);
    held.gate = &gate;
    CredentialStore store(held);
    QStringList order;
    QObject context;
    store.probe();
    store.write(u"k"_s, u"secret"_s, &context, [&](const Outcome<bool>&) { order.append(u"written"_s); });
    store.read(u"k"_s, &context, [&](const Outcome<QString>& secret) { order.append(*secret); });
    {
        // Who is gone by then is not called.
        QObject gone;
        store.read(u"k"_s, &gone, [&](const Outcome<QString>&) { order.append(u"gone"_s); });
        gate.whenOpen(&gone, [&] { order.append(u"gone"_s); });
    }
    // Whatever was to be done at once would be done by now.
    bool turned = false;
    for (int turn = 0; turn < 3; ++turn)
        QMetaObject::invokeMethod(
            this, [&, turn] { turned = turn == 2; }, Qt::QueuedConnection);
    QTRY_VERIFY(turned);
    QCOMPARE(store.storage(), CredentialStorage::Unknown);
    QCOMPARE(order, QStringList());

    gate.open();
    gate.open();
    store.remove(u"k"_s, &context, [&](const Outcome<bool>&) { order.append(u"removed"_s); });
    QTRY_COMPARE(order, QStringList({u"written"_s, u"secret"_s, u"removed"_s}));
}

void TestCredentialStore::namesTheServerInTheKey() {
    Account account = newAccount(QUrl(u"https://chat.example.org"_s));
    account.user = User{UserId::create(), u"ada"_s, u"Ada"_s, false};
    const QString key = CredentialStore::keyFor(account);
    QVERIFY(key.contains(u"chat.example.org"_s));
    Account renamed = account;
    renamed.user->username = u"countess"_s;
    QCOMPARE(CredentialStore::keyFor(renamed), key);
    Account other = account;
    other.user->id = UserId::create();
    QVERIFY(CredentialStore::keyFor(other) != key);
}

QTEST_GUILESS_MAIN(TestCredentialStore)
#include "tst_credential_store.moc"
