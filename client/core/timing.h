// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QtGlobal>

#include <chrono>
#include <functional>
#include <memory>

namespace parlor {

/// Clocks, timers and chance, so that tests can hold them. Belongs to one thread; callbacks come from its
/// event loop.
class Timing {
public:
    using TimerId = quint64; ///< never 0

    virtual ~Timing() = default;
    /// Milliseconds that never run backwards; may stand still while the machine sleeps.
    virtual qint64 monotonicMs() const = 0;
    /// The wall clock, UTC, milliseconds: may jump.
    virtual QDateTime utcNow() const = 0;
    /// Uniform in [0, 1).
    virtual double random() = 0;
    /// Calls `callback` once, not before `delay` has passed.
    virtual TimerId after(std::chrono::milliseconds delay, std::function<void()> callback) = 0;
    /// Does nothing for a timer that has fired, was cancelled, or is 0.
    virtual void cancel(TimerId timer) = 0;
};

std::unique_ptr<Timing> systemTiming();

} // namespace parlor
