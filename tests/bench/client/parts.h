// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/bench.h"
#include "tests/bench/client/measured_window.h"

#include <algorithm>
#include <vector>

/// The parts of client_bench, and what they have in common. docs/performance.md tells what each measures.
namespace parlor::bench {

/// Of the 100 parts of `values`, which are not empty, what `part` (0 to 1) of them do not exceed.
inline double percentile(std::vector<double> values, double part) {
    std::sort(values.begin(), values.end());
    return values.at(static_cast<size_t>(part * double(values.size() - 1)));
}

inline QString milliseconds(double microseconds) {
    return QStringLiteral("%1 ms").arg(microseconds / 1000, 0, 'f', 1);
}

/// Scrolling, switching rooms and typing, in a room of so many `messages` on a real server. `parlor`: the
/// installed program.
QList<Row> measureUse(const Screen& screen, const QString& parlor, int messages);
/// Memory over a scripted hour, whose minutes take `pace` seconds each, or no longer than what is done in
/// them.
QList<Row> measureHour(const Screen& screen, const QString& parlor, int pace);

} // namespace parlor::bench
