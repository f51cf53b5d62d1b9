// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QAbstractListModel>
#include <QQmlEngine>

namespace parlor {

class CacheReader;
class Core;

/// The rooms of one account for the room list: those with something unread first (mentions before others,
/// then the newest), the rest by name. The room that is open keeps its section until another one is opened,
/// so that reading does not move what one is looking at. GUI thread.
class RoomListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    /// Rooms whatever the filter.
    Q_PROPERTY(int total READ total NOTIFY countChanged FINAL)
    /// Shows only rooms whose name contains it, ignoring case.
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged FINAL)
    Q_PROPERTY(int unreadRooms READ unreadRooms NOTIFY totalsChanged FINAL)
    Q_PROPERTY(int mentions READ mentions NOTIFY totalsChanged FINAL)

public:
    enum Role {
        RoomIdRole = Qt::UserRole + 1,
        NameRole,
        TopicRole,
        PrivateRole,
        UnreadRole,
        MentionsRole,
        SectionRole, ///< "unread" or "rooms"
        FailedRole,  ///< messages of mine that were refused
    };
    Q_ENUM(Role)

    /// `core` is opened, and outlives the model.
    explicit RoomListModel(Core& core, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_shown.size()); }
    int total() const { return static_cast<int>(m_all.size()); }
    QString filter() const { return m_filter; }
    void setFilter(const QString& filter);
    int unreadRooms() const;
    int mentions() const;

    void setOpenRoom(const RoomId& room);
    bool contains(const RoomId& room) const { return m_all.contains(room); }
    std::optional<RoomSummary> summary(const RoomId& room) const;

    /// -1 if it is not shown.
    Q_INVOKABLE int rowOf(const QString& roomId) const;
    /// Empty for a row out of range.
    Q_INVOKABLE QString roomAt(int row) const;
    /// The room `by` places after `roomId` as shown; with `unreadOnly` the next unread one. Empty if there is
    /// none.
    Q_INVOKABLE QString neighbour(const QString& roomId, int by, bool unreadOnly = false) const;

Q_SIGNALS:
    void countChanged();
    void filterChanged();
    void totalsChanged();
    void summaryChanged(const parlor::RoomId& room);

private:
    struct Row {
        RoomSummary summary;
        bool unreadSection = false;
    };
    bool isShown(const Row& row) const;
    bool before(const Row& a, const Row& b) const;
    void refresh(const RoomId& room);
    void remove(const RoomId& room);
    qsizetype shownIndex(const RoomId& room) const;
    void rebuild();

    Core& m_core;
    QHash<RoomId, Row> m_all;
    QList<RoomId> m_shown;
    QString m_filter;
    RoomId m_open;
};

} // namespace parlor
