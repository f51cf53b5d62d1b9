// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/notifier.h"
#include "shared/ids.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QTimer>

#include <chrono>
#include <optional>

namespace parlor {

/// Where something was said.
struct BubblePlace {
    QString key;         ///< of the bubble
    QString room;        ///< its name; of a direct room the other's
    QString account;     ///< told as well where there are several; else empty
    bool direct = false; ///< with one other person: the room's name says nothing more than the sender's
    friend bool operator==(const BubblePlace&, const BubblePlace&) = default;
};
/// One message that somebody is told of.
struct BubbleLine {
    MessageId message;
    qint64 seq = 0;
    QString sender; ///< display name
    QString text;   ///< one line, plain
    bool inThread = false;
    friend bool operator==(const BubbleLine&, const BubbleLine&) = default;
};

/// The words of a bubble: one message, or how many there are and the last of them. `lines` is not empty.
/// Without `preview` nothing of what was said. Pure; GUI thread (translations).
Notification bubbleFor(const BubblePlace& place, const QList<BubbleLine>& lines, bool preview);

/// One bubble per room, which grows while messages come and goes when they have been read. A room that is
/// lively changes its bubble once in a while, not with every message; what comes from many rooms at once
/// (after a night away) is one bubble for all of them. GUI thread.
class Bubbles : public QObject {
    Q_OBJECT
public:
    /// `notifier` outlives it, or setNotifier() is called before it goes.
    explicit Bubbles(Notifier& notifier, QObject* parent = nullptr);
    /// From now on bubbles are shown here. What the other shows is forgotten, and not taken away.
    void setNotifier(Notifier& notifier);

    void setPreview(bool preview) { m_preview = preview; }
    void setSound(bool sound) { m_sound = sound; }
    /// How long a bubble stays as it is. What comes within gatherTime of each other is told at once.
    void setPace(std::chrono::milliseconds pace) { m_pace = pace; }
    static constexpr std::chrono::milliseconds gatherTime{60};
    /// Bubbles that appear at the same time; more rooms than that share one, whose key is summaryKey().
    static constexpr int atOnceMost = 4;
    static QString summaryKey() { return QStringLiteral("rooms"); }

    void tell(const BubblePlace& place, const BubbleLine& line, const QImage& face);
    /// Everything up to `seq` was read, here or elsewhere.
    void readUpTo(const QString& key, qint64 seq);
    /// It was deleted.
    void forget(const QString& key, const MessageId& message);
    /// All whose key begins so.
    void clear(const QString& keyPrefix);

    /// What its bubble tells, the oldest first; empty if there is none.
    QList<BubbleLine> lines(const QString& key) const;

private:
    struct Bubble {
        BubblePlace place;
        QList<BubbleLine> lines;
        QImage face;
        QDeadlineTimer notBefore;
        bool due = false;
        bool shown = false;
        bool shared = false; ///< told by the one for many rooms
    };
    void flush();
    void show(Bubble& bubble);
    void showShared();
    void schedule();
    void drop(QHash<QString, Bubble>::iterator bubble);

    Notifier* m_notifier = nullptr;
    QHash<QString, Bubble> m_bubbles;
    QTimer m_timer;
    std::chrono::milliseconds m_pace{1'500};
    bool m_preview = true;
    bool m_sound = false;
    bool m_sharedShown = false;
};

} // namespace parlor
