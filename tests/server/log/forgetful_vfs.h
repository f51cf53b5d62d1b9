// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/server/log/forgetful_file.h"

#include <sqlite3.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>

namespace parlor::test {

/// A file system in memory that forgets what was not synced: what a disk may do when the power goes. A write
/// is kept at once for whoever reads, but survives powerCut() only if xSync() came after it, or by the whim
/// of the generator: then in part, in any order, torn at sectors of 512 bytes. (A SIGKILL tests none of this:
/// the kernel keeps what was written.)
///
/// All functions may be called on any thread.
class ForgetfulVfs {
public:
    /// Registers itself with SQLite under `name`; as the default if `isDefault`.
    explicit ForgetfulVfs(const QByteArray& name, bool isDefault = false);
    ~ForgetfulVfs();
    ForgetfulVfs(const ForgetfulVfs&) = delete;
    ForgetfulVfs& operator=(const ForgetfulVfs&) = delete;

    /// The power goes and comes back: files are what was durable, every handle that is open is dead (each use
    /// of it fails).
    void powerCut(unsigned seed);
    /// The power goes by itself after so many further writes; their results depend on `seed`.
    void powerCutAfter(int writes, unsigned seed);
    /// Bytes that all files together may have; growing beyond fails with SQLITE_FULL. Negative: no limit.
    void setCapacity(qint64 bytes);
    qint64 used() const;
    /// Every xSync() fails with an I/O error, and nothing becomes durable.
    void setSyncsFail(bool fail);
    /// So long does every xSync() take from now on, without keeping others from what they do.
    void setSyncTime(std::chrono::milliseconds time);
    int syncs() const;
    /// Writes and truncations so far.
    int writes() const;
    qint64 fileSize(const char* name) const;

    struct Handle;

private:
    struct Methods;
    friend struct Methods;

    void cut();
    bool countWrite(); ///< false if the power goes with this write

    mutable std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<ForgetfulFile>> m_files;
    std::mt19937 m_random;
    qint64 m_capacity = -1;
    int m_syncs = 0;
    std::chrono::milliseconds m_syncTime{0};
    int m_writes = 0;
    int m_writesLeft = -1;
    bool m_syncsFail = false;
    const QByteArray m_name;
    sqlite3_vfs* const m_real; ///< the default one before this, for clock and chance
    sqlite3_vfs m_vfs{};
};

} // namespace parlor::test
