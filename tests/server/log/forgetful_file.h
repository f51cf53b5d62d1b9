// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <sqlite3.h>

#include <array>
#include <memory>
#include <random>
#include <vector>

namespace parlor::test {

/// One file of a ForgetfulVfs: what is written, what of it is durable, and who holds which lock.
struct ForgetfulFile {
    static constexpr int shmLocks = SQLITE_SHM_NLOCK;

    /// A write, or (with no data) a truncation, that is not yet durable.
    struct Change {
        qint64 offset = 0;
        QByteArray data;
        bool truncation = false;
    };

    QByteArray current;
    QByteArray durable;
    std::vector<Change> pending;
    bool dead = false; ///< of before a power cut
    // SQLite's file locks (https://sqlite.org/lockingv3.html)
    int shared = 0;
    const void* reserved = nullptr;
    const void* exclusive = nullptr;
    // Shared memory of WAL mode
    std::vector<std::unique_ptr<char[]>> regions;
    std::array<int, shmLocks> shmShared{};
    std::array<const void*, shmLocks> shmExclusive{};

    void write(Change change);
    void sync();
    /// What is left of the file after a power cut.
    QByteArray survivor(std::mt19937& random) const;
};

} // namespace parlor::test
