// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres_url.h"

#include <QStringList>

namespace parlor::store {

namespace {

// What is reasonable for one server: who we are to the database, and how safe the way there is.
const char* const optionNames[] = {"application_name",
                                   "channel_binding",
                                   "connect_timeout",
                                   "gssencmode",
                                   "host",
                                   "keepalives",
                                   "keepalives_count",
                                   "keepalives_idle",
                                   "keepalives_interval",
                                   "krbsrvname",
                                   "options",
                                   "passfile",
                                   "port",
                                   "ssl_min_protocol_version",
                                   "sslcert",
                                   "sslcrl",
                                   "sslkey",
                                   "sslmode",
                                   "sslrootcert",
                                   "target_session_attrs",
                                   "tcp_user_timeout"};

tl::unexpected<Error> invalid(const QString& what) {
    return fail(ErrorCode::Invalid,
                QStringLiteral("database_url %1. It must be like "
                               "postgresql://user:password@host:5432/database?sslmode=verify-full.")
                    .arg(what),
                QStringLiteral("database_url"));
}

QString decoded(const QString& text) {
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.toUtf8()));
}

bool isOption(const QString& name) {
    return std::any_of(std::begin(optionNames), std::end(optionNames),
                       [&](const char* one) { return name == QLatin1StringView(one); });
}

/// A control character would end a value for libpq, or the one who reads a message would not see it.
bool isSafe(const QString& text) {
    return std::none_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x20; });
}

/// Host and port of one "host:port", whose host may be an IPv6 address in brackets.
Result<void> addHost(const QString& text, QStringList& hosts, QStringList& ports) {
    QString host = text;
    QString port;
    if (text.startsWith(QLatin1Char('['))) {
        const qsizetype end = text.indexOf(QLatin1Char(']'));
        if (end < 0)
            return invalid(QStringLiteral("has a [ without a ]"));
        host = text.mid(1, end - 1);
        port = text.mid(end + 1);
        if (!port.isEmpty() && !port.startsWith(QLatin1Char(':')))
            return invalid(QStringLiteral("has something between host and port"));
        port.remove(0, 1);
    } else if (const qsizetype colon = text.indexOf(QLatin1Char(':')); colon >= 0) {
        host = text.left(colon);
        port = text.mid(colon + 1);
    }
    if (!port.isEmpty()) {
        bool number = false;
        if (const int value = port.toInt(&number); !number || value < 1 || value > 65535)
            return invalid(QStringLiteral("has a port that is not a number from 1 to 65535 (in a password, "
                                          "write / as %2F and ? as %3F)"));
    }
    hosts.append(decoded(host));
    ports.append(port.isEmpty() ? QStringLiteral("5432") : port);
    return {};
}

Result<void> readAuthority(QString authority, PostgresUrl& url) {
    // A password may hold an @ that nobody has encoded.
    if (const qsizetype at = authority.lastIndexOf(QLatin1Char('@')); at >= 0) {
        const QString who = authority.left(at);
        authority = authority.mid(at + 1);
        const qsizetype colon = who.indexOf(QLatin1Char(':'));
        url.user = decoded(colon < 0 ? who : who.left(colon));
        if (colon >= 0)
            url.password = decoded(who.mid(colon + 1));
    }
    if (authority.isEmpty())
        return {};
    QStringList hosts;
    QStringList ports;
    for (const QString& one : authority.split(QLatin1Char(','))) {
        if (auto added = addHost(one, hosts, ports); !added)
            return added;
    }
    url.host = hosts.join(QLatin1Char(','));
    url.port = ports.join(QLatin1Char(','));
    return {};
}

