// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/text/emoji_memory.h"

#include <QJSEngine>
#include <QQmlEngine>

namespace parlor {

/// EmojiMemory as QML's singleton "EmojiMemory".
struct EmojiMemoryType {
    Q_GADGET
    QML_FOREIGN(parlor::EmojiMemory)
    QML_NAMED_ELEMENT(EmojiMemory)
    QML_SINGLETON

public:
    static EmojiMemory* create(QQmlEngine*, QJSEngine*) {
        QJSEngine::setObjectOwnership(&EmojiMemory::instance(), QJSEngine::CppOwnership);
        return &EmojiMemory::instance();
    }
};

} // namespace parlor
