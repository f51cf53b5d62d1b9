// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <QString>

namespace parlor {

/// One bubble of the desktop. Texts are plain: the notifier escapes what its service would interpret.
struct Notification {
    QString key; ///< names it: the next one with the same key takes its place. At most a few hundred bytes.
    QString title;
    QString body;
    QImage image;          ///< of the sender; may be null
    bool canReply = false; ///< offer a field to answer, where the desktop has one
    bool sound = false;    ///< let the desktop play its sound, where it does
};

/// What the desktop's service can do.
struct NotifierAbilities {
    bool reply = false;
    bool sound = false;
    QString service; ///< its name, for people; empty if it has none
    friend bool operator==(const NotifierAbilities&, const NotifierAbilities&) = default;
};

/// Why a bubble would not be seen.
enum class NotifyObstacle {
    None,
    Unknown,      ///< not found out yet
    NoService,    ///< nothing on this desktop shows notifications
    NotAnswering, ///< something is there, and does not answer; it may yet
    Denied,       ///< the desktop does not let this program
    DesktopQuiet, ///< the desktop itself is not to be disturbed
};

/// Shows notifications by what the desktop offers. Never blocks: what cannot be shown is dropped, and
/// obstacle() tells why. GUI thread.
class Notifier : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Shows it, or puts it in the place of the one with that key.
    virtual void show(const Notification& notification) = 0;
    /// Takes it away; nothing happens if there is none.
    virtual void withdraw(const QString& key) = 0;
    virtual NotifierAbilities abilities() const = 0;
    virtual NotifyObstacle obstacle() const = 0;
    /// Finds out anew what obstacle() and abilities() tell; stateChanged() if they changed.
    virtual void refresh() = 0;

Q_SIGNALS:
    /// It was clicked. `activation` is what lets a window come forward on Wayland; may be empty.
    void activated(const QString& key, const QByteArray& activation);
    void replied(const QString& key, const QString& text);
    /// It is gone, by the reader's hand or by itself.
    void closed(const QString& key);
    /// obstacle() or abilities() changed.
    void stateChanged();
    /// The desktop took it and shows it.
    void shown(const QString& key);
};

} // namespace parlor
