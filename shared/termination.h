// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

namespace parlor {

/// Makes SIGTERM and SIGINT (Ctrl+C and closing the console on Windows) end the event loop in an orderly way:
/// the first one calls `asked` on the main thread, a second one ends the process at once. SIGPIPE is ignored:
/// a peer that went away is an error of write(). Make one, on the main thread, before any other thread.
class Termination : public QObject {
    Q_OBJECT
public:
    explicit Termination(std::function<void()> asked);
    ~Termination() override;

private:
    std::function<void()> m_asked;
};

/// Ends the process with `status` unless it ends by itself in time: what is acknowledged is durable, so that
/// nothing is lost by not waiting longer.
void endLatestIn(int seconds, int status);

/// Lets this process open as many files as the system allows it: every connection is one.
void raiseFileLimit();

} // namespace parlor
