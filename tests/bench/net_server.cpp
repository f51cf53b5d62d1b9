// SPDX-License-Identifier: GPL-3.0-or-later
// The network layer by itself, as parlord uses it: the same duties as floor_server.cpp, on net::Server and
// SharedFrame. net_server [BYTES]: takes texts of that many bytes, for Autobahn's cases of up to 16 MiB.

#include "server/net/server.h"

#include <QCoreApplication>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace parlor;

namespace {

/// Connections of the one network thread.
std::vector<net::WebSocketConnection*> open;

class Handler : public net::WebSocketHandler {
public:
    explicit Handler(net::WebSocketConnection& connection)
        : m_connection(connection) {
        open.push_back(&connection);
        connection.settle();
    }
    void text(const QByteArray& utf8) override {
        const net::SharedFrame frame = net::SharedFrame::text(utf8);
        if (!utf8.startsWith('b')) {
            m_connection.send(frame);
            return;
        }
        for (net::WebSocketConnection* connection : open)
            connection->send(frame);
    }
    void closed() override { std::erase(open, &m_connection); }

private:
    net::WebSocketConnection& m_connection;
};

class Factory : public net::WebSocketHandlerFactory {
public:
    std::unique_ptr<net::WebSocketHandler> open(net::WebSocketConnection& connection,
                                                net::ThreadIndex) override {
        return std::make_unique<Handler>(connection);
    }
};

} // namespace

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    net::ServerConfig config;
    config.port = 0;
    if (argc > 1)
        config.maxFrame = QByteArray(argv[1]).toLongLong();
    config.threads = 1; // the floor has one, too: what is compared is the work, not how it is spread
    net::Router router;
    Factory factory;
    QThreadPool pool;
    net::Server server(config, router, factory, pool);
    if (const auto started = server.start(); !started) {
        fprintf(stderr, "net_server: %s\n", qPrintable(started.error().message()));
        return 1;
    }
    printf("ready %d\n", server.port());
    fflush(stdout);
    return QCoreApplication::exec();
}
