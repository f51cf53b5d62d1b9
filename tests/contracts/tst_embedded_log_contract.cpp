// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/embedded_log.h"
#include "tests/contracts/log_contract.h"

#include <QTemporaryDir>
#include <QTest>

namespace {

class EmbeddedLogUnderTest final : public parlor::test::LogUnderTest {
public:
    EmbeddedLogUnderTest() {
        if (!reopen())
            qFatal("The log cannot be opened.");
    }
    parlor::log::Log& log() override { return *m_log; }
    parlor::Result<void> reopen() override {
        m_log.reset();
        auto log = parlor::log::openEmbeddedLog(m_directory.filePath(QStringLiteral("log.db")));
        if (!log)
            return parlor::fail(log.error());
        m_log = std::move(*log);
        return {};
    }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<parlor::log::Log> m_log;
};

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    parlor::test::LogContract contract([] { return std::make_unique<EmbeddedLogUnderTest>(); });
    return QTest::qExec(&contract, argc, argv);
}
