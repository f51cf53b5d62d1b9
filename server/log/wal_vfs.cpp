// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/wal_vfs.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <new>
#include <vector>

namespace parlor::log {

namespace {

constexpr int frameHeaderSize = 24;
constexpr sqlite3_int64 growth = 1024 * 1024; // bytes
// Bytes of one write, whose size SQLite's file system for Unix takes modulo 131,072 (`seekAndWriteFd()`):
// what SQLite itself writes at once is a page, 65,536 bytes at most.
constexpr sqlite3_int64 pieceMax = 65'536;
// Bytes that are gathered; a transaction may be larger.
constexpr std::size_t gatheredMax = 1024 * 1024;

/// A WAL that is open, in front of the file system's own object for it, which lies behind it in memory.
class WalFile {
public:
    static constexpr std::size_t size() { return (sizeof(WalFile) + 15) / 16 * 16; }
    static sqlite3_file* realOf(sqlite3_file* file) {
        return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + size());
    }
    static WalFile& of(sqlite3_file* file) { return *reinterpret_cast<WalFile*>(file); }

    explicit WalFile(const sqlite3_io_methods* methods) {
        m_base.pMethods = methods;
        if (real()->pMethods->xFileSize(real(), &m_size) != SQLITE_OK)
            m_size = 0;
    }

    sqlite3_file* real() { return realOf(&m_base); }

    int write(const char* data, int size, sqlite3_int64 offset) {
        const bool follows = !m_gathered.empty() && offset == end();
        if (size == frameHeaderSize) {
            if (!m_gathered.empty() && (!follows || m_gathered.size() >= gatheredMax)) {
                if (const int code = flush(); code != SQLITE_OK)
                    return code;
            }
            if (m_gathered.empty())
                m_begin = offset;
            m_gathered.insert(m_gathered.end(), data, data + size);
            // The size of the database after the commit; 0 in all frames of a transaction but its last.
            m_commits = std::any_of(data + 4, data + 8, [](char byte) { return byte != 0; });
            return SQLITE_OK;
        }
        if (follows) {
            m_gathered.insert(m_gathered.end(), data, data + size);
            return m_commits ? flush() : SQLITE_OK;
        }
        // The WAL's own header, or a page of this transaction in its place once more.
        const int code = flush();
        return code == SQLITE_OK ? put(data, size, offset) : code;
    }

    /// Writes what was gathered.
    int flush() {
        if (m_gathered.empty())
            return SQLITE_OK;
        const int code = put(m_gathered.data(), sqlite3_int64(m_gathered.size()), m_begin);
        m_gathered.clear();
        return code;
    }

    int truncate(sqlite3_int64 size) {
        const int flushed = flush();
        if (flushed != SQLITE_OK)
            return flushed;
        const int code = real()->pMethods->xTruncate(real(), size);
        if (code == SQLITE_OK)
            m_size = std::min(m_size, size);
        return code;
    }

private:
    sqlite3_int64 end() const { return m_begin + sqlite3_int64(m_gathered.size()); }

    int put(const char* data, sqlite3_int64 size, sqlite3_int64 offset) {
        const int code = inPieces(data, size, offset);
        if (code == SQLITE_OK && offset + size > m_size)
            grow(offset + size);
        return code;
    }

    int inPieces(const char* data, sqlite3_int64 size, sqlite3_int64 offset) {
        int code = SQLITE_OK;
        for (sqlite3_int64 done = 0; done < size && code == SQLITE_OK; done += pieceMax)
            code = real()->pMethods->xWrite(real(), data + done, int(std::min(pieceMax, size - done)),
                                            offset + done);
        return code;
    }

    /// Nobody else's bytes are behind `end`: who writes holds the WAL's lock, and this is where it ends.
    void grow(sqlite3_int64 end) {
        static const std::array<char, std::size_t(growth)> zeros{};
        m_size = end;
        if (m_full)
            return;
        const sqlite3_int64 goal = (end / growth + 1) * growth;
        if (inPieces(zeros.data(), goal - end, end) == SQLITE_OK) {
            m_size = goal;
        } else {
            // The disk is all but full: what is left of it is for frames.
            m_full = true;
            real()->pMethods->xTruncate(real(), end);
        }
    }

