// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QAbstractListModel>
#include <QCollator>
#include <QQmlEngine>

namespace parlor {

class Core;

/// The members of one room, page by page, and adding people to it. Of a room that is loaded to its end those
/// who are there come first, then the others, owners and moderators before members, each by name; of a
/// greater one they stand as the server lists them, by user name. Who comes, goes, or changes moves one row;
/// nothing is reset. GUI thread.
class MembersModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// Rows: those who are loaded and fit the search.
    Q_PROPERTY(int count READ count NOTIFY stateChanged FINAL)
    /// As far as they are loaded.
    Q_PROPERTY(int total READ total NOTIFY stateChanged FINAL)
    /// All of them are loaded: `total` is the room's.
    Q_PROPERTY(bool whole READ isWhole NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString error READ error NOTIFY stateChanged FINAL)
    /// Shows only those whose name or user name fits. What is not loaded yet is loaded for it, some pages at
    /// a time; then `searchPaused` until searchOn().
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY searchChanged FINAL)
    Q_PROPERTY(bool searchPaused READ isSearchPaused NOTIFY stateChanged FINAL)
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
        SectionRole,  ///< "present", "absent"; "" while the room is not loaded to its end
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
    bool isWhole() const { return m_whole; }
    /// Among those who are loaded.
    int owners() const;
    bool isLoading() const { return m_loading; }
    QString error() const { return m_error; }
    QString search() const { return m_search; }
    void setSearch(const QString& search);
    bool isSearchPaused() const { return m_searchPaused; }
    bool isAdding() const { return m_adding; }
    QString addError() const { return m_addError; }

    /// Fetches anew as much as is loaded; what is shown stays until then.
    Q_INVOKABLE void refresh();
    Q_INVOKABLE void searchOn();
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
    struct Row {
        Member member;
        QString folded; ///< both names, for the search
        QCollatorSortKey key;
        bool present = false;
        int order = 0; ///< as the server listed them
    };
    Row makeRow(const Member& member, int order) const;
    bool before(const Row& a, const Row& b) const;
    bool fits(const Row& row) const;
    void fetch();
    void take(const Page<Member>& page);
    void apply();
    void rearrange();
    void place(const Row& row);
    qsizetype indexOf(const UserId& user) const;
    void removeRow(qsizetype at);
    void searchFurther();
    void addNext();
    void finishAdding();

    Core& m_core;
    QCollator m_collator;
    RoomId m_room;
    QList<Member> m_members; ///< as the server lists them
    QList<Member> m_fresh;   ///< of a refresh that is under way
    QList<Row> m_rows;       ///< as shown
    std::optional<QString> m_next;
    QString m_search;
    QString m_error;
    QString m_addError;
    QStringList m_toAdd;
    int m_addedCount = 0;
    int m_searchPages = 0;
    bool m_loading = false;
    bool m_refreshing = false;
    bool m_whole = false;
    bool m_stale = false; ///< changed while loading
    bool m_adding = false;
    bool m_searchPaused = false;
    int m_generation = 0;
};

} // namespace parlor
