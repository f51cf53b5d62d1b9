// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/core.h"

#include "client/core/core_private.h"
#include "client/core/credential_store.h"
#include "client/core/network_transport.h"
#include "client/core/profile.h"
#include "client/core/timing.h"
#include "shared/codec.h"

#include <QNetworkInformation>
#include <QSysInfo>

namespace parlor {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcCore, "parlor.client.core", QtInfoMsg)

std::optional<Error> Core::Private::contradiction(const User& user) const {
    if (account.user && account.user->id != user.id)
        return Error(ErrorCode::Conflict, u"This account belongs to somebody else."_s);
    const auto other = profile.find(account.server, user.id);
    if (other && other->id != account.id)
        return Error(ErrorCode::Conflict, u"This user is signed in here already."_s);
    return std::nullopt;
}

Done<AuthTokens> Core::Private::signedIn(QObject* context, const Done<User>& done) {
    // By way of `q`: the account is settled even if who asked is gone.
    return here<AuthTokens>(q, [this, asked = QPointer(context), done](const Outcome<AuthTokens>& tokens) {
        const auto answer = [asked, done](const Outcome<User>& user) {
            if (asked && done)
                done(user);
        };
        if (!tokens) {
            answer(tl::unexpected(tokens.error()));
            return;
        }
        std::optional<Error> wrong = contradiction(tokens->user);
        Account known = account;
        known.user = tokens->user;
        if (!wrong) {
            if (auto saved = profile.save(known); !saved)
                wrong = saved.error();
        }
        if (wrong) {
            run([refused = *tokens](Engine& worker) { worker.refuse(refused); });
            answer(tl::unexpected(Failure{*wrong, NetworkProblem::None}));
            return;
        }
        account = known;
        Q_EMIT q->accountChanged();
        run([known, adopted = *tokens, report = here<User>(q, answer)](Engine& worker) {
            worker.adopt(known, adopted, report);
        });
    });
}

void Core::Private::userSeen(const User& user) {
    if (!account.user || account.user->id != user.id || *account.user == user)
        return;
    account.user = user;
    if (auto saved = profile.save(account); !saved)
        qCWarning(lcCore) << "cannot keep the account's new name:" << saved.error();
    Q_EMIT q->accountChanged();
}

void Core::Private::watchNetwork() {
    if (std::exchange(networkWatched, true))
        return;
    if (!QNetworkInformation::instance())
        QNetworkInformation::loadDefaultBackend();
    QNetworkInformation* network = QNetworkInformation::instance();
    if (!network || !network->supports(QNetworkInformation::Feature::Reachability))
        return;
    const auto tell = [this](QNetworkInformation::Reachability reachability) {
        const bool reachable = reachability != QNetworkInformation::Reachability::Disconnected;
        run([reachable](Engine& worker) { worker.setNetworkReachable(reachable); });
    };
    connect(network, &QNetworkInformation::reachabilityChanged, q, tell);
    tell(network->reachability());
}

Core::Core(const Account& account, Profile& profile, CredentialStore& credentials, const Options& options,
           QObject* parent)
    : QObject(parent)
    , d(new Private(this, account, profile, credentials)) {
    Engine::Config config;
    config.account = account;
    config.directory = profile.accountDirectory(account.id);
    config.transport = options.transport ? options.transport : networkTransportFactory();
    config.timing = options.timing ? options.timing : [] { return systemTiming(); };
    config.credentials = &credentials;
    d->engine = std::make_unique<Engine>(std::move(config));
    Engine* engine = d->engine.get();

    connect(engine, &Engine::opened, this, [this](const Account& opened) {
        d->news.flush();
        d->openReader(opened);
        Q_EMIT this->opened();
    });
    connect(engine, &Engine::openFailed, this, &Core::openFailed);
    connect(engine, &Engine::statusChanged, this, [this](const ConnectionStatus& status) {
        d->news.flush();
        d->status = status;
        d->live.setOnline(status.state == ConnectionState::Online);
        // It brings a plugin and asks the desktop's bus: not what a window's first frame waits for, and of
        // no use before an attempt has ended one way or the other.
        if (status.state == ConnectionState::Online || status.state == ConnectionState::Waiting)
            d->watchNetwork();
        Q_EMIT statusChanged(status);
    });
    connect(engine, &Engine::userSeen, this, [this](const User& user) { d->userSeen(user); });
    d->wireNews();
    d->wireLiveState();
    connect(&credentials, &CredentialStore::storageChanged, this, &Core::credentialStorageChanged);

    engine->moveToThread(&d->thread);
    d->thread.setObjectName(u"parlor-core"_s);
    d->thread.start();
}

Core::~Core() {
    disconnect(d->engine.get(), nullptr, this, nullptr);
    d->reader.reset();
    QMetaObject::invokeMethod(
        d->engine.get(), [this] { d->engine->close(); }, Qt::BlockingQueuedConnection);
    d->thread.quit();
    d->thread.wait();
    d->engine.reset();
}

void Core::open() {
    if (d->account.user)
        d->run([](Engine& engine) { engine.open(); });
}

Account Core::account() const {
    return d->account;
}

UserId Core::self() const {
    return d->account.user ? d->account.user->id : UserId();
}

const CacheReader* Core::reader() const {
    return d->reader.get();
}

ConnectionStatus Core::status() const {
    return d->status;
}

CredentialStorage Core::credentialStorage() const {
    return d->credentials.storage();
}

// --- session ---

void Core::fetchServerInfo(QObject* context, Done<ServerInfo> done) {
    d->run([report = d->here(context, std::move(done))](Engine& engine) { engine.fetchServerInfo(report); });
}

void Core::signUp(const SignUp& form, QObject* context, Done<User> done) {
    for (const Result<void>& checked :
         {checkUsername(form.username), checkEmail(form.email), checkPassword(form.password),
          form.displayName.isEmpty() ? Result<void>() : checkDisplayName(form.displayName)}) {
        if (!checked) {
            d->refuse(checked.error(), context, std::move(done));
            return;
        }
    }
    RegisterRequest request;
    request.username = form.username;
    request.email = form.email;
    request.password = form.password;
    if (!form.displayName.isEmpty())
        request.displayName = form.displayName;
    request.device = QSysInfo::prettyProductName().left(limits::deviceNameMax);
    d->run(
        [request, report = d->signedIn(context, done)](Engine& engine) { engine.signUp(request, report); });
}

void Core::signIn(const QString& login, const QString& password, QObject* context, Done<User> done) {
    for (const auto& [text, field] : {std::pair(login, u"login"_s), std::pair(password, u"password"_s)}) {
        if (text.isEmpty() || text.size() > limits::passwordMax) {
            d->refuse(Error(ErrorCode::Invalid, {}, field), context, std::move(done));
            return;
        }
    }
    const LoginRequest request{login.trimmed(), password,
                               QSysInfo::prettyProductName().left(limits::deviceNameMax)};
    d->run(
        [request, report = d->signedIn(context, done)](Engine& engine) { engine.signIn(request, report); });
}

void Core::signOut(QObject* context, Done<bool> done) {
    d->run([report = d->here(context, std::move(done))](Engine& engine) { engine.signOut(report); });
}

void Core::retryConnection() {
    d->run([](Engine& engine) { engine.wake(); });
}

} // namespace parlor
