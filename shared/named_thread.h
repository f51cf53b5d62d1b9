// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <thread>
#include <utility>

namespace parlor {

/// Gives the calling thread a name for those who look at the program from outside (`top -H`, `perf`, a
/// debugger). ASCII. Linux shows the first 15 characters. Where the system has no such names, does nothing.
void nameThisThread(const char* name);

/// A thread that has a name before it runs `function`. Without one it has that of the thread it was started
/// by, and all look alike. `name` lives as long as the program (a literal).
template <typename Function>
std::thread namedThread(const char* name, Function function) {
    return std::thread([name, function = std::move(function)]() mutable {
        nameThisThread(name);
        function();
    });
}

} // namespace parlor
