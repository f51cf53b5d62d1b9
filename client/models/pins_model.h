// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/models/message_list_model.h"

namespace parlor {

/// The pinned messages of a room, the newest pin first. Asked for when it is
/// shown: setRoom() shows what is cached, refresh() asks the server. GUI
/// thread.
class PinsModel : public MessageListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// The server has not answered yet.
    Q_PROPERTY(bool loading READ isLoading NOTIFY loadingChanged FINAL)
    /// Why it did not; empty if it did.
    Q_PROPERTY(QString loadError READ loadError NOTIFY loadingChanged FINAL)

public:
    explicit PinsModel(Core& core, QObject* parent = nullptr);

    void setRoom(const RoomId& room);
    Q_INVOKABLE void refresh();
    bool isLoading() const { return m_loading; }
    QString loadError() const { return m_loadError; }

Q_SIGNALS:
    void loadingChanged();

protected:
    bool grouped() const override { return false; }
    void applyMessages(const MessagesChange& change) override;

private:
    void show(const QList<Message>& messages);

    bool m_loading = false;
    QString m_loadError;
    int m_generation = 0;
};

} // namespace parlor
