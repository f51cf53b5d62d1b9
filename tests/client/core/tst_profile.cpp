// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/profile.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace parlor;
using namespace Qt::StringLiterals;

class TestProfile : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Profile> open(const QString& name = u"default"_s) {
        return std::move(*Profile::open(name));
    }

private Q_SLOTS:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        qputenv("PARLOR_CLIENT_DATA", m_directory->path().toUtf8());
    }
    void runsOnce();
    void names_data();
    void names();
    void keepsAccountsAndSettings();
    void nobodyWaitsForTheDisk();
    void removesAnAccountWithItsFiles();
    void aDamagedFileIsKeptAside();
    void isNobodyElses();
    void aDirectoryThatCannotBeMade();
    void addresses_data();
    void addresses();
};

void TestProfile::runsOnce() {
    auto first = open();
    QCOMPARE(Profile::open(u"default"_s).error().code(), ErrorCode::Locked);
    auto other = open(u"work"_s); // side by side
    QVERIFY(other->directory() != first->directory());
    QVERIFY(other->keyringService() != first->keyringService());
    first.reset();
    QVERIFY(open());
}

namespace {
QAtomicPointer<QThread> complaining;
}

// What cannot be written is told of by who writes.
void TestProfile::nobodyWaitsForTheDisk() {
    auto profile = open();
    QVERIFY(QDir(profile->directory()).removeRecursively());
    complaining = nullptr;
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext& context, const QString&) {
        if (context.category && QByteArrayView(context.category) == "parlor.client.profile")
            complaining = QThread::currentThread();
    });
    profile->setLastRoom(u"someone"_s, RoomId::create());
    QTRY_VERIFY(complaining.loadRelaxed() != nullptr);
    QVERIFY(complaining.loadRelaxed() != QThread::currentThread());
    complaining = nullptr;
    profile->setSetting(u"theme"_s, u"dark"_s);
    QTRY_VERIFY(complaining.loadRelaxed() != nullptr);
    QVERIFY(complaining.loadRelaxed() != QThread::currentThread());
    qInstallMessageHandler(nullptr);
    QCOMPARE(profile->setting(u"theme"_s).toString(), u"dark"_s);
}

void TestProfile::names_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << u"work-2.b_C"_s << true;
    QTest::newRow("longest") << QString(32, u'x') << true;
    QTest::newRow("too long") << QString(33, u'x') << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("up") << u".."_s << false;
    QTest::newRow("hidden") << u".x"_s << false;
    QTest::newRow("slash") << u"a/b"_s << false;
    QTest::newRow("foreign") << u"ünï"_s << false;
}

void TestProfile::names() {
    QFETCH(QString, name);
    const auto profile = Profile::open(name);
    QTEST(profile.has_value(), "good");
    if (!profile)
        QCOMPARE(profile.error().field(), u"profile"_s);
}

void TestProfile::keepsAccountsAndSettings() {
    Account one = newAccount(QUrl(u"https://a.example"_s));
    Account two = newAccount(QUrl(u"http://localhost:8090"_s));
    one.user = User{UserId::create(), u"ada"_s, u"Ada"_s, false};
    const RoomId room = RoomId::create();
    {
        auto profile = open();
        QSignalSpy changed(profile.get(), &Profile::accountsChanged);
        QVERIFY(profile->save(one));
        QVERIFY(profile->save(two));
        QVERIFY(profile->save(two)); // nothing new
        QCOMPARE(changed.count(), 2);
        two.user = User{UserId::create(), u"bob"_s, u"Bob"_s, false};
        QVERIFY(profile->save(two));
        profile->setLastRoom(one.id, room);
        profile->setSetting(u"theme"_s, u"dark"_s);
        profile->setSetting(u"width"_s, 800);
    }
    auto profile = open();
    QCOMPARE(profile->accounts(), (QList<Account>{one, two}));
    QCOMPARE(profile->account(two.id), two);
    QCOMPARE(profile->find(one.server, one.user->id), one);
    QVERIFY(!profile->find(two.server, one.user->id));
    QCOMPARE(profile->lastRoom(one.id), room);
    QVERIFY(profile->lastRoom(two.id).isNull());
    QCOMPARE(profile->setting(u"theme"_s).toString(), u"dark"_s);
    QCOMPARE(profile->setting(u"width"_s).toInt(), 800);
    QCOMPARE(profile->setting(u"none"_s, 7).toInt(), 7);
}

