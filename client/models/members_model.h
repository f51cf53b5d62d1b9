// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QAbstractListModel>
#include <QQmlEngine>

namespace parlor {

class Core;

/// The members of one room; and adding somebody by user name. GUI thread.
class MembersModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// As far as they are loaded.
    Q_PROPERTY(int count READ count NOTIFY stateChanged FINAL)
    /// All of them are loaded: `count` is the room's.
    Q_PROPERTY(bool whole READ isWhole NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString error READ error NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool adding READ isAdding NOTIFY stateChanged FINAL)
    /// Why the last add() failed; empty if it did not.
    Q_PROPERTY(QString addError READ addError NOTIFY stateChanged FINAL)

public:
    enum Role {
        UserIdRole = Qt::UserRole + 1,
        NameRole,
        UsernameRole,
        RoleTextRole, ///< "Owner", "Moderator" or ""
        SelfRole,
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

    int count() const { return static_cast<int>(m_members.size()); }
    bool isWhole() const { return m_whole; }
    bool isLoading() const { return m_loading; }
    QString error() const { return m_error; }
    bool isAdding() const { return m_adding; }
    QString addError() const { return m_addError; }

    Q_INVOKABLE void refresh();
    /// Finds the user with exactly that user name, and makes them a member; added() tells.
    Q_INVOKABLE void add(const QString& username);
    Q_INVOKABLE void clearAddError();

Q_SIGNALS:
    void stateChanged();
    void added(const QString& name);

private:
    void fetch();
    void finishAdding(const QString& error);

    Core& m_core;
    RoomId m_room;
    QList<Member> m_members;
    std::optional<QString> m_next;
    QString m_error;
    QString m_addError;
    bool m_loading = false;
    bool m_whole = false;
    bool m_stale = false; ///< changed while loading
    bool m_adding = false;
    int m_generation = 0;
};

} // namespace parlor
