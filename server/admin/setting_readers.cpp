// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/setting_readers.h"

#include "shared/codec.h"

#include <QDir>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QUrl>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace parlor::admin {

namespace {

/// "must be <allowed>" says all there is to say.
tl::unexpected<Error> notAllowed() {
    return fail(ErrorCode::Invalid, QString());
}
tl::unexpected<Error> problem(const QString& text) {
    return fail(ErrorCode::Invalid, text);
}

QStringList commaSeparated(const QString& text) {
    QStringList items;
    for (const QString& item : text.split(QLatin1Char(','))) {
        if (const QString trimmed = item.trimmed(); !trimmed.isEmpty())
            items.append(trimmed);
    }
    return items;
}

/// Null for what is no address. QHostAddress alone takes "10" for 0.0.0.10.
QHostAddress addressOf(const QString& text) {
    const bool whole = text.contains(QLatin1Char(':')) || text.count(QLatin1Char('.')) == 3;
    return whole ? QHostAddress(text) : QHostAddress();
}

} // namespace

Result<void> readNumber(const QString& text, int min, int max, int& field) {
    bool ok = false;
    const int number = text.toInt(&ok);
    if (!ok || number < min || number > max || text.startsWith(QLatin1Char('+')))
        return notAllowed();
    field = number;
    return {};
}

Result<void> readSwitch(const QString& text, const char* on, const char* off, bool& field) {
    if (text != QLatin1StringView(on) && text != QLatin1StringView(off))
        return notAllowed();
    field = text == QLatin1StringView(on);
    return {};
}

Result<void> readBudget(const QString& text, RateBudget& field) {
    static const QRegularExpression form(QStringLiteral("^([0-9]{1,6})/(s|min|h) burst ([0-9]{1,7})$"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return notAllowed();
    const int count = match.captured(1).toInt();
    const int burst = match.captured(3).toInt();
    if (count < 1 || count > 100'000)
        return notAllowed();
    if (burst < 1 || burst > 1'000'000)
        return problem(QStringLiteral("the burst must be 1 to 1000000"));
    const QString unit = match.captured(2);
    const double seconds = unit == QLatin1StringView("s") ? 1 : unit == QLatin1StringView("min") ? 60 : 3600;
    field = {count / seconds, double(burst)};
    return {};
}

Result<void> readListen(const QString& text, Settings& settings) {
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    if (colon < 0)
        return notAllowed();
    QString host = text.left(colon);
    const bool bracketed = host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']'));
    if (bracketed)
        host = host.mid(1, host.size() - 2);
    bool ok = false;
    const QString portText = text.mid(colon + 1);
    const ushort port = portText.toUShort(&ok);
    if (!ok || portText.startsWith(QLatin1Char('+')))
        return notAllowed();
    QHostAddress address = addressOf(host);
    if (host == QLatin1StringView("localhost")) {
        address = QHostAddress(QHostAddress::LocalHost);
    } else if (host == QLatin1StringView("*")) {
        address = QHostAddress(QHostAddress::Any);
    } else if (address.isNull()) {
        return problem(QStringLiteral("the host must be an address of this machine, localhost or *"));
    }
    if (bracketed != (address.protocol() == QAbstractSocket::IPv6Protocol))
        return problem(
            QStringLiteral("an IPv6 address stands in brackets, as in [::1]:8090, and nothing else does"));
    settings.listenAddress = address;
    settings.listenPort = port;
    return {};
}

QString defaultDataDir() {
#ifdef Q_OS_UNIX
    if (::geteuid() == 0)
        return QStringLiteral("/var/lib/parlord");
#endif
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/parlord");
}

Result<void> readDataDir(const QString& text, Settings& settings) {
    if (text.isEmpty())
        return notAllowed();
    settings.dataDir = QDir::cleanPath(QDir(text).absolutePath());
    return {};
}

Result<void> readDatabaseUrl(const QString& text, Settings& settings) {
    if (text == QLatin1StringView("sqlite:")) {
        settings.databaseUrl.clear();
        return {};
    }
    const QUrl url(text, QUrl::StrictMode);
    const bool postgres =
        url.scheme() == QLatin1StringView("postgresql") || url.scheme() == QLatin1StringView("postgres");
    if (!postgres)
        return notAllowed();
    if (!url.isValid() || url.host().isEmpty() || url.path().size() < 2 || url.hasFragment())
        return problem(QStringLiteral("a host and the name of a database are needed"));
    settings.databaseUrl = url;
    return {};
}

Result<void> readKafkaBrokers(const QString& text, Settings& settings) {
    QStringList brokers;
    for (const QString& item : commaSeparated(text)) {
        const qsizetype colon = item.lastIndexOf(QLatin1Char(':'));
        bool ok = false;
        const ushort port = item.mid(colon + 1).toUShort(&ok);
        if (colon < 1 || !ok || port == 0 || item.contains(QLatin1Char('/')) ||
            item.contains(QLatin1Char(' ')))
            return problem(QStringLiteral("\"%1\" is not host:port").arg(item));
        brokers.append(item);
    }
    settings.kafka.brokers = brokers.join(QLatin1Char(','));
    return {};
}

Result<void> readKafkaTopics(const QString& text, Settings& settings) {
    // What Kafka takes for a name, less the dot, which ends the prefix.
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9_-]{1,64}$"));
    if (!form.match(text).hasMatch())
        return notAllowed();
    settings.kafka.topicPrefix = text;
    return {};
}

