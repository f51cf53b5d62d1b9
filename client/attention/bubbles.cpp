// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/bubbles.h"

#include <QStringList>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int textMax = 240;        // of one message, characters
constexpr int roomsNamed = 3;       // of those that share a bubble
constexpr int linesMost = 4;        // of a bubble
constexpr int rememberedMost = 200; // of a room that nobody reads: more are not counted

QString cut(const QString& text) {
    if (text.size() <= textMax)
        return text;
    qsizetype end = textMax - 1;
    if (text[end - 1].isHighSurrogate())
        --end;
    return text.left(end) + u'…';
}

} // namespace

Notification bubbleFor(const BubblePlace& place, const QList<BubbleLine>& lines, bool preview) {
    Notification bubble;
    bubble.key = place.key;
    bubble.canReply = true;
    const BubbleLine& last = lines.constLast();
    const int count = static_cast<int>(lines.size());
    if (count == 1) {
        bubble.title = place.direct ? last.sender : Bubbles::tr("%1 in %2").arg(last.sender, place.room);
        bubble.body = preview ? cut(last.text) : Bubbles::tr("New message");
    } else {
        bubble.title = place.direct ? Bubbles::tr("%n messages from %1", nullptr, count).arg(place.room)
                                    : Bubbles::tr("%n messages in %1", nullptr, count).arg(place.room);
        QStringList body;
        if (preview) {
            for (const BubbleLine& line : lines.last(qMin<qsizetype>(linesMost, count)))
                body.append(
                    cut(place.direct ? line.text : Bubbles::tr("%1: %2").arg(line.sender, line.text)));
        } else {
            for (const BubbleLine& line : lines) {
                if (!place.direct && !body.contains(line.sender))
                    body.append(line.sender);
            }
            body = {body.join(u", "_s)};
        }
        bubble.body = body.join(u'\n');
    }
    if (!place.account.isEmpty())
        bubble.title =
            Bubbles::tr("%1 – %2", "title of a notification, account").arg(bubble.title, place.account);
    return bubble;
}

Bubbles::Bubbles(Notifier& notifier, QObject* parent)
    : QObject(parent) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Bubbles::flush);
    setNotifier(notifier);
}

void Bubbles::setNotifier(Notifier& notifier) {
    if (m_notifier)
        m_notifier->disconnect(this);
    m_notifier = &notifier;
    m_bubbles.clear();
    m_sharedShown = false;
    m_timer.stop();
    // Who has closed it, opened it or answered has taken note of all that it told.
    connect(&notifier, &Notifier::closed, this, [this](const QString& key) {
        m_bubbles.remove(key);
        if (key != summaryKey())
            return;
        m_sharedShown = false;
        m_bubbles.removeIf([](const QHash<QString, Bubble>::iterator& bubble) { return bubble->shared; });
    });
}

void Bubbles::tell(const BubblePlace& place, const BubbleLine& line, const QImage& face) {
    Bubble& bubble = m_bubbles[place.key];
    bubble.place = place;
    bubble.lines.append(line);
    if (bubble.lines.size() > rememberedMost)
        bubble.lines.removeFirst();
    bubble.face = face;
    if (!bubble.due) {
        bubble.due = true;
        const auto wait = std::chrono::milliseconds(qMax<qint64>(0, bubble.notBefore.remainingTime()));
        bubble.notBefore = QDeadlineTimer(qMax(gatherTime, bubble.shown ? wait : gatherTime));
    }
    schedule();
}

void Bubbles::schedule() {
    std::optional<qint64> soonest;
    for (const Bubble& bubble : std::as_const(m_bubbles)) {
        if (bubble.due)
            soonest =
                qMin(soonest.value_or(bubble.notBefore.remainingTime()), bubble.notBefore.remainingTime());
    }
    if (soonest)
        m_timer.start(static_cast<int>(qMax<qint64>(0, *soonest)));
    else
        m_timer.stop();
}

void Bubbles::flush() {
    QList<Bubble*> due;
    qsizetype fresh = 0;
    for (Bubble& bubble : m_bubbles) {
        if (!bubble.due || !bubble.notBefore.hasExpired())
            continue;
        due.append(&bubble);
        fresh += bubble.shown || bubble.shared ? 0 : 1;
    }
    bool shared = false;
    for (Bubble* const bubble : std::as_const(due)) {
        bubble->due = false;
        bubble->notBefore = QDeadlineTimer(m_pace);
        // What is in the shared one stays there until it has been read.
        if (!bubble->shown && (bubble->shared || fresh > atOnceMost)) {
            bubble->shared = true;
            shared = true;
        } else {
            show(*bubble);
        }
    }
    if (shared)
        showShared();
    schedule();
}

void Bubbles::show(Bubble& bubble) {
    Notification notification = bubbleFor(bubble.place, bubble.lines, m_preview);
    notification.image = bubble.face;
    // Once, when it appears: a lively room does not keep ringing.
    notification.sound = m_sound && !bubble.shown;
    bubble.shown = true;
    m_notifier->show(notification);
}

void Bubbles::showShared() {
    int messages = 0;
    QStringList rooms;
    for (const Bubble& bubble : std::as_const(m_bubbles)) {
        if (!bubble.shared)
            continue;
        messages += static_cast<int>(bubble.lines.size());
        rooms.append(bubble.place.room);
    }
    if (rooms.isEmpty()) {
        if (m_sharedShown)
            m_notifier->withdraw(summaryKey());
        m_sharedShown = false;
        return;
    }
    rooms.sort(Qt::CaseInsensitive);
    Notification notification;
    notification.key = summaryKey();
    notification.title = tr("%n new message(s)", nullptr, messages);
    const auto more = static_cast<int>(rooms.size()) - roomsNamed;
    notification.body = more > 0 ? tr("In %1 and %n other room(s)", nullptr, more)
                                       .arg(QStringList(rooms.first(roomsNamed)).join(u", "_s))
                                 : tr("In %1").arg(rooms.join(u", "_s));
    notification.sound = m_sound && !m_sharedShown;
    m_sharedShown = true;
    m_notifier->show(notification);
}

void Bubbles::drop(QHash<QString, Bubble>::iterator bubble) {
    const Bubble gone = *bubble;
    m_bubbles.erase(bubble);
    if (gone.shown)
        m_notifier->withdraw(gone.place.key);
    if (gone.shared)
        showShared();
}

void Bubbles::readUpTo(const QString& key, qint64 seq) {
    const auto bubble = m_bubbles.find(key);
    if (bubble == m_bubbles.end())
        return;
    bubble->lines.removeIf([seq](const BubbleLine& line) { return line.seq <= seq; });
    if (bubble->lines.isEmpty())
        drop(bubble);
}

void Bubbles::forget(const QString& key, const MessageId& message) {
    const auto bubble = m_bubbles.find(key);
    if (bubble == m_bubbles.end())
        return;
    if (bubble->lines.removeIf([&](const BubbleLine& line) { return line.message == message; }) == 0)
        return;
    if (bubble->lines.isEmpty()) {
        drop(bubble);
    } else if (bubble->shown && !bubble->due) {
        // What was taken back does not stay on the screen.
        bubble->due = true;
        bubble->notBefore = QDeadlineTimer(gatherTime);
        schedule();
    }
}

void Bubbles::clear(const QString& keyPrefix) {
    const QStringList keys = m_bubbles.keys();
    for (const QString& key : keys) {
        if (key.startsWith(keyPrefix))
            drop(m_bubbles.find(key));
    }
}

QList<BubbleLine> Bubbles::lines(const QString& key) const {
    return m_bubbles.value(key).lines;
}

} // namespace parlor
