// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/auth/auth_service.h"
#include "server/gateway/gateway.h"
#include "server/gateway/message_sender.h"
#include "server/gateway/tail.h"
#include "server/log/embedded_log.h"
#include "server/net/server.h"
#include "server/store/sql_store.h"
#include "tests/server/gateway/gated_log.h"
#include "tests/server/gateway/projecting.h"
#include "tests/support/http_test_client.h"
#include "tests/support/ws_test_client.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

namespace parlor::test {

/// Waits for what no event of this thread tells of.
inline bool eventually(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, int(patience.count()));
}

/// A gateway with a port of its own and its own way to the log.
class GatewayNode {
public:
    GatewayNode(log::Log& sharedLog, store::Store& store, const gateway::GatewayConfig& config)
        : log(sharedLog)
        , m_auth(store, authConfig())
        , gateway(config, store, log, m_auth, m_pool) {
        gateway.addRoutes(m_router);
        net::ServerConfig netConfig;
        netConfig.port = 0;
        netConfig.threads = 2;
        server = std::make_unique<net::Server>(netConfig, m_router, gateway.webSockets(), m_pool);
    }
    ~GatewayNode() {
        log.open();
        server->stop(std::chrono::milliseconds(500));
        gateway.stop();
        m_pool.waitForDone();
        log.close(); // as ServerProcess does: what it still answers comes to a gateway that is there
        m_pool.waitForDone();
        server.reset();
    }
    Result<void> start() {
        if (auto started = gateway.start(*server); !started)
            return started;
        return server->start();
    }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server->port())); }
    /// How many of the pool's threads work on something, or wait in it.
    int busyThreads() const { return m_pool.activeThreadCount(); }
    /// As many as a server of its own has.
    void setPoolThreads(int count) { m_pool.setMaxThreadCount(count); }
    bool waitReady() {
        return eventually([this] { return gateway.notReady().isEmpty(); });
    }

    GatedLog log;

private:
    static auth::AuthConfig authConfig() {
        auth::AuthConfig config;
        config.jwtSecret = QByteArray(32, 's');
        config.minimumPasswordCost = true;
        return config;
    }
    QThreadPool m_pool;
    net::Router m_router;
    auth::AuthService m_auth;

public:
    gateway::Gateway gateway;
    std::unique_ptr<net::Server> server;
};

/// Somebody who has registered, and may talk to any gateway.
struct Person {
    User user;
    QString token;

    HttpTestClient at(const GatewayNode& node) const {
        HttpTestClient http(node.url());
        http.setToken(token);
        return http;
    }
};

/// Two gateways on one log and one store. The projector is played by hand.
class Cluster {
public:
    explicit Cluster(gateway::GatewayConfig config = clusterConfig())
        : m_log(must(log::openEmbeddedLog(m_dir.filePath(QStringLiteral("log.sqlite")))))
        , m_store(store::makeSqliteStore(storeFile())) {
        must(m_store->open());
        epoch = must(m_store->beginEpoch(0, m_log->identity(), m_log->messagePartitions(),
                                         must(m_log->begin()), false));
        a = std::make_unique<GatewayNode>(*m_log, *m_store, config);
        b = std::make_unique<GatewayNode>(*m_log, *m_store, config);
        for (GatewayNode* node : {a.get(), b.get()}) {
            must(node->start());
            if (!node->waitReady())
                qFatal("%s", qPrintable(node->gateway.notReady().join(u'\n')));
        }
    }
    static gateway::GatewayConfig clusterConfig() {
        gateway::GatewayConfig config;
        config.pollProjector = std::chrono::milliseconds(20);
        return config;
    }

    log::Log& log() { return *m_log; }
    store::Store& store() { return *m_store; }
    QString storeFile() const { return m_dir.filePath(QStringLiteral("store.sqlite")); }

    Person registerAt(GatewayNode& node, const QString& name) {
        HttpTestClient http(node.url());
        const HttpAnswer answer = http.post("/api/v1/auth/register",
                                            {{QStringLiteral("username"), name},
                                             {QStringLiteral("email"), name + QStringLiteral("@example.org")},
                                             {QStringLiteral("password"), QStringLiteral("correct horse")}});
        if (answer.status != 201)
            qFatal("%s", qPrintable(answer.describe()));
        return {must(fromJson<User>(answer.json().value(QLatin1String("user")).toObject())),
                answer.json().value(QLatin1String("accessToken")).toString()};
    }
    static RoomId createRoom(GatewayNode& node, const Person& owner, const QString& kind) {
        const HttpAnswer answer =
            owner.at(node).post("/api/v1/rooms", {{QStringLiteral("name"), QStringLiteral("sea")},
                                                  {QStringLiteral("kind"), kind}});
        if (answer.status != 201)
            qFatal("%s", qPrintable(answer.describe()));
        return *RoomId::parse(answer.json().value(QLatin1String("id")).toString());
    }
    static QByteArray path(const RoomId& room, const QByteArray& what = {}) {
        return "/api/v1/rooms/" + room.toString().toLatin1() + what;
    }
    static HttpAnswer join(GatewayNode& node, const Person& person, const RoomId& room) {
        return person.at(node).post(path(room, "/join"));
    }
    static HttpAnswer say(GatewayNode& node, const Person& person, const RoomId& room, const QString& content,
                          const TempId& tempId = TempId::create(), bool retry = false) {
        return person.at(node).post(path(room, "/messages"), {{QStringLiteral("content"), content},
                                                              {QStringLiteral("tempId"), tempId.toString()},
                                                              {QStringLiteral("retry"), retry}});
    }
    static QStringList contents(const HttpAnswer& history) {
        QStringList list;
        for (const QJsonValue& item : history.json().value(QLatin1String("items")).toArray()) {
            // What people said; system messages are told of elsewhere.
            if (item.toObject().value(QLatin1String("type")) == QLatin1String("text"))
                list.append(item.toObject().value(QLatin1String("content")).toString());
        }
        return list;
    }

    void projectAll() { test::projectAll(*m_log, *m_store, epoch); }

private:
    QTemporaryDir m_dir;
    std::unique_ptr<log::Log> m_log;
    std::unique_ptr<store::Store> m_store;

public:
    store::Epoch epoch;
    std::unique_ptr<GatewayNode> a;
    std::unique_ptr<GatewayNode> b;
};

} // namespace parlor::test
