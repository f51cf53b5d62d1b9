// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/commit_pace.h"

#include <algorithm>

namespace parlor::log {

namespace {

constexpr qsizetype company = 32; // records whose share of a commit is too little to wait for
constexpr int creditMax = 4;
constexpr int triesEvery = 64; // commits, without credit: the wait of one is little beside so many

} // namespace

CommitPace::Clock::time_point CommitPace::nextAt(Clock::time_point now, qsizetype waiting) {
    m_waitedWith = 0;
    if (now - m_lastBegin >= m_window || waiting >= company)
        return now;
    if (m_credit == 0 && ++m_passedOver < triesEvery)
        return now;
    m_passedOver = 0;
    m_waitedWith = std::max<qsizetype>(waiting, 1); // whoever begins a commit is no company
    return m_lastBegin + m_window;
}

void CommitPace::begins(Clock::time_point now, qsizetype records) {
    m_lastBegin = now;
    if (m_waitedWith == 0)
        return;
    if (records > m_waitedWith)
        m_credit = creditMax;
    else if (m_credit > 0)
        --m_credit;
}

} // namespace parlor::log
