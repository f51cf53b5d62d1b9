// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/chaos/faults.h"

namespace parlor::chaos {

namespace {

constexpr int gateways = 3;
constexpr int workers = 2;

QStringList node(int number) {
    return {QStringLiteral("--node"), QString::number(number)};
}

} // namespace

World::World(const QString& kafkaOptions)
    : m_kafkaOptions(kafkaOptions) {}

bool World::start() {
    const QStringList nodes =
        m_cluster ? QStringList() : QStringList{QStringLiteral("--nodes"), QString::number(brokers)};
    if (!m_kafka.start(nodes)) {
        m_problem = QStringLiteral("Kafka: ") + m_kafka.output();
        return false;
    }
    if (!m_postgres.start()) {
        m_problem = QStringLiteral("PostgreSQL: ") + m_postgres.output();
        return false;
    }
    if (!m_cluster) {
        test::ClusterPlan plan;
        plan.gateways = gateways;
        plan.workers = workers;
        plan.replication = brokers;
        plan.kafka = m_kafka.address();
        plan.postgres = m_postgres.address();
        m_cluster = std::make_unique<test::ClusterProcess>(plan);
        m_cluster->set(QStringLiteral("PARLOR_KAFKA_OPTIONS"), m_kafkaOptions);
    }
    if (!m_cluster->start()) {
        m_problem = QStringLiteral("Parlor does not come up");
        return false;
    }
    return true;
}

QList<Fault> faultsNamed(const QString& names) {
    static constexpr std::pair<Fault, const char*> known[] = {
        {Fault::GatewayKilled, "gateway"},      {Fault::AllGatewaysKilled, "gateways"},
        {Fault::WorkerKilled, "worker"},        {Fault::AllWorkersKilled, "workers"},
        {Fault::BrokerKilled, "broker"},        {Fault::TwoBrokersKilled, "brokers"},
        {Fault::BrokerPaused, "broker-paused"}, {Fault::PostgresKilled, "postgres"},
        {Fault::NginxKilled, "nginx"},
    };
    const QStringList wanted = names.split(QLatin1Char(','), Qt::SkipEmptyParts);
    QList<Fault> result;
    for (const auto& [fault, name] : known) {
        if (wanted.isEmpty() || wanted.contains(QLatin1String(name)))
            result.append(fault);
    }
    return result;
}

QString strike(World& world, Fault fault, QRandomGenerator& random) {
    test::ClusterProcess& cluster = world.cluster();
    const int number = random.bounded(1, World::brokers + 1);
    switch (fault) {
    case Fault::GatewayKilled: {
        const int index = random.bounded(gateways);
        cluster.gateways()[size_t(index)]->kill9();
        return QStringLiteral("gateway %1 killed").arg(index + 1);
    }
    case Fault::AllGatewaysKilled:
        for (const auto& gateway : cluster.gateways())
            gateway->kill9();
        return QStringLiteral("all gateways killed");
    case Fault::WorkerKilled: {
        const int index = random.bounded(workers);
        cluster.workers()[size_t(index)]->kill9();
        return QStringLiteral("worker %1 killed").arg(index + 1);
    }
    case Fault::AllWorkersKilled:
        for (const auto& worker : cluster.workers())
            worker->kill9();
        return QStringLiteral("all workers killed");
    case Fault::BrokerKilled:
        world.kafka().run(QStringLiteral("kill9"), node(number));
        return QStringLiteral("broker %1 killed").arg(number);
    case Fault::TwoBrokersKilled:
        world.kafka().run(QStringLiteral("kill9"), node(number));
        world.kafka().run(QStringLiteral("kill9"), node(number % World::brokers + 1));
        return QStringLiteral("brokers %1 and %2 killed").arg(number).arg(number % World::brokers + 1);
    case Fault::BrokerPaused:
        world.kafka().run(QStringLiteral("pause"), node(number));
        return QStringLiteral("broker %1 paused").arg(number);
    case Fault::PostgresKilled:
        world.postgres().run(QStringLiteral("kill9"));
        return QStringLiteral("PostgreSQL killed");
    case Fault::NginxKilled:
        cluster.nginx().kill9();
        return QStringLiteral("nginx killed");
    }
    return {};
}

bool repair(World& world, const QList<Fault>& faults) {
    // A paused one is there already, as far as start() can tell.
    if (faults.contains(Fault::BrokerPaused))
        world.kafka().run(QStringLiteral("resume"));
    return world.start();
}

} // namespace parlor::chaos
