// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

/// The emoji that can be chosen (resources/emoji), read when they are first asked for. GUI thread.
namespace parlor::emoji {

/// In the order in which pickers show them.
enum class Group { Smileys, People, Nature, Food, Travel, Activities, Objects, Symbols, Flags };
inline constexpr int groupCount = 9;

/// Skin tones: 0 for none (yellow), 1 (light) to toneMax (dark).
inline constexpr int toneMax = 5;

/// Views into the one text that is loaded; they stay.
struct Emoji {
    QStringView text; ///< as Unicode writes it in full
    Group group = Group::Smileys;
    QStringView lightest; ///< with the lightest skin; empty if it has no tones
    QStringView name;     ///< English
    QStringView codes;    ///< short codes, the usual one first, separated by spaces
    QStringView words;    ///< others to find it by
    /// ":thumbsup:"; empty if there is none.
    QString code() const;
    /// With that tone, if it can have one.
    QString toned(int tone) const;
};

/// Every one, in Unicode's order.
const QList<Emoji>& all();
/// Those whose names, short codes or words have all words of `query` (without colons) as beginnings, the best
/// first, at most `limit`.
QList<const Emoji*> search(const QString& query, int limit);
/// Null if it is none of them. `text` may have a skin tone.
const Emoji* find(const QString& text);
/// By short code, without colons; null if there is none.
const Emoji* byCode(QStringView code);
/// `text` with a ":code:" that stands for itself made the emoji. Code in backticks is left as it is.
QString withCodesReplaced(const QString& text, int tone);

} // namespace parlor::emoji
