// SPDX-License-Identifier: GPL-3.0-or-later
// The door in this process, and two real processes of `parlor`.
#include "client/attention/single_instance.h"

#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace Qt::StringLiterals;
using namespace parlor;

Q_DECLARE_METATYPE(parlor::StartRequest)

namespace {

const auto address = u"parlor://chat.example.org/room/0b8f2f0a-52c3-4e0c-a5e4-9f1e7d3c2b1a"_s;

/// A `parlor` whose every trace is in a directory.
class Parlor {
public:
    Parlor(const QString& home, const QStringList& arguments) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        environment.insert(u"QT_QUICK_BACKEND"_s, u"software"_s);
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"disabled:"_s);
        environment.insert(u"HOME"_s, home);
        environment.insert(u"XDG_RUNTIME_DIR"_s, home + u"/run"_s);
        environment.insert(u"PARLOR_CLIENT_DATA"_s, home + u"/data"_s);
        environment.insert(u"QT_LOGGING_RULES"_s, u"parlor.client.instance.debug=true"_s);
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral(PARLOR_PROGRAM), arguments);
        if (!m_process.waitForStarted())
            qFatal("parlor does not start");
    }
    ~Parlor() {
        m_process.kill();
        m_process.waitForFinished();
    }
    /// Has said this since it began?
    bool said(const QString& text) {
        m_output += QString::fromUtf8(m_process.readAll());
        return m_output.contains(text);
    }
    bool runs() const { return m_process.state() == QProcess::Running; }
    int exitCode() {
        if (!m_process.waitForFinished(20'000))
            return -1;
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -2;
    }
    void terminate() { m_process.terminate(); }
    void kill() {
        m_process.kill();
        m_process.waitForFinished();
    }
    QString output() {
        said({});
        return m_output;
    }

private:
    QProcess m_process;
    QString m_output;
};

} // namespace

class TestSingleInstance : public QObject {
    Q_OBJECT

    QTemporaryDir m_runtime;

