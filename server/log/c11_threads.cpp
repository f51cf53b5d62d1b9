// SPDX-License-Identifier: GPL-3.0-or-later
// The threads of C11 by those of POSIX, for the tsan preset alone: librdkafka uses the former, of which the
// ThreadSanitizer of GCC 12 knows nothing. A thread that it has not seen begin ends the program by a stray
// pointer, and what a mutex of theirs guards looks unguarded. In glibc the two are the same objects.
#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <cstdint>
#include <memory>

namespace {

struct Start {
    thrd_start_t run;
    void* argument;
};

void* begin(void* data) {
    const std::unique_ptr<Start> start(static_cast<Start*>(data));
    return reinterpret_cast<void*>(std::intptr_t(start->run(start->argument)));
}

int result(int error) {
    return error ? thrd_error : thrd_success;
}

pthread_mutex_t* posix(mtx_t* mutex) {
    return reinterpret_cast<pthread_mutex_t*>(mutex);
}

pthread_cond_t* posix(cnd_t* condition) {
    return reinterpret_cast<pthread_cond_t*>(condition);
}

} // namespace

extern "C" {

int thrd_create(thrd_t* thread, thrd_start_t run, void* argument) {
    auto start = std::make_unique<Start>(Start{run, argument});
    const int error = pthread_create(thread, nullptr, begin, start.get());
    if (!error)
        (void)start.release();
    return result(error);
}

int thrd_join(thrd_t thread, int* code) {
    void* value = nullptr;
    const int error = pthread_join(thread, &value);
    if (!error && code)
        *code = int(reinterpret_cast<std::intptr_t>(value));
    return result(error);
}

int mtx_lock(mtx_t* mutex) {
    return result(pthread_mutex_lock(posix(mutex)));
}

int mtx_unlock(mtx_t* mutex) {
    return result(pthread_mutex_unlock(posix(mutex)));
}

int cnd_signal(cnd_t* condition) {
    return result(pthread_cond_signal(posix(condition)));
}

int cnd_broadcast(cnd_t* condition) {
    return result(pthread_cond_broadcast(posix(condition)));
}

int cnd_wait(cnd_t* condition, mtx_t* mutex) {
    return result(pthread_cond_wait(posix(condition), posix(mutex)));
}

int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
    const int error = pthread_cond_timedwait(posix(condition), posix(mutex), until);
    return error == ETIMEDOUT ? int(thrd_timedout) : result(error);
}

} // extern "C"
