// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/people_model.h"

#include "client/core/core.h"

namespace parlor {

using namespace Qt::StringLiterals;

PeopleModel::PeopleModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core)
    , m_finder(core) {
    connect(&m_finder, &PeopleFinder::changed, this, &PeopleModel::update);
}

int PeopleModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant PeopleModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const User& user = m_shown.at(index.row());
    switch (role) {
    case UserIdRole:
        return user.id.toString();
    case Qt::DisplayRole:
    case NameRole:
        return user.displayName;
    case UsernameRole:
        return user.username;
    default:
        return {};
    }
}

QHash<int, QByteArray> PeopleModel::roleNames() const {
    return {{UserIdRole, "userId"}, {NameRole, "name"}, {UsernameRole, "username"}};
}

void PeopleModel::setText(const QString& text) {
    m_finder.setText(text);
}

void PeopleModel::setExcluded(const QStringList& users) {
    if (users == m_excluded)
        return;
    m_excluded = users;
    update();
}

QVariantMap PeopleModel::at(int row) const {
    if (row < 0 || row >= count())
        return {};
    const User& user = m_shown.at(row);
    return {{u"userId"_s, user.id.toString()}, {u"name"_s, user.displayName}, {u"username"_s, user.username}};
}

void PeopleModel::update() {
    QList<User> shown;
    for (const User& user : m_finder.found()) {
        if (user.id != m_core.self() && !m_excluded.contains(user.id.toString()))
            shown.append(user);
    }
    // What the server adds comes after what is shown: no row moves under the hand that picks it.
    const qsizetype known = m_shown.size();
    if (shown.size() > known && shown.first(known) == m_shown) {
        beginInsertRows({}, static_cast<int>(known), static_cast<int>(shown.size()) - 1);
        m_shown = shown;
        endInsertRows();
    } else if (shown != m_shown) {
        beginResetModel();
        m_shown = shown;
        endResetModel();
    }
    Q_EMIT changed();
}

} // namespace parlor
