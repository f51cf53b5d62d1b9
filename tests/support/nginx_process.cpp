// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/nginx_process.h"

#include "tests/support/wait.h"

#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <unistd.h>

#include <csignal>

namespace parlor::test {

namespace {

QString program() {
    // Debian keeps it where only root's PATH looks.
    return QStandardPaths::findExecutable(QStringLiteral("nginx"),
                                          qEnvironmentVariable("PATH").split(QLatin1Char(':')) +
                                              QStringList{QStringLiteral("/usr/sbin")});
}

quint16 freePort() {
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString& path, const QString& text) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) == text.toUtf8().size();
}

/// What surrounds parlor.conf in an nginx that is nobody's but the test's; of it, only the workers' number
/// and limits matter. One worker process more than one, since shared state is part of what is tested.
constexpr char surroundings[] = R"(
daemon off;
master_process on;
worker_processes 2;
worker_shutdown_timeout 60s;
pid DIR/nginx.pid;
error_log DIR/start.log warn;
events { worker_connections 8192; }
http {
    client_body_temp_path DIR/body;
    proxy_temp_path DIR/proxy;
    fastcgi_temp_path DIR/fastcgi;
    uwsgi_temp_path DIR/uwsgi;
    scgi_temp_path DIR/scgi;
    include DIR/parlor.conf;
}
)";

} // namespace

NginxProcess::NginxProcess() = default;

NginxProcess::~NginxProcess() {
    kill9();
}

bool NginxProcess::writeConfiguration() {
    QString text = QString::fromUtf8(contentOf(QStringLiteral(PARLOR_NGINX_CONF)));
    const auto exchange = [&](const char* pattern, const QString& by) {
        const QRegularExpression expression(QLatin1String(pattern), QRegularExpression::MultilineOption);
        if (!text.contains(expression))
            m_problem += QByteArray("parlor.conf has nothing that matches ") + pattern + '\n';
        text.replace(expression, by);
    };
    QString servers;
    for (const QUrl& gateway : std::as_const(m_gateways))
        servers += QStringLiteral("server 127.0.0.1:%1 \\1;\n").arg(gateway.port());
    exchange("(?:^ *server [0-9.]+:8090 ([^;]*);\n)+", servers);
    exchange("^ *listen 80;$", QStringLiteral("listen 127.0.0.1:%1;").arg(m_url.port()));
    exchange("^ *listen \\[::\\]:80;$", QString());
    exchange("/var/log/nginx", m_dir.path());
    if (!m_trusted.isEmpty())
        text.prepend(
            QStringLiteral("set_real_ip_from %1;\nreal_ip_header X-Forwarded-For;\n").arg(m_trusted));
    return m_problem.isEmpty() && write(m_dir.filePath(QStringLiteral("parlor.conf")), text) &&
           write(m_dir.filePath(QStringLiteral("nginx.conf")),
                 // Started by root it would take another user, who may not look into the test's directory.
                 (::geteuid() == 0 ? QStringLiteral("user root root;\n") : QString()) +
                     QString::fromLatin1(surroundings).replace(QLatin1String("DIR"), m_dir.path()));
}

bool NginxProcess::start() {
    kill9();
    if (m_url.isEmpty())
        m_url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(freePort()));
    if (program().isEmpty())
        m_problem += "nginx is not installed\n";
    if (!m_problem.isEmpty() || !writeConfiguration())
        return false;
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    // A process group of its own, so that its workers can be killed with it.
    m_process->setChildProcessModifier([] { ::setpgid(0, 0); });
    m_process->start(program(), {QStringLiteral("-p"), m_dir.path(), QStringLiteral("-c"),
                                 m_dir.filePath(QStringLiteral("nginx.conf")), QStringLiteral("-e"),
                                 m_dir.filePath(QStringLiteral("start.log"))});
    QTimer look; // nothing tells when it listens
    look.start(10);
    const bool up = waitUntil([this] { return accepts() || !isRunning(); }) && isRunning();
    if (!up)
        m_problem += "nginx does not run: " + m_process->readAll();
    return up;
}

bool NginxProcess::accepts() const {
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(m_url.port()));
    return socket.waitForConnected(200);
}

bool NginxProcess::reload() {
    return isRunning() && writeConfiguration() && ::kill(pid_t(pid()), SIGHUP) == 0;
}

void NginxProcess::kill9() {
    if (isRunning()) {
        ::kill(-pid_t(pid()), SIGKILL);
        m_process->waitForFinished(-1);
        // Its workers outlive it for a moment, and would take connections that are meant for the next one.
        QTimer look;
        look.start(5);
        (void)waitUntil([this] { return !accepts(); });
    }
    m_process.reset();
}

QByteArray NginxProcess::accessLog() const {
    return contentOf(m_dir.filePath(QStringLiteral("parlor.log")));
}

QByteArray NginxProcess::errorOutput() const {
    return m_problem + contentOf(m_dir.filePath(QStringLiteral("start.log"))) +
           contentOf(m_dir.filePath(QStringLiteral("parlor-error.log")));
}

} // namespace parlor::test
