// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace parlor::auth {

/// Hashes passwords with Argon2id (libsodium), a bounded number at a time: one hash takes 64 MiB and tens of
/// milliseconds of a core, so that strangers must not be able to ask for many. Blocks while it hashes or
/// waits; any thread.
class PasswordHasher {
public:
    enum class Cost {
        Normal,  ///< libsodium's "interactive": 64 MiB, two passes
        Minimum, ///< the least that libsodium allows: for load tests only
    };

    /// At most `parallel` hashes at once (0: one less than there are cores, at least one), at most
    /// `maxQueued` callers waiting for their turn.
    PasswordHasher(Cost cost, int maxQueued, int parallel = 0);
    ~PasswordHasher();
    PasswordHasher(const PasswordHasher&) = delete;
    PasswordHasher& operator=(const PasswordHasher&) = delete;

    /// A salted hash as text, with its parameters in it. Unavailable (retryAfter) when too many wait or
    /// memory is short.
    Result<QByteArray> hash(const QString& password);
    /// Whether `password` is the one that `hash` was made of. A damaged hash matches nothing. Unavailable as
    /// above.
    Result<bool> verify(const QString& password, const QByteArray& hash);
    /// Takes the time of verify() without a hash to compare with: for names that are not there.
    Result<void> pretend(const QString& password);
    /// Whether `hash` was made with less than this cost. A costlier one is never replaced.
    bool needsRehash(const QByteArray& hash) const;

    int parallel() const { return m_parallel; }
    /// How often hash(), verify() and pretend() have worked since the start. Any thread.
    qint64 operations() const { return m_operations; }

private:
    class Turn;

    Cost m_cost;
    int m_maxQueued;
    int m_parallel;
    QByteArray m_dummy;
    std::atomic<qint64> m_operations = 0;
    std::mutex m_mutex;
    std::condition_variable m_freed;
    int m_running = 0;
    int m_waiting = 0;
};

} // namespace parlor::auth
