// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/text/emoji.h"
#include "client/text/emoji_memory.h"

#include <QAbstractListModel>
#include <QQmlEngine>

namespace parlor {

/// The emoji that a picker shows: one group, those used last, or what a search finds. Nothing is loaded
/// before it is asked for a row. GUI thread.
class EmojiModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    /// Overrides the group while it is not empty.
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY changed FINAL)
    /// -1 for those used last, or 0 to 8 as emoji::Group.
    Q_PROPERTY(int group READ group WRITE setGroup NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    /// Off until it is shown.
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY changed FINAL)

public:
    enum Role { TextRole = Qt::UserRole + 1, NameRole, CodeRole, TonesRole };
    Q_ENUM(Role)

    explicit EmojiModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString search() const { return m_search; }
    void setSearch(const QString& search);
    int group() const { return m_group; }
    void setGroup(int group);
    bool isActive() const { return m_active; }
    void setActive(bool active);
    int count() const { return static_cast<int>(m_rows.size()); }

    // Empty or false for a row out of range.
    Q_INVOKABLE QString textAt(int row) const;
    Q_INVOKABLE QString nameAt(int row) const;
    Q_INVOKABLE QString codeAt(int row) const;
    Q_INVOKABLE bool hasTones(int row) const;
    /// Whatever tone one usually has.
    Q_INVOKABLE QString toned(int row, int tone) const;
    /// A raised hand in that tone.
    Q_INVOKABLE static QString sample(int tone);
    /// Name of group `group`, in the user's language.
    Q_INVOKABLE static QString groupName(int group);

Q_SIGNALS:
    void changed();

private:
    struct Row {
        QString text;
        const emoji::Emoji* emoji = nullptr; ///< null for one that is not in the list
    };
    void rebuild();
    const Row* at(int row) const;

    QString m_search;
    int m_group = -1;
    bool m_active = false;
    QList<Row> m_rows;
};

} // namespace parlor
