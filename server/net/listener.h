// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/environment.h"
#include "server/net/network_thread.h"

#include <QSocketNotifier>
#include <QTcpServer>
#include <QTimer>

#include <memory>
#include <vector>

namespace parlor::net {

/// Then the clients that are here already have their turn: each new one costs a handshake as well.
constexpr int acceptsPerTurn = 8;

/// Accepts, and deals the descriptors out to the threads in turn. Refuses beyond the limit of connections;
/// when the process has no descriptor left, waits and tries again. Lives on the first network thread.
class Listener : public QTcpServer {
    Q_OBJECT

public:
    Listener(Environment& environment, std::vector<NetworkThread*> threads);

    /// Listens on the configured address. Error: Io, with what to do.
    Result<void> start();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void acceptLater();
    void acceptSome();
    void pause(const QString& why);

    Environment& m_environment;
    std::vector<NetworkThread*> m_threads;
    std::size_t m_next = 0;
    std::unique_ptr<QSocketNotifier> m_incoming; ///< our own, where accept() is
    bool m_acceptPosted = false;
    QTimer m_resume;
};

/// How many connections the process can hold: the limit of descriptors (raised to what the system allows)
/// less a reserve for files, databases and the rest.
int connectionLimit();

} // namespace parlor::net
