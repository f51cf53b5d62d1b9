// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/settings.h"

#include "client/core/profile.h"
#include "client/text/emoji_memory.h"

#include <QGuiApplication>
#include <QScreen>
#include <QVariantList>

#include <algorithm>
#include <cstdlib>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

const auto themeKey = u"theme"_s;
const auto motionKey = u"reducedMotion"_s;
const auto compactKey = u"compact"_s;
const auto textSizeKey = u"textSize"_s;
constexpr int textSizeDefault = 100;
const auto enterKey = u"enterSends"_s;
const auto emojiKey = u"emojiRecent"_s;
const auto toneKey = u"emojiTone"_s;
const auto listKey = u"listWidth"_s;
const auto windowKey = u"window"_s;
constexpr int listWidthDefault = 272;
const auto sideKey = u"sideWidth"_s;
constexpr int sideWidthDefault = 380;

} // namespace

Settings::Settings(Profile& profile, QObject* parent)
    : QObject(parent)
    , m_profile(profile) {
    // The pickers' memory is the program's; this is where it is kept.
    EmojiMemory& memory = EmojiMemory::instance();
    memory.restore(profile.setting(emojiKey).toStringList(), profile.setting(toneKey).toInt());
    connect(&memory, &EmojiMemory::changed, this, [this, &memory] {
        m_profile.setSetting(emojiKey, memory.used());
        m_profile.setSetting(toneKey, memory.tone());
    });
}

QString Settings::theme() const {
    const QString theme = m_profile.setting(themeKey).toString();
    return theme == "light"_L1 || theme == "dark"_L1 ? theme : u"system"_s;
}

void Settings::setTheme(const QString& theme) {
    if (theme == this->theme())
        return;
    m_profile.setSetting(themeKey, theme);
    Q_EMIT themeChanged();
}

bool Settings::reducedMotion() const {
    return m_profile.setting(motionKey, false).toBool();
}

void Settings::setReducedMotion(bool reduced) {
    if (reduced == reducedMotion())
        return;
    m_profile.setSetting(motionKey, reduced);
    Q_EMIT reducedMotionChanged();
}

bool Settings::isCompact() const {
    return m_profile.setting(compactKey, false).toBool();
}

void Settings::setCompact(bool compact) {
    if (compact == isCompact())
        return;
    m_profile.setSetting(compactKey, compact);
    Q_EMIT compactChanged();
}

int Settings::textSize() const {
    // Whoever wrote the file: a size that is not offered would leave no way back.
    const int kept = m_profile.setting(textSizeKey, textSizeDefault).toInt();
    return textSizes().contains(kept) ? kept : textSizeDefault;
}

void Settings::setTextSize(int percent) {
    const QList<int> sizes = textSizes();
    const int nearest = *std::min_element(sizes.cbegin(), sizes.cend(), [percent](int a, int b) {
        return std::abs(a - percent) < std::abs(b - percent);
    });
    if (nearest == textSize())
        return;
    m_profile.setSetting(textSizeKey, nearest);
    Q_EMIT textSizeChanged();
}

bool Settings::enterSends() const {
    return m_profile.setting(enterKey, true).toBool();
}

void Settings::setEnterSends(bool sends) {
    if (sends == enterSends())
        return;
    m_profile.setSetting(enterKey, sends);
    Q_EMIT enterSendsChanged();
}

int Settings::listWidth() const {
    return m_profile.setting(listKey, listWidthDefault).toInt();
}

void Settings::setListWidth(int width) {
    if (width == listWidth())
        return;
    m_profile.setSetting(listKey, width);
    Q_EMIT listWidthChanged();
}

int Settings::sideWidth() const {
    return m_profile.setting(sideKey, sideWidthDefault).toInt();
}

void Settings::setSideWidth(int width) {
    if (width == sideWidth())
        return;
    m_profile.setSetting(sideKey, width);
    Q_EMIT sideWidthChanged();
}

QRect Settings::window() const {
    const QVariantList numbers = m_profile.setting(windowKey).toList();
    if (numbers.size() != 4)
        return {};
    const QRect rect(numbers[0].toInt(), numbers[1].toInt(), numbers[2].toInt(), numbers[3].toInt());
    for (const QScreen* screen : QGuiApplication::screens()) {
        if (screen->availableGeometry().intersects(rect))
            return rect;
    }
    return {};
}

void Settings::setWindow(const QRect& window) {
    if (window == this->window())
        return;
    m_profile.setSetting(windowKey, QVariantList{window.x(), window.y(), window.width(), window.height()});
    Q_EMIT windowChanged();
}

} // namespace parlor
