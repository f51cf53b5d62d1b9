// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/person_card.h"

#include "client/core/core.h"
#include "client/models/people_words.h"

#include <QClipboard>
#include <QGuiApplication>

namespace parlor {

namespace {
constexpr int clockMs = 20'000;
}

PersonCard::PersonCard(Core& core, QObject* parent)
    : QObject(parent)
    , m_core(core) {
    m_clock.setInterval(clockMs);
    connect(&m_clock, &QTimer::timeout, this, &PersonCard::changed);
    connect(&core, &Core::usersChanged, this, [this](const QList<User>& users) {
        for (const User& user : users) {
            if (user.id == m_id)
                refresh();
        }
    });
    connect(&core, &Core::presenceChanged, this, [this](const QList<UserId>& users) {
        if (users.contains(m_id))
            Q_EMIT changed();
    });
}

void PersonCard::setUserId(const QString& userId) {
    const UserId id = UserId::parse(userId).value_or(UserId());
    if (id == m_id)
        return;
    m_id = id;
    if (id.isNull()) {
        m_clock.stop();
    } else {
        m_clock.start();
        m_core.wantPresence({id});
    }
    refresh();
}

void PersonCard::refresh() {
    m_user = m_id.isNull() ? User() : m_core.reader()->user(m_id).value_or(User());
    if (m_user.id.isNull() && isSelf())
        m_user = m_core.account().user.value_or(User());
    Q_EMIT changed();
}

bool PersonCard::isSelf() const {
    return !m_id.isNull() && m_id == m_core.self();
}

QString PersonCard::name() const {
    return m_user.deleted ? tr("Deleted account") : m_user.displayName;
}

QString PersonCard::username() const {
    return m_user.deleted ? QString() : m_user.username;
}

QString PersonCard::presence() const {
    return people::presenceKey(m_core.presence(m_id).status);
}

QString PersonCard::presenceText() const {
    return people::presence(m_core.presence(m_id), QDateTime::currentDateTimeUtc());
}

QString PersonCard::localTime() const {
    return isSelf() ? QString() : people::localTime(m_user.timeZone, QDateTime::currentDateTimeUtc());
}

QString PersonCard::closedText() const {
    if (m_user.deleted)
        return tr("This account was deleted. What it wrote stays.");
    return m_user.deactivated ? tr("This account is closed for now.") : QString();
}

void PersonCard::copyName() const {
    QGuiApplication::clipboard()->setText(username());
}

} // namespace parlor
