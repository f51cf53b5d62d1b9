// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QAbstractListModel>
#include <QCollator>
#include <QQmlEngine>

#include <array>
#include <memory>

namespace parlor {

class Core;
class Profile;

/// The rooms of one account for the room list, in sections, each with a heading of its own row. Unread rooms
/// come first (mentions before others, then the newest), all others stand by name. The room that is open
/// stays in or out of the unread ones until another one is opened, so that reading does not move what one is
/// looking at, and is shown even where its section is collapsed. A change moves one row; nothing is reset.
/// GUI thread.
class RoomListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// Rows, headings among them.
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    /// Rooms, whether their sections are collapsed or not.
    Q_PROPERTY(int total READ total NOTIFY countChanged FINAL)
    /// Rooms with something unread that are neither muted nor archived.
    Q_PROPERTY(int unreadRooms READ unreadRooms NOTIFY totalsChanged FINAL)
    Q_PROPERTY(int mentions READ mentions NOTIFY totalsChanged FINAL)

public:
    enum Role {
        HeadingRole = Qt::UserRole + 1, ///< bool: this row is the heading of a section
        RoomIdRole,
        NameRole, ///< of the room or the section
        TopicRole,
        PrivateRole,
        DirectRole,
        PeerRole,     ///< whom a direct room is with, a user's id
        PresenceRole, ///< of that one: see people::presenceKey()
        UnreadRole,   ///< of a heading whose section is collapsed: all of it together
        MentionsRole,
        SectionRole, ///< see sectionKey()
        FailedRole,  ///< messages of mine that were refused
        MutedRole,
        DraftRole,
        ArchivedRole,
        CollapsedRole, ///< of a heading
    };
    Q_ENUM(Role)

    /// `core` is opened, `profile` keeps which sections are collapsed; both outlive the model.
    RoomListModel(Core& core, Profile& profile, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_shown.size()); }
    int total() const { return static_cast<int>(m_all.size()); }
    int unreadRooms() const { return m_unreadRooms; }
    int mentions() const { return m_mentions; }

    void setOpenRoom(const RoomId& room);
    bool contains(const RoomId& room) const { return m_all.contains(room); }
    std::optional<RoomSummary> summary(const RoomId& room) const;
    /// What the room is called (words::roomName()); empty for one that is not there.
    QString nameOf(const RoomId& room) const;
    /// The direct room with `user`; null if there is none yet.
    RoomId directRoom(const UserId& user) const { return m_peers.value(user); }
    QList<RoomSummary> summaries() const;

    /// -1 if it is not shown.
    Q_INVOKABLE int rowOf(const QString& roomId) const;
    /// Empty for a heading, and for a row out of range.
    Q_INVOKABLE QString roomAt(int row) const;
    /// The room `by` places after `roomId` as shown; with `unreadOnly` the next unread one, also of a
    /// collapsed section. Empty if there is none.
    Q_INVOKABLE QString neighbour(const QString& roomId, int by, bool unreadOnly = false) const;
    /// Collapses or opens a section; kept in the profile.
    Q_INVOKABLE void setCollapsed(const QString& section, bool collapsed);

Q_SIGNALS:
    void countChanged();
    void totalsChanged();
    void summaryChanged(const parlor::RoomId& room);

private:
    enum Section { Unread, Favourites, Direct, Rooms, Archived };
    static constexpr int sectionCount = 5;
    struct Row {
        RoomSummary summary;
        QString name;
        QCollatorSortKey key; ///< of the name
        UserId peer;
        Section section = Rooms;
        bool unread = false; ///< among the unread ones
    };
    /// A row as shown: a heading has no room.
    struct Entry {
        Section section = Rooms;
        std::shared_ptr<Row> row;
    };
    void load();
    static QString sectionKey(Section section);
    static QString sectionName(Section section);

    Row makeRow(const RoomSummary& summary, const Row* known) const;
    static bool counts(const Row& row);
    static bool before(const Entry& a, const Entry& b);
    bool isCollapsed(Section section) const { return m_collapsed[static_cast<size_t>(section)]; }
    bool isShown(const Row& row) const;
    QVariant headingData(Section section, int role) const;
    qsizetype lowerBound(const Entry& entry) const;
    qsizetype indexOf(const std::shared_ptr<Row>& row) const;
    qsizetype headingAt(Section section) const;
    void showSection(Section section, bool shown);
    void refresh(const RoomId& room);
    void put(const std::shared_ptr<Row>& row, const Row& wanted);
    void show(const std::shared_ptr<Row>& row);
    void hide(const std::shared_ptr<Row>& row);
    void remove(const RoomId& room);
    void count(const Row& row, int by);
    void insertEntry(const Entry& entry);
    void removeEntry(qsizetype at);
    void headingChanged(Section section);
    void changed(const RoomId& room);

    Core& m_core;
    Profile& m_profile;
    QCollator m_collator;
    QHash<RoomId, std::shared_ptr<Row>> m_all;
    QHash<UserId, RoomId> m_peers;
    QList<Entry> m_shown; ///< in order
    std::array<bool, sectionCount> m_collapsed{};
    std::array<int, sectionCount> m_sizes{}; ///< rooms in each section
    int m_unreadRooms = 0;
    int m_mentions = 0;
    RoomId m_open;
};

} // namespace parlor
