// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

namespace parlor {

/// Which emoji one uses, and in which skin tone: one for the program, shared by every picker. App restores
/// it from the profile and keeps it there. GUI thread.
class EmojiMemory : public QObject {
    Q_OBJECT
    /// The last used first, at most recentMax; with those that everybody uses behind, so that it is never
    /// empty.
    Q_PROPERTY(QStringList recent READ recent NOTIFY changed FINAL)
    /// 0 (none) to emoji::toneMax.
    Q_PROPERTY(int tone READ tone WRITE setTone NOTIFY changed FINAL)

public:
    static EmojiMemory& instance();
    static constexpr int recentMax = 36;

    /// What was kept; anything that is out of range is forgotten.
    void restore(const QStringList& recent, int tone);
    QStringList recent() const;
    /// Without those that everybody uses: what is kept.
    QStringList used() const { return m_recent; }
    int tone() const { return m_tone; }
    void setTone(int tone);
    /// It was picked.
    Q_INVOKABLE void note(const QString& emoji);

Q_SIGNALS:
    void changed();

private:
    EmojiMemory() = default;

    QStringList m_recent;
    int m_tone = 0;
};

} // namespace parlor
