// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/ui/avatar_style.h"

#include <QGuiApplication>
#include <QPainter>
#include <QRegularExpression>
#include <QStringList>
#include <QTextBoundaryFinder>

#include <array>
#include <cmath>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// Degrees. Neighbours can be told apart; 25 to 50 is left out: amber.
constexpr std::array hues{0,   15,  60,  78,  100, 125, 150, 168, 185,
                          202, 220, 240, 260, 280, 300, 318, 335, 350};

int hueOf(const QString& id) {
    // FNV-1a: the same on every machine and in every version, unlike qHash.
    quint32 hash = 2166136261U;
    for (const char byte : id.toUtf8()) {
        hash ^= static_cast<quint8>(byte);
        hash *= 16777619U;
    }
    // Ids that differ in one character would otherwise lie close together (the finisher of MurmurHash3).
    hash ^= hash >> 16U;
    hash *= 0x85ebca6bU;
    hash ^= hash >> 13U;
    hash *= 0xc2b2ae35U;
    hash ^= hash >> 16U;
    return hues[hash % hues.size()];
}

QString firstCharacter(const QString& word) {
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, word);
    const auto end = finder.toNextBoundary();
    return end > 0 ? word.left(end).toUpper() : QString();
}

qreal luminance(const QColor& color) {
    const auto linear = [](qreal c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QString initialsOf(const QString& name) {
    static const QRegularExpression separators(u"[\\s._-]+"_s);
    const QStringList words = name.split(separators, Qt::SkipEmptyParts);
    if (words.isEmpty())
        return u"?"_s;
    if (words.size() > 1)
        return firstCharacter(words.first()) + firstCharacter(words.last());
    const QString first = firstCharacter(words.first());
    const QString rest = words.first().mid(first.size());
    // A lone emoji or ideograph says enough and two would not fit.
    return first.size() == 1 && first.at(0).script() < QChar::Script_Han ? first + firstCharacter(rest)
                                                                         : first;
}

} // namespace

QString AvatarStyle::initials(const QString& name) {
    // What makes a sign an emoji, or sets it on a keycap, is a box in a text with a single font. The heart
    // and the figure say as much.
    return initialsOf(name).remove(QChar(0xFE0F)).remove(QChar(0x20E3));
}

QColor AvatarStyle::ground(const QString& id, bool dark) {
    return dark ? QColor::fromHsl(hueOf(id), 85, 76) : QColor::fromHsl(hueOf(id), 110, 217);
}

QColor AvatarStyle::ink(const QString& id, bool dark) {
    return dark ? QColor::fromHsl(hueOf(id), 90, 232) : QColor::fromHsl(hueOf(id), 130, 56);
}

qreal AvatarStyle::contrast(const QColor& a, const QColor& b) {
    const qreal la = luminance(a);
    const qreal lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QImage AvatarStyle::picture(const QString& name, const QString& id, int side) {
    // As in Avatar.qml.
    constexpr qreal roundness = 0.3;
    constexpr qreal letters = 0.39;
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground(id, false));
    painter.drawRoundedRect(image.rect(), side * roundness, side * roundness);
    QFont font = QGuiApplication::font();
    font.setPixelSize(qMax(8, qRound(side * letters)));
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(ink(id, false));
    painter.drawText(image.rect(), Qt::AlignCenter, initials(name));
    return image;
}

} // namespace parlor
