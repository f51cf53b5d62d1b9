// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/process_meter.h"

#include "tests/bench/load/latency.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

namespace parlor::load {

namespace {

std::string path(pid_t pid, const char* file) {
    return std::string("/proc/").append(std::to_string(pid)).append("/").append(file);
}

} // namespace

Usage usageOf(pid_t pid) {
    Usage usage;
    clockid_t clock{};
    timespec time{};
    if (clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &time) == 0)
        usage.cpu = double(time.tv_sec) + double(time.tv_nsec) / 1e9;
    std::string stat;
    std::getline(std::ifstream(path(pid, "stat")), stat);
    const size_t name = stat.rfind(')'); // the name may hold blanks and brackets
    unsigned long user = 0;
    unsigned long system = 0;
    if (name != std::string::npos &&
        sscanf(stat.c_str() + name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
               &system) == 2) {
        usage.user = double(user) / double(sysconf(_SC_CLK_TCK));
        usage.system = double(system) / double(sysconf(_SC_CLK_TCK));
    }
    std::ifstream status(path(pid, "status"));
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            usage.resident = atoll(line.c_str() + 6) * 1024;
        else if (line.starts_with("VmHWM:"))
            usage.peak = atoll(line.c_str() + 6) * 1024;
    }
    return usage;
}

void forgetPeak(pid_t pid) {
    std::ofstream(path(pid, "clear_refs")) << "5";
}

int64_t droppedPackets(const char* file) {
    int64_t dropped = 0;
    std::ifstream stat(file);
    for (std::string line; std::getline(stat, line);) { // one for each processor
        unsigned int one = 0;
        if (sscanf(line.c_str(), "%*x %x", &one) == 1)
            dropped += one;
    }
    return dropped;
}

double stolenSeconds(const char* file) {
    std::string line;
    std::getline(std::ifstream(file), line); // all processors together
    long long stolen = 0;
    if (sscanf(line.c_str(), "cpu %*d %*d %*d %*d %*d %*d %*d %lld", &stolen) != 1)
        return 0;
    return double(stolen) / double(sysconf(_SC_CLK_TCK));
}

DiskSync measureDiskSync(const char* folder) {
    const std::string name = std::string(folder) + "/sync";
    const int file = open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const std::vector<char> block(4096, 'x');
    Latency times;
    const int64_t end = now() + 1'000'000'000; // enough on a slow disk
    for (int i = 0; file >= 0 && i < 2000 && now() < end; ++i) {
        const int64_t before = now();
        if (write(file, block.data(), block.size()) < 0 || fdatasync(file) != 0) {
            perror("parlor-load: fdatasync");
            break;
        }
        times.add(now() - before);
    }
    close(file);
    unlink(name.c_str());
    return {times.percentile(0.5), times.percentile(0.99)};
}

} // namespace parlor::load
