// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serve.h"

#include "server/admin/command_line.h"
#include "server/admin/console.h"
#include "server/server_process.h"
#include "shared/termination.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QLoggingCategory>
#include <QTimer>

namespace parlor {

namespace {

using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcServe, "parlor.server")

constexpr int stopDeadline = 9;         // seconds from being asked; ten are promised
constexpr auto failureInterval = 500ms; // between two looks at whether this life is over
// A life that is over sooner than this after it became ready, several times in a row, will not get better.
constexpr auto shortLife = 10s;
constexpr int shortLivesMax = 5;

/// Whether another start may mend it: with the epoch, the log and the positions as they are then.
bool startAnewMends(const Error& error) {
    switch (error.code()) {
    case ErrorCode::Conflict:
    case ErrorCode::BeyondEnd:
    case ErrorCode::LogTrimmed:
    case ErrorCode::PositionMoved:
    case ErrorCode::Unavailable:
        return true;
    default:
        return false;
    }
}

class Service {
public:
    explicit Service(const admin::Configuration& configuration)
        : m_configuration(configuration)
        , m_termination([this] { askedToStop(); }) {}

    Result<void> run();

private:
    Result<void> live(ServerProcess& process);
    void askedToStop();

    const admin::Configuration& m_configuration;
    const Termination m_termination;
    ServerProcess* m_process = nullptr;
    QEventLoop m_loop;
    bool m_ready = false;
    bool m_asked = false;
};

void Service::askedToStop() {
    qCInfo(lcServe) << "asked to stop";
    endLatestIn(stopDeadline, admin::exitOk);
    m_asked = true;
    if (!m_process)
        return;
    if (m_ready)
        m_process->drain([this] { m_loop.quit(); });
    else
        m_process->cancelStart();
}

Result<void> Service::live(ServerProcess& process) {
    m_process = &process;
    m_ready = false;
    const auto forget = qScopeGuard([this] { m_process = nullptr; });
    if (auto started = process.start(); !started)
        return m_asked ? Result<void>() : started;
    m_ready = true;
    admin::printOut(QStringLiteral("parlord ready on %1\n").arg(process.url().toString()));

    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &m_loop, [&] {
        if (process.failure())
            m_loop.quit();
    });
    watch.start(failureInterval);
    if (!m_asked)
        m_loop.exec();
    const auto failure = m_asked ? std::nullopt : process.failure();
    process.stop();
    return failure ? Result<void>(fail(*failure)) : Result<void>();
}

Result<void> Service::run() {
    quint16 port = 0;
    for (int shortLives = 0; !m_asked;) {
        const auto began = std::chrono::steady_clock::now();
        auto process = std::make_unique<ServerProcess>(m_configuration, port);
        const Result<void> lived = live(*process);
        if (m_asked || lived)
            break;
        shortLives = std::chrono::steady_clock::now() - began < shortLife ? shortLives + 1 : 0;
        if (!m_ready || !startAnewMends(lived.error()) || shortLives >= shortLivesMax)
            return lived;
        qCWarning(lcServe).noquote() << "starting anew:" << lived.error().message();
        port = process->port();
    }
    qCInfo(lcServe) << "stopped";
    return {};
}

} // namespace

Result<void> serve(const admin::Configuration& configuration) {
    raiseFileLimit();
    return Service(configuration).run();
}

} // namespace parlor
