// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/chat_device.h"

#include <QTimer>

#include <algorithm>

// The sending side of ChatDevice.
namespace parlor::test {

TempId ChatDevice::sendMessage(const RoomId& room, const QString& content,
                               const std::optional<MessageId>& replyTo) {
    const int number = m_nextOutgoing++;
    Outgoing& message = m_outbox[number];
    message.room = room;
    message.content = content;
    message.replyTo = replyTo;
    message.tempId = TempId::create();
    m_byTempId.insert(message.tempId, number);
    ++m_unanswered;
    if (m_authenticated)
        transmit(message);
    return message.tempId;
}

void ChatDevice::transmit(Outgoing& message) {
    client::MessageNew frame;
    frame.roomId = message.room;
    frame.content = message.content;
    frame.tempId = message.tempId;
    frame.replyTo = message.replyTo;
    frame.retry = message.sendings > 0;
    ++message.sendings;
    message.ref = m_socket.send(frame);
    m_byRef.insert(message.ref, m_byTempId.value(message.tempId));
}

void ChatDevice::resend(const TempId& tempId) {
    transmit(m_outbox[m_byTempId.value(tempId)]);
}

void ChatDevice::resendUnanswered() {
    if (m_unanswered == 0)
        return;
    for (Outgoing& message : m_outbox) {
        if (!message.saved)
            transmit(message);
    }
}

int ChatDevice::unsettled() const {
    return int(std::count_if(m_outbox.cbegin(), m_outbox.cend(), [](const Outgoing& message) {
        return !message.saved && !(message.refused && !errorInfo(message.refused->code()).retryable);
    }));
}

QString ChatDevice::seen(const RoomId& room, qint64 seq) {
    return m_socket.send(client::MessageSeen{room, seq});
}

const ChatDevice::Outgoing* ChatDevice::outgoing(const TempId& tempId) const {
    const auto number = m_byTempId.constFind(tempId);
    if (number == m_byTempId.cend())
        return nullptr;
    const auto it = m_outbox.constFind(*number);
    return it == m_outbox.cend() ? nullptr : &*it;
}

void ChatDevice::take(const server::MessageSaved& frame) {
    const auto number = m_byTempId.constFind(frame.tempId);
    if (number == m_byTempId.cend()) {
        breach(QStringLiteral("an acknowledgement for a tempId that was never sent"));
        return;
    }
    Outgoing& message = m_outbox[*number];
    if (frame.roomId != message.room)
        breach(QStringLiteral("an acknowledgement with another room"));
    if (frame.id != messageIdFor(userId(), message.room, message.tempId))
        breach(QStringLiteral("message %1 was acknowledged under an id that the client does not compute")
                   .arg(message.content));
    if (message.saved && (message.saved->id != frame.id || message.saved->seq != frame.seq))
        breach(QStringLiteral("message %1 was acknowledged with seq %2 and then %3")
                   .arg(message.content)
                   .arg(message.saved->seq)
                   .arg(frame.seq));
    if (!message.saved)
        --m_unanswered;
    message.saved = frame;
    message.refused.reset();
    Q_EMIT saved(frame);
}

void ChatDevice::takeFailure(const QString& ref, const Error& error) {
    if (ref == m_syncRef) {
        m_syncPending = false;
        if (m_autoSync && errorInfo(error.code()).retryable)
            syncLater();
        return;
    }
    const auto number = m_byRef.constFind(ref);
    if (number == m_byRef.cend())
        return;
    Outgoing& message = m_outbox[*number];
    message.refused = error;
    Q_EMIT refused(message.tempId, error);
}

void ChatDevice::syncLater() {
    constexpr std::chrono::milliseconds pause{500};
    QTimer::singleShot(pause, this, [this] {
        if (m_authenticated && !m_syncPending && !isLive())
            sync();
    });
}

} // namespace parlor::test
