// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace parlor::test {

/// A Kafka or PostgreSQL of the test's own, to be killed and started again: tests/support/kafka-local and
/// postgres-local from C++. For the thread that runs the event loop, which goes on while the scripts run. The
/// destructor kills the server; so does its script, should the test end without one.
class LocalServer {
public:
    enum class Kind { Kafka, Postgres };

    explicit LocalServer(Kind kind);
    ~LocalServer();
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    /// Runs `kafka-local COMMAND ARGUMENTS…` (or postgres-local) on this server's directory; true if it
    /// succeeded within two minutes. What it prints is in output().
    bool run(const QString& command, const QStringList& arguments = {});
    QString output() const { return m_output; }
    /// run("start", …); where it then is, in the form of services.h, is in address().
    bool start(const QStringList& arguments = {});
    QString address() const { return m_address; }

private:
    QString m_script;
    QTemporaryDir m_dir;
    QString m_output;
    QString m_address;
};

} // namespace parlor::test
