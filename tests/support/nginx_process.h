// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

#include <memory>

namespace parlor::test {

/// A real nginx with the configuration that Parlor ships, packaging/nginx/parlor.conf, of which only the
/// addresses and the places of files are exchanged. It runs as whoever runs the test. For the thread that
/// runs the event loop. The destructor kills it.
class NginxProcess {
public:
    NginxProcess();
    ~NginxProcess();
    NginxProcess(const NginxProcess&) = delete;
    NginxProcess& operator=(const NginxProcess&) = delete;

    /// The gateways, by their URLs; three stand in the file, and as many are put there. Takes effect at the
    /// next start() or reload().
    void setGateways(const QList<QUrl>& gateways) { m_gateways = gateways; }

    /// Believes the X-Forwarded-For of who comes from this address, as parlor.conf says for an nginx behind
    /// another proxy: so that one machine can play people at several addresses. Takes effect likewise.
    void setTrusted(const QString& address) { m_trusted = address; }

    /// Starts it, and waits until it takes connections. The first start takes a free port, later ones the
    /// same again. False, and errorOutput() tells why.
    bool start();
    /// Reads the configuration again, as `systemctl reload nginx` does.
    bool reload();
    /// SIGKILL for it and its workers, and waits until they are gone.
    void kill9();
    bool isRunning() const { return m_process && m_process->state() != QProcess::NotRunning; }
    qint64 pid() const { return m_process ? m_process->processId() : 0; }

    /// "http://127.0.0.1:PORT"; empty before the first start.
    QUrl url() const { return m_url; }
    /// What it has logged of requests and errors.
    QByteArray accessLog() const;
    QByteArray errorOutput() const;

private:
    bool writeConfiguration();
    bool accepts() const;

    QTemporaryDir m_dir;
    QList<QUrl> m_gateways;
    QString m_trusted;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_problem;
    QUrl m_url;
};

} // namespace parlor::test
