// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/emoji_memory.h"

#include "client/text/emoji.h"

namespace parlor {

using namespace Qt::StringLiterals;

EmojiMemory& EmojiMemory::instance() {
    static EmojiMemory memory;
    return memory;
}

void EmojiMemory::restore(const QStringList& recent, int tone) {
    m_recent = recent.first(std::min<qsizetype>(recent.size(), recentMax));
    m_tone = tone >= 0 && tone <= emoji::toneMax ? tone : 0;
    Q_EMIT changed();
}

QStringList EmojiMemory::recent() const {
    static const QStringList usual{u"\U0001F44D"_s, u"\u2764\uFE0F"_s, u"\U0001F602"_s, u"\U0001F389"_s,
                                   u"\U0001F440"_s, u"\u2705"_s,       u"\U0001F64F"_s, u"\U0001F680"_s,
                                   u"\U0001F44E"_s, u"\U0001F62E"_s,   u"\U0001F622"_s, u"\U0001F525"_s};
    QStringList all = m_recent;
    for (const QString& emoji : usual) {
        if (all.size() < usual.size() && !all.contains(emoji))
            all.append(emoji);
    }
    return all;
}

void EmojiMemory::setTone(int tone) {
    if (tone == m_tone || tone < 0 || tone > emoji::toneMax)
        return;
    m_tone = tone;
    Q_EMIT changed();
}

void EmojiMemory::note(const QString& emoji) {
    if (emoji.isEmpty() || (!m_recent.isEmpty() && m_recent.constFirst() == emoji))
        return;
    m_recent.removeOne(emoji);
    m_recent.prepend(emoji);
    while (m_recent.size() > recentMax)
        m_recent.removeLast();
    Q_EMIT changed();
}

} // namespace parlor
