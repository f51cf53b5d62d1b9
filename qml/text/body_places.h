// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>

namespace parlor {

/// What is painted behind and over the text of a message, and where: code, quotes, rules. Pixels of the
/// document. A change touches only the rows that differ, so that what shows one shows the next. GUI thread.
class BodyPlaces : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by BodyText")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)

public:
    enum Role {
        KindRole = Qt::UserRole + 1, ///< "code", "quote", "rule"
        TopRole,                     ///< "start" in QML
        ExtentRole,                  ///< its height
        InsetRole,                   ///< from the side where its text begins
        MirroredRole,                ///< that side is the right
        CodeRole,                    ///< of code: the text to copy
    };
    Q_ENUM(Role)

    struct Place {
        QString kind;
        qreal top = 0;
        qreal extent = 0;
        int inset = 0;
        bool mirrored = false;
        QString code;
        friend bool operator==(const Place&, const Place&) = default;
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_places.size()); }
    const QList<Place>& places() const { return m_places; }
    void setPlaces(const QList<Place>& places);

Q_SIGNALS:
    void countChanged();

private:
    QList<Place> m_places;
};

} // namespace parlor
