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
    /// `show` makes a session the one that is shown; `addAccount` shows the page to sign in to a server.
    PlaceOpener(AccountsModel& accounts, std::function<void(Session*)> show,
                std::function<void(const QString&)> addAccount, QObject* parent = nullptr);

    /// A parlor:// address; refused() tells what is wrong with it. Where one has no such account, or is not
    /// in such a room, offered() says what one can do about it.
    Q_INVOKABLE void openLink(const QString& address);
    /// Does what was offered last, once.
    Q_INVOKABLE void accept();
    /// Waits until the session's rooms are there.
    void open(Session* session, const RoomId& room, const std::optional<MessageId>& message);

Q_SIGNALS:
    /// The room is open: show the message in it.
    void jumpWanted(const QString& roomId, const QString& messageId, qint64 seq);
    /// A calm sentence for the user.
    void refused(const QString& title, const QString& text);
    /// The same, with something that accept() can do; `act` is its name on a button.
    void offered(const QString& title, const QString& text, const QString& act);

private:
    void enter(Session* session, const RoomId& room, const std::optional<MessageId>& message);
    void join(Session* session, const RoomId& room, const std::optional<MessageId>& message);

    AccountsModel& m_accounts;
    std::function<void(Session*)> m_show;
    std::function<void(const QString&)> m_addAccount;
    std::function<void()> m_offer;
};

} // namespace parlor
