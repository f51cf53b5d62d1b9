// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/backup_manifest.h"
#include "server/admin/data_directory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace parlor;
using namespace parlor::admin;

namespace {

constexpr auto ownerReadWrite = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr auto everybodyElse = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup |
                               QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;

bool write(const QString& path, const QByteArray& text) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestDataDirectory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void isMadeForItsOwnerOnly();
    void foreignFilesAreLeftAlone();
    void unusable_data();
    void unusable();
    void openExistingMakesNothing();
    void isLockedForOne();
    void lockOfAKilledProcessIsFree();
    void lockMovesWithTheObject();
    void secretIsMadeOnce();
    void secretOfTheOwnerIsKept();
    void shortSecretIsRefused_data();
    void shortSecretIsRefused();
    void ownFiles();
    void manifest();
    void damagedManifest_data();
    void damagedManifest();

private:
    QString path(const QString& name = QStringLiteral("data")) const { return m_dir->filePath(name); }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestDataDirectory::isMadeForItsOwnerOnly() {
    const QString deep = path(QStringLiteral("a/b/data"));
    const auto data = DataDirectory::open(deep);
    QVERIFY(data);
    QVERIFY(QFileInfo(deep).isDir());
    QVERIFY(!(QFileInfo(deep).permissions() & everybodyElse));
    QVERIFY(QDir(deep).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    // A second time it is simply there.
    QVERIFY(DataDirectory::open(deep));
}

void TestDataDirectory::foreignFilesAreLeftAlone() {
    QVERIFY(QDir().mkpath(path(QStringLiteral("data/photos"))));
    QVERIFY(write(path(QStringLiteral("data/notes.txt")), "mine"));
    QVERIFY(QFile::setPermissions(path(), ownerReadWrite | QFileDevice::ExeOwner | QFileDevice::ReadGroup));
    const auto before = QFileInfo(path()).permissions();
    auto data = DataDirectory::open(path());
    QVERIFY(data);
    QVERIFY(data->lock());
    QVERIFY(data->jwtSecret());
    QCOMPARE(read(path(QStringLiteral("data/notes.txt"))), QByteArray("mine"));
    QVERIFY(QFileInfo(path(QStringLiteral("data/photos"))).isDir());
    QCOMPARE(QFileInfo(path()).permissions(), before);
}

void TestDataDirectory::unusable_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("is a file") << QStringLiteral("file");
    QTest::newRow("below a file") << QStringLiteral("file/data");
    QTest::newRow("dangling link") << QStringLiteral("link");
}

void TestDataDirectory::unusable() {
    QFETCH(QString, name);
    QVERIFY(write(path(QStringLiteral("file")), "x"));
    QVERIFY(QFile::link(path(QStringLiteral("absent/there")), path(QStringLiteral("link"))));
    const auto data = DataDirectory::open(path(name));
    QVERIFY(!data);
    QCOMPARE(data.error().code(), ErrorCode::Io);
    QCOMPARE(data.error().field(), QStringLiteral("data_dir"));
    QVERIFY2(data.error().message().contains(path(name)), qPrintable(data.error().message()));
    QVERIFY2(data.error().message().contains(QStringLiteral("--data-dir")),
             qPrintable(data.error().message()));
    QCOMPARE(read(path(QStringLiteral("file"))), QByteArray("x"));
}

void TestDataDirectory::openExistingMakesNothing() {
    const auto absent = DataDirectory::openExisting(path());
    QVERIFY(!absent);
    QCOMPARE(absent.error().code(), ErrorCode::NotFound);
    QVERIFY(!QFileInfo::exists(path()));
    QVERIFY(QDir().mkpath(path()));
    QVERIFY(write(path(QStringLiteral("data/store.db")), "x"));
    QVERIFY(DataDirectory::openExisting(path()));
}

void TestDataDirectory::isLockedForOne() {
    auto first = DataDirectory::open(path());
    QVERIFY(first->lock());
    {
        auto second = DataDirectory::open(path());
        QVERIFY(second); // verbs that need no lock work
        const auto locked = second->lock();
        QVERIFY(!locked);
        QCOMPARE(locked.error().code(), ErrorCode::Locked);
        QVERIFY2(locked.error().message().contains(QString::number(::getpid())),
                 qPrintable(locked.error().message()));
    }
    first = DataDirectory::open(path(QStringLiteral("elsewhere"))); // gives the lock back
    auto third = DataDirectory::open(path());
    QVERIFY(third->lock());
}

void TestDataDirectory::lockOfAKilledProcessIsFree() {
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const QByteArray directory = path().toUtf8();
    const pid_t child = ::fork();
    if (child == 0) {
        auto data = DataDirectory::open(QString::fromUtf8(directory));
        const char outcome = data && data->lock() ? 'y' : 'n';
        if (::write(ready[1], &outcome, 1) != 1)
            ::_exit(1);
        ::pause();
        ::_exit(0);
    }
    char outcome = 0;
    QCOMPARE(::read(ready[0], &outcome, 1), ssize_t(1));
    QCOMPARE(outcome, 'y');
    auto data = DataDirectory::open(path());
    const auto refused = data->lock();
    QVERIFY(!refused);
    QVERIFY2(refused.error().message().contains(QString::number(child)),
             qPrintable(refused.error().message()));
    QCOMPARE(::kill(child, SIGKILL), 0);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    const auto taken = data->lock();
    QVERIFY2(taken, taken ? "" : qPrintable(taken.error().message()));
    ::close(ready[0]);
    ::close(ready[1]);
}

void TestDataDirectory::lockMovesWithTheObject() {
    auto first = DataDirectory::open(path());
    QVERIFY(first->lock());
    const DataDirectory kept = *std::move(first);
    QVERIFY(!DataDirectory::open(path())->lock());
}

void TestDataDirectory::secretIsMadeOnce() {
    const auto data = DataDirectory::open(path());
    const auto secret = data->jwtSecret();
    QVERIFY(secret);
    QVERIFY(
        QRegularExpression(QStringLiteral("^[0-9a-f]{64}$")).match(QString::fromLatin1(*secret)).hasMatch());
    QCOMPARE(QFileInfo(data->secretFile()).permissions() & (ownerReadWrite | everybodyElse), ownerReadWrite);
    QCOMPARE(data->jwtSecret(), secret);
    QCOMPARE(read(data->secretFile()).trimmed(), *secret);
    const auto other = DataDirectory::open(path(QStringLiteral("other")));
    QVERIFY(other->jwtSecret() != secret);
}

void TestDataDirectory::secretOfTheOwnerIsKept() {
    const auto data = DataDirectory::open(path());
    QVERIFY(write(data->secretFile(), "a secret of the administrator's own choice\n"));
    QCOMPARE(data->jwtSecret(), Result<QByteArray>(QByteArray("a secret of the administrator's own choice")));
}

void TestDataDirectory::shortSecretIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("blank") << QByteArray(100, ' ');
    QTest::newRow("31") << QByteArray(QByteArray(31, 'x') + '\n');
}

