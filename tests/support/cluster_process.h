// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/nginx_process.h"
#include "tests/support/parlord_process.h"
#include "tests/support/test_database.h"

#include <memory>
#include <vector>

namespace parlor::test {

/// How many processes a cluster has, and what it stands on.
struct ClusterPlan {
    int gateways = 2;
    int workers = 1;
    int partitions = 4;
    int replication =
        1;            ///< of the topics; the brokers that must have a record are one fewer, and at least one
    QString kafka;    ///< "host:port,…"; empty: the shared one of tests/support/services.h
    QString postgres; ///< URL of a superuser; empty: the shared one
};

/// A real cluster: gateways and workers, each a parlord process, behind a real nginx, with topics and a
/// database of its own, which are deleted at the end. The processes can be killed and started singly. For the
/// thread that runs the event loop.
class ClusterProcess {
public:
    explicit ClusterProcess(const ClusterPlan& plan);
    /// Kills the processes, then deletes topics and database.
    ~ClusterProcess();
    ClusterProcess(const ClusterProcess&) = delete;
    ClusterProcess& operator=(const ClusterProcess&) = delete;

    /// A setting of every parlord ("PARLOR_REGISTRATION", "closed"), from its next start on.
    void set(const QString& name, const QString& value);

    /// Starts whatever is not running, all at once, and waits until all of it is ready. Each takes the port
    /// again that it had before. False, and errorOutput() tells why.
    bool start();
    /// SIGKILL for every parlord. nginx stays.
    void kill9();
    /// SIGTERM for every parlord, without waiting.
    void requestStop();
    /// Waits for the end of every parlord: 0 if all of them ended so, else the first other status.
    int waitForEnd();
    /// Deletes the topics, as if Kafka had lost its disks. No parlord may run.
    bool deleteLog();

    std::vector<std::unique_ptr<ParlordProcess>>& gateways() { return m_gateways; }
    std::vector<std::unique_ptr<ParlordProcess>>& workers() { return m_workers; }
    NginxProcess& nginx() { return m_nginx; }
    const TestDatabase& database() const { return m_database; }
    QString topicPrefix() const { return m_topics; }

    /// Of nginx.
    QUrl url() const { return m_nginx.url(); }
    /// The end of what every process wrote, each under its name.
    QByteArray errorOutput() const;

private:
    std::vector<std::pair<QByteArray, ParlordProcess*>> parlords() const;

    QString m_kafka;
    QString m_topics;
    TestDatabase m_database;
    std::vector<std::unique_ptr<ParlordProcess>> m_workers;
    std::vector<std::unique_ptr<ParlordProcess>> m_gateways;
    NginxProcess m_nginx;
};

} // namespace parlor::test
