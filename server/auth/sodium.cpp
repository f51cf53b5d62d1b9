// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/sodium.h"

#include <QtGlobal>

#include <sodium.h>

namespace parlor::auth {

void requireSodium() {
    if (sodium_init() < 0)
        qFatal("libsodium cannot be initialised: the system gives no random numbers");
}

QByteArray randomBytes(qsizetype count) {
    requireSodium();
    QByteArray bytes(count, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(count));
    return bytes;
}

} // namespace parlor::auth
