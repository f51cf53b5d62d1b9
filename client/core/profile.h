// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"
#include "shared/result.h"

#include <QJsonObject>
#include <QLockFile>
#include <QObject>
#include <QThreadPool>
#include <QVariant>

#include <memory>

namespace parlor {

/// One profile: its directory, its accounts and its settings, locked so that it runs once. GUI thread.
///
/// The directory is AppDataLocation/profiles/NAME, or $PARLOR_CLIENT_DATA/profiles/NAME where that is set.
class Profile : public QObject {
    Q_OBJECT
public:
    /// Opens and locks `name` (1 to 32 of a-z A-Z 0-9 . _ -, not beginning with a dot; "default" is the usual
    /// one), making its directory if needed. Errors: Invalid (the name, field "profile"), Locked (it runs
    /// already), Io. A profile file that is damaged is moved aside and begun anew: accounts are then signed
    /// in to again.
    static Result<std::unique_ptr<Profile>> open(const QString& name);
    ~Profile() override;
    /// Where the profile `name` is, whether it can be opened or not.
    static QString directoryOf(const QString& name);

    QString name() const { return m_name; }
    QString directory() const { return m_directory; }
    /// Where the cache and the outbox of an account are. Made by the core.
    QString accountDirectory(const QString& accountId) const;
    /// For CredentialStore::Options.
    QString keyringService() const;
    QString credentialsFile() const;

    /// In the order in which they were added.
    QList<Account> accounts() const { return m_accounts; }
    std::optional<Account> account(const QString& id) const;
    /// The account of that user at that server, if there is one.
    std::optional<Account> find(const QUrl& server, const UserId& user) const;
    /// Adds, or replaces the one with the same id. Io if it could not be stored.
    Result<void> save(const Account& account);
    /// Forgets the account and deletes its directory (its outbox too): its Core must be gone.
    Result<void> remove(const QString& id);

    /// The room that was open last in an account; null if none.
    RoomId lastRoom(const QString& accountId) const;
    // What is set below is on the disk soon after, and when the Profile is gone: bringing a file there takes
    // as long as the disk is busy, which nobody who changes the room waits for.
    void setLastRoom(const QString& accountId, const RoomId& room);
    /// As the account's server last called itself; empty if that was never heard.
    QString serverName(const QString& accountId) const;
    void setServerName(const QString& accountId, const QString& name);
    /// Anything else that the user interface keeps (window geometry, theme). JSON values only.
    QVariant setting(const QString& key, const QVariant& absent = {}) const;
    void setSetting(const QString& key, const QVariant& value);

Q_SIGNALS:
    void accountsChanged();

private:
    Profile(const QString& name, const QString& directory, std::unique_ptr<QLockFile> lock);
    void load();
    Result<void> store();
    void storeSoon();
    QByteArray content() const;
    QString file() const;

    struct Waiting;
    QString m_name;
    QString m_directory;
    std::unique_ptr<QLockFile> m_lock;
    QList<Account> m_accounts;
    QJsonObject m_settings;
    QJsonObject m_lastRooms;
    QJsonObject m_serverNames;
    std::shared_ptr<Waiting> m_waiting; ///< what m_writer has yet to write
    QThreadPool m_writer;
};

} // namespace parlor
