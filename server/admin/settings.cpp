// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/settings.h"

#include "shared/codec.h"

#include <QDir>
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

/// Null for what is no address. QHostAddress alone takes "10" for 0.0.0.10.
QHostAddress addressOf(const QString& text) {
    const bool whole = text.contains(QLatin1Char(':')) || text.count(QLatin1Char('.')) == 3;
    return whole ? QHostAddress(text) : QHostAddress();
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

Result<void> readDatabaseUrl(const QString& text, Settings&) {
    if (text == QLatin1StringView("sqlite:"))
        return {};
    const QString scheme = text.section(QLatin1Char(':'), 0, 0);
    if (scheme == QLatin1StringView("postgresql") || scheme == QLatin1StringView("postgres"))
        return problem(QStringLiteral(
            "PostgreSQL is not in this version of Parlor; it keeps its data in SQLite, in data_dir"));
    return notAllowed();
}

Result<void> readKafkaBrokers(const QString& text, Settings&) {
    if (!text.isEmpty())
        return problem(
            QStringLiteral("Kafka is not in this version of Parlor; it keeps its log in data_dir"));
    return {};
}

Result<void> readRole(const QString& text, Settings&) {
    if (text == QLatin1StringView("gateway") || text == QLatin1StringView("worker"))
        return problem(
            QStringLiteral("clusters are not in this version of Parlor; one process does everything"));
    return text == QLatin1StringView("all") ? Result<void>() : notAllowed();
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

Result<void> readProxies(const QString& text, Settings& settings) {
    QList<QPair<QHostAddress, int>> proxies;
    for (const QString& item : commaSeparated(text)) {
        const QHostAddress address = addressOf(item.section(QLatin1Char('/'), 0, 0));
        const QPair<QHostAddress, int> subnet = QHostAddress::parseSubnet(item);
        if (address.isNull() || subnet.second < 0)
            return problem(
                QStringLiteral("\"%1\" is not an address or a subnet such as 10.0.0.0/8").arg(item));
        proxies.append(subnet);
    }
    settings.trustedProxies = proxies;
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

template <const char* text>
QString literal() {
    return QString::fromLatin1(text);
}

constexpr char defaultListen[] = "127.0.0.1:8090";
constexpr char defaultName[] = "Parlor";
constexpr char defaultDatabase[] = "sqlite:";
constexpr char all[] = "all";
constexpr char open[] = "open";
constexpr char on[] = "on";
constexpr char normal[] = "normal";
constexpr char info[] = "info";
constexpr char zero[] = "0";
constexpr char week[] = "7";
constexpr char nothing[] = "";

constexpr SettingRow rows[] = {
    {"listen", "host:port, the host being an address, localhost or * for all; port 0 takes any free one",
     "Where the server listens. One port serves HTTP and WebSocket.", false, literal<defaultListen>,
     readListen},
    {"data_dir", "the path of a directory",
     "Where the server keeps everything. Made if it is not there; locked while the server runs; files in it "
     "that are not "
     "Parlor's are left alone. The default is ~/.local/share/parlord, or /var/lib/parlord for root.",
     false, defaultDataDir, readDataDir},
    {"server_name", "1 to 80 characters on one line", "The name that clients show for this server.", false,
     literal<defaultName>, readServerName},
    {"registration", "open, invite or closed",
     "Who may make an account: anybody (open), or only the administrator by `parlord user add` (invite, "
     "closed).",
     false, literal<open>, readRegistration},
    {"jwt_secret", "at least 32 characters, or empty",
     "Signs access tokens. Empty: one is made at the first start and kept in the data directory. Whoever "
     "knows it can be "
     "anybody. Better set in the environment or the file than by a flag, which every user of the machine can "
     "see.",
     true, literal<nothing>, readSecret},
    {"allowed_origins", "origins such as https://chat.example.org, separated by commas, or * for all",
     "Web pages that may use this server from a browser, beside those that it serves itself.", false,
     literal<nothing>, readOrigins},
    {"trusted_proxies", "addresses or subnets such as 10.0.0.0/8, separated by commas",
     "Reverse proxies whose X-Forwarded-For header is believed.", false, literal<nothing>, readProxies},
    {"tls_certificate", "the path of a PEM file, or empty",
     "Certificate chain; with tls_key, the server speaks HTTPS and WSS only.", false, literal<nothing>,
     [](const QString& text, Settings& settings) -> Result<void> {
         settings.tlsCertificate = text;
         return {};
     }},
    {"tls_key", "the path of a PEM file, or empty", "Private key of tls_certificate.", false,
     literal<nothing>,
     [](const QString& text, Settings& settings) -> Result<void> {
         settings.tlsKey = text;
         return {};
     }},
    {"rate_limits", "on or off",
     "Limits what one user or address may ask for per second. Off is for load tests only.", false,
     literal<on>,
     [](const QString& text, Settings& settings) {
         return readSwitch(text, "on", "off", settings.rateLimits);
     }},
    {"password_cost", "normal or minimum",
     "What it costs to hash a password. Minimum is for load tests only.", false, literal<normal>,
     [](const QString& text, Settings& settings) {
         return readSwitch(text, "minimum", "normal", settings.minimumPasswordCost);
     }},
    {"search", "on or off", "Whether messages are indexed for searching.", false, literal<on>,
     [](const QString& text, Settings& settings) { return readSwitch(text, "on", "off", settings.search); }},
    {"threads", "a number from 0 to 256", "Network threads; 0 for one per core.", false, literal<zero>,
     [](const QString& text, Settings& settings) { return readNumber(text, 0, 256, settings.threads); }},
    {"max_connections", "a number from 0 to 1000000",
     "Connections at once; 0 for as many as the limit of open files allows.", false, literal<zero>,
     [](const QString& text, Settings& settings) {
         return readNumber(text, 0, 1'000'000, settings.maxConnections);
     }},
    {"log_retention_days", "a number from 0 to 3650",
     "Days for which the event log keeps what the store has, so that clients and gateways can catch up from "
     "it.",
     false, literal<week>,
     [](const QString& text, Settings& settings) {
         return readNumber(text, 0, 3650, settings.logRetentionDays);
     }},
    {"log_level", "debug, info, warning or error", "What is written to stderr: this and all that is worse.",
     false, literal<info>, readLogLevel},
    {"database_url", "sqlite: (a file in the data directory)", "Where users, rooms and messages are stored.",
     false, literal<defaultDatabase>, readDatabaseUrl},
    {"kafka_brokers", "empty", "Brokers of the event log of a cluster. Not in this version.", false,
     literal<nothing>, readKafkaBrokers},
    {"role", "all", "Which part of a cluster this process is. Not in this version: it is all of them.", false,
     literal<all>, readRole},
};

} // namespace

QString SettingRow::environmentName() const {
    return QStringLiteral("PARLOR_") + key().toUpper();
}

QString SettingRow::flag() const {
    return QStringLiteral("--") + key().replace(QLatin1Char('_'), QLatin1Char('-'));
}

std::span<const SettingRow> settingRows() {
    return rows;
}

const SettingRow* findSetting(const QString& name) {
    for (const SettingRow& row : rows) {
        if (name == QLatin1StringView(row.name))
            return &row;
    }
    return nullptr;
}

Result<void> checkTogether(const Settings& settings) {
    if (settings.tlsCertificate.isEmpty() != settings.tlsKey.isEmpty()) {
        const QString missing =
            settings.tlsKey.isEmpty() ? QStringLiteral("tls_key") : QStringLiteral("tls_certificate");
        return fail(ErrorCode::Invalid,
                    QStringLiteral("%1 is not set. TLS needs both tls_certificate and tls_key.").arg(missing),
                    missing);
    }
    return {};
}

QString nearest(const QString& word, const QStringList& known) {
    // Levenshtein's distance, row by row.
    const auto distance = [&word](const QString& other) {
        QList<qsizetype> row(other.size() + 1);
        for (qsizetype j = 0; j <= other.size(); ++j)
            row[j] = j;
        for (qsizetype i = 1; i <= word.size(); ++i) {
            qsizetype diagonal = row[0];
            row[0] = i;
            for (qsizetype j = 1; j <= other.size(); ++j) {
                const qsizetype change = diagonal + (word.at(i - 1) == other.at(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
            }
        }
        return row.last();
    };
    QString best;
    qsizetype bestDistance = std::min<qsizetype>(3, std::max<qsizetype>(1, word.size() / 2)) + 1;
    if (word.size() > 64)
        return best;
    for (const QString& candidate : known) {
        const qsizetype d = distance(candidate);
        if (d < bestDistance) {
            best = candidate;
            bestDistance = d;
        }
    }
    return best;
}

} // namespace parlor::admin
