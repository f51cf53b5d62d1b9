// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/text/body_places.h"

#include <algorithm>

namespace parlor {

int BodyPlaces::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_places.size());
}

QVariant BodyPlaces::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Place& place = m_places.at(index.row());
    switch (role) {
    case KindRole:
        return place.kind;
    case TopRole:
        return place.top;
    case ExtentRole:
        return place.extent;
    case InsetRole:
        return place.inset;
    case MirroredRole:
        return place.mirrored;
    case CodeRole:
        return place.code;
    default:
        return {};
    }
}

QHash<int, QByteArray> BodyPlaces::roleNames() const {
    return {{KindRole, "kind"},   {TopRole, "start"},         {ExtentRole, "extent"},
            {InsetRole, "inset"}, {MirroredRole, "mirrored"}, {CodeRole, "code"}};
}

void BodyPlaces::setPlaces(QList<Place> places) {
    const auto needed = static_cast<int>(places.size());
    places.resize(std::max(places.size(), std::min(m_places.size(), spareMost)));
    const auto before = static_cast<int>(m_places.size());
    const auto after = static_cast<int>(places.size());
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_places.resize(after);
        endRemoveRows();
    }
    for (int row = 0; row < std::min(before, after); ++row) {
        if (m_places.at(row) == places.at(row))
            continue;
        m_places[row] = places.at(row);
        Q_EMIT dataChanged(index(row), index(row));
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_places.append(places.mid(before));
        endInsertRows();
    }
    if (needed == m_count)
        return;
    m_count = needed;
    Q_EMIT countChanged();
}

} // namespace parlor
