// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace parlor::load {

/// What a process has used so far, all of its threads together, from /proc.
struct Usage {
    double cpu = 0;       ///< seconds, by its CPU clock (nanoseconds)
    double user = 0;      ///< seconds, in hundredths
    double system = 0;    ///< seconds, in hundredths
    int64_t resident = 0; ///< bytes
    int64_t peak = 0;     ///< bytes, since forgetPeak()
};
Usage usageOf(pid_t pid);
/// The peak of the resident memory is counted anew from now on.
void forgetPeak(pid_t pid);

/// Packets that this machine has dropped since it was started, because a processor's queue of those that had
/// come was full (`file` is in the form of /proc/net/softnet_stat). TCP sends what was lost in them again,
/// some 200 ms later: whoever waits for it does not wait for a server.
int64_t droppedPackets(const char* file = "/proc/net/softnet_stat");

/// Seconds of processor time that this machine's host has given to others since it was started, while
/// somebody here wanted them (`file` is in the form of /proc/stat). 0 where the host does not tell.
double stolenSeconds(const char* file = "/proc/stat");

/// How long this disk takes for 4 KiB and an fdatasync, one after the other, in nanoseconds.
struct DiskSync {
    int64_t p50 = 0;
    int64_t p99 = 0;
};
/// Measured on a file in `folder`, which is removed.
DiskSync measureDiskSync(const char* folder);

} // namespace parlor::load