void TestProfile::removesAnAccountWithItsFiles() {
    auto profile = open();
    const Account one = newAccount(QUrl(u"https://a.example"_s));
    const Account two = newAccount(QUrl(u"https://b.example"_s));
    QVERIFY(profile->save(one) && profile->save(two));
    for (const Account& account : {one, two})
        QVERIFY(QDir().mkpath(profile->accountDirectory(account.id)));
    QVERIFY(profile->remove(one.id));
    QCOMPARE(profile->accounts(), QList<Account>{two});
    QVERIFY(!QFile::exists(profile->accountDirectory(one.id)));
    QVERIFY(QFile::exists(profile->accountDirectory(two.id)));
}

void TestProfile::aDamagedFileIsKeptAside() {
    open().reset();
    const QString file = m_directory->filePath(u"profiles/default/profile.json"_s);
    for (const QByteArray& content :
         {QByteArray("nonsense"), QByteArray("{}"),
          QByteArray(R"({"version":1,"accounts":[{"id":"../..","server":"https://a.example"},{"id":7}]})")}) {
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write(content);
        damaged.close();
        auto profile = open();
        QVERIFY(profile->accounts().isEmpty());
        QVERIFY(profile->save(newAccount(QUrl(u"https://a.example"_s))));
    }
    QVERIFY(QFile::exists(m_directory->filePath(u"profiles/default/profile.damaged.json"_s)));
}

void TestProfile::isNobodyElses() {
    auto profile = open();
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                        QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(profile->directory()) & others));
}

void TestProfile::aDirectoryThatCannotBeMade() {
    QFile file(m_directory->filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    qputenv("PARLOR_CLIENT_DATA", m_directory->filePath(u"file"_s).toUtf8());
    QCOMPARE(Profile::open(u"default"_s).error().code(), ErrorCode::Io);
}

void TestProfile::addresses_data() {
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("url"); // empty: refused
    QTest::newRow("host") << u" chat.example.org "_s << u"https://chat.example.org"_s;
    QTest::newRow("host and port") << u"chat.example.org:8443"_s << u"https://chat.example.org:8443"_s;
    QTest::newRow("localhost") << u"localhost:8090"_s << u"http://localhost:8090"_s;
    QTest::newRow("loopback") << u"127.0.0.1:8090"_s << u"http://127.0.0.1:8090"_s;
    QTest::newRow("loopback 6") << u"[::1]:8090"_s << u"http://[::1]:8090"_s;
    QTest::newRow("scheme kept") << u"http://chat.example.org/"_s << u"http://chat.example.org"_s;
    QTest::newRow("https on localhost") << u"https://localhost"_s << u"https://localhost"_s;
    QTest::newRow("empty") << u"  "_s << QString();
    QTest::newRow("scheme") << u"ftp://chat.example.org"_s << QString();
    QTest::newRow("path") << u"chat.example.org/rooms"_s << QString();
    QTest::newRow("user") << u"ada@chat.example.org"_s << QString();
    QTest::newRow("query") << u"chat.example.org?x"_s << QString();
    QTest::newRow("port") << u"chat.example.org:99999"_s << QString();
    QTest::newRow("space") << u"chat example"_s << QString();
    QTest::newRow("long") << QString(600, u'a') << QString();
}

void TestProfile::addresses() {
    QFETCH(QString, input);
    QFETCH(QString, url);
    const auto address = serverUrlFromInput(input);
    QCOMPARE(address ? address->toString() : QString(), url);
    if (!address)
        QCOMPARE(address.error().field(), u"server"_s);
}

QTEST_GUILESS_MAIN(TestProfile)
#include "tst_profile.moc"