    /// What another process would do, while this one serves.
    static bool handOver(const QString& directory, const StartRequest& request,
                         std::chrono::milliseconds timeout = std::chrono::seconds(5)) {
        auto answer = std::async(std::launch::async,
                                 [&] { return SingleInstance::handOver(directory, request, timeout); });
        while (answer.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
        return answer.get();
    }

private Q_SLOTS:
    void initTestCase() {
        qRegisterMetaType<StartRequest>();
        QFile::setPermissions(m_runtime.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
    }

    void handsOver() {
        QTemporaryDir directory;
        const SingleInstance instance(directory.path());
        QVERIFY(instance.isListening());
        QSignalSpy requested(&instance, &SingleInstance::requested);
        QVERIFY(handOver(directory.path(), {address, "token"}));
        QVERIFY(handOver(directory.path() + u"/../"_s + QDir(directory.path()).dirName(), {}));
        QCOMPARE(requested.size(), 2);
        QVERIFY((requested.at(0).at(0).value<StartRequest>() == StartRequest{address, "token"}));
        QVERIFY((requested.at(1).at(0).value<StartRequest>() == StartRequest{}));
    }

    void profilesAreApart() {
        QTemporaryDir one;
        QTemporaryDir two;
        const SingleInstance instance(one.path());
        QVERIFY(SingleInstance::doorOf(one.path()) != SingleInstance::doorOf(two.path()));
        QVERIFY(!handOver(two.path(), {}, std::chrono::milliseconds(300)));
    }

    void nobodyElseMayEnter() {
        QTemporaryDir directory;
        const SingleInstance instance(directory.path());
        const QFileInfo door(SingleInstance::doorOf(directory.path()));
        QCOMPARE(door.absolutePath(), m_runtime.path());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY((door.permissions() & others) == QFile::Permissions());
    }

    void aDoorThatACrashHasLeft() {
        QTemporaryDir directory;
        QFile stale(SingleInstance::doorOf(directory.path()));
        QVERIFY(stale.open(QIODevice::WriteOnly));
        stale.close();
        QVERIFY(!handOver(directory.path(), {}, std::chrono::milliseconds(300)));
        const SingleInstance instance(directory.path());
        QVERIFY(instance.isListening());
        QVERIFY(handOver(directory.path(), {}));
    }

    void nonsenseIsRefused_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("no JSON") << QByteArray("raise\n");
        QTest::newRow("no object") << QByteArray("[]\n");
        QTest::newRow("long link") << "{\"link\":\"" + QByteArray(1000, 'a') + "\"}\n";
        QTest::newRow("long activation") << "{\"activation\":\"" + QByteArray(1000, 'a') + "\"}\n";
        QTest::newRow("endless") << QByteArray(100'000, ' ');
        QTest::newRow("never finished") << QByteArray("{");
        QTest::newRow("nothing") << QByteArray();
    }
    void nonsenseIsRefused() {
        QFETCH(QByteArray, request);
        QTemporaryDir directory;
        const SingleInstance instance(directory.path());
        QSignalSpy requested(&instance, &SingleInstance::requested);
        QLocalSocket caller;
        caller.connectToServer(SingleInstance::doorOf(directory.path()));
        QVERIFY(caller.waitForConnected());
        caller.write(request);
        QTRY_VERIFY(caller.state() == QLocalSocket::UnconnectedState);
        QCOMPARE(caller.readAll(), QByteArray());
        QVERIFY(requested.isEmpty());
        QVERIFY(handOver(directory.path(), {}));
    }

    void manyCallers() {
        QTemporaryDir directory;
        const SingleInstance instance(directory.path());
        std::vector<std::unique_ptr<QLocalSocket>> callers;
        for (int i = 0; i < 4 * SingleInstance::callersMax; ++i) {
            callers.push_back(std::make_unique<QLocalSocket>());
            callers.back()->connectToServer(SingleInstance::doorOf(directory.path()));
            QCoreApplication::processEvents();
        }
        // Those who say nothing lose their place, and then it is as before.
        QVERIFY(handOver(directory.path(), {}, std::chrono::seconds(10)));
    }

    void twoProcesses() {
        QTemporaryDir home;
        QVERIFY(QDir(home.path()).mkdir(u"run"_s));
        QFile::setPermissions(home.path() + u"/run"_s,
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const QStringList profile{u"--profile"_s, u"work"_s};
        auto first = std::make_unique<Parlor>(home.path(), profile);
        QTRY_VERIFY_WITH_TIMEOUT(first->said(u"the door is open"_s), 20'000);

        Parlor second(home.path(), profile + QStringList{address});
        QCOMPARE(second.exitCode(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(first->said(address), 10'000);
        QVERIFY(first->runs());

        // Another profile is another Parlor.
        Parlor other(home.path(), {});
        QTRY_VERIFY_WITH_TIMEOUT(other.said(u"the door is open"_s), 20'000);
        QVERIFY(other.runs());

        // Killed, it leaves its lock and its door behind: the next one is the first again.
        first->kill();
        first = std::make_unique<Parlor>(home.path(), profile);
        QTRY_VERIFY_WITH_TIMEOUT(first->said(u"the door is open"_s), 20'000);
        Parlor third(home.path(), profile);
        QCOMPARE(third.exitCode(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(first->said(u"asked to come forward"_s), 10'000);
    }

#ifdef Q_OS_UNIX
    void endsInOrderWhenTheSystemAsks() {
        QTemporaryDir home;
        QVERIFY(QDir(home.path()).mkdir(u"run"_s));
        QFile::setPermissions(home.path() + u"/run"_s,
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        Parlor asked(home.path(), {});
        QTRY_VERIFY_WITH_TIMEOUT(asked.said(u"the door is open"_s), 20'000);
        asked.terminate();
        QCOMPARE(asked.exitCode(), 0);
    }
#endif
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_single_instance.moc"
