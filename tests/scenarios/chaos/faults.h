// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/cluster_process.h"
#include "tests/support/local_server.h"

#include <QRandomGenerator>
#include <QStringList>

namespace parlor::chaos {

/// A whole cluster, everything in it real and the test's own: three brokers, PostgreSQL, three gateways, two
/// workers, nginx. For the thread that runs the event loop.
class World {
public:
    /// `kafkaOptions`: PARLOR_KAFKA_OPTIONS of every parlord.
    explicit World(const QString& kafkaOptions);

    /// Brings everything up that is down, and waits for it. False, and problem() tells why.
    bool start();
    QString problem() const { return m_problem; }
    /// What the processes of the cluster wrote.
    QByteArray output() const { return m_cluster ? m_cluster->errorOutput() : QByteArray(); }

    static constexpr int brokers = 3;
    test::LocalServer& kafka() { return m_kafka; }
    test::LocalServer& postgres() { return m_postgres; }
    test::ClusterProcess& cluster() { return *m_cluster; }

private:
    const QString m_kafkaOptions;
    test::LocalServer m_kafka{test::LocalServer::Kind::Kafka};
    test::LocalServer m_postgres{test::LocalServer::Kind::Postgres};
    std::unique_ptr<test::ClusterProcess> m_cluster; ///< made at the first start, when its servers are known
    QString m_problem;
};

/// What can happen to it.
enum class Fault {
    GatewayKilled,
    AllGatewaysKilled,
    WorkerKilled,
    AllWorkersKilled,
    BrokerKilled,
    TwoBrokersKilled,
    BrokerPaused,
    PostgresKilled,
    NginxKilled,
};
/// All of them, or those whose names ("gateway,broker-paused") are given.
QList<Fault> faultsNamed(const QString& names = {});

/// Makes `fault` happen to a random one of its kind; says what happened, in words.
QString strike(World& world, Fault fault, QRandomGenerator& random);
/// Brings what `faults` took away up again, in the order in which it can come up, and waits until all is
/// ready.
bool repair(World& world, const QList<Fault>& faults);

} // namespace parlor::chaos
