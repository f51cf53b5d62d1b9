// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/place_opener.h"

#include "client/attention/place_link.h"
#include "client/models/accounts_model.h"
#include "client/models/session.h"
#include "client/models/words.h"

namespace parlor {

using namespace Qt::StringLiterals;

PlaceOpener::PlaceOpener(AccountsModel& accounts, std::function<void(Session*)> show,
                         std::function<void(const QString&)> addAccount, QObject* parent)
    : QObject(parent)
    , m_accounts(accounts)
    , m_show(std::move(show))
    , m_addAccount(std::move(addAccount)) {}

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
        // With its port, but not its scheme, of which the link says nothing.
        const QString server = link->port == -1 ? link->host : u"%1:%2"_s.arg(link->host).arg(link->port);
        m_offer = [this, server] { m_addAccount(server); };
        Q_EMIT offered(tr("You have no account there"),
                       tr("The link leads to a room at %1. Add an account there to open it.").arg(server),
                       tr("Add an account"));
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

void PlaceOpener::accept() {
    if (const auto offer = std::exchange(m_offer, nullptr))
        offer();
}

void PlaceOpener::join(Session* session, const RoomId& room, const std::optional<MessageId>& message) {
    session->core().joinRoom(room, session, [this, session, room, message](const Outcome<RoomId>& joined) {
        if (!joined) {
            const bool hidden = joined.error().error.code() == ErrorCode::NotFound;
            Q_EMIT refused(tr("You cannot join this room"),
                           hidden ? tr("It is private, or it was deleted.") : words::failure(joined.error()));
            return;
        }
        if (session->rooms()->contains(room)) {
            enter(session, room, message);
            return;
        }
        auto* const waiting = new QObject(session);
        connect(session->rooms(), &RoomListModel::summaryChanged, waiting,
                [this, waiting, session, room, message](const RoomId& changed) {
                    if (changed != room || !session->rooms()->contains(room))
                        return;
                    waiting->deleteLater();
                    disconnect(session->rooms(), nullptr, waiting, nullptr);
                    enter(session, room, message);
                });
    });
}

void PlaceOpener::enter(Session* session, const RoomId& room, const std::optional<MessageId>& message) {
    if (!session->rooms()->contains(room)) {
        m_offer = [this, session = QPointer<Session>(session), room, message] {
            if (session)
                join(session, room, message);
        };
        Q_EMIT offered(tr("You are not in this room"),
                       tr("If it is public, you can join it. Its members will see that you did."),
                       tr("Join"));
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
