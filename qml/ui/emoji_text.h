// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/text/emoji_html.h"

#include <QObject>
#include <QQmlEngine>

namespace parlor {

/// What people wrote, for labels (WrittenLabel.qml). GUI thread.
class EmojiText : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    explicit EmojiText(QObject* parent = nullptr)
        : QObject(parent) {}

    /// It has an emoji of several characters that is one only in HTML.
    Q_INVOKABLE static bool fallsApart(const QString& text) { return emoji::fallsApart(text); }
    /// HTML with its emoji in the font of emoji. `html` may be text that is escaped, too.
    Q_INVOKABLE static QString marked(const QString& html) { return emoji::marked(html); }
    /// See emoji::htmlOf().
    Q_INVOKABLE static QString html(const QString& text, const QFont& font, qreal width, int lines,
                                    qreal lineHeight) {
        return emoji::htmlOf(text, font, {width, lines, lineHeight});
    }
};

} // namespace parlor
