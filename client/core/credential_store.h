// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QObject>

#include <memory>

namespace parlor {

class StartGate;

/// Keeps refresh tokens: in the system's keyring, and where there is none in a file of the profile that only
/// its owner can read. storage() says which, before anything is written, so that the user interface can tell.
///
/// Lives on the GUI thread (the keyring's client library needs its event loop). read(), write() and remove()
/// may be called on any thread; they never block, and answer on the thread of `context`, unless `context` is
/// gone by then. A context of another thread must not be destroyed while the GUI thread runs (Core waits for
/// its thread to end, so that its own are safe).
///
/// A keyring that does not answer within the time-out counts as absent for the rest of the run; so does one
/// that the user keeps locked, but then nothing is written to a file: the sign-in ends with the program.
class CredentialStore : public QObject {
    Q_OBJECT
    Q_PROPERTY(parlor::CredentialStorage storage READ storage NOTIFY storageChanged)
public:
    struct Options {
        QString service;         ///< the keyring's service name; holds the profile's name
        QString fallbackFile;    ///< absolute path; made with mode 0600
        bool fileAllowed = true; ///< false: without a keyring tokens are kept in memory only
        bool keyringAllowed = true;
        int timeoutMs = 10'000;    ///< for an answer of the keyring (it may be asking the user to unlock it)
        StartGate* gate = nullptr; ///< nothing is read or written before it opens; null: at once
    };
    explicit CredentialStore(const Options& options, QObject* parent = nullptr);
    ~CredentialStore() override;

    /// Finds out what can be used, by a harmless read; storageChanged() tells. Called by the constructor's
    /// owner at start.
    void probe();
    CredentialStorage storage() const;

    /// The secret under `key`; an empty string if there is none. Fails with Unavailable if the keyring cannot
    /// be read just now.
    void read(const QString& key, QObject* context, Done<QString> done);
    /// Answers once it is durable (or in memory, if storage() is MemoryOnly); false then.
    void write(const QString& key, const QString& secret, QObject* context, Done<bool> done);
    void remove(const QString& key, QObject* context, Done<bool> done);

    /// The key of an account's refresh token: server and user are readable in it, so that people recognise it
    /// in their keyring.
    static QString keyFor(const Account& account);

Q_SIGNALS:
    void storageChanged(parlor::CredentialStorage storage);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor
