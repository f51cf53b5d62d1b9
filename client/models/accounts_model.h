// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>

namespace parlor {

class Session;

/// The accounts of the profile, in the order in which they were added. GUI thread.
class AccountsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by App")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)

public:
    enum Role {
        SessionRole = Qt::UserRole + 1,
        NameRole, ///< of the server
        IdentityRole,
        UnreadRoomsRole,
        MentionsRole,
        SignedOutRole,
    };
    Q_ENUM(Role)

    explicit AccountsModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_sessions.size()); }
    /// Null for a row out of range.
    Session* at(int row) const;
    int rowOf(const Session* session) const;
    /// Takes ownership.
    void append(Session* session);
    /// Gives the ownership back.
    void take(Session* session);

Q_SIGNALS:
    void countChanged();

private:
    void watchRooms(Session* session);
    void changed(const Session* session);

    QList<Session*> m_sessions;
};

} // namespace parlor
