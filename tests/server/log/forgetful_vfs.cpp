// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/log/forgetful_vfs.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <thread>

namespace parlor::test {

struct ForgetfulVfs::Handle {
    sqlite3_file base{};
    ForgetfulVfs* vfs = nullptr;
    std::shared_ptr<ForgetfulFile> node;
    int lock = SQLITE_LOCK_NONE;
    std::array<bool, ForgetfulFile::shmLocks> shmShared{};
    std::array<bool, ForgetfulFile::shmLocks> shmExclusive{};
};

/// The C side: each function finds its object and holds its mutex.
struct ForgetfulVfs::Methods {
    static Handle& handle(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
    static ForgetfulVfs& self(sqlite3_vfs* vfs) { return *static_cast<ForgetfulVfs*>(vfs->pAppData); }

    static int close(sqlite3_file* file) {
        Handle& h = handle(file);
        {
            const std::lock_guard lock(h.vfs->m_mutex);
            release(h, SQLITE_LOCK_NONE);
        }
        h.~Handle();
        return SQLITE_OK;
    }
    static int read(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
        Handle& h = handle(file);
        const std::lock_guard lock(h.vfs->m_mutex);
        if (h.node->dead)
            return SQLITE_IOERR_READ;
        const qint64 available = std::clamp<qint64>(h.node->current.size() - offset, 0, size);
        std::memcpy(buffer, h.node->current.constData() + offset, std::size_t(available));
        std::memset(static_cast<char*>(buffer) + available, 0, std::size_t(size - available));
        return available == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
    }
    static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
        Handle& h = handle(file);
        const std::lock_guard lock(h.vfs->m_mutex);
        if (h.node->dead || !h.vfs->countWrite())
            return SQLITE_IOERR_WRITE;
        const qint64 growth = std::max<qint64>(0, offset + size - h.node->current.size());
        if (h.vfs->m_capacity >= 0 && growth > 0) {
            qint64 total = growth;
            for (const auto& [name, node] : h.vfs->m_files)
                total += node->current.size();
            if (total > h.vfs->m_capacity)
                return SQLITE_FULL;
        }
        h.node->write({offset, QByteArray(static_cast<const char*>(data), size), false});
        return SQLITE_OK;
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        Handle& h = handle(file);
        const std::lock_guard lock(h.vfs->m_mutex);
        if (h.node->dead || !h.vfs->countWrite())
            return SQLITE_IOERR_TRUNCATE;
        h.node->write({size, {}, true});
        return SQLITE_OK;
    }
    static int sync(sqlite3_file* file, int) {
        Handle& h = handle(file);
        std::unique_lock lock(h.vfs->m_mutex);
        if (const auto time = h.vfs->m_syncTime; time.count() > 0) {
            lock.unlock();
            std::this_thread::sleep_for(time);
            lock.lock();
        }
        if (h.node->dead || h.vfs->m_syncsFail)
            return SQLITE_IOERR_FSYNC;
        ++h.vfs->m_syncs;
        h.node->sync();
        return SQLITE_OK;
    }
    static int fileSize(sqlite3_file* file, sqlite3_int64* size) {
        Handle& h = handle(file);
        const std::lock_guard lock(h.vfs->m_mutex);
        *size = h.node->current.size();
        return h.node->dead ? SQLITE_IOERR_FSTAT : SQLITE_OK;
    }

    static int lock(sqlite3_file* file, int level) {
        Handle& h = handle(file);
        const std::lock_guard guard(h.vfs->m_mutex);
        ForgetfulFile& node = *h.node;
        if (node.dead)
            return SQLITE_IOERR_LOCK;
        if (h.lock >= level)
            return SQLITE_OK;
        if (node.exclusive && node.exclusive != &h)
            return SQLITE_BUSY;
        if (level >= SQLITE_LOCK_RESERVED && node.reserved && node.reserved != &h)
            return SQLITE_BUSY;
        if (level == SQLITE_LOCK_EXCLUSIVE && node.shared > (h.lock >= SQLITE_LOCK_SHARED ? 1 : 0))
            return SQLITE_BUSY;
        if (h.lock == SQLITE_LOCK_NONE)
            ++node.shared;
        if (level >= SQLITE_LOCK_RESERVED)
            node.reserved = &h;
        if (level == SQLITE_LOCK_EXCLUSIVE)
            node.exclusive = &h;
        h.lock = level;
        return SQLITE_OK;
    }
    static int unlock(sqlite3_file* file, int level) {
        Handle& h = handle(file);
        const std::lock_guard guard(h.vfs->m_mutex);
        release(h, level);
        return SQLITE_OK;
    }
    static void release(Handle& h, int level) {
        if (h.lock <= level)
            return;
        if (h.node->exclusive == &h)
            h.node->exclusive = nullptr;
        if (h.node->reserved == &h)
            h.node->reserved = nullptr;
        if (level == SQLITE_LOCK_NONE)
            --h.node->shared;
        h.lock = level;
    }
    static int checkReserved(sqlite3_file* file, int* held) {
        Handle& h = handle(file);
        const std::lock_guard guard(h.vfs->m_mutex);
        *held = h.node->reserved != nullptr;
        return SQLITE_OK;
    }
    static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
    static int sector(sqlite3_file*) { return 4096; }
    // As SQLite's own on Linux: a write does not harm the bytes beside it.
    static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

