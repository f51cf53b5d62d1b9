// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/termination.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#else
#include <qt_windows.h>
#endif

namespace parlor {

namespace {

std::atomic<int> timesAsked = 0;

#ifdef Q_OS_UNIX
int wakePipe[2] = {-1, -1};

// Only what is async-signal-safe.
void onSignal(int number) {
    if (timesAsked.fetch_add(1) > 0)
        ::_exit(128 + number);
    const char byte = 1;
    // The pipe is empty at the first signal, so that this cannot block or fail.
    [[maybe_unused]] const auto written = ::write(wakePipe[1], &byte, 1);
}
#else
QObject* wakeTarget = nullptr;
std::function<void()>* wakeAction = nullptr;

BOOL WINAPI onConsole(DWORD) {
    if (timesAsked.fetch_add(1) > 0)
        std::_Exit(1);
    QMetaObject::invokeMethod(
        wakeTarget, [] { (*wakeAction)(); }, Qt::QueuedConnection);
    return TRUE;
}
#endif

} // namespace

Termination::Termination(std::function<void()> asked)
    : m_asked(std::move(asked)) {
#ifdef Q_OS_UNIX
    if (::pipe(wakePipe) != 0)
        qFatal("No pipe can be made: are there any descriptors left?");
    for (const int end : wakePipe)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    auto* notifier = new QSocketNotifier(wakePipe[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        m_asked();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
    action.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &action, nullptr);
#else
    wakeTarget = this;
    wakeAction = &m_asked;
    ::SetConsoleCtrlHandler(onConsole, TRUE);
#endif
}

#ifdef Q_OS_UNIX
// The handlers stay: a signal during the last steps finds the pipe open.
Termination::~Termination() = default;
#else
Termination::~Termination() {
    ::SetConsoleCtrlHandler(onConsole, FALSE);
}
#endif

void endLatestIn(int seconds, int status) {
    std::thread([seconds, status] {
        std::this_thread::sleep_for(std::chrono::seconds(seconds));
        std::_Exit(status);
    }).detach();
}

void raiseFileLimit() {
#ifdef Q_OS_UNIX
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
#endif
}

} // namespace parlor
