// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_log.h"
#include "tests/contracts/log_contract.h"
#include "tests/support/services.h"

#include <QCoreApplication>
#include <QTest>
#include <QUuid>

namespace {

/// Topics of its own on the broker that all tests share.
class KafkaLogUnderTest final : public parlor::test::LogUnderTest {
public:
    KafkaLogUnderTest() {
        m_options.brokers = parlor::test::kafkaAddress();
        m_options.topicPrefix =
            QStringLiteral("contract-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
        m_options.partitions = 4;
        m_options.replication = 1;
        m_options.minInsync = 1;
        if (auto opened = reopen(); !opened)
            qFatal("The log cannot be opened: %s", qPrintable(opened.error().message()));
    }
    parlor::log::Log& log() override { return *m_log; }
    parlor::Result<void> reopen() override {
        m_log.reset();
        auto log = parlor::log::openKafkaLog(m_options);
        if (!log)
            return parlor::fail(log.error());
        m_log = std::move(*log);
        return {};
    }

private:
    parlor::log::KafkaOptions m_options;
    std::unique_ptr<parlor::log::Log> m_log;
};

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    parlor::test::LogContract contract([] { return std::make_unique<KafkaLogUnderTest>(); });
    return QTest::qExec(&contract, argc, argv);
}
