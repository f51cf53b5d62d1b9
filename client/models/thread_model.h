// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/models/message_stream_model.h"

namespace parlor {

/// One thread: its first message (in `first` as soon as it is known, and the last
/// row once all replies before are loaded) and the replies to it. What is sent here answers the first
/// message. Follows its room: null again when that is left. GUI thread.
class ThreadModel : public MessageStreamModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// Id of its first message; empty for no thread.
    Q_PROPERTY(QString root READ rootText NOTIFY roomChanged FINAL)
    /// The first message for a line of its own: `key`, `senderId`, `name`, `time`, `text` (without
    /// Markdown), `deleted`. Empty until it is known.
    Q_PROPERTY(QVariantMap first READ first NOTIFY firstChanged FINAL)
    /// Replies, as the room tells.
    Q_PROPERTY(int replies READ replies NOTIFY repliesChanged FINAL)

public:
    explicit ThreadModel(Core& core, QObject* parent = nullptr);

    /// Shows the thread of `key` in `room`: from the cache at once, then from the
    /// server.
    void open(const RoomId& room, const QString& key);
    void close();

    QString rootText() const { return m_root.isNull() ? QString() : m_root.toString(); }
    MessageId root() const { return m_root; }
    QVariantMap first() const;
    int replies() const { return m_replies; }

Q_SIGNALS:
    void firstChanged();
    void repliesChanged();

protected:
    bool belongs(const Message& message) const override;
    bool belongs(const OutboxEntry& entry) const override;
    /// What they all answer stands at the top.
    bool quotes(qsizetype row) const override;
    void fetchOlder(qint64 before, Done<OlderMessages> done) override;
    void load() override;
    void applyMessages(const MessagesChange& change) override;
    void applyUncached(const UncachedChange& change) override;

private:
    void fetchNewest();
    void fetchFirst();
    void setFirst(const Message& message);
    /// It as the last row, if everything between is there.
    void placeFirst();
    void merge(const OlderMessages& newest);
    void show(const QList<Message>& messages);
    void setReplies();

    MessageId m_root;
    std::optional<Message> m_first;
    int m_replies = 0;
};

} // namespace parlor
