// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"
#include "client/models/fuzzy.h"
#include "client/models/people_finder.h"

#include <QAbstractListModel>
#include <QQmlEngine>

namespace parlor {

class Core;
class RoomListModel;

/// Rooms and people by what is typed, the best first: by the kind of match, then those that were talked in
/// last, then the shorter name. Without a text: what is unread, then the rooms talked in last. What is known
/// here stands there at once; people whom only the server knows are added below, so that no row moves under
/// the hand that picks it. GUI thread.
class SwitcherModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed FINAL)
    /// The server is still looking.
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed FINAL)

public:
    enum Role {
        PersonRole = Qt::UserRole + 1, ///< bool: somebody with whom there is no direct room yet
        IdRole,                        ///< of the room or the user
        NameRole,
        DetailRole, ///< a room's topic, a person's user name
        PrivateRole,
        PeerRole,     ///< whom it is a picture of: a person, or whom a direct room is with
        PresenceRole, ///< of that one
        UnreadRole,
        MentionsRole,
        MutedRole,
    };
    Q_ENUM(Role)

    SwitcherModel(Core& core, const RoomListModel& rooms, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_rows.size()); }
    QString text() const { return m_text; }
    void setText(const QString& text);
    bool isLoading() const { return m_finder.isLoading(); }

    /// Begins anew, without a text. `openRoom` is where one is: it comes last.
    Q_INVOKABLE void begin(const QString& openRoom);
    /// {isPerson, targetId} of a row; empty out of range.
    Q_INVOKABLE QVariantMap at(int row) const;

Q_SIGNALS:
    void changed();

private:
    struct Row {
        bool person = false;
        QString id;
        QString name;
        QString detail;
        UserId peer = {};
        RoomSummary summary = {}; ///< of a room
        fuzzy::Match match = fuzzy::Match::None;
    };
    bool before(const Row& a, const Row& b) const;
    static Row personRow(const User& user, QStringView typed);
    QList<Row> rooms(QStringView typed) const;
    void rebuild();
    void addFound();

    Core& m_core;
    const RoomListModel& m_roomList;
    PeopleFinder m_finder;
    QList<Row> m_rows;
    QString m_text;
    RoomId m_openRoom;
    bool m_rebuilding = false;
};

} // namespace parlor
