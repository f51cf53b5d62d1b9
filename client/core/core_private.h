// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/core.h"
#include "client/core/engine.h"
#include "client/core/live_state.h"
#include "client/core/news.h"

#include <QLoggingCategory>
#include <QPointer>
#include <QThread>

/// What the core_*.cpp files share: the Core's side of the engine, on the GUI thread.
namespace parlor {

Q_DECLARE_LOGGING_CATEGORY(lcCore)

struct Core::Private {
    Core* q;
    Account account;
    Profile& profile;
    CredentialStore& credentials;
    QThread thread;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<CacheReader> reader;
    ConnectionStatus status;
    LiveState live;
    bool networkWatched = false;
    News news{[this](bool telling) {
        if (reader)
            reader->setStill(telling);
    }};

    Private(Core* core, const Account& known, Profile& home, CredentialStore& store)
        : q(core)
        , account(known)
        , profile(home)
        , credentials(store)
        , live(known.user ? known.user->id : UserId(), [this](const QList<UserId>& users) {
            run([users](Engine& worker) { worker.askPresence(users); });
        }) {}

    /// On the engine's thread, soon.
    template <typename Function>
    void run(Function function) {
        QMetaObject::invokeMethod(
            engine.get(), [this, function = std::move(function)] { function(*engine); },
            Qt::QueuedConnection);
    }
    /// `done`, to be called by the engine, brought to the GUI thread.
    template <typename T>
    Done<T> here(QObject* context, Done<T> done) {
        return [this, context = QPointer(context), done = std::move(done)](const Outcome<T>& outcome) {
            QMetaObject::invokeMethod(
                q,
                [this, context, done, outcome] {
                    // What was told before the answer is known before it.
                    news.flush();
                    if (context && done)
                        done(outcome);
                },
                Qt::QueuedConnection);
        };
    }
    template <typename T>
    void refuse(const Error& error, QObject* context, Done<T> done) {
        here(context, std::move(done))(tl::unexpected(Failure{error, NetworkProblem::None}));
    }

    /// What is wrong with taking `user` for this account.
    std::optional<Error> contradiction(const User& user) const;
    /// Takes over a sign-in, then answers `done`.
    Done<AuthTokens> signedIn(QObject* context, const Done<User>& done);
    void userSeen(const User& user);
    void watchNetwork();
    void openReader(const Account& opened);
    void wireLiveState();
    /// What the engine tells of rooms and messages, once per frame.
    void wireNews();
};

} // namespace parlor
