// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/backoff.h"
#include "client/core/client_types.h"
#include "client/core/timing.h"
#include "client/core/tokens.h"
#include "client/core/transport.h"
#include "shared/codec.h"

#include <QHash>
#include <QObject>

namespace parlor {

/// Keeps an authenticated WebSocket to the server: connects, tries again with backoff, notices a dead peer,
/// wakes up with the machine and the network. The core's thread.
///
/// What uses it: on authenticated(), request a `sync`, and call markSynced() once everything is caught up.
/// eventReceived() gives every event in the server's order; answers go to the request that they answer,
/// before that.
class Connection : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds authenticateDeadline{15'000};
    static constexpr std::chrono::milliseconds requestDeadline{30'000};
    /// Silence after which a ping is sent, and how long its answer may take.
    static constexpr std::chrono::milliseconds pingAfter{20'000};
    static constexpr std::chrono::milliseconds pingDeadline{10'000};
    /// The same after waking up, when a dead connection is likely.
    static constexpr std::chrono::milliseconds wakePingDeadline{5'000};
    /// How long a connection must have lasted for the next backoff to begin anew.
    static constexpr std::chrono::milliseconds stableAfter{30'000};
    /// How often the clocks are compared, and the difference that counts as having slept.
    static constexpr std::chrono::milliseconds tick{5'000};
    static constexpr std::chrono::milliseconds clockJump{10'000};

    Connection(Transport& transport, Timing& timing, Tokens& tokens);
    ~Connection() override;

    /// Connects, and from then on stays so. Also leaves SignedOut.
    void start();
    /// Drops the connection; Offline.
    void stop();
    /// The user signed out: as stop(), but SignedOut.
    void signOut();
    /// Something says that connecting may succeed now (network back, machine awake, the user asks): no more
    /// waiting; an open connection is probed.
    void wake();
    /// The machine's own view. False is only believed as a reason for failures, for it is sometimes wrong.
    void setNetworkReachable(bool reachable);

    const ConnectionStatus& status() const { return m_status; }
    bool isOnline() const { return m_status.state == ConnectionState::Online; }
    /// The epoch that `authenticated` told.
    void markSynced();

    using Answer = tl::expected<ServerFrame, Failure>;
    /// Sends `frame`; `done` gets the answering frame (never a Failure frame), or what went wrong: the
    /// server's error, or Disconnected or Timeout, where the request may have had its effect. A request that
    /// is not answered ends the connection. Only once authenticated; before that it fails with Disconnected,
    /// not from within the call.
    void request(const ClientFrame& frame, std::function<void(const Answer&)> done);
    /// Something in the stream makes no sense: reconnect and sync again.
    void restart(const Failure& reason);

Q_SIGNALS:
    void statusChanged(const parlor::ConnectionStatus& status);
    void authenticated(const parlor::server::Authenticated& frame);
    void eventReceived(const parlor::ServerFrame& frame);
    /// The authenticated connection is gone.
    void disconnected();

private:
    struct Pending {
        std::function<void(const Answer&)> done;
        Timing::TimerId deadline = 0;
    };
    enum class Pause { Backoff, Soon, Long };

    void attempt();
    void openSocket(const QString& token);
    void onOpened();
    void onText(const QByteArray& text);
    void onClosed(int closeCode, int httpStatus, const Failure& failure);
    void onAuthenticated(const server::Authenticated& frame);
    void onSessionEnded(const Failure& reason);
    void onFailure(const std::optional<QString>& ref, const server::Failure& frame);
    void answer(const QString& ref, const Answer& answer);
    /// Ends the socket and everything that waits on it.
    void drop(const Failure& reason);
    void retryLater(const Failure& reason, Pause pause = Pause::Backoff);
    void setState(ConnectionState state, const std::optional<Failure>& reason = {},
                  const std::optional<QDateTime>& nextRetry = {});
    void armPing();
    void ping(std::chrono::milliseconds deadline);
    void compareClocks();
    void cancelTimers();
    bool live() const;

    Transport& m_transport;
    Timing& m_timing;
    Tokens& m_tokens;
    Backoff m_backoff;
    ConnectionStatus m_status;
    bool m_networkReachable = true;
    int m_attempt = 0;  ///< counts attempts: what a former one asked for is ignored
    QString m_token;    ///< of this attempt
    int m_refusals = 0; ///< sockets refused for their token since the last authentication
    quint64 m_lastRef = 0;
    QHash<QString, Pending> m_pending;
    Timing::TimerId m_retryTimer = 0;
    Timing::TimerId m_deadlineTimer = 0;
    Timing::TimerId m_pingTimer = 0;
    Timing::TimerId m_stableTimer = 0;
    Timing::TimerId m_tickTimer = 0;
    qint64 m_tickMonotonic = 0;
    QDateTime m_tickWall;
};

} // namespace parlor
