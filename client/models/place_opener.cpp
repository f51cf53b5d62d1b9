// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/place_opener.h"

#include "client/attention/place_link.h"
#include "client/models/accounts_model.h"
#include "client/models/session.h"
#include "client/models/words.h"

namespace parlor {

PlaceOpener::PlaceOpener(AccountsModel& accounts, std::function<void(Session*)> show, QObject* parent)
    : QObject(parent)
    , m_accounts(accounts)
    , m_show(std::move(show)) {}

void PlaceOpener::openLink(const QString& address) {
    const auto link = parsePlaceLink(address);
    if (!link) {
        Q_EMIT refused(tr("This link leads nowhere"),
                       tr("It is not an address of a room or message. Perhaps a part of it is missing."));
        return;
    }
    // Several accounts may be at that server: the one that is in the room.
    Session* found = nullptr;
    for (int row = 0; row < m_accounts.count(); ++row) {
        Session* const session = m_accounts.at(row);
        if (!isAt(*link, QUrl(session->serverAddress())))
            continue;
        if (!found || (session->isReady() && session->rooms()->contains(link->room)))
            found = session;
    }
    if (!found) {
        Q_EMIT refused(
            tr("You have no account there"),
            tr("The link leads to a room at %1. Add an account there to open it.").arg(link->host));
        return;
    }
    open(found, link->room, link->message);
}

void PlaceOpener::open(Session* session, const RoomId& room, const std::optional<MessageId>& message) {
    m_show(session);
    if (session->isReady()) {
        enter(session, room, message);
        return;
    }
    connect(
        session, &Session::readyChanged, this,
        [this, session, room, message] {
            if (session->isReady())
                enter(session, room, message);
        },
        Qt::SingleShotConnection);
}

void PlaceOpener::enter(Session* session, const RoomId& room, const std::optional<MessageId>& message) {
    if (!session->rooms()->contains(room)) {
        Q_EMIT refused(
            tr("You are not in this room"),
            tr("It may be private or deleted, or you have left it. If it is public, you can find it "
               "under “Find rooms”."));
        return;
    }
    session->openRoom(room.toString());
    if (!message)
        return;
    session->core().fetchMessage(
        *message, session, [this, room, session = QPointer<Session>(session)](const Outcome<Message>& found) {
            // Another room was opened meanwhile: one is not torn away from it.
            if (!session || session->roomId() != room.toString())
                return;
            if (!found)
                Q_EMIT refused(tr("The message cannot be shown"), words::failure(found.error()));
            else if (found->roomId != room || found->deletedAt)
                Q_EMIT refused(tr("The message is gone"),
                               tr("It was deleted, or it was never in this room."));
            else
                Q_EMIT jumpWanted(room.toString(), found->id.toString(), found->seq);
        });
}

} // namespace parlor
