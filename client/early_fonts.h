// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <thread>

namespace parlor {

/// Lets fontconfig read its configuration and caches on a thread of its own, as long as this object lives.
/// The first text needs them, on the GUI thread; until then that has other things to do, and finds them read.
/// Where there is no fontconfig (Windows, macOS) this does nothing. Make it first of all.
class EarlyFonts {
public:
    EarlyFonts();
    ~EarlyFonts();
    EarlyFonts(const EarlyFonts&) = delete;
    EarlyFonts& operator=(const EarlyFonts&) = delete;

private:
    std::thread m_thread;
};

} // namespace parlor
