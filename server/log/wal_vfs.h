// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <sqlite3.h>

#include <memory>

namespace parlor::log {

/// A layer between SQLite and its file system that makes a commit in WAL mode cheaper; only for the
/// connection that writes. What is in the files, and when it is durable, stays what SQLite makes it.
///
/// - SQLite writes each page of a commit as two writes, its header of 24 bytes and the page. Here they are
///   gathered and leave as one, at the latest with the last page of the transaction (which its header marks:
///   https://www.sqlite.org/fileformat2.html#the_write_ahead_log), so that other connections, which learn of
///   a commit afterwards, see all of it.
/// - A sync of a file that has grown writes its new size and blocks, too, which costs as much again in
///   processor time and time on the clock (ext4, docs/performance.md). So the WAL grows by a megabyte of
///   zeros at a time; a frame of zeros is none (its page number is 0), recovery ends there.
///
/// Lives as long as any connection that was opened by its name. All functions may be called on any thread.
class WalVfs {
public:
    /// A layer over the file system that SQLite knows as `base` (empty: the default one), registered under a
    /// name of its own. Null if there is no such file system.
    static std::shared_ptr<const WalVfs> over(const QByteArray& base);
    ~WalVfs();
    WalVfs(const WalVfs&) = delete;
    WalVfs& operator=(const WalVfs&) = delete;

    /// For sqlite3_open_v2().
    const QByteArray& name() const { return m_name; }

private:
    explicit WalVfs(sqlite3_vfs* base);

    const QByteArray m_name;
    sqlite3_vfs m_vfs;
};

} // namespace parlor::log
