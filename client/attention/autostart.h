// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace parlor {

/// Starting with the session, in the tray: a file in the autostart directory of the freedesktop.org desktops.
/// Other systems have their own settings for it. GUI thread.
class Autostart {
public:
    /// `profile` is the name that is started.
    explicit Autostart(const QString& profile);

    /// Whether this system does it this way.
    static bool isSupported();
    bool isOn() const;
    /// False if the file could not be written or removed.
    bool setOn(bool on);

private:
    QString m_profile;
    QString m_file;
};

} // namespace parlor
