// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/codec.h"
#include "tests/support/wait.h"

#include <QObject>
#include <QUrl>
#include <QWebSocket>

#include <functional>
#include <memory>
#include <optional>

namespace parlor::test {

/// How a socket carries its token.
enum class TokenBy { Header, Query, FirstFrame, Nothing };

/// A WebSocket that speaks the typed frames of shared/codec.h and writes down all that it receives. For the
/// thread that runs the event loop.
class WsTestClient : public QObject {
    Q_OBJECT
public:
    explicit WsTestClient(QObject* parent = nullptr)
        : QObject(parent) {}
    ~WsTestClient() override;

    /// Opens /ws at `base` (an http URL). Does not wait. With FirstFrame, `authenticate` is sent as soon as
    /// it is open.
    void open(const QUrl& base, const QString& token, TokenBy by = TokenBy::Header);
    /// Opens and waits for `authenticated`.
    bool openAndAuthenticate(const QUrl& base, const QString& token, TokenBy by = TokenBy::Header);
    /// Drops the connection without a word, as a lost network does.
    void drop();
    /// The closing handshake.
    void closePolitely();

    bool isOpen() const;
    /// True once a connection that was asked for has ended or could not be made.
    bool isClosed() const { return m_closed; }
    /// Of the last connection that ended.
    int closeCode() const { return m_closeCode; }
    bool waitClosed(std::chrono::milliseconds deadline = patience);

    /// Sends a frame with a `ref` of its own, and returns that ref.
    QString send(const ClientFrame& frame);
    void sendRaw(const QString& text);
    /// Sends, and waits for the answer with its ref; nullopt when none came.
    std::optional<ServerFrame> ask(const ClientFrame& frame);
    std::optional<ServerFrame> waitForAnswer(const QString& ref);

    /// All events since the object was made, over all its connections.
    const QList<ServerEvent>& events() const { return m_events; }
    /// Texts that codec.h refused: a test that ends with one of these has found a server that breaks the
    /// protocol.
    const QStringList& undecodable() const { return m_undecodable; }
    /// Keeps no events from now on: for clients that live long. eventReceived() still tells of each.
    void setKeepsEvents(bool keeps) { m_keepsEvents = keeps; }

    /// The first frame of type T from index `from` on for which `matches` holds, waiting for it; null when
    /// none came.
    template <typename T>
    const T* waitFor(qsizetype from = 0, const std::function<bool(const T&)>& matches = {}) {
        const T* found = nullptr;
        waitUntil([&] {
            for (; from < m_events.size() && !found; ++from) {
                const T* frame = std::get_if<T>(&m_events.at(from).frame);
                if (frame && (!matches || matches(*frame)))
                    found = frame;
            }
            return found || m_closed;
        });
        return found;
    }

Q_SIGNALS:
    void opened();
    void eventReceived(const parlor::ServerEvent& event);
    void closed();

private:
    void received(const QString& text);

    std::unique_ptr<QWebSocket> m_socket;
    QList<ServerEvent> m_events;
    QStringList m_undecodable;
    bool m_keepsEvents = true;
    bool m_closed = false;
    int m_closeCode = 0;
    int m_nextRef = 1;
};

} // namespace parlor::test
