// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QLocalServer>
#include <QObject>
#include <QString>

#include <chrono>

class QLocalSocket;

namespace parlor {

/// What a second start of the same profile asks of the first.
struct StartRequest {
    QString link;          ///< a parlor:// address, or empty: just come forward
    QByteArray activation; ///< what lets a window come forward on Wayland; may be empty
    friend bool operator==(const StartRequest&, const StartRequest&) = default;
};

/// Listens for the next starts of the profile that this process holds. Its door is a local socket (a pipe on
/// Windows) that this user alone can open, named after the profile's directory. The profile's lock is the
/// truth about who runs: only who holds it may make one of these, and a door that a crash has left is
/// replaced. GUI thread.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    /// `directory` is Profile::directory().
    explicit SingleInstance(const QString& directory, QObject* parent = nullptr);

    /// False if the door could not be made: later starts will only say that the profile is in use.
    bool isListening() const { return m_server.isListening(); }
    static QString doorOf(const QString& directory);

    /// Tells the process that holds the profile; true if it has answered within `timeout`. It may just be
    /// starting, so this tries again until then. Blocks; for a process that then ends.
    static bool handOver(const QString& directory, const StartRequest& request,
                         std::chrono::milliseconds timeout = std::chrono::seconds(5));

    static constexpr qint64 requestMax = 4096; ///< bytes of a request with its end of line
    static constexpr int callersMax = 8;       ///< at the same time
    static constexpr int callerMs = 2'000;     ///< for a whole request

Q_SIGNALS:
    void requested(const parlor::StartRequest& request);

private:
    void take();
    void read(QLocalSocket* caller);

    QLocalServer m_server;
};

} // namespace parlor
