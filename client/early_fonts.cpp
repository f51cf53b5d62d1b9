// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/early_fonts.h"

#include <QtGlobal>

#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
#include <QLibrary>
#endif

namespace parlor {

EarlyFonts::EarlyFonts() {
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    m_thread = std::thread([] {
        // The library that Qt itself uses, by the name of its interface; any thread may call it first
        // (https://www.freedesktop.org/software/fontconfig/fontconfig-devel/fcinit.html).
        QLibrary fontconfig(QStringLiteral("fontconfig"), 1);
        if (const auto init = reinterpret_cast<int (*)()>(fontconfig.resolve("FcInit")))
            init();
    });
#endif
}

EarlyFonts::~EarlyFonts() {
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace parlor
