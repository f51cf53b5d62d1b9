// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/credential_store.h"

#include "client/core/secret_file.h"
#include "client/core/start_gate.h"

#include <QHash>
#include <QLoggingCategory>
#include <QPointer>
#include <QTimer>
#include <qt6keychain/keychain.h>

#include <atomic>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcCredentials, "parlor.client.credentials", QtInfoMsg)

const QString probeKey = u"parlor-probe"_s;

enum class KeyringAnswer { Done, NoEntry, Denied, Absent };

KeyringAnswer answerOf(QKeychain::Error error) {
    switch (error) {
    case QKeychain::NoError:
        return KeyringAnswer::Done;
    case QKeychain::EntryNotFound:
        return KeyringAnswer::NoEntry;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return KeyringAnswer::Denied;
    default:
        return KeyringAnswer::Absent;
    }
}

} // namespace

struct CredentialStore::Private {
    CredentialStore* q;
    Options options;
    SecretFile file;
    QHash<QString, QString> memory;
    std::atomic<CredentialStorage> storage = CredentialStorage::Unknown;
    bool keyringGone = false;

    /// On the thread of the store, soon.
    void soon(std::function<void()> work) {
        if (options.gate)
            options.gate->whenOpen(q, std::move(work));
        else
            QMetaObject::invokeMethod(q, std::move(work), Qt::QueuedConnection);
    }

    bool tryKeyring() const { return options.keyringAllowed && !keyringGone; }

    void setStorage(CredentialStorage to) {
        if (storage.exchange(to) != to)
            Q_EMIT q->storageChanged(to);
    }

    /// Runs `job` with a time-out; `done` gets what came of it, once.
    void run(QKeychain::Job* job, std::function<void(KeyringAnswer)> done) {
        job->setAutoDelete(true);
        auto* once = new QTimer(q);
        once->setSingleShot(true);
        auto finish = [this, once = QPointer(once), done](KeyringAnswer answer) {
            if (!once)
                return; // answered already
            delete once.data();
            if (answer == KeyringAnswer::Done || answer == KeyringAnswer::NoEntry) {
                setStorage(CredentialStorage::Keyring);
            } else {
                keyringGone = true;
                const bool useFile = answer == KeyringAnswer::Absent && options.fileAllowed;
                setStorage(useFile ? CredentialStorage::File : CredentialStorage::MemoryOnly);
            }
            done(answer);
        };
        QObject::connect(once, &QTimer::timeout, q, [finish] {
            qCWarning(lcCredentials) << "the keyring does not answer";
            finish(KeyringAnswer::Absent);
        });
        QObject::connect(job, &QKeychain::Job::finished, q, [finish](QKeychain::Job* ended) {
            if (ended->error() != QKeychain::NoError && ended->error() != QKeychain::EntryNotFound)
                qCInfo(lcCredentials) << "no keyring:" << ended->error() << ended->errorString();
            finish(answerOf(ended->error()));
        });
        once->start(options.timeoutMs);
        job->start();
    }

    void noKeyring() {
        if (storage == CredentialStorage::Unknown || storage == CredentialStorage::Keyring)
            setStorage(options.fileAllowed ? CredentialStorage::File : CredentialStorage::MemoryOnly);
    }

    QString readHere(const QString& key) const {
        if (memory.contains(key))
            return memory.value(key);
        return file.value(key);
    }

    bool writeHere(const QString& key, const QString& secret) {
        noKeyring();
        memory.insert(key, secret);
        if (storage != CredentialStorage::File)
            return false;
        if (file.setValue(key, secret))
            return true;
        qCWarning(lcCredentials) << "cannot write" << options.fallbackFile;
        setStorage(CredentialStorage::MemoryOnly);
        return false;
    }

    void read(const QString& key, std::function<void(const QString&)> done) {
        if (!tryKeyring()) {
            noKeyring();
            done(readHere(key));
            return;
        }
        auto* job = new QKeychain::ReadPasswordJob(options.service, q);
        job->setKey(key);
        run(job, [this, key, job = QPointer(job), done](KeyringAnswer answer) {
            // Kept in the file while there was no keyring: the next write moves it over.
            done(answer == KeyringAnswer::Done && job ? job->textData() : readHere(key));
        });
    }

    void write(const QString& key, const QString& secret, std::function<void(bool)> done) {
        if (!tryKeyring()) {
            done(writeHere(key, secret));
            return;
        }
        auto* job = new QKeychain::WritePasswordJob(options.service, q);
        job->setKey(key);
        job->setTextData(secret);
        run(job, [this, key, secret, done](KeyringAnswer answer) {
            if (answer != KeyringAnswer::Done) {
                done(writeHere(key, secret));
                return;
            }
            memory.remove(key);
            file.remove(key);
            done(true);
        });
    }

    void remove(const QString& key, std::function<void(bool)> done) {
        memory.remove(key);
        const bool removed = file.remove(key);
        if (!tryKeyring()) {
            done(removed);
            return;
        }
        auto* job = new QKeychain::DeletePasswordJob(options.service, q);
        job->setKey(key);
        run(job, [removed, done](KeyringAnswer answer) { done(removed && answer != KeyringAnswer::Denied); });
    }
};

CredentialStore::CredentialStore(const Options& options, QObject* parent)
    : QObject(parent)
    , d(new Private{this, options, SecretFile(options.fallbackFile), {}, {}, false}) {}

CredentialStore::~CredentialStore() = default;

void CredentialStore::probe() {
    d->soon([this] { d->read(probeKey, [](const QString&) {}); });
}

CredentialStorage CredentialStore::storage() const {
    return d->storage;
}

void CredentialStore::read(const QString& key, QObject* context, Done<QString> done) {
    d->soon([this, key, context = QPointer(context), done] {
        d->read(key, [context, done](const QString& secret) {
            if (context)
                QMetaObject::invokeMethod(
                    context.data(), [done, secret] { done(secret); }, Qt::QueuedConnection);
        });
    });
}

void CredentialStore::write(const QString& key, const QString& secret, QObject* context, Done<bool> done) {
    d->soon([this, key, secret, context = QPointer(context), done] {
        d->write(key, secret, [context, done](bool durable) {
            if (context)
                QMetaObject::invokeMethod(
                    context.data(), [done, durable] { done(durable); }, Qt::QueuedConnection);
        });
    });
}

void CredentialStore::remove(const QString& key, QObject* context, Done<bool> done) {
    d->soon([this, key, context = QPointer(context), done] {
        d->remove(key, [context, done](bool removed) {
            if (context)
                QMetaObject::invokeMethod(
                    context.data(), [done, removed] { done(removed); }, Qt::QueuedConnection);
        });
    });
}

QString CredentialStore::keyFor(const Account& account) {
    // Not the user's name, which may change.
    const QString user = account.user ? account.user->id.toString() : account.id;
    return account.server.toString(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash) + u" "_s + user;
}

} // namespace parlor
