// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QSet>

namespace parlor {

class Core;

/// The devices that one is signed in on, this one first, and ending what one does on them. GUI thread.
class DevicesModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(int count READ count NOTIFY stateChanged FINAL)
    /// Devices beside this one.
    Q_PROPERTY(int others READ others NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged FINAL)
    /// All others are being signed out.
    Q_PROPERTY(bool ending READ isEnding NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString error READ error NOTIFY stateChanged FINAL)

public:
    enum Role {
        SessionIdRole = Qt::UserRole + 1,
        NameRole,
        DetailRole, ///< from where and when
        CurrentRole,
        EndingRole,
    };
    Q_ENUM(Role)

    explicit DevicesModel(Core& core, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_devices.size()); }
    int others() const;
    bool isLoading() const { return m_loading; }
    bool isEnding() const { return m_endingAll; }
    QString error() const { return m_error; }

    Q_INVOKABLE void load();
    /// Signs that device out; this one is not ended so.
    Q_INVOKABLE void end(const QString& sessionId);
    /// Signs all others out: othersEnded(), or error.
    Q_INVOKABLE void endOthers();

Q_SIGNALS:
    void stateChanged();
    void othersEnded();

private:
    void endNext();
    void removed(const SessionId& session);
    void touched(const SessionId& session);

    Core& m_core;
    QList<SessionInfo> m_devices;
    QSet<SessionId> m_ending;
    QString m_error;
    bool m_loading = false;
    bool m_endingAll = false;
    int m_generation = 0;
};

} // namespace parlor
