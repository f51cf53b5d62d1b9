// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres_errors.h"

namespace parlor::store {

namespace {

Error misconfigured(const QString& message) {
    return Error(ErrorCode::Invalid, message, QStringLiteral("database_url"));
}

Error away(const QString& name, const QString& why) {
    return Error(ErrorCode::Unavailable, QStringLiteral("The database %1 is away: %2").arg(name, why))
        .withRetryAfter(1);
}

/// The driver's text in one line, less the code that it appends.
QString textOf(const QSqlError& error) {
    QString text = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    const QString code = QLatin1Char('(') + error.nativeErrorCode() + QLatin1Char(')');
    if (text.endsWith(code))
        text.chop(code.size());
    text = text.simplified();
    // "FATAL: 28P01: …" and "ERROR: …": the rest says it.
    for (const char* severity : {"FATAL:", "ERROR:"}) {
        if (text.startsWith(QLatin1StringView(severity)))
            text = text.mid(6).trimmed();
    }
    return text;
}

/// libpq gives no code for an attempt to connect that failed, only the text that the server or it itself
/// wrote. What is not known here is taken for something that passes: the text is shown while it is waited
/// for.
QString stateFromText(const QString& text) {
    static const std::pair<const char*, const char*> known[] = {
        {"password authentication failed", "28P01"},
        {"no password supplied", "28P01"},
        {"authentication failed", "28000"},
        {"no pg_hba.conf entry", "28000"},
        {"pg_hba.conf rejects", "28000"},
        {"is not permitted to log in", "28000"},
        {"permission denied for database", "42501"},
        {"does not have CONNECT privilege", "42501"},
        {"too many clients", "53300"},
        {"remaining connection slots", "53300"},
        {"too many connections", "53300"},
        {"is starting up", "57P03"},
        {"is shutting down", "57P03"},
        {"in recovery mode", "57P03"},
        {"not yet accepting connections", "57P03"},
    };
    for (const auto& [part, state] : known) {
        if (text.contains(QLatin1StringView(part)))
            return QLatin1StringView(state);
    }
    if (text.contains(QLatin1StringView("FATAL")) && text.contains(QLatin1StringView("does not exist")))
        return text.contains(QLatin1StringView("role \"")) ? QStringLiteral("28000")
                                                           : QStringLiteral("3D000");
    return {};
}

/// True for what is wrong with certificates and the like; not for a connection that broke under TLS.
bool isTlsFault(const QString& text) {
    for (const char* part :
         {"certificate verify failed", "does not support SSL", "server certificate for", "root certificate",
          "certificate file", "private key file", "sslmode value", "sslcert", "could not load",
          "no SSL support", "certificate revocation", "unsupported protocol", "channel binding"}) {
        if (text.contains(QLatin1StringView(part)))
            return true;
    }
    return false;
}

Error describeState(const QString& state, const QString& name, const QString& text) {
    if (state == QLatin1StringView("28P01") || state == QLatin1StringView("28000")) {
        return misconfigured(QStringLiteral("The database %1 does not let this user in: %2. Check user and "
                                            "password in database_url, and the server's pg_hba.conf.")
                                 .arg(name, text));
    }
    if (state == QLatin1StringView("3D000")) {
        return misconfigured(QStringLiteral("There is no database %1 (%2). Make it (createdb), or name "
                                            "another one in database_url.")
                                 .arg(name, text));
    }
    if (state == QLatin1StringView("42501")) {
        return misconfigured(QStringLiteral("In the database %1 the user of database_url lacks a right: %2. "
                                            "Make it the owner of the database, or grant what is missing.")
                                 .arg(name, text));
    }
    if (state == QLatin1StringView("53100")) {
        return Error(ErrorCode::Io, QStringLiteral("The database %1 cannot grow: its disk is full. Free some "
                                                   "space; the server goes on by itself.")
                                        .arg(name));
    }
    if (state == QLatin1StringView("58030"))
        return Error(ErrorCode::Io,
                     QStringLiteral("The database %1 cannot use its disk: %2.").arg(name, text));
    if (state == QLatin1StringView("XX001") || state == QLatin1StringView("XX002")) {
        return Error(
            ErrorCode::Corrupt,
            QStringLiteral("The database %1 is damaged (%2). Restore it from a backup.").arg(name, text));
    }
    // Lost connections, lost races, too much at once, somebody stops the server or our statement, and a
    // standby that will not write: all of these pass.
    for (const char* passing : {"08", "40", "53", "57", "55P03", "25006", "25P03"}) {
        if (state.startsWith(QLatin1StringView(passing)))
            return away(name, text);
    }
    return Error(ErrorCode::Internal,
                 QStringLiteral("The database %1 refused a statement: %2 (%3).").arg(name, text, state));
}

} // namespace

QString postgresState(const QSqlError& error) {
    return error.nativeErrorCode();
}

Error describePostgresError(const QSqlError& error, const QString& name) {
    const QString text = textOf(error);
    const QString state = postgresState(error);
    if (!state.isEmpty())
        return describeState(state, name, text);
    if (error.type() == QSqlError::ConnectionError) {
        if (const QString found = stateFromText(text); !found.isEmpty())
            return describeState(found, name, text);
        if (isTlsFault(text)) {
            return misconfigured(QStringLiteral("The database %1 cannot be reached safely: %2. Check sslmode "
                                                "and sslrootcert in database_url, and the server's "
                                                "certificate.")
                                     .arg(name, text));
        }
    }
    return away(name, text.isEmpty() ? QStringLiteral("the connection is lost.") : text);
}

} // namespace parlor::store
