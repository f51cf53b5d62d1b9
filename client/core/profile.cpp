// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/profile.h"

#include "shared/codec.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QMutex>
#include <QSaveFile>
#include <QStandardPaths>

#include <utility>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcProfile, "parlor.client.profile", QtInfoMsg)

constexpr int fileVersion = 1;

bool isProfileName(const QString& name) {
    if (name.isEmpty() || name.size() > 32 || name.startsWith(QLatin1Char('.')))
        return false;
    return std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || c == QLatin1Char('.') ||
               c == QLatin1Char('_') || c == QLatin1Char('-');
    });
}

QString baseDirectory() {
    const QString forced = qEnvironmentVariable("PARLOR_CLIENT_DATA");
    return forced.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) : forced;
}

QJsonObject accountToJson(const Account& account) {
    QJsonObject json{{"id"_L1, account.id}, {"server"_L1, account.server.toString()}};
    if (account.user)
        json.insert("user"_L1, toJson(*account.user));
    return json;
}

std::optional<Account> accountFromJson(const QJsonObject& json) {
    Account account;
    account.id = json.value("id"_L1).toString();
    account.server = QUrl(json.value("server"_L1).toString(), QUrl::StrictMode);
    // The id names a directory: nothing but what newAccount() makes.
    if (!parseUuid(account.id) || !account.server.isValid() || account.server.host().isEmpty())
        return std::nullopt;
    if (json.contains("user"_L1)) {
        auto user = fromJson<User>(json.value("user"_L1).toObject());
        if (!user)
            return std::nullopt;
        account.user = *user;
    }
    return account;
}

Result<void> write(const QString& path, const QByteArray& content) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return fail(ErrorCode::Io, file.errorString());
    file.write(content);
    if (!file.commit())
        return fail(ErrorCode::Io, file.errorString());
    return {};
}

} // namespace

/// The content that is to be written next; null if there is none. Any thread.
struct Profile::Waiting {
    QMutex mutex;
    QByteArray content;

    void put(const QByteArray& next) {
        const QMutexLocker lock(&mutex);
        content = next;
    }
    QByteArray take() {
        const QMutexLocker lock(&mutex);
        return std::exchange(content, {});
    }
};

QString Profile::directoryOf(const QString& name) {
    return QDir(baseDirectory()).filePath(u"profiles/"_s + name);
}

Result<std::unique_ptr<Profile>> Profile::open(const QString& name) {
    if (!isProfileName(name))
        return fail(ErrorCode::Invalid,
                    u"A profile's name is 1 to 32 of a-z A-Z 0-9 . _ -, and does not begin with a dot."_s,
                    u"profile"_s);
    const QString directory = directoryOf(name);
    if (!QDir().mkpath(directory))
        return fail(ErrorCode::Io, u"cannot make "_s + directory);
    // What people wrote to each other is nobody else's.
    QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);

    auto lock = std::make_unique<QLockFile>(QDir(directory).filePath(u"lock"_s));
    lock->setStaleLockTime(0); // held for as long as the program runs; one of a dead process is recognised
    if (!lock->tryLock(0)) {
        if (lock->error() == QLockFile::LockFailedError)
            return fail(ErrorCode::Locked, u"The profile \"%1\" is running already."_s.arg(name));
        return fail(ErrorCode::Io, u"cannot lock "_s + directory);
    }
    std::unique_ptr<Profile> profile(new Profile(name, directory, std::move(lock)));
    profile->load();
    return profile;
}

Profile::Profile(const QString& name, const QString& directory, std::unique_ptr<QLockFile> lock)
    : m_name(name)
    , m_directory(directory)
    , m_lock(std::move(lock))
    , m_waiting(std::make_shared<Waiting>()) {
    // One after the other: the newest content is the last that is written.
    m_writer.setMaxThreadCount(1);
}

Profile::~Profile() {
    m_writer.waitForDone();
}

QString Profile::accountDirectory(const QString& accountId) const {
    return QDir(m_directory).filePath(u"accounts/"_s + accountId);
}

QString Profile::keyringService() const {
    return u"parlor/"_s + m_name;
}

QString Profile::credentialsFile() const {
    return QDir(m_directory).filePath(u"credentials.json"_s);
}

