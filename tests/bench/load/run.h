// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/subject.h"

#include <QJsonObject>

#include <string>

namespace parlor::load {

/// One run: a server, who is connected, what they say.
struct Plan {
    std::string scenario; ///< a name of the run, for the report
    std::string server = "parlord";
    Settings settings;
    Layout layout;
    double rate = 0;       ///< messages per second (open loop); 0: see inFlight
    uint32_t inFlight = 0; ///< messages under way (closed loop); 0: nobody says anything
    double warmUp = 2;     ///< seconds of the same load before anything counts
    double seconds = 10;   ///< that count
    bool abuse = false;    ///< beside somebody who makes it hard; the scenario says who
    uint32_t abusers = 0;  ///< how many connections those have; 0: as many as the scenario has
};

/// The plan of a named scenario; its scenario is empty if there is none of that name.
Plan planFor(const std::string& scenario);

/// Starts the server, carries the plan out, ends the server. What it found, as docs/performance.md describes
/// it ("The load tool").
QJsonObject carryOut(const Plan& plan);

/// p50, p90, p99, p99.9 and the maximum, in milliseconds.
QJsonObject milliseconds(const Latency& times);
/// Rounded to `digits` behind the point, so that reports can be read.
double rounded(double value, int digits);

} // namespace parlor::load
