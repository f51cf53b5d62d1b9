// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to an account whose files break, or whose disk is full, while the program runs.
#include "client/core/cache.h"
#include "client/core/outbox_store.h"
#include "tests/client/core/core_fixture.h"

#include <QDir>
#include <QFile>

#include <sys/resource.h>

#include <csignal>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

namespace {

/// While it lives, no file grows beyond `bytes`: as on a full disk, every write behind that fails.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        (void)std::signal(SIGXFSZ, SIG_IGN);
        (void)getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit now = m_before;
        now.rlim_cur = bytes;
        (void)setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FullDisk() { (void)setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FullDisk)

private:
    rlimit m_before = {};
};

/// Overwrites everything but what is needed to open the file.
bool damage(const QString& path) {
    QFile file(path);
    constexpr qint64 kept = 8 * 4096;
    if (!file.open(QIODevice::ReadWrite) || file.size() <= kept)
        return false;
    file.seek(kept);
    return file.write(QByteArray(int(file.size() - kept), '?')) > 0;
}

} // namespace

class TestCoreStorage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void beginsAnewWhatBreaksWhileItIsRead();
    void beginsAnewWhatBreaksWhileItIsWritten();
    void tellsOfAFullDiskAndGoesOn();
    void tellsOfADiskThatIsFullAtTheStart();
    void clearsTheCacheOffline();

private:
    Outcome<OutboxEntry> send(const QString& text) {
        return await<OutboxEntry>([&](QObject* context, Done<OutboxEntry> done) {
            m_core->sendMessage(m_room.id, text, {}, context, done);
        });
    }
    QString directory() const { return m_home->profile->accountDirectory(m_core->account().id); }
    /// The next run of the program, without the server: with a message that waits and a draft.
    void restartOffline();

    std::unique_ptr<Home> m_home;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<Core> m_core;
    User m_bob;
    Room m_room;
};

void TestCoreStorage::init() {
    m_home = std::make_unique<Home>();
    m_server = std::make_unique<FakeServer>();
    const User ada = m_server->addUser(u"ada"_s);
    m_bob = m_server->addUser(u"bob"_s);
    m_room = m_server->addRoom(u"General"_s, {ada.id, m_bob.id});
    for (int i = 0; i < 45; ++i)
        m_server->post(m_room.id, m_bob.id, QString(4000, u'x') + QString::number(i));
    m_core = m_home->makeCore(*m_server);
    QVERIFY(await<User>(
        [&](QObject* context, Done<User> done) { m_core->signIn(u"ada"_s, u"password"_s, context, done); }));
    QTRY_VERIFY(isOnline(*m_core));
    m_core->showRoom(m_room.id);
    QTRY_COMPARE(m_core->reader()->newest(m_room.id, 100).size(), 45);
}

void TestCoreStorage::cleanup() {
    m_core.reset();
    m_server.reset();
    m_home.reset();
}

void TestCoreStorage::restartOffline() {
    m_server->setReachable(false);
    QTRY_VERIFY(!isOnline(*m_core));
    QVERIFY(send(u"unsent"_s));
    m_core->setDraft(m_room.id, {}, u"half a thought"_s);
    QTRY_COMPARE(m_core->reader()->draft(m_room.id), u"half a thought"_s);
    const Account account = m_core->account();
    m_core.reset();
    m_home->reopen();
    m_core = m_home->makeCore(*m_server, account);
    QSignalSpy opened(m_core.get(), &Core::opened);
    m_core->open();
    QTRY_COMPARE(opened.size(), 1);
}

void TestCoreStorage::beginsAnewWhatBreaksWhileItIsRead() {
    restartOffline();
    QSignalSpy opened(m_core.get(), &Core::opened);
    QVERIFY(damage(directory() + u'/' + Cache::fileName()));
    QVERIFY(m_core->reader()->newest(m_room.id, 100).size() < 45);
    QTRY_COMPARE(opened.size(), 1);
    QVERIFY(m_core->reader()->rooms().isEmpty());
    QCOMPARE(texts(m_core->reader()->outbox(m_room.id)), QStringList{u"unsent"_s});
    QCOMPARE(m_core->reader()->draft(m_room.id), u"half a thought"_s);
    m_server->setReachable(true);
    m_core->retryConnection();
    QTRY_VERIFY(isOnline(*m_core));
    m_core->showRoom(m_room.id);
    QTRY_COMPARE(m_core->reader()->newest(m_room.id, 1).value(0).content, u"unsent"_s);
    QTRY_VERIFY(m_core->reader()->outbox(m_room.id).isEmpty());
    QCOMPARE(m_core->reader()->newest(m_room.id, 100).size(), 46);
}

