// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace parlor::load {

struct Comparison {
    QStringList scenarios; ///< none: one-room, many-rooms, the peaks, idle
    int runs = 3;          ///< of each scenario and server
    double seconds = 10;   ///< that count, of each run
};

/// Runs each scenario on parlord, InspIRCd and the C floor in turn, each run in a process of its own, and
/// again, so that what drifts on the machine meets all of them. Prints the JSON line of each run, then one
/// table: medians, in brackets the least and the most, and parlord's ratio to the others. False if a run
/// failed, or lost or doubled something.
bool compare(const Comparison& comparison);

} // namespace parlor::load
