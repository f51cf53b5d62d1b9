// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>

namespace parlor {

/// What is painted behind and over the text of a message, and where: code, quotes, rules. Pixels of the
/// document. A change touches only the rows that differ, and leaves some rows that are no longer needed: what
/// shows one message shows another one soon. GUI thread.
class BodyPlaces : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by BodyText")
    /// Without the rows that are not needed.
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)

public:
    enum Role {
        KindRole = Qt::UserRole + 1, ///< "code", "quote", "rule"; empty where nothing is to be shown
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

    int count() const { return m_count; }
    void setPlaces(QList<Place> places);

Q_SIGNALS:
    void countChanged();

private:
    /// Rows that are kept for the next message, at most.
    static constexpr qsizetype spareMost = 4;

    QList<Place> m_places;
    int m_count = 0;
};

} // namespace parlor
