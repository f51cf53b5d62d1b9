// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QQmlEngine>

namespace parlor {

/// What the desktop asks for: dark or light, motion or none. GUI thread.
class Appearance : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(bool dark READ isDark NOTIFY changed FINAL)
    Q_PROPERTY(bool reducedMotion READ isReducedMotion NOTIFY changed FINAL)
    /// The window runs from right to left. For QML, which would have to ask for Qt.RightToLeft: the first of
    /// Qt's names that it asks for makes it look up all of them, and takes a millisecond.
    Q_PROPERTY(bool mirrored READ isMirrored NOTIFY changed FINAL)

public:
    explicit Appearance(QObject* parent = nullptr);

    bool isDark() const { return m_dark; }
    bool isReducedMotion() const { return m_reducedMotion; }
    bool isMirrored() const { return m_mirrored; }

    bool eventFilter(QObject* watched, QEvent* event) override;

    /// Loads Inter and makes it the application's font. Call once, before the first window.
    static void loadFonts();

Q_SIGNALS:
    void changed();

private:
    void update();

    bool m_dark = false;
    bool m_reducedMotion = false;
    bool m_mirrored = false;
};

} // namespace parlor
