// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"

#include <QObject>
#include <QQmlEngine>

namespace parlor {

class Core;
class RoomListModel;

/// Opening the direct room with somebody, from wherever they are shown. GUI thread.
class People : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// Whose direct room is being made or fetched; empty for none.
    Q_PROPERTY(QString opening READ opening NOTIFY changed FINAL)
    /// Why the last one could not be opened, and whose; empty if it could.
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)
    Q_PROPERTY(QString failedFor READ failedFor NOTIFY changed FINAL)

public:
    People(Core& core, const RoomListModel& rooms, QObject* parent = nullptr);

    QString opening() const { return m_opening.isNull() ? QString() : m_opening.toString(); }
    QString error() const { return m_error; }
    QString failedFor() const { return m_failed.isNull() ? QString() : m_failed.toString(); }

    /// At once where there is such a room (also offline), else once the server has made it: directOpened().
    Q_INVOKABLE void openDirect(const QString& userId);
    Q_INVOKABLE void clearError();

Q_SIGNALS:
    void changed();
    void directOpened(const QString& roomId);

private:
    Core& m_core;
    const RoomListModel& m_rooms;
    UserId m_opening;
    UserId m_failed;
    QString m_error;
};

} // namespace parlor
