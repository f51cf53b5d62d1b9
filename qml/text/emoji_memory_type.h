// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/text/emoji_memory.h"

#include <QQmlEngine>

namespace parlor {

/// The program's EmojiMemory, as QML sees it. GUI thread.
class EmojiMemoryType : public QObject {
    Q_OBJECT
    QML_NAMED_ELEMENT(EmojiMemory)
    QML_SINGLETON
    Q_PROPERTY(int tone READ tone WRITE setTone NOTIFY changed FINAL)

public:
    explicit EmojiMemoryType(QObject* parent = nullptr)
        : QObject(parent) {
        connect(&EmojiMemory::instance(), &EmojiMemory::changed, this, &EmojiMemoryType::changed);
    }

    int tone() const { return EmojiMemory::instance().tone(); }
    void setTone(int tone) { EmojiMemory::instance().setTone(tone); }
    Q_INVOKABLE void note(const QString& emoji) { EmojiMemory::instance().note(emoji); }

Q_SIGNALS:
    void changed();
};

} // namespace parlor
