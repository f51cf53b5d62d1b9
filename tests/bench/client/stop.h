// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdio>

namespace parlor::bench {

/// Thrown by stop(), for main alone: on the way there what was started is ended.
struct Stopped {};

/// Says on stderr why nothing can be measured, and ends the run.
[[noreturn]] inline void stop(const QString& why) {
    fprintf(stderr, "client_bench: %s\n", qPrintable(why));
    throw Stopped();
}

} // namespace parlor::bench