void TestCoreStorage::beginsAnewWhatBreaksWhileItIsWritten() {
    restartOffline();
    QSignalSpy opened(m_core.get(), &Core::opened);
    QVERIFY(damage(directory() + u'/' + Cache::fileName()));
    // Nobody reads: what comes in meets the damage.
    m_server->setReachable(true);
    for (int i = 0; i < 20; ++i)
        m_server->post(m_room.id, m_bob.id, u"news %1"_s.arg(i));
    m_core->retryConnection();
    QTRY_VERIFY_WITH_TIMEOUT(opened.size() >= 1, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(isOnline(*m_core), 20'000);
    m_core->showRoom(m_room.id);
    QTRY_COMPARE(m_core->reader()->newest(m_room.id, 1).value(0).content, u"unsent"_s);
    QCOMPARE(m_core->reader()->draft(m_room.id), u"half a thought"_s);
}

void TestCoreStorage::tellsOfAFullDiskAndGoesOn() {
    {
        const FullDisk full(4096);
        for (int i = 0; i < 30; ++i)
            m_server->post(m_room.id, m_bob.id, QString(7000, u'y'));
        m_server->post(m_room.id, m_bob.id, u"the last"_s);
        QTRY_VERIFY(m_core->status().reason && m_core->status().reason->error.code() == ErrorCode::Io);
        QVERIFY(m_core->status().state == ConnectionState::Waiting ||
                m_core->status().state == ConnectionState::Connecting ||
                m_core->status().state == ConnectionState::Syncing ||
                m_core->status().state == ConnectionState::Authenticating);
        const auto kept = send(QString(6000, u'z'));
        QVERIFY(!kept);
        QCOMPARE(kept.error().error.code(), ErrorCode::Io);
        // What is there can be read all the same.
        QCOMPARE(m_core->reader()->rooms().size(), 1);
    }
    m_core->retryConnection();
    QTRY_VERIFY_WITH_TIMEOUT(m_core->reader()->newest(m_room.id, 1).value(0).content == u"the last"_s,
                             30'000);
    QTRY_VERIFY(isOnline(*m_core));
    QVERIFY(send(u"room again"_s));
}

void TestCoreStorage::tellsOfADiskThatIsFullAtTheStart() {
    const Account account = m_core->account();
    const QString files = directory();
    m_core.reset();
    m_home->reopen();
    for (const QString& name : QDir(files).entryList(QDir::Files))
        QVERIFY(QFile::remove(files + u'/' + name));
    const FullDisk full(0);
    m_core = m_home->makeCore(*m_server, account);
    QSignalSpy failed(m_core.get(), &Core::openFailed);
    m_core->open();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().code(), ErrorCode::Io);
    QVERIFY(!m_core->reader());
}

void TestCoreStorage::clearsTheCacheOffline() {
    restartOffline();
    const qint64 before = m_core->storageSize();
    QSignalSpy opened(m_core.get(), &Core::opened);
    QVERIFY(await<bool>([&](QObject* context, Done<bool> done) { m_core->clearCache(context, done); }));
    QTRY_COMPARE(opened.size(), 1);
    QVERIFY(m_core->storageSize() < before);
    QVERIFY(m_core->reader()->rooms().isEmpty());
    QCOMPARE(texts(m_core->reader()->outbox(m_room.id)), QStringList{u"unsent"_s});
    QCOMPARE(m_core->reader()->draft(m_room.id), u"half a thought"_s);
}

QTEST_GUILESS_MAIN(TestCoreStorage)
#include "tst_core_storage.moc"
