// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/own_profile.h"

#include "client/core/core.h"
#include "client/core/profile.h"
#include "client/models/people_words.h"
#include "client/models/words.h"
#include "shared/limits.h"

#include <QTimeZone>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

const auto presenceSetting = u"presence/%1"_s;
constexpr qsizetype timeZonesShown = 8;

} // namespace

OwnProfile::OwnProfile(Core& core, Profile& profile, QObject* parent)
    : QObject(parent)
    , m_core(core)
    , m_profile(profile) {
    connect(&core, &Core::accountChanged, this, &OwnProfile::refresh);
    connect(&core, &Core::usersChanged, this, [this](const QList<User>& users) {
        for (const User& user : users) {
            if (user.id == m_core.self())
                refresh();
        }
    });
    refresh();
    m_core.setPresence(people::presenceFromKey(presence()));
}

void OwnProfile::refresh() {
    const auto cached = m_core.reader() ? m_core.reader()->user(m_core.self()) : std::nullopt;
    m_user = cached.value_or(m_core.account().user.value_or(User()));
    Q_EMIT changed();
}

QString OwnProfile::timeZoneHere() const {
    return QString::fromLatin1(QTimeZone::systemTimeZoneId());
}

QString OwnProfile::presence() const {
    const QString kept = m_profile.setting(presenceSetting.arg(m_core.account().id)).toString();
    return people::presenceFromKey(kept) == PresenceStatus::Offline ? u"online"_s : kept;
}

void OwnProfile::setPresence(const QString& presence) {
    const PresenceStatus status = people::presenceFromKey(presence);
    if (status == PresenceStatus::Offline || presence == this->presence())
        return;
    m_profile.setSetting(presenceSetting.arg(m_core.account().id), presence);
    m_core.setPresence(status);
    Q_EMIT changed();
}

int OwnProfile::displayNameMax() const {
    return limits::displayNameMax;
}

int OwnProfile::statusTextMax() const {
    return limits::statusTextMax;
}

void OwnProfile::save(const QString& displayName, const QString& statusText, const QString& timeZone) {
    if (m_busy)
        return;
    UpdateProfileRequest request;
    if (displayName.trimmed() != m_user.displayName)
        request.displayName = displayName.trimmed();
    if (statusText.trimmed() != m_user.statusText)
        request.statusText = statusText.trimmed();
    if (timeZone.trimmed() != m_user.timeZone)
        request.timeZone = timeZone.trimmed();
    if (request == UpdateProfileRequest()) {
        finish({});
        Q_EMIT saved();
        return;
    }
    QVariantMap errors;
    if (request.displayName && request.displayName->isEmpty())
        errors.insert(u"displayName"_s, tr("Enter the name that others see."));
    if (request.timeZone && !request.timeZone->isEmpty() &&
        !QTimeZone::isTimeZoneIdAvailable(request.timeZone->toLatin1()))
        errors.insert(u"timeZone"_s, tr("There is no such time zone. Write it like Europe/Berlin."));
    if (!errors.isEmpty()) {
        finish(errors);
        return;
    }
    m_busy = true;
    m_errors.clear();
    Q_EMIT stateChanged();
    m_core.updateProfile(request, this, [this](const Outcome<User>& user) {
        if (user) {
            m_user = *user;
            finish({});
            Q_EMIT changed();
            Q_EMIT saved();
            return;
        }
        const QString field = words::fieldOf(user.error());
        finish({{field, words::field(field, user.error())}});
    });
}

void OwnProfile::saveStatus(const QString& statusText) {
    save(m_user.displayName, statusText, m_user.timeZone);
}

void OwnProfile::clearErrors() {
    if (!m_errors.isEmpty())
        finish({});
}

void OwnProfile::finish(const QVariantMap& errors) {
    m_busy = false;
    m_errors = errors;
    Q_EMIT stateChanged();
}

QStringList OwnProfile::timeZones(const QString& typed) const {
    QString wanted = typed.trimmed();
    wanted.replace(u' ', u'_');
    QStringList found;
    for (const QByteArray& id : QTimeZone::availableTimeZoneIds()) {
        const QString name = QString::fromLatin1(id);
        if (name.contains(u'/') && !name.startsWith("Etc/"_L1) && name.contains(wanted, Qt::CaseInsensitive))
            found.append(name);
    }
    // A town that begins so is more likely meant than one that holds it.
    std::stable_partition(found.begin(), found.end(), [&](const QString& name) {
        return name.section(u'/', -1).startsWith(wanted, Qt::CaseInsensitive) ||
               name.startsWith(wanted, Qt::CaseInsensitive);
    });
    return found.first(std::min(found.size(), timeZonesShown));
}

} // namespace parlor
