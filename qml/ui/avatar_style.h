// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QObject>
#include <QQmlEngine>

namespace parlor {

/// What stands in for a picture: two letters on a colour that is always the same for the same id. GUI thread.
class AvatarStyle : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    explicit AvatarStyle(QObject* parent = nullptr)
        : QObject(parent) {}

    /// One or two letters: of the first and last word, or the first two of a single one. Never empty.
    Q_INVOKABLE static QString initials(const QString& name);
    /// The ground of the avatar of `id` (any text); it is never amber, which means "for you".
    Q_INVOKABLE static QColor ground(const QString& id, bool dark);
    /// The letters on that ground: a contrast of 4.5:1 at least.
    Q_INVOKABLE static QColor ink(const QString& id, bool dark);
    /// The whole of it as a picture of `side` pixels, for places that are not Qt Quick's.
    static QImage picture(const QString& name, const QString& id, int side);
    /// Contrast of two opaque colours by WCAG 2.1, 1 to 21.
    Q_INVOKABLE static qreal contrast(const QColor& a, const QColor& b);
};

} // namespace parlor
