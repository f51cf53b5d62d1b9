// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/accounts_model.h"

#include "client/models/session.h"

namespace parlor {

AccountsModel::AccountsModel(QObject* parent)
    : QAbstractListModel(parent) {}

int AccountsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant AccountsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    Session* const session = m_sessions.at(index.row());
    switch (role) {
    case SessionRole:
        return QVariant::fromValue(session);
    case Qt::DisplayRole:
    case NameRole:
        return session->serverName();
    case IdentityRole:
        return session->serverAddress();
    case UnreadRoomsRole:
        return session->rooms() ? session->rooms()->unreadRooms() : 0;
    case MentionsRole:
        return session->rooms() ? session->rooms()->mentions() : 0;
    case SignedOutRole:
        return session->isSignedOut();
    default:
        return {};
    }
}

QHash<int, QByteArray> AccountsModel::roleNames() const {
    return {{SessionRole, "session"},         {NameRole, "name"},         {IdentityRole, "identity"},
            {UnreadRoomsRole, "unreadRooms"}, {MentionsRole, "mentions"}, {SignedOutRole, "signedOut"}};
}

Session* AccountsModel::at(int row) const {
    return row >= 0 && row < m_sessions.size() ? m_sessions.at(row) : nullptr;
}

int AccountsModel::rowOf(const Session* session) const {
    for (int row = 0; row < count(); ++row) {
        if (m_sessions.at(row) == session)
            return row;
    }
    return -1;
}

void AccountsModel::append(Session* session) {
    session->setParent(this);
    beginInsertRows({}, count(), count());
    m_sessions.append(session);
    endInsertRows();
    connect(session, &Session::accountChanged, this, [this, session] { changed(session); });
    connect(session, &Session::connectionChanged, this, [this, session] { changed(session); });
    connect(session, &Session::readyChanged, this, [this, session] { watchRooms(session); });
    watchRooms(session);
    Q_EMIT countChanged();
}

void AccountsModel::take(Session* session) {
    const int row = rowOf(session);
    if (row < 0)
        return;
    session->disconnect(this);
    if (session->rooms())
        session->rooms()->disconnect(this);
    beginRemoveRows({}, row, row);
    m_sessions.removeAt(row);
    endRemoveRows();
    session->setParent(nullptr);
    Q_EMIT countChanged();
}

void AccountsModel::watchRooms(Session* session) {
    if (session->rooms())
        connect(session->rooms(), &RoomListModel::totalsChanged, this, [this, session] { changed(session); });
    changed(session);
}

void AccountsModel::changed(const Session* session) {
    const int row = rowOf(session);
    if (row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

} // namespace parlor
