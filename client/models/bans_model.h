// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QAbstractListModel>
#include <QQmlEngine>

namespace parlor {

class Core;

/// Who may not come back into a room, for those who may lift it. Page by page. GUI thread.
class BansModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(int count READ count NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString error READ error NOTIFY stateChanged FINAL)

public:
    enum Role {
        UserIdRole = Qt::UserRole + 1,
        NameRole,
        UsernameRole,
        DetailRole, ///< by whom and when
    };
    Q_ENUM(Role)

    explicit BansModel(Core& core, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    int count() const { return static_cast<int>(m_bans.size()); }
    bool isLoading() const { return m_loading; }
    QString error() const { return m_error; }

    /// Fetches the bans of a room; an empty id shows nothing.
    Q_INVOKABLE void load(const QString& roomId);
    /// The ban of that user is lifted: the row goes.
    Q_INVOKABLE void forget(const QString& userId);

Q_SIGNALS:
    void stateChanged();

private:
    void fetch();

    Core& m_core;
    RoomId m_room;
    QList<Ban> m_bans;
    std::optional<QString> m_next;
    QString m_error;
    bool m_loading = false;
    int m_generation = 0;
};

} // namespace parlor
