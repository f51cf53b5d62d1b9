// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

#include <chrono>
#include <memory>

namespace parlor::test {

/// A real parlord on a data directory of its own and a free port. The binary is the one that the environment
/// variable PARLORD names (ctest sets it). Passwords are hashed at minimum cost and rate limits are off
/// unless the test sets them otherwise. Used on the thread whose event loop runs the test. The destructor
/// kills it.
class ParlordProcess {
public:
    ParlordProcess();
    ~ParlordProcess();
    ParlordProcess(const ParlordProcess&) = delete;
    ParlordProcess& operator=(const ParlordProcess&) = delete;

    /// A setting of the environment ("PARLOR_REGISTRATION", "closed"); holds from the next start() on.
    void set(const QString& name, const QString& value);
    QString dataDir() const { return m_dir.path(); }

    /// Starts it and waits for its ready line. The first start takes a free port; later ones take the same
    /// again, so that clients find the server where it was. False, and errorOutput() tells why, when it ended
    /// or was not ready in time.
    bool start();
    /// Starts it without waiting; isReady() turns true while the event loop runs.
    void startLater();
    bool isReady() const { return m_ready; }
    bool isRunning() const;

    /// SIGKILL, and waits until it is gone.
    void kill9();
    /// SIGTERM without waiting.
    void requestStop();
    /// Waits for the end; the exit status, or -1 for a crash or when `deadline` passed.
    int waitForEnd(std::chrono::milliseconds deadline = std::chrono::milliseconds(15'000));
    /// SIGTERM and waitForEnd().
    int terminate();

    /// "http://127.0.0.1:PORT"; empty before the first start.
    QUrl url() const { return m_url; }
    qint64 pid() const;
    /// Resident memory in bytes, from /proc.
    qint64 residentBytes() const;
    /// The end of what it wrote to stderr and stdout, over all its lives.
    QByteArray errorOutput() const;
    /// Runs `parlord ARGUMENTS` on the same data directory to its end; its exit status, -1 for a crash or a
    /// hang.
    int runCommand(const QStringList& arguments, const QByteArray& input = {},
                   QByteArray* output = nullptr) const;

private:
    QProcessEnvironment environment() const;
    void readOutput();

    QTemporaryDir m_dir;
    QMap<QString, QString> m_settings;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_stdout;
    QByteArray m_log;
    QUrl m_url;
    bool m_ready = false;
};

} // namespace parlor::test