void TestDataDirectory::shortSecretIsRefused() {
    QFETCH(QByteArray, text);
    const auto data = DataDirectory::open(path());
    QVERIFY(write(data->secretFile(), text));
    const auto secret = data->jwtSecret();
    QVERIFY(!secret);
    QCOMPARE(secret.error().code(), ErrorCode::Corrupt);
    QVERIFY(secret.error().message().contains(data->secretFile()));
    QCOMPARE(read(data->secretFile()), text);
}

void TestDataDirectory::ownFiles() {
    const auto data = DataDirectory::open(path());
    QVERIFY(data->ownFiles().isEmpty());
    for (const char* name : {"store.db", "store.db-wal", "log.db", "jwt-secret", "notes.txt", "store.db.bak"})
        QVERIFY(write(data->file(QString::fromLatin1(name)), "x"));
    QCOMPARE(data->ownFiles(), QStringList({QStringLiteral("store.db"), QStringLiteral("store.db-wal"),
                                            QStringLiteral("log.db"), QStringLiteral("jwt-secret")}));
}

void TestDataDirectory::manifest() {
    const QStringList names{QStringLiteral("store.db"), QStringLiteral("jwt-secret")};
    QVERIFY(QDir().mkpath(path()));
    for (const QString& name : names)
        QVERIFY(write(path() + QLatin1Char('/') + name, "content of " + name.toUtf8()));
    QVERIFY(writeManifest(path(), names));
    const auto checked = checkManifest(path(), names + QStringList{QStringLiteral("log.db")});
    QVERIFY2(checked, checked ? "" : qPrintable(checked.error().message()));
    QCOMPARE(*checked, names);
}

void TestDataDirectory::damagedManifest_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ErrorCode>("code");
    const QString store = QStringLiteral("store.db");
    QTest::newRow("a byte changed") << store << QByteArray("content of store.dc") << ErrorCode::Corrupt;
    QTest::newRow("cut") << store << QByteArray("content of stor") << ErrorCode::Corrupt;
    QTest::newRow("not JSON") << manifestName << QByteArray("{") << ErrorCode::Corrupt;
    QTest::newRow("no format") << manifestName << QByteArray("{}") << ErrorCode::Corrupt;
    QTest::newRow("newer") << manifestName << QByteArray(R"({"format":2,"version":"9.9"})")
                           << ErrorCode::NewerFormat;
    QTest::newRow("path out of the directory")
        << manifestName
        << QByteArray(R"({"format":1,"files":[{"name":"../../etc/passwd","size":1,"sha256":""}]})")
        << ErrorCode::Corrupt;
    QTest::newRow("file that is not there")
        << manifestName << QByteArray(R"({"format":1,"files":[{"name":"log.db","size":1,"sha256":""}]})")
        << ErrorCode::Corrupt;
    QTest::newRow("file named twice")
        << manifestName
        << QByteArray(
               R"({"format":1,"files":[{"name":"store.db","size":19,"sha256":"x"},{"name":"store.db"}]})")
        << ErrorCode::Corrupt;
}

void TestDataDirectory::damagedManifest() {
    QFETCH(QString, file);
    QFETCH(QByteArray, text);
    QFETCH(ErrorCode, code);
    const QStringList allowed{QStringLiteral("store.db"), QStringLiteral("log.db")};
    QVERIFY(QDir().mkpath(path()));
    const auto missing = checkManifest(path(), allowed);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code(), ErrorCode::NotFound);
    QVERIFY(write(path(QStringLiteral("data/store.db")), "content of store.db"));
    QVERIFY(writeManifest(path(), {QStringLiteral("store.db")}));
    QVERIFY(checkManifest(path(), allowed));
    QVERIFY(write(path() + QLatin1Char('/') + file, text));
    const auto checked = checkManifest(path(), allowed);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code(), code);
    QVERIFY2(checked.error().message().contains(path()), qPrintable(checked.error().message()));
}

QTEST_GUILESS_MAIN(TestDataDirectory)
#include "tst_data_directory.moc"
