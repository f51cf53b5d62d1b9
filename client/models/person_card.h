// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

#include <QObject>
#include <QQmlEngine>
#include <QTimer>

namespace parlor {

class Core;

/// One person, as their card shows them: kept up to date while it is shown. GUI thread.
class PersonCard : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// Empty for nobody: then nothing is watched.
    Q_PROPERTY(QString userId READ userId WRITE setUserId NOTIFY changed FINAL)
    Q_PROPERTY(bool known READ isKnown NOTIFY changed FINAL)
    Q_PROPERTY(bool self READ isSelf NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(QString username READ username NOTIFY changed FINAL)
    Q_PROPERTY(QString statusText READ statusText NOTIFY changed FINAL)
    /// See people::presenceKey().
    Q_PROPERTY(QString presence READ presence NOTIFY changed FINAL)
    Q_PROPERTY(QString presenceText READ presenceText NOTIFY changed FINAL)
    /// Empty where they have not told their time zone.
    Q_PROPERTY(QString localTime READ localTime NOTIFY changed FINAL)
    /// The account is gone, or an administrator has closed it; empty if neither.
    Q_PROPERTY(QString closedText READ closedText NOTIFY changed FINAL)
    /// One can write to them.
    Q_PROPERTY(bool reachable READ isReachable NOTIFY changed FINAL)

public:
    explicit PersonCard(Core& core, QObject* parent = nullptr);

    QString userId() const { return m_id.isNull() ? QString() : m_id.toString(); }
    void setUserId(const QString& userId);
    bool isKnown() const { return !m_user.id.isNull(); }
    bool isSelf() const;
    QString name() const;
    QString username() const;
    QString statusText() const { return m_user.statusText; }
    QString presence() const;
    QString presenceText() const;
    QString localTime() const;
    QString closedText() const;
    bool isReachable() const { return isKnown() && !m_user.deleted && !m_user.deactivated; }

    Q_INVOKABLE void copyName() const;

Q_SIGNALS:
    void changed();

private:
    void refresh();

    Core& m_core;
    UserId m_id;
    User m_user;
    QTimer m_clock; ///< what the card says of time is true for a minute
};

} // namespace parlor
