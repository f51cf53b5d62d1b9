// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QTimer>

namespace parlor {

class Core;

/// The public rooms of a server, to find one and join it. GUI thread.
class PublicRoomsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(int count READ count NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY searchChanged FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged FINAL)
    /// Why the list could not be fetched, or a room not joined; empty if all is well.
    Q_PROPERTY(QString error READ error NOTIFY stateChanged FINAL)

public:
    enum Role {
        RoomIdRole = Qt::UserRole + 1,
        NameRole,
        TopicRole,
        MemberCountRole,
        JoinedRole,
        JoiningRole,
    };
    Q_ENUM(Role)

    explicit PublicRoomsModel(Core& core, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    int count() const { return static_cast<int>(m_rooms.size()); }
    QString search() const { return m_search; }
    /// Asks the server shortly after the last change.
    void setSearch(const QString& search);
    bool isLoading() const { return m_loading; }
    QString error() const { return m_error; }

    /// Fetches the list anew.
    Q_INVOKABLE void refresh();
    Q_INVOKABLE void join(const QString& roomId);

Q_SIGNALS:
    void stateChanged();
    void searchChanged();
    void joined(const QString& roomId);

private:
    void fetch();
    void setJoining(const RoomId& room, bool joining);

    Core& m_core;
    QList<PublicRoom> m_rooms;
    QSet<RoomId> m_joining;
    std::optional<QString> m_next;
    QString m_search;
    QString m_error;
    QTimer m_typing;
    bool m_loading = false;
    int m_generation = 0;
};

} // namespace parlor
