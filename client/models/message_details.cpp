// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/message_details.h"

#include "client/core/core.h"
#include "client/models/words.h"

#include <QLocale>

namespace parlor {

using namespace Qt::StringLiterals;

MessageDetails::MessageDetails(Core& core, QObject* parent)
    : QObject(parent)
    , m_core(core) {
    connect(&core, &Core::usersChanged, this, &MessageDetails::changed);
}

int MessageDetails::begin() {
    m_loading = true;
    m_error.clear();
    m_receipts = {};
    m_versions.clear();
    Q_EMIT changed();
    return ++m_generation;
}

void MessageDetails::askReceipts(const QString& key) {
    const auto id = MessageId::parse(key);
    if (!id)
        return;
    m_core.receipts(*id, this, [this, generation = begin()](const Outcome<MessageReceipts>& receipts) {
        if (generation != m_generation)
            return;
        m_loading = false;
        if (receipts)
            m_receipts = *receipts;
        else
            m_error = words::failure(receipts.error());
        Q_EMIT changed();
    });
}

void MessageDetails::askVersions(const QString& key) {
    const auto id = MessageId::parse(key);
    if (!id)
        return;
    m_core.versions(*id, this, [this, generation = begin()](const Outcome<Page<MessageVersion>>& page) {
        if (generation != m_generation)
            return;
        m_loading = false;
        if (page) {
            for (const MessageVersion& version : page->items)
                m_versions.append(
                    QVariantMap{{u"time"_s, words::dayAndTime(version.at)}, {u"content"_s, version.content}});
        } else {
            m_error = words::failure(page.error());
        }
        Q_EMIT changed();
    });
}

int MessageDetails::seenMore() const {
    return m_receipts.seen - static_cast<int>(m_receipts.seenBy.size());
}

int MessageDetails::deliveredMore() const {
    return m_receipts.delivered - m_receipts.seen - static_cast<int>(m_receipts.deliveredTo.size());
}

QVariantList MessageDetails::people(const QList<UserId>& ids) const {
    QVariantList list;
    if (ids.isEmpty() || !m_core.reader())
        return list;
    const QHash<UserId, User> users = m_core.reader()->users(ids);
    for (const UserId& id : ids) {
        const auto user = users.constFind(id);
        list.append(
            QVariantMap{{u"id"_s, id.toString()},
                        {u"name"_s, user == users.cend() ? tr("Unknown person") : user->displayName}});
    }
    return list;
}

} // namespace parlor