Result<void> readKafkaSecurity(const QString& text, Settings& settings) {
    for (const char* known : {"plaintext", "ssl", "sasl_plaintext", "sasl_ssl"}) {
        if (text == QLatin1StringView(known)) {
            settings.kafka.security = text;
            return {};
        }
    }
    return notAllowed();
}

Result<void> readKafkaMechanism(const QString& text, Settings& settings) {
    for (const char* known : {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"}) {
        if (text == QLatin1StringView(known)) {
            settings.kafka.saslMechanism = text;
            return {};
        }
    }
    return notAllowed();
}

Result<void> readKafkaOptions(const QString& text, Settings& settings) {
    QMap<QByteArray, QByteArray> options;
    for (const QString& item : commaSeparated(text)) {
        const qsizetype equals = item.indexOf(QLatin1Char('='));
        if (equals < 1)
            return problem(QStringLiteral("\"%1\" is not name=value").arg(item.left(64)));
        options.insert(item.left(equals).trimmed().toUtf8(), item.mid(equals + 1).trimmed().toUtf8());
    }
    settings.kafka.extra = options;
    return {};
}

Result<void> readRole(const QString& text, Settings& settings) {
    constexpr std::pair<const char*, Role> roles[] = {
        {"all", Role::All}, {"gateway", Role::Gateway}, {"worker", Role::Worker}};
    for (const auto& [name, role] : roles) {
        if (text == QLatin1StringView(name)) {
            settings.role = role;
            return {};
        }
    }
    return notAllowed();
}

Result<void> readOrigins(const QString& text, Settings& settings) {
    QList<QByteArray> origins;
    for (const QString& item : commaSeparated(text)) {
        const QUrl url(item, QUrl::StrictMode);
        const bool isOrigin = url.isValid() && !url.scheme().isEmpty() && !url.host().isEmpty() &&
                              url.path().isEmpty() && !url.hasQuery() && !url.hasFragment() &&
                              url.userInfo().isEmpty();
        if (item != QLatin1StringView("*") && !isOrigin)
            return problem(
                QStringLiteral("\"%1\" is not an origin such as https://chat.example.org").arg(item));
        origins.append(item.toUtf8());
    }
    settings.allowedOrigins = origins;
    return {};
}

Result<void> readSubnets(const QString& text, QList<QPair<QHostAddress, int>>& field) {
    QList<QPair<QHostAddress, int>> subnets;
    for (const QString& item : commaSeparated(text)) {
        const QHostAddress address = addressOf(item.section(QLatin1Char('/'), 0, 0));
        const QPair<QHostAddress, int> subnet = QHostAddress::parseSubnet(item);
        if (address.isNull() || subnet.second < 0)
            return problem(
                QStringLiteral("\"%1\" is not an address or a subnet such as 10.0.0.0/8").arg(item));
        subnets.append(subnet);
    }
    field = subnets;
    return {};
}

Result<void> readSecret(const QString& text, Settings& settings) {
    if (!text.isEmpty() && text.size() < 32)
        return problem(QStringLiteral("it has %1 characters and must have at least 32").arg(text.size()));
    settings.jwtSecret = text.toUtf8();
    return {};
}

Result<void> readRegistration(const QString& text, Settings& settings) {
    const auto registration = registrationFromString(text);
    if (!registration)
        return notAllowed();
    settings.registration = *registration;
    return {};
}

Result<void> readServerName(const QString& text, Settings& settings) {
    if (const auto checked = checkRoomName(text); !checked)
        return notAllowed();
    settings.serverName = text;
    return {};
}

Result<void> readLogLevel(const QString& text, Settings& settings) {
    constexpr std::pair<const char*, LogLevel> levels[] = {{"debug", LogLevel::Debug},
                                                           {"info", LogLevel::Info},
                                                           {"warning", LogLevel::Warning},
                                                           {"error", LogLevel::Error}};
    for (const auto& [name, level] : levels) {
        if (text == QLatin1StringView(name)) {
            settings.logLevel = level;
            return {};
        }
    }
    return notAllowed();
}

} // namespace parlor::admin