Result<void> readOptions(const QString& query, PostgresUrl& url) {
    for (const QString& pair : query.split(QLatin1Char('&'), Qt::SkipEmptyParts)) {
        const qsizetype equals = pair.indexOf(QLatin1Char('='));
        const QString name = decoded(pair.left(equals));
        if (equals < 0 || !isOption(name)) {
            QStringList known;
            for (const char* one : optionNames)
                known.append(QLatin1StringView(one));
            return invalid(
                QStringLiteral("has the option \"%1\", which is none of these with a value: %2")
                    .arg(isSafe(name) ? name.left(40) : QString(), known.join(QLatin1StringView(", "))));
        }
        const QString value = decoded(pair.mid(equals + 1));
        // Qt's driver takes a semicolon for the end of an option, wherever it stands.
        if (!isSafe(value) || value.contains(QLatin1Char(';')))
            return invalid(QStringLiteral("has a character that is not allowed in %1").arg(name));
        if (name == QLatin1StringView("host"))
            url.host = value;
        else if (name == QLatin1StringView("port"))
            url.port = value;
        else
            url.options[name] = value;
    }
    return {};
}

void fillIn(PostgresUrl& url) {
    // A host that is gone is noticed 10 s after a statement was sent to it (tcp_user_timeout, ms), and after
    // 5 + 3 * 2 s while an answer is awaited.
    const std::pair<const char*, const char*> defaults[] = {
        {"application_name", "parlord"}, {"connect_timeout", "5"},     {"keepalives", "1"},
        {"keepalives_idle", "5"},        {"keepalives_interval", "2"}, {"keepalives_count", "3"},
        {"tcp_user_timeout", "10000"}};
    for (const auto& [name, value] : defaults) {
        if (!url.options.contains(QLatin1StringView(name)))
            url.options[QLatin1StringView(name)] = QLatin1StringView(value);
    }
}

QString quoted(QString value) {
    value.replace(QLatin1Char('\\'), QLatin1StringView("\\\\"));
    value.replace(QLatin1Char('\''), QLatin1StringView("\\'"));
    return QLatin1Char('\'') + value + QLatin1Char('\'');
}

} // namespace

QString PostgresUrl::name() const {
    if (host.isEmpty())
        return QStringLiteral("%1 on this machine").arg(database);
    QStringList places;
    const QStringList hosts = host.split(QLatin1Char(','));
    const QStringList ports = port.split(QLatin1Char(','));
    for (qsizetype i = 0; i < hosts.size(); ++i) {
        const QString& number = ports.value(i, ports.value(0));
        places.append(number.isEmpty() ? hosts.at(i) : hosts.at(i) + QLatin1Char(':') + number);
    }
    return QStringLiteral("%1 on %2").arg(database, places.join(QLatin1Char(',')));
}

QString PostgresUrl::connectOptions() const {
    QStringList result;
    if (!port.isEmpty())
        result.append(QStringLiteral("port=") + quoted(port));
    for (auto it = options.begin(); it != options.end(); ++it)
        result.append(it.key() + QLatin1Char('=') + quoted(it.value()));
    return result.join(QLatin1Char(';'));
}

Result<PostgresUrl> parsePostgresUrl(const QString& url) {
    const qsizetype scheme = url.indexOf(QLatin1StringView("://"));
    const QString name = url.left(std::max<qsizetype>(scheme, 0));
    if (name != QLatin1StringView("postgresql") && name != QLatin1StringView("postgres"))
        return invalid(QStringLiteral("does not begin with postgresql://"));
    QString rest = url.mid(scheme + 3);
    PostgresUrl result;
    const qsizetype query = rest.indexOf(QLatin1Char('?'));
    const QString options = query < 0 ? QString() : rest.mid(query + 1);
    rest = query < 0 ? rest : rest.left(query);
    const qsizetype slash = rest.indexOf(QLatin1Char('/'));
    if (auto read = readAuthority(slash < 0 ? rest : rest.left(slash), result); !read)
        return fail(read.error());
    result.database = slash < 0 ? QString() : decoded(rest.mid(slash + 1));
    if (auto read = readOptions(options, result); !read)
        return fail(read.error());
    if (result.database.isEmpty())
        return invalid(QStringLiteral("names no database"));
    for (const QString& text : {result.host, result.user, result.password, result.database}) {
        if (!isSafe(text))
            return invalid(QStringLiteral("holds a control character"));
    }
    fillIn(result);
    return result;
}

} // namespace parlor::store
