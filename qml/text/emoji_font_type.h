// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/text/emoji_font.h"

#include <QObject>
#include <QQmlEngine>

namespace parlor {

/// The font of what should be one emoji. GUI thread.
class EmojiFont : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    explicit EmojiFont(QObject* parent = nullptr)
        : QObject(parent) {}

    Q_INVOKABLE static QFont of(const QString& text, int pixelSize) {
        return emoji::fontFor(text, pixelSize);
    }
};

} // namespace parlor
