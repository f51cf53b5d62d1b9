// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/core.h"
#include "client/core/credential_store.h"
#include "client/core/fake_server.h"
#include "client/core/profile.h"
#include "client/core/timing.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace parlor::tests {

/// A profile in a directory of its own, and no keyring.
struct Home {
    Home() { reopen(); }
    /// As the next run of the program would.
    void reopen() {
        qputenv("PARLOR_CLIENT_DATA", directory.path().toUtf8()); // a test may have several
        credentials.reset();
        profile.reset();
        profile = std::move(*Profile::open(QStringLiteral("test")));
        CredentialStore::Options options;
        options.service = profile->keyringService();
        options.fallbackFile = profile->credentialsFile();
        options.keyringAllowed = false;
        credentials = std::make_unique<CredentialStore>(options);
    }
    std::unique_ptr<Core> makeCore(FakeServer& server, const Account& account) {
        Core::Options options;
        options.transport = server.factory();
        return std::make_unique<Core>(account, *profile, *credentials, options);
    }
    std::unique_ptr<Core> makeCore(FakeServer& server) {
        return makeCore(server, newAccount(QUrl(QStringLiteral("https://fake.example"))));
    }

    QTemporaryDir directory;
    std::unique_ptr<Profile> profile;
    std::unique_ptr<CredentialStore> credentials;
};

/// The outcome of a call with `context` and `done`, awaited.
template <typename T>
struct Awaited {
    std::optional<Outcome<T>> outcome;
    QObject context;
    Done<T> done() {
        return [this](const Outcome<T>& answer) { outcome = answer; };
    }
    bool wait() {
        return QTest::qWaitFor([this] { return outcome.has_value(); }, 20'000);
    }
};

template <typename T, typename Call>
Outcome<T> await(Call call) {
    Awaited<T> awaited;
    call(&awaited.context, awaited.done());
    if (!awaited.wait())
        return tl::unexpected(
            networkFailure(NetworkProblem::Timeout, QStringLiteral("the test waited in vain")));
    return *awaited.outcome;
}

inline Outcome<User> signIn(Core& core, const QString& login = QStringLiteral("ada"),
                            const QString& password = QStringLiteral("password")) {
    return await<User>(
        [&](QObject* context, Done<User> done) { core.signIn(login, password, context, done); });
}

inline Outcome<OutboxEntry> send(Core& core, const RoomId& room, const QString& text) {
    return await<OutboxEntry>(
        [&](QObject* context, Done<OutboxEntry> done) { core.sendMessage(room, text, {}, context, done); });
}

inline bool isOnline(const Core& core) {
    return core.status().state == ConnectionState::Online;
}

inline QStringList texts(const QList<Message>& messages) {
    QStringList texts;
    for (const Message& message : messages)
        texts.append(message.content);
    return texts;
}
inline QStringList texts(const QList<OutboxEntry>& entries) {
    QStringList texts;
    for (const OutboxEntry& entry : entries)
        texts.append(entry.content);
    return texts;
}

} // namespace parlor::tests
