// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/held_transport.h"

namespace parlor {

namespace {

class HeldTransport : public Transport {
public:
    HeldTransport(TransportFactory factory, const QUrl& server, StartGate& gate)
        : m_factory(std::move(factory))
        , m_server(server)
        , m_gate(gate) {}

    void request(const HttpRequest& request, HttpDone done) override {
        whenOpen([this, request, done = std::move(done)] { inner().request(request, done); });
    }
    void openSocket(const QString& token) override {
        const int wanted = ++m_wanted;
        whenOpen([this, token, wanted] {
            if (wanted == m_wanted)
                inner().openSocket(token);
        });
    }
    void sendText(const QByteArray& text) override {
        if (m_inner)
            m_inner->sendText(text);
    }
    void dropSocket() override {
        ++m_wanted;
        if (m_inner)
            m_inner->dropSocket();
    }

private:
    void whenOpen(std::function<void()> work) {
        if (m_gate.isOpen())
            work();
        else
            m_gate.whenOpen(this, std::move(work));
    }
    Transport& inner() {
        if (!m_inner) {
            m_inner = m_factory(m_server);
            connect(m_inner.get(), &Transport::socketOpened, this, &Transport::socketOpened);
            connect(m_inner.get(), &Transport::textReceived, this, &Transport::textReceived);
            connect(m_inner.get(), &Transport::socketClosed, this, &Transport::socketClosed);
        }
        return *m_inner;
    }

    const TransportFactory m_factory;
    const QUrl m_server;
    StartGate& m_gate;
    std::unique_ptr<Transport> m_inner; ///< none before the gate is open: it brings Qt Network's plugins
    int m_wanted = 0;                   ///< counts the sockets wanted and dropped: an older one is not opened
};

} // namespace

TransportFactory heldTransportFactory(TransportFactory factory, StartGate& gate) {
    return [factory = std::move(factory), &gate](const QUrl& server) -> std::unique_ptr<Transport> {
        return std::make_unique<HeldTransport>(factory, server, gate);
    };
}

} // namespace parlor
