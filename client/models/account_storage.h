// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QQmlEngine>

namespace parlor {

class Core;

/// What an account keeps on this computer. GUI thread.
class AccountStorage : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// "4.2 MB"; empty before measure().
    Q_PROPERTY(QString size READ size NOTIFY changed FINAL)
    Q_PROPERTY(bool clearing READ isClearing NOTIFY changed FINAL)
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)

public:
    explicit AccountStorage(Core& core, QObject* parent = nullptr);

    QString size() const { return m_size; }
    bool isClearing() const { return m_clearing; }
    QString error() const { return m_error; }

    Q_INVOKABLE void measure();
    /// Forgets what can be fetched again; cleared(), or error.
    Q_INVOKABLE void clear();

Q_SIGNALS:
    void changed();
    void cleared();

private:
    Core& m_core;
    QString m_size;
    QString m_error;
    bool m_clearing = false;
};

} // namespace parlor
