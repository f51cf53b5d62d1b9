// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/parlord_process.h"

#include "tests/support/wait.h"

#include <QFile>

#include <csignal>

namespace parlor::test {

namespace {

constexpr qsizetype logKept = 256 * 1024;

QString program() {
    return qEnvironmentVariable("PARLORD");
}

} // namespace

ParlordProcess::ParlordProcess() {
    m_settings.insert(QStringLiteral("PARLOR_PASSWORD_COST"), QStringLiteral("minimum"));
    m_settings.insert(QStringLiteral("PARLOR_RATE_LIMITS"), QStringLiteral("off"));
}

ParlordProcess::~ParlordProcess() {
    kill9();
}

void ParlordProcess::set(const QString& name, const QString& value) {
    m_settings.insert(name, value);
}

QProcessEnvironment ParlordProcess::environment() const {
    QProcessEnvironment result = QProcessEnvironment::systemEnvironment();
    // What the developer has set for a server of their own must not reach this one.
    const QStringList names = result.keys();
    for (const QString& name : names) {
        if (name.startsWith(QLatin1String("PARLOR_")))
            result.remove(name);
    }
    result.insert(QStringLiteral("PARLOR_DATA_DIR"), m_dir.path());
    result.insert(QStringLiteral("PARLOR_LISTEN"), QStringLiteral("127.0.0.1:%1").arg(m_url.port(0)));
    for (auto it = m_settings.cbegin(); it != m_settings.cend(); ++it)
        result.insert(it.key(), it.value());
    return result;
}

void ParlordProcess::startLater() {
    kill9();
    m_stdout.clear();
    m_process = std::make_unique<QProcess>();
    m_process->setProgram(program());
    m_process->setArguments({QStringLiteral("serve")});
    m_process->setProcessEnvironment(environment());
    QObject::connect(m_process.get(), &QProcess::readyReadStandardOutput, m_process.get(),
                     [this] { readOutput(); });
    QObject::connect(m_process.get(), &QProcess::readyReadStandardError, m_process.get(),
                     [this] { readOutput(); });
    m_process->start();
}

bool ParlordProcess::start() {
    if (program().isEmpty()) {
        m_log += "The environment variable PARLORD does not name the parlord binary.\n";
        return false;
    }
    startLater();
    waitUntil([this] { return m_ready || !isRunning(); });
    if (!m_ready && m_process)
        m_log += "parlord did not become ready: " + m_process->errorString().toUtf8() + '\n';
    return m_ready;
}

void ParlordProcess::readOutput() {
    const QByteArray out = m_process->readAllStandardOutput();
    m_stdout += out;
    m_log += out;
    m_log += m_process->readAllStandardError();
    if (m_log.size() > 2 * logKept)
        m_log = m_log.right(logKept);
    if (m_ready)
        return;
    static constexpr QByteArrayView marker("parlord ready on ");
    const qsizetype at = m_stdout.indexOf(marker);
    const qsizetype end = at < 0 ? -1 : m_stdout.indexOf('\n', at);
    if (end < 0)
        return;
    m_url = QUrl(QString::fromUtf8(m_stdout.mid(at + marker.size(), end - at - marker.size()).trimmed()));
    m_ready = true;
}

bool ParlordProcess::isRunning() const {
    return m_process && m_process->state() != QProcess::NotRunning;
}

void ParlordProcess::kill9() {
    m_ready = false;
    if (!m_process)
        return;
    if (isRunning()) {
        m_process->kill();
        m_process->waitForFinished(-1);
    }
    readOutput();
    m_ready = false;
    m_process.reset();
}

void ParlordProcess::requestStop() {
    if (isRunning())
        ::kill(pid_t(m_process->processId()), SIGTERM);
}

int ParlordProcess::waitForEnd(std::chrono::milliseconds deadline) {
    if (!m_process)
        return -1;
    const bool ended = waitUntil([this] { return !isRunning(); }, deadline);
    readOutput();
    m_ready = false;
    if (!ended || m_process->exitStatus() != QProcess::NormalExit)
        return -1;
    return m_process->exitCode();
}

int ParlordProcess::terminate() {
    requestStop();
    return waitForEnd();
}

qint64 ParlordProcess::pid() const {
    return m_process ? m_process->processId() : 0;
}

qint64 ParlordProcess::residentBytes() const {
    QFile file(QStringLiteral("/proc/%1/status").arg(pid()));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = file.readAll();
    static constexpr QByteArrayView marker("VmRSS:");
    const qsizetype at = text.indexOf(marker);
    if (at < 0)
        return 0;
    const QByteArray line = text.mid(at + marker.size(), text.indexOf('\n', at) - at - marker.size());
    return line.trimmed().split(' ').constFirst().toLongLong() * 1024;
}

QByteArray ParlordProcess::errorOutput() const {
    return m_log.right(16 * 1024);
}

int ParlordProcess::runCommand(const QStringList& arguments, const QByteArray& input,
                               QByteArray* output) const {
    QProcess process;
    process.setProcessEnvironment(environment());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program(), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(int(patience.count()))) {
        process.kill();
        process.waitForFinished(-1);
        return -1;
    }
    if (output)
        *output = process.readAll();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

} // namespace parlor::test
