// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/engine.h"

#include "client/core/credential_store.h"
#include "client/core/engine_private.h"

#include <QLoggingCategory>
#include <QPointer>

namespace parlor {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcEngine, "parlor.client.engine", QtInfoMsg)

/// The account's place in the CredentialStore, which lives on the GUI thread. Answers come through the
/// engine, which outlives whatever asks.
class Engine::Vault : public TokenVault {
public:
    explicit Vault(Engine& engine)
        : m_engine(engine) {}

    void read(QObject* context, Done<QString> done) override {
        m_engine.m_config.credentials->read(key(), &m_engine, guarded(context, std::move(done)));
    }
    void write(const QString& token, QObject* context, Done<bool> done) override {
        m_engine.m_config.credentials->write(key(), token, &m_engine, guarded(context, std::move(done)));
    }
    void remove(QObject* context, Done<bool> done) override {
        m_engine.m_config.credentials->remove(key(), &m_engine, guarded(context, std::move(done)));
    }

private:
    QString key() const { return CredentialStore::keyFor(m_engine.m_config.account); }
    template <typename T>
    static Done<T> guarded(QObject* context, Done<T> done) {
        return [context = QPointer(context), done = std::move(done)](const Outcome<T>& outcome) {
            if (context)
                done(outcome);
        };
    }

    Engine& m_engine;
};

Engine::Engine(Config config)
    : m_config(std::move(config)) {}

Engine::~Engine() {
    close();
}

void Engine::close() {
    if (m_timing) {
        for (Timing::TimerId* timer : {&m_trimTimer, &m_checkTimer})
            m_timing->cancel(std::exchange(*timer, 0));
    }
    if (m_files) {
        disconnect(m_files->connection.get(), nullptr, this, nullptr);
        // The outbox's answers come from the connection's end, and need the rest to be there.
        m_files->connection->stop();
        m_files->outbox.reset();
        m_files->self.reset();
        m_files->deliveries.reset();
        m_files->markers.reset();
        m_files->users.reset();
        m_files->history.reset();
        m_files->connection.reset();
        m_files->sync.reset();
        m_files.reset();
    }
    // Nobody waits for ever, should the files be opened anew.
    for (const Done<QByteArray>& asked : std::exchange(m_calls, {}))
        asked(tl::unexpected(networkFailure(NetworkProblem::Disconnected)));
    m_api.reset();
    m_tokens.reset();
    m_vault.reset();
    m_transport.reset();
    m_timing.reset();
}

void Engine::prepare() {
    if (m_transport)
        return;
    m_timing = m_config.timing();
    m_transport = m_config.transport(m_config.account.server);
    m_vault = std::make_unique<Vault>(*this);
    m_tokens = std::make_unique<Tokens>(*m_transport, *m_timing, *m_vault);
    m_api = std::make_unique<Api>(*m_transport, *m_tokens);
    connect(m_tokens.get(), &Tokens::userSeen, this, &Engine::userSeen);
}

