// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QQmlEngine>
#include <QUrl>

namespace parlor {

/// The icons of resources/icons as pictures in any colour. GUI thread.
class Icons : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    /// Also gives `engine` the image provider that source() refers to.
    static Icons* create(QQmlEngine* engine, QJSEngine* scriptEngine);

    /// The address of the icon `name` drawn in `color`; empty for an empty name.
    Q_INVOKABLE QUrl source(const QString& name, const QColor& color) const;

private:
    // Were it public, the engine would use it instead of create().
    Icons() = default;
};

} // namespace parlor
