// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/account_storage.h"

#include "client/core/core.h"
#include "client/models/words.h"

#include <QLocale>

namespace parlor {

AccountStorage::AccountStorage(Core& core, QObject* parent)
    : QObject(parent)
    , m_core(core) {}

void AccountStorage::measure() {
    m_size = QLocale().formattedDataSize(m_core.storageSize(), 1, QLocale::DataSizeSIFormat);
    Q_EMIT changed();
}

void AccountStorage::clear() {
    if (m_clearing)
        return;
    m_clearing = true;
    m_error.clear();
    Q_EMIT changed();
    m_core.clearCache(this, [this](const Outcome<bool>& outcome) {
        m_clearing = false;
        m_error = outcome ? QString() : words::failure(outcome.error());
        measure();
        if (outcome)
            Q_EMIT cleared();
    });
}

} // namespace parlor
