// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QVariantMap>

namespace parlor {

class Core;

/// Changing one's password. GUI thread.
class PasswordForm : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(bool busy READ isBusy NOTIFY stateChanged FINAL)
    /// What is wrong, by field ("current", "wanted", "again"; "" for all of it).
    Q_PROPERTY(QVariantMap errors READ errors NOTIFY stateChanged FINAL)

public:
    explicit PasswordForm(Core& core, QObject* parent = nullptr);

    bool isBusy() const { return m_busy; }
    QVariantMap errors() const { return m_errors; }

    /// `again` has to be the same as `wanted`. changed(), or errors.
    Q_INVOKABLE void change(const QString& current, const QString& wanted, const QString& again);
    Q_INVOKABLE void clearError(const QString& field);

Q_SIGNALS:
    void stateChanged();
    void changed();

private:
    void finish(const QVariantMap& errors);

    Core& m_core;
    QVariantMap m_errors;
    bool m_busy = false;
};

} // namespace parlor