    sqlite3_file m_base{}; // first: SQLite knows this object by it
    sqlite3_int64 m_size = 0;
    sqlite3_int64 m_begin = 0;
    std::vector<char> m_gathered;
    bool m_commits = false; ///< the frame whose header came last ends a transaction
    bool m_full = false;
};

// The C side.

int closeFile(sqlite3_file* file) {
    WalFile& wal = WalFile::of(file);
    sqlite3_file* real = wal.real();
    // Frames without a commit at most, which count for nothing: an error of theirs is none.
    (void)wal.flush();
    wal.~WalFile();
    return real->pMethods->xClose(real);
}
int readFile(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
    WalFile& wal = WalFile::of(file);
    const int code = wal.flush();
    return code == SQLITE_OK ? wal.real()->pMethods->xRead(wal.real(), buffer, size, offset) : code;
}
int writeFile(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    return WalFile::of(file).write(static_cast<const char*>(data), size, offset);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
    return WalFile::of(file).truncate(size);
}
int syncFile(sqlite3_file* file, int flags) {
    WalFile& wal = WalFile::of(file);
    const int code = wal.flush();
    return code == SQLITE_OK ? wal.real()->pMethods->xSync(wal.real(), flags) : code;
}
int sizeOfFile(sqlite3_file* file, sqlite3_int64* size) {
    WalFile& wal = WalFile::of(file);
    const int code = wal.flush();
    return code == SQLITE_OK ? wal.real()->pMethods->xFileSize(wal.real(), size) : code;
}
int lockFile(sqlite3_file* file, int level) {
    sqlite3_file* real = WalFile::realOf(file);
    return real->pMethods->xLock(real, level);
}
int unlockFile(sqlite3_file* file, int level) {
    sqlite3_file* real = WalFile::realOf(file);
    return real->pMethods->xUnlock(real, level);
}
int checkReservedLock(sqlite3_file* file, int* held) {
    sqlite3_file* real = WalFile::realOf(file);
    return real->pMethods->xCheckReservedLock(real, held);
}
int controlFile(sqlite3_file* file, int what, void* argument) {
    sqlite3_file* real = WalFile::realOf(file);
    return real->pMethods->xFileControl(real, what, argument);
}
int sectorSize(sqlite3_file* file) {
    sqlite3_file* real = WalFile::realOf(file);
    return real->pMethods->xSectorSize(real);
}
int characteristics(sqlite3_file* file) {
    sqlite3_file* real = WalFile::realOf(file);
    return real->pMethods->xDeviceCharacteristics(real);
}

sqlite3_vfs* baseOf(sqlite3_vfs* vfs) {
    return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

int openFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    // Without shared memory and mapping, which a WAL never has: those belong to the database's file.
    static const sqlite3_io_methods methods{
        1,        closeFile,  readFile,          writeFile,   truncateFile, syncFile,        sizeOfFile,
        lockFile, unlockFile, checkReservedLock, controlFile, sectorSize,   characteristics, nullptr,
        nullptr,  nullptr,    nullptr,           nullptr,     nullptr};
    sqlite3_vfs* base = baseOf(vfs);
    if (!(flags & SQLITE_OPEN_WAL))
        return base->xOpen(base, name, file, flags, outFlags);
    file->pMethods = nullptr;
    sqlite3_file* real = WalFile::realOf(file);
    const int code = base->xOpen(base, name, real, flags, outFlags);
    if (code == SQLITE_OK)
        new (file) WalFile(&methods);
    else if (real->pMethods) // SQLite closes what has methods, even if it could not be opened
        real->pMethods->xClose(real);
    return code;
}
int deleteFile(sqlite3_vfs* vfs, const char* name, int syncDirectory) {
    return baseOf(vfs)->xDelete(baseOf(vfs), name, syncDirectory);
}
int accessFile(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
    return baseOf(vfs)->xAccess(baseOf(vfs), name, flags, result);
}
int fullPath(sqlite3_vfs* vfs, const char* name, int size, char* out) {
    return baseOf(vfs)->xFullPathname(baseOf(vfs), name, size, out);
}
int randomness(sqlite3_vfs* vfs, int size, char* out) {
    return baseOf(vfs)->xRandomness(baseOf(vfs), size, out);
}
int sleepFor(sqlite3_vfs* vfs, int microseconds) {
    return baseOf(vfs)->xSleep(baseOf(vfs), microseconds);
}
int currentTime(sqlite3_vfs* vfs, double* time) {
    return baseOf(vfs)->xCurrentTime(baseOf(vfs), time);
}
int currentTime64(sqlite3_vfs* vfs, sqlite3_int64* time) {
    return baseOf(vfs)->xCurrentTimeInt64(baseOf(vfs), time);
}
int lastError(sqlite3_vfs* vfs, int size, char* out) {
    return baseOf(vfs)->xGetLastError(baseOf(vfs), size, out);
}

QByteArray newName() {
    static std::atomic<int> count{0};
    return "parlor-wal-" + QByteArray::number(++count);
}

} // namespace

std::shared_ptr<const WalVfs> WalVfs::over(const QByteArray& base) {
    sqlite3_vfs* found = sqlite3_vfs_find(base.isEmpty() ? nullptr : base.constData());
    // Version 2 has currentTime64(), which everything since SQLite 3.7 (2010) brings.
    if (!found || found->iVersion < 2)
        return nullptr;
    return std::shared_ptr<const WalVfs>(new WalVfs(found));
}

WalVfs::WalVfs(sqlite3_vfs* base)
    : m_name(newName())
    , m_vfs{} {
    m_vfs.iVersion = 2;
    m_vfs.szOsFile = int(WalFile::size()) + base->szOsFile;
    m_vfs.mxPathname = base->mxPathname;
    m_vfs.zName = m_name.constData();
    m_vfs.pAppData = base;
    m_vfs.xOpen = openFile;
    m_vfs.xDelete = deleteFile;
    m_vfs.xAccess = accessFile;
    m_vfs.xFullPathname = fullPath;
    m_vfs.xRandomness = randomness;
    m_vfs.xSleep = sleepFor;
    m_vfs.xCurrentTime = currentTime;
    m_vfs.xCurrentTimeInt64 = currentTime64;
    m_vfs.xGetLastError = lastError;
    sqlite3_vfs_register(&m_vfs, 0);
}

WalVfs::~WalVfs() {
    sqlite3_vfs_unregister(&m_vfs);
}

} // namespace parlor::log
