// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/notification_settings.h"

#include "client/core/profile.h"
#include "shared/utc.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

const auto ruleKey = u"notify"_s;
const auto previewKey = u"notifyPreview"_s;
const auto soundKey = u"notifySound"_s;
const auto keywordsKey = u"notifyKeywords"_s;
const auto closeKey = u"closeToTray"_s;
const auto awayKey = u"awayAfter"_s;
const auto quietKey = u"quietUntil"_s;
const auto toldKey = u"trayTold"_s;
constexpr int awayDefault = 10;

} // namespace

NotificationSettings::NotificationSettings(Profile& profile, QObject* parent)
    : QObject(parent)
    , m_profile(profile) {}

void NotificationSettings::set(const QString& key, const QVariant& value) {
    if (m_profile.setting(key) == value)
        return;
    m_profile.setSetting(key, value);
    Q_EMIT changed();
}

QString NotificationSettings::rule() const {
    const QString rule = m_profile.setting(ruleKey).toString();
    return rule == "all"_L1 || rule == "nothing"_L1 ? rule : u"mentions"_s;
}

void NotificationSettings::setRule(const QString& rule) {
    set(ruleKey, rule);
}

bool NotificationSettings::isPreview() const {
    return m_profile.setting(previewKey, true).toBool();
}

void NotificationSettings::setPreview(bool preview) {
    set(previewKey, preview);
}

bool NotificationSettings::isSound() const {
    return m_profile.setting(soundKey, true).toBool();
}

void NotificationSettings::setSound(bool sound) {
    set(soundKey, sound);
}

QString NotificationSettings::keywords() const {
    return m_profile.setting(keywordsKey).toString();
}

void NotificationSettings::setKeywords(const QString& keywords) {
    set(keywordsKey, keywordsFromInput(keywords).join(u", "_s));
}

bool NotificationSettings::isCloseToTray() const {
    return m_profile.setting(closeKey, true).toBool();
}

void NotificationSettings::setCloseToTray(bool close) {
    set(closeKey, close);
}

int NotificationSettings::awayAfter() const {
    return qBound(0, m_profile.setting(awayKey, awayDefault).toInt(), awayMost);
}

void NotificationSettings::setAwayAfter(int minutes) {
    set(awayKey, minutes);
}

AttentionRules NotificationSettings::rules() const {
    AttentionRules rules;
    const QString everywhere = rule();
    rules.everywhere = everywhere == "all"_L1       ? NotifyRule::All
                       : everywhere == "nothing"_L1 ? NotifyRule::Nothing
                                                    : NotifyRule::Mentions;
    rules.keywords = keywordsFromInput(keywords());
    return rules;
}

QDateTime NotificationSettings::quietUntil() const {
    const auto since1970 = static_cast<qint64>(m_profile.setting(quietKey, 0).toDouble());
    return since1970 > 0 ? utcFromMsecs(since1970) : QDateTime();
}

void NotificationSettings::setQuietUntil(const QDateTime& until) {
    set(quietKey, until.isValid() ? static_cast<double>(until.toMSecsSinceEpoch()) : 0.0);
}

bool NotificationSettings::isTrayTold() const {
    return m_profile.setting(toldKey, false).toBool();
}

void NotificationSettings::setTrayTold() {
    set(toldKey, true);
}

} // namespace parlor
