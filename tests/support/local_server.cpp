// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/local_server.h"

#include "tests/support/wait.h"

#include <QCoreApplication>
#include <QProcess>

namespace parlor::test {

using namespace std::chrono_literals;

LocalServer::LocalServer(Kind kind)
    : m_script(QStringLiteral(PARLOR_SUPPORT_DIR) +
               (kind == Kind::Kafka ? QStringLiteral("/kafka-local") : QStringLiteral("/postgres-local"))) {}

LocalServer::~LocalServer() {
    run(QStringLiteral("kill9"));
}

bool LocalServer::run(const QString& command, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(m_script,
                  QStringList{command, QStringLiteral("--dir"), m_dir.filePath(QStringLiteral("server"))} +
                      arguments);
    const bool ended = waitUntil([&] { return process.state() == QProcess::NotRunning; }, 120s);
    m_output = QString::fromUtf8(process.readAll());
    if (!ended) {
        process.kill();
        process.waitForFinished();
    }
    return ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

bool LocalServer::start(const QStringList& arguments) {
    QStringList all = arguments;
    if (m_address.isEmpty()) // one guard is enough
        all += {QStringLiteral("--owner"), QString::number(QCoreApplication::applicationPid())};
    if (!run(QStringLiteral("start"), all))
        return false;
    m_address = m_output.trimmed().section(QLatin1Char('='), 1);
    return true;
}

} // namespace parlor::test