void Profile::load() {
    const QString path = this->file();
    QFile file(path);
    if (!file.exists())
        return;
    auto json = file.open(QIODevice::ReadOnly) ? parseObject(file.readAll())
                                               : Result<QJsonObject>(fail(ErrorCode::Io, file.errorString()));
    file.close();
    if (!json || json->value("version"_L1).toInt() != fileVersion) {
        qCWarning(lcProfile) << "the profile's file is damaged, and kept as profile.damaged.json:" << path;
        const QString aside = QDir(m_directory).filePath(u"profile.damaged.json"_s);
        QFile::remove(aside);
        QFile::rename(path, aside);
        return;
    }
    const QJsonArray accounts = json->value("accounts"_L1).toArray();
    for (const QJsonValue& value : accounts) {
        if (const auto account = accountFromJson(value.toObject()))
            m_accounts.append(*account);
        else
            qCWarning(lcProfile) << "an account of the profile makes no sense, and is left out";
    }
    m_settings = json->value("settings"_L1).toObject();
    m_lastRooms = json->value("lastRooms"_L1).toObject();
    m_serverNames = json->value("serverNames"_L1).toObject();
}

QByteArray Profile::content() const {
    QJsonArray accounts;
    for (const Account& account : std::as_const(m_accounts))
        accounts.append(accountToJson(account));
    return toBytes({{"version"_L1, fileVersion},
                    {"accounts"_L1, accounts},
                    {"settings"_L1, m_settings},
                    {"lastRooms"_L1, m_lastRooms},
                    {"serverNames"_L1, m_serverNames}});
}

QString Profile::file() const {
    return QDir(m_directory).filePath(u"profile.json"_s);
}

Result<void> Profile::store() {
    // Not before something older that is being written.
    m_waiting->put({});
    m_writer.waitForDone();
    return write(file(), content());
}

void Profile::storeSoon() {
    m_waiting->put(content());
    m_writer.start([waiting = m_waiting, path = file()] {
        const QByteArray next = waiting->take();
        if (next.isNull())
            return;
        if (auto written = write(path, next); !written)
            qCWarning(lcProfile) << "cannot keep the settings:" << written.error();
    });
}

std::optional<Account> Profile::account(const QString& id) const {
    for (const Account& account : m_accounts) {
        if (account.id == id)
            return account;
    }
    return std::nullopt;
}

std::optional<Account> Profile::find(const QUrl& server, const UserId& user) const {
    for (const Account& account : m_accounts) {
        if (account.server == server && account.user && account.user->id == user)
            return account;
    }
    return std::nullopt;
}

Result<void> Profile::save(const Account& account) {
    const QList<Account> before = m_accounts;
    const auto known = std::find_if(m_accounts.begin(), m_accounts.end(),
                                    [&](const Account& one) { return one.id == account.id; });
    if (known == m_accounts.end())
        m_accounts.append(account);
    else if (*known == account)
        return {};
    else
        *known = account;
    if (auto stored = store(); !stored) {
        m_accounts = before;
        return stored;
    }
    Q_EMIT accountsChanged();
    return {};
}

Result<void> Profile::remove(const QString& id) {
    const QList<Account> before = m_accounts;
    const QJsonObject roomsBefore = m_lastRooms;
    const QJsonObject namesBefore = m_serverNames;
    m_accounts.removeIf([&](const Account& account) { return account.id == id; });
    m_lastRooms.remove(id);
    m_serverNames.remove(id);
    if (auto stored = store(); !stored) {
        m_accounts = before;
        m_lastRooms = roomsBefore;
        m_serverNames = namesBefore;
        return stored;
    }
    if (parseUuid(id))
        QDir(accountDirectory(id)).removeRecursively();
    Q_EMIT accountsChanged();
    return {};
}

RoomId Profile::lastRoom(const QString& accountId) const {
    return RoomId::parse(m_lastRooms.value(accountId).toString()).value_or(RoomId());
}

void Profile::setLastRoom(const QString& accountId, const RoomId& room) {
    if (lastRoom(accountId) == room)
        return;
    m_lastRooms.insert(accountId, room.toString());
    storeSoon();
}

QString Profile::serverName(const QString& accountId) const {
    return m_serverNames.value(accountId).toString();
}

void Profile::setServerName(const QString& accountId, const QString& name) {
    if (serverName(accountId) == name)
        return;
    m_serverNames.insert(accountId, name);
    storeSoon();
}

QVariant Profile::setting(const QString& key, const QVariant& absent) const {
    const QJsonValue value = m_settings.value(key);
    return value.isUndefined() ? absent : value.toVariant();
}

void Profile::setSetting(const QString& key, const QVariant& value) {
    const QJsonValue json = QJsonValue::fromVariant(value);
    if (m_settings.value(key) == json)
        return;
    m_settings.insert(key, json);
    storeSoon();
}

} // namespace parlor
