// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/devices_model.h"

#include "client/core/core.h"
#include "client/models/people_words.h"
#include "client/models/words.h"

#include <algorithm>

namespace parlor {

DevicesModel::DevicesModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core) {}

int DevicesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant DevicesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SessionInfo& device = m_devices.at(index.row());
    switch (role) {
    case SessionIdRole:
        return device.id.toString();
    case Qt::DisplayRole:
    case NameRole:
        return device.device.isEmpty() ? tr("Device without a name") : device.device;
    case DetailRole:
        return device.current ? tr("This device, signed in from %1").arg(device.address)
                              : tr("Signed in from %1, last used %2")
                                    .arg(device.address,
                                         people::ago(device.lastUsedAt, QDateTime::currentDateTimeUtc()));
    case CurrentRole:
        return device.current;
    case EndingRole:
        return m_ending.contains(device.id);
    default:
        return {};
    }
}

QHash<int, QByteArray> DevicesModel::roleNames() const {
    return {{SessionIdRole, "sessionId"},
            {NameRole, "name"},
            {DetailRole, "detail"},
            {CurrentRole, "current"},
            {EndingRole, "ending"}};
}

int DevicesModel::others() const {
    return static_cast<int>(std::count_if(m_devices.cbegin(), m_devices.cend(),
                                          [](const SessionInfo& device) { return !device.current; }));
}

void DevicesModel::load() {
    m_loading = true;
    m_error.clear();
    Q_EMIT stateChanged();
    m_core.sessions(this, [this, generation = ++m_generation](const Outcome<Page<SessionInfo>>& page) {
        if (generation != m_generation)
            return;
        m_loading = false;
        if (page) {
            beginResetModel();
            m_devices = page->items;
            std::stable_partition(m_devices.begin(), m_devices.end(),
                                  [](const SessionInfo& device) { return device.current; });
            endResetModel();
        } else {
            m_error = words::failure(page.error());
        }
        Q_EMIT stateChanged();
    });
}

void DevicesModel::end(const QString& sessionId) {
    const auto session = SessionId::parse(sessionId);
    const auto it = std::find_if(m_devices.cbegin(), m_devices.cend(),
                                 [&](const SessionInfo& device) { return session && device.id == *session; });
    if (it == m_devices.cend() || it->current || m_ending.contains(*session))
        return;
    m_error.clear();
    m_ending.insert(*session);
    touched(*session);
    m_core.revokeSession(*session, this, [this, session = *session](const Outcome<SessionId>& outcome) {
        m_ending.remove(session);
        // One that has ended by itself meanwhile is as good.
        const bool gone = outcome || (outcome.error().network == NetworkProblem::None &&
                                      outcome.error().error.code() == ErrorCode::NotFound);
        if (gone) {
            removed(session);
        } else {
            m_error = words::failure(outcome.error());
            m_endingAll = false;
            touched(session);
        }
        if (m_endingAll)
            endNext();
    });
}

void DevicesModel::endOthers() {
    if (m_endingAll)
        return;
    m_endingAll = true;
    m_error.clear();
    Q_EMIT stateChanged();
    endNext();
}

void DevicesModel::endNext() {
    const auto it = std::find_if(m_devices.cbegin(), m_devices.cend(),
                                 [](const SessionInfo& device) { return !device.current; });
    if (it != m_devices.cend()) {
        end(it->id.toString());
        return;
    }
    m_endingAll = false;
    Q_EMIT stateChanged();
    Q_EMIT othersEnded();
}

void DevicesModel::removed(const SessionId& session) {
    for (int row = 0; row < count(); ++row) {
        if (m_devices.at(row).id != session)
            continue;
        beginRemoveRows({}, row, row);
        m_devices.removeAt(row);
        endRemoveRows();
        break;
    }
    Q_EMIT stateChanged();
}

void DevicesModel::touched(const SessionId& session) {
    for (int row = 0; row < count(); ++row) {
        if (m_devices.at(row).id == session)
            Q_EMIT dataChanged(index(row), index(row));
    }
    Q_EMIT stateChanged();
}

} // namespace parlor
