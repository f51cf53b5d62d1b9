// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QQmlEngine>

namespace parlor {

/// The room that was open until it was taken away, so that nobody wonders where it went, and with it what was
/// being written. GUI thread.
class LostRoom : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// Empty if none was lost since a room was opened.
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    /// What was being written in it, and in the thread beside it.
    Q_PROPERTY(QString text READ text NOTIFY changed FINAL)
    Q_PROPERTY(bool copied READ isCopied NOTIFY changed FINAL)

public:
    explicit LostRoom(QObject* parent = nullptr)
        : QObject(parent) {}

    QString name() const { return m_name; }
    QString text() const { return m_text; }
    bool isCopied() const { return m_copied; }

    void set(const QString& name, const QString& text);
    void clear() { set({}, {}); }
    /// Puts the text on the clipboard.
    Q_INVOKABLE void copy();

Q_SIGNALS:
    void changed();

private:
    QString m_name;
    QString m_text;
    bool m_copied = false;
};

} // namespace parlor
