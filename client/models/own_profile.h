// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

#include <QObject>
#include <QQmlEngine>
#include <QVariantMap>

namespace parlor {

class Core;
class Profile;

/// What others see of oneself: name, status, time zone, and whether one is there. GUI thread.
class OwnProfile : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(QString displayName READ displayName NOTIFY changed FINAL)
    Q_PROPERTY(QString statusText READ statusText NOTIFY changed FINAL)
    Q_PROPERTY(QString timeZone READ timeZone NOTIFY changed FINAL)
    /// This computer's, to be offered.
    Q_PROPERTY(QString timeZoneHere READ timeZoneHere CONSTANT FINAL)
    /// What one wants to be seen as: "online", "away" or "dnd". Kept for the account.
    Q_PROPERTY(QString presence READ presence WRITE setPresence NOTIFY changed FINAL)
    Q_PROPERTY(bool busy READ isBusy NOTIFY stateChanged FINAL)
    /// What is wrong, by field ("displayName", "statusText", "timeZone"; "" for all of it).
    Q_PROPERTY(QVariantMap errors READ errors NOTIFY stateChanged FINAL)
    Q_PROPERTY(int displayNameMax READ displayNameMax CONSTANT FINAL)
    Q_PROPERTY(int statusTextMax READ statusTextMax CONSTANT FINAL)

public:
    /// Both outlive it.
    OwnProfile(Core& core, Profile& profile, QObject* parent = nullptr);

    QString displayName() const { return m_user.displayName; }
    QString statusText() const { return m_user.statusText; }
    QString timeZone() const { return m_user.timeZone; }
    QString timeZoneHere() const;
    QString presence() const;
    void setPresence(const QString& presence);
    bool isBusy() const { return m_busy; }
    QVariantMap errors() const { return m_errors; }
    int displayNameMax() const;
    int statusTextMax() const;

    /// Sends what is different: saved(), or errors. Nothing different is saved() at once.
    Q_INVOKABLE void save(const QString& displayName, const QString& statusText, const QString& timeZone);
    /// The status alone, likewise.
    Q_INVOKABLE void saveStatus(const QString& statusText);
    Q_INVOKABLE void clearErrors();
    /// Names of time zones that contain what is typed, at most a screenful; those of "Area/Town" first.
    Q_INVOKABLE QStringList timeZones(const QString& typed) const;

Q_SIGNALS:
    void changed();
    void stateChanged();
    void saved();

private:
    void refresh();
    void finish(const QVariantMap& errors);

    Core& m_core;
    Profile& m_profile;
    User m_user;
    QVariantMap m_errors;
    bool m_busy = false;
};

} // namespace parlor
