// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/named_thread.h"

#include <QtGlobal>

#if defined(Q_OS_WIN)
#include <windows.h>

#include <string>
#elif defined(Q_OS_LINUX) || defined(Q_OS_DARWIN)
#include <pthread.h>

#include <string>
#endif

namespace parlor {

void nameThisThread(const char* name) {
#if defined(Q_OS_WIN)
    const std::string ascii(name);
    SetThreadDescription(GetCurrentThread(), std::wstring(ascii.begin(), ascii.end()).c_str());
#elif defined(Q_OS_DARWIN)
    pthread_setname_np(name);
#elif defined(Q_OS_LINUX)
    // Refused as a whole if it is longer.
    pthread_setname_np(pthread_self(), std::string(name).substr(0, 15).c_str());
#else
    Q_UNUSED(name);
#endif
}

} // namespace parlor
