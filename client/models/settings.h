// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QRect>

namespace parlor {

class Profile;

/// What the user interface remembers, kept in the profile. GUI thread.
class Settings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by App")
    /// "system", "light" or "dark".
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged FINAL)
    Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY reducedMotionChanged FINAL)
    /// Smaller steps between rows and messages.
    Q_PROPERTY(bool compact READ isCompact WRITE setCompact NOTIFY compactChanged FINAL)
    /// Of all text, in percent of its usual size: one of textSizes().
    Q_PROPERTY(int textSize READ textSize WRITE setTextSize NOTIFY textSizeChanged FINAL)
    Q_PROPERTY(QList<int> textSizes READ textSizes CONSTANT FINAL)
    /// Enter sends a message and Shift+Enter begins a line; otherwise Ctrl+Enter sends.
    Q_PROPERTY(bool enterSends READ enterSends WRITE setEnterSends NOTIFY enterSendsChanged FINAL)
    /// Width of the room list, pixels.
    Q_PROPERTY(int listWidth READ listWidth WRITE setListWidth NOTIFY listWidthChanged FINAL)
    /// Width of the pane beside the room, pixels.
    Q_PROPERTY(int sideWidth READ sideWidth WRITE setSideWidth NOTIFY sideWidthChanged FINAL)
    Q_PROPERTY(QRect window READ window WRITE setWindow NOTIFY windowChanged FINAL)

public:
    explicit Settings(Profile& profile, QObject* parent = nullptr);

    QString theme() const;
    void setTheme(const QString& theme);
    bool reducedMotion() const;
    void setReducedMotion(bool reduced);
    bool isCompact() const;
    void setCompact(bool compact);
    int textSize() const;
    /// The nearest of textSizes().
    void setTextSize(int percent);
    static QList<int> textSizes() { return {90, 100, 110, 125, 150}; }
    bool enterSends() const;
    void setEnterSends(bool sends);
    int listWidth() const;
    void setListWidth(int width);
    int sideWidth() const;
    void setSideWidth(int width);
    /// Invalid if none was kept, or if it is on no screen now.
    QRect window() const;
    void setWindow(const QRect& window);

Q_SIGNALS:
    void themeChanged();
    void reducedMotionChanged();
    void compactChanged();
    void textSizeChanged();
    void enterSendsChanged();
    void listWidthChanged();
    void sideWidthChanged();
    void windowChanged();

private:
    Profile& m_profile;
};

} // namespace parlor
