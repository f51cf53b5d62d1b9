// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/rules.h"

#include <QDateTime>
#include <QObject>
#include <QQmlEngine>

namespace parlor {

class Profile;

/// When and how the user is told of things, kept in the profile. GUI thread.
class NotificationSettings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Attention")
    /// For rooms without a rule of their own: "all", "mentions" (and everything in direct rooms), "nothing".
    Q_PROPERTY(QString rule READ rule WRITE setRule NOTIFY changed FINAL)
    /// What was said is on the bubble, not only by whom.
    Q_PROPERTY(bool preview READ isPreview WRITE setPreview NOTIFY changed FINAL)
    Q_PROPERTY(bool sound READ isSound WRITE setSound NOTIFY changed FINAL)
    /// As typed: separated by commas. What is kept is cleaned up (keywordsFromInput()).
    Q_PROPERTY(QString keywords READ keywords WRITE setKeywords NOTIFY changed FINAL)
    /// Closing the window leaves Parlor in the tray, where there is one.
    Q_PROPERTY(bool closeToTray READ isCloseToTray WRITE setCloseToTray NOTIFY changed FINAL)
    /// Away after so many minutes without a key or the pointer; 0 never. At most awayMost.
    Q_PROPERTY(int awayAfter READ awayAfter WRITE setAwayAfter NOTIFY changed FINAL)

public:
    explicit NotificationSettings(Profile& profile, QObject* parent = nullptr);
    static constexpr int awayMost = 240;

    QString rule() const;
    void setRule(const QString& rule);
    bool isPreview() const;
    void setPreview(bool preview);
    bool isSound() const;
    void setSound(bool sound);
    QString keywords() const;
    void setKeywords(const QString& keywords);
    bool isCloseToTray() const;
    void setCloseToTray(bool close);
    int awayAfter() const;
    void setAwayAfter(int minutes);

    /// Without `quiet`, which is not a setting.
    AttentionRules rules() const;
    /// Until when one is not to be disturbed: null if not; far in the future for "until I turn it off".
    QDateTime quietUntil() const;
    void setQuietUntil(const QDateTime& until);
    /// Whether the user was told once that Parlor goes on in the tray.
    bool isTrayTold() const;
    void setTrayTold();

Q_SIGNALS:
    void changed();

private:
    void set(const QString& key, const QVariant& value);

    Profile& m_profile;
};

} // namespace parlor
