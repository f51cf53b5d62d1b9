// SPDX-License-Identifier: GPL-3.0-or-later
// Against a real Secret Service: run through tests/support/with_keyring.sh.
#include "tests/client/core/core_fixture.h"

#include <QFile>
#include <QProcess>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

class TestKeyring : public QObject {
    Q_OBJECT

    static CredentialStore::Options options(const QTemporaryDir& directory, const QString& service) {
        CredentialStore::Options options;
        options.service = service;
        options.fallbackFile = directory.filePath(u"credentials.json"_s);
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
    void keepsSecretsInTheKeyring();
    void profilesDoNotSeeEachOther();
    void movesWhatWasInTheFile();
    void aSignInSurvivesARestart();
};

void TestKeyring::keepsSecretsInTheKeyring() {
    QTemporaryDir directory;
    CredentialStore store(options(directory, u"parlor/one"_s));
    store.probe();
    QTRY_COMPARE_WITH_TIMEOUT(store.storage(), CredentialStorage::Keyring, 20'000);
    QCOMPARE(read(store, u"k"_s), QString());
    QVERIFY(write(store, u"k"_s, u"secret ünï"_s));
    QCOMPARE(store.storage(), CredentialStorage::Keyring);
    CredentialStore again(options(directory, u"parlor/one"_s));
    QCOMPARE(read(again, u"k"_s), u"secret ünï"_s);
    QVERIFY(!QFile::exists(directory.filePath(u"credentials.json"_s)));
    QVERIFY(
        await<bool>([&](QObject* context, Done<bool> done) { again.remove(u"k"_s, context, done); }).value());
    QCOMPARE(read(store, u"k"_s), QString());
}

void TestKeyring::profilesDoNotSeeEachOther() {
    QTemporaryDir directory;
    CredentialStore one(options(directory, u"parlor/one"_s));
    CredentialStore two(options(directory, u"parlor/two"_s));
    QVERIFY(write(one, u"k"_s, u"1"_s));
    QVERIFY(write(two, u"k"_s, u"2"_s));
    QCOMPARE(read(one, u"k"_s), u"1"_s);
    QCOMPARE(read(two, u"k"_s), u"2"_s);
}

void TestKeyring::movesWhatWasInTheFile() {
    QTemporaryDir directory;
    CredentialStore::Options without = options(directory, u"parlor/moves"_s);
    without.keyringAllowed = false;
    CredentialStore before(without);
    QVERIFY(write(before, u"k"_s, u"old"_s));
    CredentialStore store(options(directory, u"parlor/moves"_s));
    QCOMPARE(read(store, u"k"_s), u"old"_s);
    QVERIFY(write(store, u"k"_s, u"new"_s));
    QCOMPARE(read(before, u"unrelated"_s), QString());
    QFile file(directory.filePath(u"credentials.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("old"));
}

void TestKeyring::aSignInSurvivesARestart() {
    Home home;
    FakeServer server;
    server.addUser(u"ada"_s);
    const auto withKeyring = [&] {
        CredentialStore::Options options;
        options.service = home.profile->keyringService();
        options.fallbackFile = home.profile->credentialsFile();
        home.credentials = std::make_unique<CredentialStore>(options);
    };
    withKeyring();
    auto core = home.makeCore(server);
    QVERIFY(await<User>(
        [&](QObject* context, Done<User> done) { core->signIn(u"ada"_s, u"password"_s, context, done); }));
    QTRY_VERIFY(isOnline(*core));
    QCOMPARE(core->credentialStorage(), CredentialStorage::Keyring);
    const Account account = core->account();
    core.reset();
    home.reopen();
    withKeyring();
    core = home.makeCore(server, account);
    core->open();
    QTRY_VERIFY(isOnline(*core));
    QCOMPARE(server.refreshes(), 1);
    QVERIFY(!QFile::exists(home.profile->credentialsFile()));
}

QTEST_GUILESS_MAIN(TestKeyring)
#include "tst_keyring.moc"
