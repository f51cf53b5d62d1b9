// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"
#include "client/models/search_text.h"

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QTimer>

namespace parlor {

class Core;

/// Looks for messages as one types: at once in what is on this computer, then on the server, whose finds are
/// put among the others where they belong. Newest first. A filter that is typed (`from:ann `) becomes a chip.
/// GUI thread; waits for nothing.
class SearchModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// What is in the field: the words. Setting it may leave less there, when a filter was completed.
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged FINAL)
    // The chips; empty where there is none.
    Q_PROPERTY(QString roomId READ roomId WRITE setRoomId NOTIFY filtersChanged FINAL)
    Q_PROPERTY(QString roomName READ roomName NOTIFY filtersChanged FINAL)
    Q_PROPERTY(QString personId READ personId WRITE setPersonId NOTIFY filtersChanged FINAL)
    Q_PROPERTY(QString personName READ personName NOTIFY filtersChanged FINAL)
    Q_PROPERTY(QString dateText READ dateText NOTIFY filtersChanged FINAL)
    Q_PROPERTY(bool hasLink READ hasLink WRITE setHasLink NOTIFY filtersChanged FINAL)
    Q_PROPERTY(bool filtered READ isFiltered NOTIFY filtersChanged FINAL)

    Q_PROPERTY(int count READ count NOTIFY stateChanged FINAL)
    /// There is nothing to look for yet.
    Q_PROPERTY(bool blank READ isBlank NOTIFY stateChanged FINAL)
    /// The server has yet to answer.
    Q_PROPERTY(bool searching READ isSearching NOTIFY stateChanged FINAL)
    /// Only this computer was searched: there is no connection.
    Q_PROPERTY(bool onlyLocal READ isOnlyLocal NOTIFY stateChanged FINAL)
    /// Why the server did not find anything; empty if it did.
    Q_PROPERTY(QString error READ error NOTIFY stateChanged FINAL)
    /// There may be more: fetchMore().
    Q_PROPERTY(bool more READ hasMore NOTIFY stateChanged FINAL)

public:
    enum Role {
        MessageIdRole = Qt::UserRole + 1,
        RoomIdRole,
        SeqRole,
        RoomNameRole,
        RoomKindRole, ///< "public", "private" or "direct"
        SenderIdRole,
        SenderRole,
        TimeRole,        ///< "Today 09:12"
        ExcerptRole,     ///< list of {text: HTML-escaped, hit: bool}
        PlainRole,       ///< the excerpt for those who hear it
        RightToLeftRole, ///< it begins so: each message stands on the side where it begins, as in its room
        BeforeRole,      ///< "Ann: what was said before", one line; empty if nothing was
        AfterRole,
    };
    Q_ENUM(Role)
    /// Days that the menu of dates offers.
    enum Period { AnyTime, Today, Week, Month, Year };
    Q_ENUM(Period)

    /// `core` is opened, and outlives the model.
    explicit SearchModel(Core& core, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    QString text() const { return m_text; }
    void setText(const QString& text);
    QString roomId() const { return m_query.room ? m_query.room->toString() : QString(); }
    void setRoomId(const QString& room);
    QString roomName() const;
    QString personId() const { return m_query.from ? m_query.from->toString() : QString(); }
    void setPersonId(const QString& person);
    QString personName() const;
    QString dateText() const;
    bool hasLink() const { return m_query.hasLink; }
    void setHasLink(bool link);
    bool isFiltered() const;

    int count() const { return static_cast<int>(m_rows.size()); }
    bool isBlank() const { return m_query.isEmpty(); }
    bool isSearching() const { return m_searching; }
    bool isOnlyLocal() const { return m_onlyLocal; }
    QString error() const { return m_error; }
    bool hasMore() const { return m_next.has_value(); }

    Q_INVOKABLE void setPeriod(parlor::SearchModel::Period period);
    /// Enter: takes the last word for complete, and asks the server at once.
    Q_INVOKABLE void lookNow();
    /// Asks the server again, after an error.
    Q_INVOKABLE void retry();
    Q_INVOKABLE void clearFilters();
    /// No words and no filters.
    Q_INVOKABLE void clear();
    /// People whose name begins with `text`, for the menu: {id, name, username}. Those with whom one spoke
    /// last come first.
    Q_INVOKABLE QVariantList people(const QString& text) const;

Q_SIGNALS:
    void textChanged();
    void filtersChanged();
    void stateChanged();

private:
    struct Row {
        Message message;
        Room room;
        /// What the server says that the words stand for; nullopt: the words themselves.
        std::optional<QStringList> hits;
        // Nullopt: to be looked up when it is shown.
        mutable std::optional<QString> before;
        mutable std::optional<QString> after;
    };
    static bool newer(const Row& a, const Row& b);
    bool apply(const TypedFilter& filter);
    void takeText(const QString& text, bool whole);
    void changed();
    void searchHere();
    void askServer();
    void findPerson(const QString& username);
    void answered(const Outcome<SearchAnswer>& answer, int generation);
    void put(Row row);
    void update(const Message& message);
    void showRows(QList<Row> rows);
    QString nameOf(const UserId& user) const;
    QString lineOf(const Message& message) const;
    /// Of what is read of it, not of its Markdown.
    QList<ExcerptPart> parts(const Row& row) const;
    QVariantList excerpt(const Row& row) const;
    QString plain(const Row& row) const;
    QString neighbour(const Row& row, bool after) const;

    Core& m_core;
    QString m_text;
    SearchQuery m_query;
    QHash<QString, std::optional<User>> m_named; ///< whom the server knows by a name that is not known here
    QList<Row> m_rows;
    std::optional<QString> m_next;
    QString m_error;
    bool m_searching = false;
    bool m_onlyLocal = false;
    int m_generation = 0;
    QTimer m_hereTimer;
    QTimer m_serverTimer;
};

} // namespace parlor
