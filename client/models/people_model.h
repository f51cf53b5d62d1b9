// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/models/people_finder.h"

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QSet>

namespace parlor {

class Core;

/// People to pick some of: for inviting them to a room. GUI thread.
class PeopleModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed FINAL)
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)
    /// Whom not to offer: ids. Oneself never is.
    Q_PROPERTY(QStringList excluded READ excluded WRITE setExcluded NOTIFY changed FINAL)

public:
    enum Role {
        UserIdRole = Qt::UserRole + 1,
        NameRole,
        UsernameRole,
    };
    Q_ENUM(Role)

    explicit PeopleModel(Core& core, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_shown.size()); }
    QString text() const { return m_finder.text(); }
    void setText(const QString& text);
    bool isLoading() const { return m_finder.isLoading(); }
    QString error() const { return m_finder.error(); }
    QStringList excluded() const { return m_excluded; }
    void setExcluded(const QStringList& users);

    /// {userId, name, username} of a row; empty out of range.
    Q_INVOKABLE QVariantMap at(int row) const;

Q_SIGNALS:
    void changed();

private:
    void update();

    Core& m_core;
    PeopleFinder m_finder;
    QList<User> m_shown;
    QStringList m_excluded;
};

} // namespace parlor
