// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace parlor::test {

/// How long a test waits for something that should happen at once. Long, because it costs only where a test
/// fails, and a sanitised build on a busy machine is slow.
inline constexpr std::chrono::milliseconds patience{30'000};

/// Runs the event loop of this thread until `condition` holds; looks at it after every round of events. False
/// when `deadline` passed first.
bool waitUntil(const std::function<bool()>& condition, std::chrono::milliseconds deadline = patience);

} // namespace parlor::test