void Engine::open() {
    prepare();
    if (m_files)
        return;
    if (auto done = openFiles(); !done) {
        qCWarning(lcEngine) << "cannot open the account:" << done.error();
        Q_EMIT openFailed(done.error());
        return;
    }
    Q_EMIT opened(m_config.account);
    if (!m_shown.isNull())
        m_files->history->show(m_shown);
    // Both when what the start needs is done. What was not closed in order is shown meanwhile, but no server
    // is told anything that is in it.
    constexpr std::chrono::milliseconds checkDelay{1'000};
    constexpr std::chrono::milliseconds trimDelay{5'000};
    if (m_files->cache->isUnchecked())
        m_checkTimer = m_timing->after(checkDelay, [this] { checkCache(); });
    else
        m_files->connection->start();
    trimLater(trimDelay);
}

Result<void> Engine::openFiles() {
    auto files = std::make_unique<Files>();
    auto outboxStore = OutboxStore::open(m_config.directory);
    if (!outboxStore)
        return fail(outboxStore.error());
    files->outboxStore = std::move(*outboxStore);
    auto local = LocalStore::open(m_config.directory);
    if (!local)
        return fail(local.error());
    files->local = std::move(*local);
    auto cache = Cache::open(m_config.directory, m_config.account.user->id);
    if (!cache)
        return fail(cache.error());
    files->cache = std::move(*cache);
    files->sync = std::make_unique<Sync>(*files->cache);
    files->connection = std::make_unique<Connection>(*m_transport, *m_timing, *m_tokens);
    files->history = std::make_unique<History>(*files->cache, *files->sync, *m_api, *m_timing);
    files->users = std::make_unique<UserFetcher>(*files->sync, *m_api, *m_timing);
    files->markers = std::make_unique<ReadMarkers>(*files->cache, *files->connection, *m_timing);
    files->deliveries = std::make_unique<DeliveryReports>(*files->cache, *files->connection, *m_timing);
    files->self = std::make_unique<SelfState>(*files->cache, *files->connection, *m_timing);
    files->self->setPresence(m_presence);
    files->outbox = std::make_unique<Outbox>(*files->outboxStore, *files->cache, *files->sync,
                                             *files->connection, *m_timing);
    if (auto loaded = files->outbox->load(); !loaded)
        return loaded;
    m_files = std::move(files);
    wire();
    return {};
}

void Engine::wire() {
    Connection* connection = m_files->connection.get();
    connection->setNetworkReachable(m_networkReachable);
    connect(connection, &Connection::statusChanged, this, &Engine::onStatus);
    connect(connection, &Connection::authenticated, this, [this](const server::Authenticated& frame) {
        m_syncing = false;
        m_files->sync->begin(frame);
        Q_EMIT userSeen(frame.user);
    });
    connect(connection, &Connection::eventReceived, this, &Engine::onEvent);
    connect(connection, &Connection::disconnected, this, [this] {
        m_cursorsKnown.clear();
        m_files->sync->end();
    });

    Sync* sync = m_files->sync.get();
    connect(sync, &Sync::requestNeeded, this, &Engine::askSync);
    connect(sync, &Sync::failed, this, &Engine::onSyncFailed);
    connect(sync, &Sync::roomAdded, this, &Engine::roomAdded);
    connect(sync, &Sync::roomChanged, this, &Engine::roomChanged);
    connect(sync, &Sync::roomRemoved, this, &Engine::roomRemoved);
    connect(sync, &Sync::messagesChanged, this, &Engine::messagesChanged);
    connect(sync, &Sync::uncachedChanged, this, &Engine::uncachedChanged);
    connect(sync, &Sync::historyChanged, this, &Engine::historyChanged);
    connect(sync, &Sync::usersChanged, this, &Engine::usersChanged);
    connect(sync, &Sync::membersChanged, this, &Engine::membersChanged);
    connect(sync, &Sync::usersNeeded, m_files->users.get(), &UserFetcher::need);
    connect(sync, &Sync::pagesNeeded, m_files->history.get(), &History::pump);
    connect(sync, &Sync::roomRemoved, m_files->outbox.get(), &Outbox::failRoom);
    connect(sync, &Sync::confirmed, m_files->outbox.get(), &Outbox::confirm);
    connect(sync, &Sync::roomBecameLive, m_files->outbox.get(), &Outbox::roomIsLive);
    // After those who show it were told, so that a change is never gone from both.
    connect(sync, &Sync::messagesChanged, m_files->outbox.get(),
            [this](const MessagesChange& change) { m_files->outbox->settle(change.roomId); });
    connect(m_files->outbox.get(), &Outbox::refused, this, &Engine::changeRefused);
    connect(sync, &Sync::messagesChanged, m_files->deliveries.get(), &DeliveryReports::note);
    connect(sync, &Sync::messagesArrived, this, &Engine::messagesArrived);
    connect(sync, &Sync::roomRemoved, this, [this](const RoomId& room) { forgetLocal(room); });
    connect(m_files->outbox.get(), &Outbox::changed, this, [this](const OutboxChange& change) {
        Q_EMIT outboxChanged(change);
        Q_EMIT roomChanged(change.roomId);
    });
    connect(m_files->markers.get(), &ReadMarkers::roomChanged, this, &Engine::roomChanged);
}

// --- the connection ---

void Engine::onStatus(const ConnectionStatus& status) {
    const bool online = status.state == ConnectionState::Online;
    m_files->history->setOnline(online);
    m_files->users->setOnline(online);
    m_files->self->setOnline(online);
    if (online) {
        m_files->outbox->failUnknownRooms();
        m_files->outbox->pump();
        m_files->markers->flush();
        m_files->deliveries->flush();
        fetchCursors();
    }
    Q_EMIT statusChanged(status);
}

void Engine::onEvent(const ServerFrame& frame) {
    if (const auto* saved = std::get_if<server::MessageSaved>(&frame))
        m_files->outbox->acknowledge(*saved);
    else
        m_files->sync->apply(frame);
    passOn(frame);
}

void Engine::askSync() {
    if (m_syncing)
        return;
    const auto request = m_files->sync->nextRequest();
    if (!request) {
        if (m_files->sync->caughtUp())
            m_files->connection->markSynced();
        return;
    }
    m_syncing = true;
    m_files->connection->request(*request, [this, asked = *request](const Connection::Answer& answer) {
        m_syncing = false;
        if (!answer) {
            // A lost connection begins again by itself. A refusal cannot be helped but by beginning anew,
            // later.
            if (answer.error().network == NetworkProblem::None)
                m_files->connection->restart(answer.error());
            return;
        }
        if (const auto* synced = std::get_if<server::Synced>(&*answer))
            m_files->sync->applySynced(asked, *synced);
        askSync();
    });
}

void Engine::onSyncFailed(const Error& error) {
    if (error.code() != ErrorCode::Corrupt) {
        m_files->connection->restart({error, NetworkProblem::None});
        return;
    }
    m_files->cache->setDamaged();
    // Whoever emitted this is about to go.
    QMetaObject::invokeMethod(
        this,
        [this] {
            close();
            open();
        },
        Qt::QueuedConnection);
}

void Engine::wake() {
    if (m_files)
        m_files->connection->wake();
}

void Engine::setNetworkReachable(bool reachable) {
    m_networkReachable = reachable;
    if (m_files)
        m_files->connection->setNetworkReachable(reachable);
}

// --- session ---

void Engine::plain(const QByteArray& method, const QString& path, const QByteArray& body,
                   const QString& bearer, Done<QByteArray> done) {
    prepare();
    m_transport->request({method, path, body, bearer},
                         [done = std::move(done)](const tl::expected<HttpResponse, Failure>& response) {
                             done(readResponse(response));
                         });
}

void Engine::call(const QByteArray& method, const QString& path, const QByteArray& body,
                  Done<QByteArray> done) {
    if (!m_files) {
        done(tl::unexpected(notOpen()));
        return;
    }
    const quint64 number = ++m_lastCall;
    m_calls.insert(number, std::move(done));
    m_api->call(method, path, body, [this, number](const Outcome<QByteArray>& answer) {
        if (const Done<QByteArray> asked = m_calls.take(number))
            asked(answer);
    });
}

void Engine::fetchServerInfo(Done<ServerInfo> done) {
    plain("GET", u"/api/v1/server"_s, {}, {},
          [done](const Outcome<QByteArray>& body) { done(decodeResponse<ServerInfo>(body)); });
}

void Engine::signUp(const RegisterRequest& request, Done<AuthTokens> done) {
    plain("POST", u"/api/v1/auth/register"_s, toBytes(toJson(request)), {},
          [done](const Outcome<QByteArray>& body) { done(decodeResponse<AuthTokens>(body)); });
}

void Engine::signIn(const LoginRequest& request, Done<AuthTokens> done) {
    plain("POST", u"/api/v1/auth/login"_s, toBytes(toJson(request)), {},
          [done](const Outcome<QByteArray>& body) { done(decodeResponse<AuthTokens>(body)); });
}

void Engine::adopt(const Account& account, const AuthTokens& tokens, Done<User> done) {
    prepare();
    m_config.account = account;
    m_tokens->adopt(tokens, this, [this, user = tokens.user, done](const Outcome<bool>&) {
        if (m_files)
            m_files->connection->start();
        else
            open();
        done(user);
    });
}

void Engine::refuse(const AuthTokens& tokens) {
    plain("POST", u"/api/v1/auth/logout"_s, {}, tokens.accessToken, [](const Outcome<QByteArray>&) {});
}

void Engine::signOut(Done<bool> done) {
    constexpr std::chrono::milliseconds patience{5'000};
    if (!m_files) {
        done(true);
        return;
    }
    auto finished = std::make_shared<bool>(false);
    const auto finish = [this, finished, done](bool told) {
        if (std::exchange(*finished, true))
            return;
        if (!m_files) {
            done(told);
            return;
        }
        m_files->connection->signOut();
        m_tokens->clear(this, [done, told](const Outcome<QString>&) { done(told); });
    };
    const Timing::TimerId deadline = m_timing->after(patience, [finish] { finish(false); });
    call("POST", u"/api/v1/auth/logout"_s, {}, [this, deadline, finish](const Outcome<QByteArray>& body) {
        m_timing->cancel(deadline);
        finish(body.has_value());
    });
}

} // namespace parlor
