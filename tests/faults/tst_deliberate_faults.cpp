// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of what is seen pass easily for the wrong reason. Here each is run on a client with a deliberate
// fault, and has to fail. The faults are in anchoring_faults.cpp and painting_faults.cpp.
#include "tests/faults/faults.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace parlor::tests;

namespace {

/// A check that waits says only after 15 s that it waited in vain.
constexpr int checkMsMax = 90'000;

QString textOf(const char* text) {
    return QString::fromUtf8(text);
}

bool isCpp(const Fault& fault) {
    return textOf(fault.file).endsWith(u".cpp"_s);
}

/// Where the QML file of a fault stands below the modules.
QString placeOf(const Fault& fault) {
    // qml/ui/Theme.qml is Parlor/Ui/Theme.qml.
    QStringList parts = textOf(fault.file).split(u'/');
    parts[0] = u"Parlor"_s;
    parts[1][0] = parts.at(1).at(0).toUpper();
    return parts.join(u'/');
}

QByteArray contentsOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// As it stands at another place than its module: it has to name the module to know its neighbours.
QByteArray moved(QByteArray qml, const Fault& fault) {
    const QByteArray module = placeOf(fault).section(u'/', 0, 1).replace(u'/', u'.').toUtf8();
    return qml.insert(qml.indexOf("import "), "import " + module + "\n");
}

} // namespace

class TestDeliberateFaults : public QObject {
    Q_OBJECT

    /// A test program at work.
    struct Run {
        QTemporaryDir overlay;
        QProcess process;
    };

    QMap<QString, QString> m_programs;
    QMap<QString, std::shared_ptr<Run>> m_runs; ///< by the name of the fault
    QList<Fault> m_waiting;

    void lay(const Run& run, const Fault& fault, const QByteArray& qml) const {
        const QString path = run.overlay.filePath(placeOf(fault));
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        const QByteArray text = moved(qml, fault);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    static QByteArray source(const Fault& fault) {
        return contentsOf(QStringLiteral(PARLOR_SOURCE_DIR "/") + textOf(fault.file));
    }
    void start(Run& run, const QString& program, const QStringList& checks, const QString& cppFault) const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PARLOR_TEST_OVERLAY"_s, run.overlay.path());
        environment.insert(u"PARLOR_TEST_FAULT"_s, cppFault);
        run.process.setProcessEnvironment(environment);
        run.process.setProcessChannelMode(QProcess::MergedChannels);
        run.process.start(m_programs.value(program), checks);
    }
    void start(const Fault& fault) {
        const auto run = std::make_shared<Run>();
        m_runs.insert(textOf(fault.name), run);
        if (!isCpp(fault))
            lay(*run, fault, source(fault).replace(fault.text, fault.instead));
        start(*run, textOf(fault.program) + (isCpp(fault) ? u"_faulty"_s : QString()), {textOf(fault.check)},
              isCpp(fault) ? textOf(fault.name) : QString());
    }
    /// What the program of `fault` said; the next ones are started meanwhile.
    QString said(const Fault& fault) {
        const QString name = textOf(fault.name);
        const auto running = [this] {
            return std::count_if(m_runs.cbegin(), m_runs.cend(), [](const std::shared_ptr<Run>& run) {
                return run->process.state() != QProcess::NotRunning;
            });
        };
        const auto isDone = [&] {
            while (!m_waiting.isEmpty() && running() < QThread::idealThreadCount())
                start(m_waiting.takeFirst());
            return m_runs.contains(name) && m_runs.value(name)->process.state() == QProcess::NotRunning;
        };
        if (!QTest::qWaitFor(isDone, checkMsMax))
            return u"did not end"_s;
        return QString::fromUtf8(m_runs.value(name)->process.readAll());
    }

private Q_SLOTS:
    void initTestCase() {
        const QList<QByteArray> lines = contentsOf(QStringLiteral(PARLOR_FAULT_PROGRAMS)).split('\n');
        for (const QByteArray& line : lines)
            m_programs.insert(QString::fromUtf8(line).section(u' ', 0, 0),
                              QString::fromUtf8(line).section(u' ', 1));
        m_waiting = allFaults();
        QSet<QString> names;
        for (const Fault& fault : allFaults()) {
            QVERIFY2(!names.contains(textOf(fault.name)), fault.name);
            names.insert(textOf(fault.name));
        }
    }

    void isSeen_data() {
        QTest::addColumn<int>("number");
        for (int i = 0; i < allFaults().size(); ++i)
            QTest::newRow(allFaults().at(i).name) << i;
    }
    void isSeen() {
        QFETCH(int, number);
        const Fault fault = allFaults().at(number);
        QVERIFY2(source(fault).count(fault.text) == 1, "its text has to stand in the file exactly once");
        const QString output = said(fault);
        const QProcess& process = m_runs.value(textOf(fault.name))->process;
        // By the check itself: not because the window cannot be loaded, and not because something complains.
        const QRegularExpression failed(
            u"^FAIL!  : [\\w:]+::%1\\((.*)\\)"_s.arg(textOf(fault.check).section(u':', 0, 0)),
            QRegularExpression::MultilineOption);
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() > 0 &&
                     failed.match(output).hasMatch() && !output.contains(u"complaints()"_s),
                 qPrintable(u"%1 %2 said: %3"_s.arg(textOf(fault.program), textOf(fault.check), output)));
    }

    /// What makes the faults possible makes nothing fail.
    void nothingElseFails_data() {
        QTest::addColumn<QString>("program");
        QSet<QString> programs;
        for (const Fault& fault : allFaults())
            programs.insert(textOf(fault.program) + (isCpp(fault) ? u"_faulty"_s : QString()));
        for (const QString& program : std::as_const(programs))
            QTest::newRow(qPrintable(program)) << program;
    }
    void nothingElseFails() {
        QFETCH(QString, program);
        Run run;
        QStringList checks;
        for (const Fault& fault : allFaults()) {
            if (program != textOf(fault.program) + (isCpp(fault) ? u"_faulty"_s : QString()))
                continue;
            if (!isCpp(fault))
                lay(run, fault, source(fault));
            checks.append(textOf(fault.check));
        }
        checks.removeDuplicates();
        start(run, program, checks, {});
        QTRY_VERIFY_WITH_TIMEOUT(run.process.state() == QProcess::NotRunning, checkMsMax);
        QVERIFY2(run.process.exitStatus() == QProcess::NormalExit && run.process.exitCode() == 0,
                 run.process.readAll().constData());
    }
};

QTEST_GUILESS_MAIN(TestDeliberateFaults)
#include "tst_deliberate_faults.moc"
