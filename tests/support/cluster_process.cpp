// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cluster_process.h"

#include "tests/support/services.h"
#include "tests/support/test_topics.h"
#include "tests/support/wait.h"

namespace parlor::test {

ClusterProcess::ClusterProcess(const ClusterPlan& plan)
    : m_kafka(plan.kafka.isEmpty() ? kafkaAddress() : plan.kafka)
    , m_topics(randomTopicPrefix())
    , m_database(plan.postgres.isEmpty() ? postgresUrl() : plan.postgres) {
    for (int i = 0; i < plan.workers; ++i)
        m_workers.push_back(std::make_unique<ParlordProcess>());
    for (int i = 0; i < plan.gateways; ++i)
        m_gateways.push_back(std::make_unique<ParlordProcess>());
    for (const auto& worker : m_workers)
        worker->set(QStringLiteral("PARLOR_ROLE"), QStringLiteral("worker"));
    for (const auto& gateway : m_gateways)
        gateway->set(QStringLiteral("PARLOR_ROLE"), QStringLiteral("gateway"));
    set(QStringLiteral("PARLOR_DATABASE_URL"), m_database.url());
    set(QStringLiteral("PARLOR_KAFKA_BROKERS"), m_kafka);
    set(QStringLiteral("PARLOR_KAFKA_TOPICS"), m_topics);
    set(QStringLiteral("PARLOR_KAFKA_PARTITIONS"), QString::number(plan.partitions));
    set(QStringLiteral("PARLOR_KAFKA_REPLICATION"), QString::number(plan.replication));
    set(QStringLiteral("PARLOR_KAFKA_MIN_INSYNC"), QString::number(std::max(1, plan.replication - 1)));
    set(QStringLiteral("PARLOR_JWT_SECRET"), QStringLiteral("every gateway of a cluster has the same one"));
    set(QStringLiteral("PARLOR_TRUSTED_PROXIES"), QStringLiteral("127.0.0.1"));
}

ClusterProcess::~ClusterProcess() {
    m_nginx.kill9();
    kill9();
    deleteTopics(m_kafka, m_topics);
}

std::vector<std::pair<QByteArray, ParlordProcess*>> ClusterProcess::parlords() const {
    std::vector<std::pair<QByteArray, ParlordProcess*>> result;
    const auto add = [&](const char* what, const auto& processes) {
        for (size_t i = 0; i < processes.size(); ++i)
            result.emplace_back(what + QByteArray::number(qsizetype(i) + 1), processes[i].get());
    };
    add("worker ", m_workers);
    add("gateway ", m_gateways);
    return result;
}

void ClusterProcess::set(const QString& name, const QString& value) {
    for (const auto& [title, parlord] : parlords())
        parlord->set(name, value);
}

bool ClusterProcess::start() {
    const auto all = parlords();
    for (const auto& [title, parlord] : all) {
        if (!parlord->isRunning())
            parlord->startLater();
    }
    const auto over = [](const auto& named) { return named.second->isReady() || !named.second->isRunning(); };
    waitUntil([&] { return std::all_of(all.cbegin(), all.cend(), over); }, 2 * patience);
    if (!std::all_of(all.cbegin(), all.cend(), [](const auto& named) { return named.second->isReady(); }))
        return false;
    if (m_nginx.isRunning())
        return true;
    QList<QUrl> gateways;
    for (const auto& gateway : m_gateways)
        gateways.append(gateway->url());
    m_nginx.setGateways(gateways);
    m_nginx.setTrusted(QStringLiteral("127.0.0.1"));
    return m_nginx.start();
}

void ClusterProcess::kill9() {
    for (const auto& [title, parlord] : parlords())
        parlord->kill9();
}

void ClusterProcess::requestStop() {
    for (const auto& [title, parlord] : parlords())
        parlord->requestStop();
}

int ClusterProcess::waitForEnd() {
    int result = 0;
    for (const auto& [title, parlord] : parlords()) {
        const int status = parlord->waitForEnd();
        if (result == 0)
            result = status;
    }
    return result;
}

bool ClusterProcess::deleteLog() {
    return deleteTopics(m_kafka, m_topics);
}

QByteArray ClusterProcess::errorOutput() const {
    QByteArray result;
    for (const auto& [title, parlord] : parlords())
        result +=
            "---- " + title + (parlord->isReady() ? "" : " (not ready)") + '\n' + parlord->errorOutput();
    return result + "---- nginx\n" + m_nginx.errorOutput();
}

} // namespace parlor::test
