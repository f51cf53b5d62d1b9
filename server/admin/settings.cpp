// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/settings.h"

#include "server/admin/setting_readers.h"

namespace parlor::admin {

namespace {

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
constexpr char textFormat[] = "text";
constexpr char loopback[] = "127.0.0.0/8, ::1";
constexpr char twoMinutes[] = "120";
constexpr char drain[] = "3";
constexpr char connections[] = "16";
constexpr char topics[] = "chat";
constexpr char partitions[] = "12";
constexpr char three[] = "3";
constexpr char two[] = "2";
constexpr char plaintext[] = "plaintext";
constexpr char requestBudget[] = "50/s burst 500";
constexpr char messageBudget[] = "10/s burst 100";
constexpr char loginBudget[] = "1/s burst 60";
constexpr char addressBudget[] = "50/s burst 1000";
constexpr char scram[] = "SCRAM-SHA-512";

constexpr auto budgetForm =
    "a rate and a burst such as 20/s burst 300 or 6/min burst 10, from 1 per hour to 100000 per second";

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
     "Reverse proxies whose X-Forwarded-For header is believed.", false, literal<nothing>,
     [](const QString& text, Settings& settings) { return readSubnets(text, settings.trustedProxies); }},
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
         return readSwitch(text, "on", "off", settings.rates.on);
     }},
    {"rate_requests", budgetForm,
     "What one user may ask of a gateway, by HTTP and all sockets together: so many in the long run, and "
     "so many at once. Syncing counts as ten, joining as five.",
     false, literal<requestBudget>,
     [](const QString& text, Settings& settings) { return readBudget(text, settings.rates.requests); }},
    {"rate_messages", budgetForm, "How many messages one user may send, edit, delete, pin or react to.",
     false, literal<messageBudget>,
     [](const QString& text, Settings& settings) { return readBudget(text, settings.rates.messages); }},
    {"rate_logins", budgetForm, "How often one address may register or log in.", false, literal<loginBudget>,
     [](const QString& text, Settings& settings) { return readBudget(text, settings.rates.logins); }},
    {"rate_addresses", budgetForm,
     "What else one address may ask without a valid token. Behind a reverse proxy, set trusted_proxies, or "
     "all of the world is one address.",
     false, literal<addressBudget>,
     [](const QString& text, Settings& settings) { return readBudget(text, settings.rates.addresses); }},
    {"password_cost", "normal or minimum",
     "What it costs to hash a password. Minimum is for load tests only.", false, literal<normal>,
     [](const QString& text, Settings& settings) {
         return readSwitch(text, "minimum", "normal", settings.minimumPasswordCost);
     }},
    {"search", "on or off",
     "Whether messages can be searched. Off: nothing is indexed, and asking for it is not_found.", false,
     literal<on>,
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
    {"log_format", "text or json",
     "How log lines are written: for people and simple tools (text), or one JSON object per line (json).",
     false, literal<textFormat>,
     [](const QString& text, Settings& settings) {
         return readSwitch(text, "json", "text", settings.jsonLog);
     }},
    {"metrics_allow", "addresses or subnets such as 10.0.0.0/8, separated by commas",
     "Who may read /metrics, by the address that connects; whatever comes through a proxy may not.", false,
     literal<loopback>,
     [](const QString& text, Settings& settings) { return readSubnets(text, settings.metricsAllow); }},
    {"startup_timeout", "a number of seconds from 0 to 86400",
     "How long a process waits at its start for a database or brokers that do not answer yet; 0 is for ever. "
     "It says what it waits for, and is not ready until then.",
     false, literal<twoMinutes>,
     [](const QString& text, Settings& settings) {
         return readNumber(text, 0, 86'400, settings.startupTimeout);
     }},
    {"drain_seconds", "a number from 0 to 6",
     "When a gateway is asked to stop, it sends its clients elsewhere, spread over this many seconds.", false,
     literal<drain>,
     [](const QString& text, Settings& settings) { return readNumber(text, 0, 6, settings.drainSeconds); }},
    {"role", "all, gateway or worker",
     "Which part this process is: everything (all), or in a cluster one that holds client connections "
     "(gateway) or one that stores what happened (worker). A cluster needs database_url, kafka_brokers and "
     "jwt_secret.",
     false, literal<all>, readRole},
    {"database_url", "sqlite: or postgresql://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full",
     "Where users, rooms and messages are stored: in a file of the data directory (sqlite:), or in "
     "PostgreSQL "
     "13 or newer. Better set in the environment or the file than by a flag, which every user of the machine "
     "can see.",
     true, literal<defaultDatabase>, readDatabaseUrl},
    {"database_connections", "a number from 2 to 500",
     "Connections to PostgreSQL that a gateway uses at once for its requests, beside a few of its own. All "
     "processes together must stay below max_connections of PostgreSQL.",
     false, literal<connections>,
     [](const QString& text, Settings& settings) {
         return readNumber(text, 2, 500, settings.databaseConnections);
     }},
    {"kafka_brokers", "host:port items separated by commas, or empty",
     "Brokers of the event log of a cluster. Empty: the log is a file of the data directory.", false,
     literal<nothing>, readKafkaBrokers},
    {"kafka_topics", "1 to 64 letters, digits, _ or -",
     "What the names of the topics begin with: chat makes chat.messages, chat.users, chat.receipts and "
     "chat.presence. Two servers on one Kafka need different ones.",
     false, literal<topics>, readKafkaTopics},
    {"kafka_partitions", "a number from 1 to 1000",
     "Partitions of the messages' topic when it is made, and the least that must be there later. They bound "
     "the number of workers that help. More partitions later begin a new epoch: clients fetch anew.",
     false, literal<partitions>,
     [](const QString& text, Settings& settings) {
         return readNumber(text, 1, 1000, settings.kafka.partitions);
     }},
    {"kafka_replication", "a number from 1 to 9",
     "Brokers that keep a copy of every record. 1 is for trying things out: a lost disk loses messages.",
     false, literal<three>,
     [](const QString& text, Settings& settings) {
         return readNumber(text, 1, 9, settings.kafka.replication);
     }},
    {"kafka_min_insync", "a number from 1 to 9, at most kafka_replication",
     "Copies that must be written before a message is acknowledged.", false, literal<two>,
     [](const QString& text, Settings& settings) {
         return readNumber(text, 1, 9, settings.kafka.minInsync);
     }},
    {"kafka_security", "plaintext, ssl, sasl_plaintext or sasl_ssl",
     "How brokers are spoken to: with TLS (ssl), with a user and password (sasl), with both or neither.",
     false, literal<plaintext>, readKafkaSecurity},
    {"kafka_sasl_mechanism", "PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512", "How the user and password are proved.",
     false, literal<scram>, readKafkaMechanism},
    {"kafka_username", "a name, or empty", "User at the brokers, for sasl.", false, literal<nothing>,
     [](const QString& text, Settings& settings) -> Result<void> {
         settings.kafka.username = text;
         return {};
     }},
    {"kafka_password", "a password, or empty", "Password of kafka_username.", true, literal<nothing>,
     [](const QString& text, Settings& settings) -> Result<void> {
         settings.kafka.password = text.toUtf8();
         return {};
     }},
    {"kafka_ca", "the path of a PEM file, or empty",
     "Certificates of those who vouch for the brokers, for ssl; empty: the system's.", false,
     literal<nothing>,
     [](const QString& text, Settings& settings) -> Result<void> {
         settings.kafka.caFile = text;
         return {};
     }},
    {"kafka_certificate", "the path of a PEM file, or empty",
     "Certificate of this server for the brokers; with kafka_key.", false, literal<nothing>,
     [](const QString& text, Settings& settings) -> Result<void> {
         settings.kafka.certificateFile = text;
         return {};
     }},
    {"kafka_key", "the path of a PEM file, or empty", "Private key of kafka_certificate.", false,
     literal<nothing>,
     [](const QString& text, Settings& settings) -> Result<void> {
         settings.kafka.keyFile = text;
         return {};
     }},
    {"kafka_options", "name=value items separated by commas, or empty",
     "Further settings of librdkafka, over all of the above; for what has no setting here. Some of them "
     "break "
     "what is promised: acks, enable.idempotence.",
     true, literal<nothing>, readKafkaOptions},
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

namespace {

tl::unexpected<Error> needed(const char* name, const QString& why) {
    return fail(ErrorCode::Invalid, QStringLiteral("%1 is not set. %2").arg(QLatin1StringView(name), why),
                QString::fromLatin1(name));
}

Result<void> checkCluster(const Settings& settings) {
    const KafkaSettings& kafka = settings.kafka;
    if (settings.role != Role::All) {
        const QString why = QStringLiteral("A process of a cluster (role is not all) needs database_url with "
                                           "postgresql:, kafka_brokers and jwt_secret, the same ones in all "
                                           "processes.");
        if (settings.databaseUrl.isEmpty())
            return needed("database_url", why);
        if (kafka.brokers.isEmpty())
            return needed("kafka_brokers", why);
        if (settings.jwtSecret.isEmpty())
            return needed("jwt_secret", why);
    }
    if (kafka.minInsync > kafka.replication) {
        return fail(
            ErrorCode::Invalid,
            QStringLiteral("kafka_min_insync (%1) is above kafka_replication (%2): nothing could ever "
                           "be written. Lower it, or raise the other.")
                .arg(kafka.minInsync)
                .arg(kafka.replication),
            QStringLiteral("kafka_min_insync"));
    }
    if (kafka.security.startsWith(QLatin1StringView("sasl")) && kafka.username.isEmpty())
        return needed("kafka_username", QStringLiteral("kafka_security is %1.").arg(kafka.security));
    if (kafka.certificateFile.isEmpty() != kafka.keyFile.isEmpty())
        return needed(kafka.keyFile.isEmpty() ? "kafka_key" : "kafka_certificate",
                      QStringLiteral("kafka_certificate and kafka_key go together."));
    return {};
}

} // namespace

Result<void> checkTogether(const Settings& settings) {
    if (settings.tlsCertificate.isEmpty() != settings.tlsKey.isEmpty()) {
        const QString missing =
            settings.tlsKey.isEmpty() ? QStringLiteral("tls_key") : QStringLiteral("tls_certificate");
        return fail(ErrorCode::Invalid,
                    QStringLiteral("%1 is not set. TLS needs both tls_certificate and tls_key.").arg(missing),
                    missing);
    }
    return checkCluster(settings);
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
