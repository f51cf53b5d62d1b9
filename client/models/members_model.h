// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QAbstractListModel>
#include <QCollator>
#include <QHash>
#include <QQmlEngine>
#include <QTimer>

namespace parlor {

class Core;

/// The members of one room, page by page, and adding people to it. Of a room that is loaded to its end those
/// who are there come first, then the others, owners and moderators before members, each by name; of one that
/// is not, or has more than limits::presenceRoomMax members, they stand as the server lists them, by user
/// name. Who comes, goes, or changes moves one row; nothing is reset, and no step costs more for the members
/// that are loaded already. GUI thread.
class MembersModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// Rows: those who are loaded and fit the search.
    Q_PROPERTY(int count READ count NOTIFY stateChanged FINAL)
    /// As far as they are loaded.
    Q_PROPERTY(int total READ total NOTIFY stateChanged FINAL)
    /// How many are in the room: as the server counts them, until all are loaded.
    Q_PROPERTY(int headCount READ headCount NOTIFY stateChanged FINAL)
    /// All of them are loaded: `total` is the room's.
    Q_PROPERTY(bool whole READ isWhole NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString error READ error NOTIFY stateChanged FINAL)
    /// Shows only those whose name or user name fits. Of a room that is too great to be arranged the server
    /// finds them, page by page.
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY searchChanged FINAL)
    Q_PROPERTY(bool adding READ isAdding NOTIFY stateChanged FINAL)
    /// Why somebody could not be added; empty if all could.
    Q_PROPERTY(QString addError READ addError NOTIFY stateChanged FINAL)

public:
    enum Role {
        UserIdRole = Qt::UserRole + 1,
        NameRole,
        UsernameRole,
        RoleRole,     ///< "member", "moderator", "owner"
        RoleTextRole, ///< "Owner", "Moderator" or ""
        SelfRole,
        PresenceRole, ///< people::presenceKey()
        StatusRole,   ///< what they say of themselves
        SectionRole,  ///< "present", "absent"; "" where they stand by user name
    };
    Q_ENUM(Role)

    explicit MembersModel(Core& core, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    /// Fetches the members of `room`; a null id shows nothing.
    void setRoom(const RoomId& room);
    RoomId room() const { return m_room; }

    int count() const { return static_cast<int>(m_rows.size()); }
    int total() const { return static_cast<int>(m_members.size()); }
    int headCount() const;
    bool isWhole() const { return m_whole; }
    /// Among those who are loaded.
    int owners() const;
    bool isLoading() const { return m_loading || m_finding; }
    QString error() const { return m_error; }
    QString search() const { return m_search; }
    void setSearch(const QString& search);
    bool isAdding() const { return m_adding; }
    QString addError() const { return m_addError; }

    /// Fetches anew as much as is loaded; what is shown stays until then.
    Q_INVOKABLE void refresh();
    /// Makes those users members, one after the other; added() or addError tells. Those who could not be are
    /// in notAdded().
    Q_INVOKABLE void add(const QStringList& userIds);
    Q_INVOKABLE void clearAddError();
    /// {userId, name, username, role, isSelf} of a row; empty out of range.
    Q_INVOKABLE QVariantMap at(int row) const;

Q_SIGNALS:
    void stateChanged();
    void searchChanged();
    void added(int count);
    void notAdded(const QString& userId);

private:
    /// The server is asked when one stops typing.
    static constexpr int findDelayMs = 200;
    struct Row {
        Member member;
        QString username;                    ///< small letters: the server's order
        QString folded;                      ///< both names, for the search; only of a room that is arranged
        std::optional<QCollatorSortKey> key; ///< likewise
        bool present = false;
    };
    Row makeRow(const Member& member) const;
    bool before(const Row& a, const Row& b) const;
    bool fits(const Row& row) const;
    /// The server has to look for them.
    bool isRemoteSearch() const { return !m_search.isEmpty() && !m_arranged; }
    void fetch();
    void take(const Page<Member>& page);
    void notePositions(qsizetype from);
    void append(const QList<Member>& members);
    void apply();
    void rearrange();
    void place(const Row& row);
    /// Of the shown row; -1 if there is none.
    qsizetype indexOf(const UserId& user) const;
    void removeRow(qsizetype at);
    void find();
    void takeFound(const Page<Member>& page, bool first);
    void addNext();
    void finishAdding();

    Core& m_core;
    QCollator m_collator;
    RoomId m_room;
    QList<Member> m_members;              ///< as the server lists them
    QHash<UserId, qsizetype> m_positions; ///< in m_members
    QList<Member> m_fresh;                ///< of a refresh that is under way
    QList<Member> m_found;                ///< by the server, of a search
    QList<Row> m_rows;                    ///< as shown
    std::optional<QString> m_next;
    std::optional<QString> m_afterFresh; ///< what m_next was before the refresh
    std::optional<QString> m_foundNext;
    QTimer m_findTimer;
    QString m_search;
    QString m_error;
    QString m_addError;
    QStringList m_toAdd;
    int m_addedCount = 0;
    bool m_loading = false;
    bool m_finding = false;
    bool m_refreshing = false;
    bool m_whole = false;
    bool m_arranged = false;
    bool m_stale = false; ///< changed while loading
    bool m_adding = false;
    int m_findGeneration = 0;
    int m_generation = 0;
};

} // namespace parlor
