// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"

#include <QObject>
#include <QPointer>
#include <QQmlEngine>

#include <functional>
#include <optional>

namespace parlor {

class AccountsModel;
class Session;

/// Goes to a room, or to a message in it, of any account: from a parlor:// address or a notification. GUI
/// thread.
class PlaceOpener : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by App")
public:
    /// `show` makes a session the one that is shown.
    PlaceOpener(AccountsModel& accounts, std::function<void(Session*)> show, QObject* parent = nullptr);

    /// A parlor:// address; refused() tells what is wrong with it, or that one has no such account or room.
    Q_INVOKABLE void openLink(const QString& address);
    /// Waits until the session's rooms are there.
    void open(Session* session, const RoomId& room, const std::optional<MessageId>& message);

Q_SIGNALS:
    /// The room is open: show the message in it.
    void jumpWanted(const QString& roomId, const QString& messageId, qint64 seq);
    /// A calm sentence for the user.
    void refused(const QString& title, const QString& text);

private:
    void enter(Session* session, const RoomId& room, const std::optional<MessageId>& message);

    AccountsModel& m_accounts;
    std::function<void(Session*)> m_show;
};

} // namespace parlor
