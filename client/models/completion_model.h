// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QTimer>

namespace parlor {

class Core;

/// What may be meant by the word at the cursor: "@" people of the room, ":" emoji. Whom one can call is read
/// once, when a room is opened; a key that is pressed only looks through that. GUI thread.
class CompletionModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Composer")
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    /// There is something to choose from.
    Q_PROPERTY(bool open READ isOpen NOTIFY changed FINAL)
    /// "person" or "emoji"; of what is offered now.
    Q_PROPERTY(QString kind READ kind NOTIFY changed FINAL)

public:
    enum Role {
        TitleRole = Qt::UserRole + 1, ///< display name; name of the emoji
        DetailRole,                   ///< @username; short code
        EmojiRole,                    ///< empty for people
        IdentityRole,                 ///< user id, for the avatar; empty for emoji and "everybody"
    };
    Q_ENUM(Role)

    /// `core` is opened, and outlives the model.
    explicit CompletionModel(Core& core, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void setRoom(const RoomId& room);
    int count() const { return static_cast<int>(m_rows.size()); }
    bool isOpen() const { return !m_rows.isEmpty(); }
    QString kind() const { return m_trigger == u'@' ? QStringLiteral("person") : QStringLiteral("emoji"); }

    /// Looks at the word that ends at `cursor` of `text`; both UTF-16.
    void look(const QString& text, int cursor);
    /// Offers nothing until another word is begun.
    Q_INVOKABLE void dismiss();
    /// Where the word that is completed begins, with its @ or colon.
    int start() const { return m_start; }
    /// What stands for it when `row` is chosen, with a space behind; empty if out of range.
    QString chosen(int row) const;

Q_SIGNALS:
    void changed();

private:
    struct Row {
        QString title;
        QString detail;
        QString emoji;
        QString identity;
        QString inserted;
    };
    void fill();
    void loadPool();
    void addPerson(const User& user);
    void fillPeople();
    void fillEmoji();
    void askServer();
    void setRows(QList<Row> rows);

    Core& m_core;
    RoomId m_room;
    QList<Row> m_rows;
    QList<User> m_pool; ///< whom one may mean, the likeliest first
    bool m_pooled = false;
    QTimer m_poolTimer;
    QTimer m_askTimer;
    QString m_asked;
    QString m_word; ///< without its trigger
    QChar m_trigger;
    int m_start = -1;
    int m_dismissed = -1; ///< the start of the word that was dismissed
};

} // namespace parlor