    static int shmMap(sqlite3_file* file, int region, int size, int extend, void volatile** address) {
        Handle& h = handle(file);
        const std::lock_guard guard(h.vfs->m_mutex);
        *address = nullptr;
        if (h.node->dead)
            return SQLITE_IOERR_SHMMAP;
        auto& regions = h.node->regions;
        if (int(regions.size()) <= region) {
            if (!extend)
                return SQLITE_OK;
            while (int(regions.size()) <= region)
                regions.push_back(std::make_unique<char[]>(std::size_t(size)));
        }
        *address = regions[std::size_t(region)].get();
        return SQLITE_OK;
    }
    static int shmLock(sqlite3_file* file, int offset, int count, int flags) {
        Handle& h = handle(file);
        const std::lock_guard guard(h.vfs->m_mutex);
        ForgetfulFile& node = *h.node;
        const auto from = std::size_t(offset);
        const auto to = std::size_t(offset + count);
        if (flags & SQLITE_SHM_UNLOCK) {
            for (std::size_t i = from; i < to; ++i) {
                if (std::exchange(h.shmShared[i], false))
                    --node.shmShared[i];
                if (std::exchange(h.shmExclusive[i], false))
                    node.shmExclusive[i] = nullptr;
            }
            return SQLITE_OK;
        }
        if (node.dead)
            return SQLITE_IOERR_SHMLOCK;
        const bool exclusive = flags & SQLITE_SHM_EXCLUSIVE;
        for (std::size_t i = from; i < to; ++i) {
            if (node.shmExclusive[i] && node.shmExclusive[i] != &h)
                return SQLITE_BUSY;
            if (exclusive && node.shmShared[i] > (h.shmShared[i] ? 1 : 0))
                return SQLITE_BUSY;
        }
        for (std::size_t i = from; i < to; ++i) {
            if (exclusive) {
                h.shmExclusive[i] = true;
                node.shmExclusive[i] = &h;
            } else if (!std::exchange(h.shmShared[i], true)) {
                ++node.shmShared[i];
            }
        }
        return SQLITE_OK;
    }
    static void shmBarrier(sqlite3_file* file) {
        std::atomic_thread_fence(std::memory_order_seq_cst);
        const std::lock_guard guard(handle(file).vfs->m_mutex);
    }
    static int shmUnmap(sqlite3_file* file, int remove) {
        Handle& h = handle(file);
        shmLock(file, 0, ForgetfulFile::shmLocks, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
        const std::lock_guard guard(h.vfs->m_mutex);
        if (remove)
            h.node->regions.clear();
        return SQLITE_OK;
    }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags) {
        static const sqlite3_io_methods methods{
            2,        close,         read,    write,  truncate,        sync,   fileSize, lock,
            unlock,   checkReserved, control, sector, characteristics, shmMap, shmLock,  shmBarrier,
            shmUnmap, nullptr,       nullptr};
        file->pMethods = nullptr;
        ForgetfulVfs& fs = self(vfs);
        const std::lock_guard guard(fs.m_mutex);
        std::shared_ptr<ForgetfulFile> node;
        if (!name) {
            node = std::make_shared<ForgetfulFile>(); // a temporary file
        } else if (const auto found = fs.m_files.find(name); found != fs.m_files.end()) {
            node = found->second;
        } else if (flags & SQLITE_OPEN_CREATE) {
            node = fs.m_files[name] = std::make_shared<ForgetfulFile>();
        } else {
            return SQLITE_CANTOPEN;
        }
        auto* handle = new (file) Handle;
        handle->base.pMethods = &methods;
        handle->vfs = &fs;
        handle->node = std::move(node);
        if (outFlags)
            *outFlags = flags;
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs* vfs, const char* name, int) {
        ForgetfulVfs& fs = self(vfs);
        const std::lock_guard guard(fs.m_mutex);
        const auto found = fs.m_files.find(name);
        if (found == fs.m_files.end())
            return SQLITE_IOERR_DELETE_NOENT;
        if (!fs.countWrite())
            return SQLITE_IOERR_DELETE;
        fs.m_files.erase(found);
        return SQLITE_OK;
    }
    static int access(sqlite3_vfs* vfs, const char* name, int, int* result) {
        ForgetfulVfs& fs = self(vfs);
        const std::lock_guard guard(fs.m_mutex);
        *result = fs.m_files.count(name) > 0;
        return SQLITE_OK;
    }
    static int fullPath(sqlite3_vfs*, const char* name, int size, char* out) {
        sqlite3_snprintf(size, out, "%s", name);
        return SQLITE_OK;
    }
    static int randomness(sqlite3_vfs* vfs, int size, char* out) {
        return self(vfs).m_real->xRandomness(self(vfs).m_real, size, out);
    }
    static int sleep(sqlite3_vfs* vfs, int us) { return self(vfs).m_real->xSleep(self(vfs).m_real, us); }
    static int currentTime(sqlite3_vfs* vfs, double* time) {
        return self(vfs).m_real->xCurrentTime(self(vfs).m_real, time);
    }
    static int currentTime64(sqlite3_vfs* vfs, sqlite3_int64* time) {
        return self(vfs).m_real->xCurrentTimeInt64(self(vfs).m_real, time);
    }
    static int lastError(sqlite3_vfs*, int, char*) { return 0; }
};

ForgetfulVfs::ForgetfulVfs(const QByteArray& name, bool isDefault)
    : m_name(name)
    , m_real(sqlite3_vfs_find(nullptr)) {
    m_vfs.iVersion = 2;
    m_vfs.szOsFile = sizeof(Handle);
    m_vfs.mxPathname = 512;
    m_vfs.zName = m_name.constData();
    m_vfs.pAppData = this;
    m_vfs.xOpen = Methods::open;
    m_vfs.xDelete = Methods::remove;
    m_vfs.xAccess = Methods::access;
    m_vfs.xFullPathname = Methods::fullPath;
    m_vfs.xRandomness = Methods::randomness;
    m_vfs.xSleep = Methods::sleep;
    m_vfs.xCurrentTime = Methods::currentTime;
    m_vfs.xCurrentTimeInt64 = Methods::currentTime64;
    m_vfs.xGetLastError = Methods::lastError;
    sqlite3_vfs_register(&m_vfs, isDefault ? 1 : 0);
}

ForgetfulVfs::~ForgetfulVfs() {
    sqlite3_vfs_unregister(&m_vfs);
}

void ForgetfulVfs::cut() {
    for (auto& [name, node] : m_files) {
        auto survivor = std::make_shared<ForgetfulFile>();
        survivor->durable = node->survivor(m_random);
        survivor->current = survivor->durable;
        node->dead = true;
        node = std::move(survivor);
    }
    m_writesLeft = -1;
}

void ForgetfulVfs::powerCut(unsigned seed) {
    const std::lock_guard lock(m_mutex);
    m_random.seed(seed);
    cut();
}

void ForgetfulVfs::powerCutAfter(int writes, unsigned seed) {
    const std::lock_guard lock(m_mutex);
    m_random.seed(seed);
    m_writesLeft = writes;
}

bool ForgetfulVfs::countWrite() {
    ++m_writes;
    if (m_writesLeft < 0 || m_writesLeft-- > 0)
        return true;
    cut();
    return false;
}

void ForgetfulVfs::setCapacity(qint64 bytes) {
    const std::lock_guard lock(m_mutex);
    m_capacity = bytes;
}

qint64 ForgetfulVfs::used() const {
    const std::lock_guard lock(m_mutex);
    qint64 total = 0;
    for (const auto& [name, node] : m_files)
        total += node->current.size();
    return total;
}

void ForgetfulVfs::setSyncsFail(bool fail) {
    const std::lock_guard lock(m_mutex);
    m_syncsFail = fail;
}

void ForgetfulVfs::setSyncTime(std::chrono::milliseconds time) {
    const std::lock_guard lock(m_mutex);
    m_syncTime = time;
}

int ForgetfulVfs::syncs() const {
    const std::lock_guard lock(m_mutex);
    return m_syncs;
}

int ForgetfulVfs::writes() const {
    const std::lock_guard lock(m_mutex);
    return m_writes;
}

qint64 ForgetfulVfs::fileSize(const char* name) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_files.find(name);
    return found == m_files.end() ? -1 : found->second->current.size();
}

} // namespace parlor::test
