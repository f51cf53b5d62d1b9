// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/verbs.h"

#include "server/admin/backup.h"
#include "server/admin/console.h"
#include "server/admin/data_directory.h"
#include "server/admin/database_commands.h"
#include "server/admin/doctor.h"
#include "server/admin/logging.h"
#include "server/admin/user_commands.h"

#include <QCoreApplication>

namespace parlor::admin {

namespace {

const QString emailOption = QStringLiteral("--email");
const QString displayNameOption = QStringLiteral("--display-name");
const QString adminOption = QStringLiteral("--admin");
const QString passwordStdinOption = QStringLiteral("--password-stdin");
const QString forceOption = QStringLiteral("--force");

QList<Option> noOptions() {
    return {};
}

Option passwordStdin() {
    return {passwordStdinOption,
            {},
            QStringLiteral("Read the password from the first line of stdin; else it is asked for.")};
}

Result<QString> newPassword(const VerbContext& context) {
    return context.arguments.has(passwordStdinOption) ? readSecretFromStdin()
                                                      : askNewSecret(QStringLiteral("New password"));
}

bool usesDatabase(const VerbContext& context) {
    return !context.configuration.settings.databaseUrl.isEmpty();
}

/// Opens the configured store for `act`, which gives what to print.
template <typename Act>
Result<QString> withStore(const VerbContext& context, bool create, Act act) {
    startLogging(LogLevel::Warning); // what was done is said by the verb itself
    if (usesDatabase(context)) {
        const auto store = context.backend.makeConfiguredStore(context.configuration.settings, {});
        if (const auto opened = store->open(); !opened)
            return fail(opened.error());
        return act(*store);
    }
    const QString& path = context.configuration.settings.dataDir;
    const auto data = create ? DataDirectory::open(path) : DataDirectory::openExisting(path);
    if (!data)
        return fail(data.error());
    const auto store = context.backend.makeStore(data->storeFile());
    if (const auto opened = store->open(); !opened)
        return fail(opened.error());
    Result<QString> outcome = act(*store);
    data->handOverToOwner();
    return outcome;
}

Result<QString> runServe(const VerbContext& context) {
    startLogging(context.configuration.settings.logLevel, context.configuration.settings.jsonLog);
    if (const auto served = context.backend.serve(context.configuration); !served)
        return fail(served.error());
    return QString();
}

Result<QString> runDoctor(const VerbContext& context) {
    startLogging(LogLevel::Error); // what the parts would warn of is among the findings
    int checks = 0;
    int failures = 0;
    examine(context.configuration, context.backend, [&](const Finding& finding) {
        ++checks;
        failures += finding.verdict == Finding::Verdict::Failed ? 1 : 0;
        printOut(lineOf(finding));
    });
    if (failures == 0)
        return QString();
    return fail(ErrorCode::Conflict, QStringLiteral("%1 of %2 checks failed.").arg(failures).arg(checks));
}

Result<QString> runConfig(const VerbContext& context) {
    return describeConfiguration(context.configuration);
}

Result<QString> runUserAdd(const VerbContext& context) {
    const Arguments& arguments = context.arguments;
    if (!arguments.values.contains(emailOption))
        return fail(ErrorCode::Invalid, QStringLiteral("Option --email is needed: --email ADDRESS."));
    UserToAdd user;
    user.username = arguments.positional.first();
    user.email = arguments.values.value(emailOption);
    if (arguments.values.contains(displayNameOption))
        user.displayName = arguments.values.value(displayNameOption);
    if (arguments.has(adminOption))
        user.administrator = true;
    auto password = newPassword(context);
    if (!password)
        return password;
    user.password = *password;
    return withStore(context, true, [&](store::Store& store) {
        return addUser(store, user, context.configuration.settings.minimumPasswordCost);
    });
}

Result<QString> runUserPassword(const VerbContext& context) {
    auto password = newPassword(context);
    if (!password)
        return password;
    return withStore(context, false, [&](store::Store& store) {
        return changePassword(store, context.arguments.positional.first(), *password,
                              context.configuration.settings.minimumPasswordCost);
    });
}

Result<QString> runUserShow(const VerbContext& context) {
    return withStore(context, false, [&](store::Store& store) {
        return showUser(store, context.arguments.positional.first());
    });
}

template <bool active>
Result<QString> runUserActive(const VerbContext& context) {
    return withStore(context, false, [&](store::Store& store) {
        return setActive(store, context.arguments.positional.first(), active);
    });
}

Result<QString> runUserAdmin(const VerbContext& context) {
    const QString& value = context.arguments.positional.at(1);
    const bool on = value == QLatin1StringView("on");
    if (!on && value != QLatin1StringView("off"))
        return fail(ErrorCode::Invalid, QStringLiteral("usage: parlord user admin NAME on|off"));
    return withStore(context, false, [&](store::Store& store) {
        return setAdministrator(store, context.arguments.positional.first(), on);
    });
}

Result<QString> runUserDelete(const VerbContext& context) {
    if (!context.arguments.has(forceOption))
        return fail(ErrorCode::Invalid,
                    QStringLiteral("A deleted user cannot be brought back. If that is meant, add --force."));
    return withStore(context, false, [&](store::Store& store) {
        return deleteUser(store, context.arguments.positional.first());
    });
}

Result<QString> runUserList(const VerbContext& context) {
    return withStore(context, false, [](store::Store& store) { return listUsers(store); });
}

Result<QString> runBackup(const VerbContext& context) {
    if (usesDatabase(context))
        return backUpDatabase(context.backend, context.configuration.settings,
                              context.arguments.positional.first());
    const auto data = DataDirectory::openExisting(context.configuration.settings.dataDir);
    if (!data)
        return fail(data.error());
    const QString target = context.arguments.positional.first();
    const auto written = writeBackup(*data, context.backend, target);
    data->handOverToOwner();
    if (!written)
        return fail(written.error());
    return QStringLiteral("Wrote the backup %1. It holds everything, secrets included: keep it safe.\n")
        .arg(target);
}

Result<QString> runRestore(const VerbContext& context) {
    if (usesDatabase(context))
        return restoreIntoDatabase(context.backend, context.configuration.settings,
                                   context.arguments.positional.first());
    auto data = DataDirectory::open(context.configuration.settings.dataDir);
    if (!data)
        return fail(data.error());
    if (const auto locked = data->lock(); !locked)
        return fail(locked.error());
    const auto aside = restoreBackup(*data, context.backend, context.arguments.positional.first(),
                                     context.arguments.has(forceOption));
    data->handOverToOwner();
    if (!aside)
        return fail(aside.error());
    const QString replaced =
        aside->isEmpty() ? QString() : QStringLiteral(" What was there is in %1.").arg(*aside);
    return QStringLiteral("Restored into %1.%2\n").arg(data->path(), replaced);
}

Result<QString> runMigrate(const VerbContext& context) {
    return migrateStore(context.backend, context.configuration.settings);
}

Result<QString> runImport(const VerbContext& context) {
    return importDataDirectory(context.backend, context.configuration.settings,
                               context.arguments.positional.first());
}

Result<QString> runEpochBegin(const VerbContext& context) {
    return beginEpoch(context.backend, context.configuration.settings);
}

Result<QString> runSearchRebuild(const VerbContext& context) {
    return withStore(context, false, [](store::Store& store) -> Result<QString> {
        if (const auto rebuilt = store.rebuildSearch(); !rebuilt)
            return fail(rebuilt.error());
        return QStringLiteral("The search index will be made anew.\n");
    });
}

Result<QString> runVersion(const VerbContext&) {
    return QStringLiteral("parlord %1 (Qt %2)\n")
        .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()));
}

constexpr Verb table[] = {
    {"serve", "", 0, "Run the server.",
     "Runs everything in one process, until SIGTERM or SIGINT. When it listens, it prints one line to "
     "stdout:\n"
     "\"parlord ready on http://ADDRESS:PORT\". Its log goes to stderr.",
     noOptions, runServe},
    {"config", "", 0, "Print every setting, its value, and where the value came from.",
     "What it prints is a file of settings itself: parlord config > parlord.conf. Secrets are left out.",
     noOptions, runConfig},
    {"doctor", "", 0, "Look at everything that the server needs, and say what to do.",
     "Checks settings, secret, data directory, room on the disk, clock, limits, certificates, database and\n"
     "brokers, and changes nothing. One line for each check: ok, warning or failed. Run it as the user who\n"
     "runs the server and with the same settings, whether that runs or not. Exit status 1 if a check failed.",
     noOptions, runDoctor},
    {"user add", "NAME", 1, "Make an account.",
     "Works whether the server runs or not. The first account of a server is an administrator.",
     [] {
         return QList<Option>{
             {emailOption, QStringLiteral("ADDRESS"), QStringLiteral("The user's email address. Needed.")},
             {displayNameOption, QStringLiteral("TEXT"), QStringLiteral("The name that others see.")},
             {adminOption, {}, QStringLiteral("Make the user an administrator.")},
             passwordStdin()};
     },
     runUserAdd},
    {"user password", "NAME", 1, "Set a user's password and end the user's sessions.",
     "NAME is the user's name or email address. Works whether the server runs or not.",
     [] { return QList<Option>{passwordStdin()}; }, runUserPassword},
    {"user list", "", 0, "List all accounts.", "", noOptions, runUserList},
    {"user show", "NAME", 1, "Show one account and where it is signed in.",
     "NAME is the user's name or email address, here and below.", noOptions, runUserShow},
    {"user admin", "NAME on|off", 2, "Make a user an administrator, or no longer one.",
     "The last active administrator of a server cannot be turned off.", noOptions, runUserAdmin},
    {"user deactivate", "NAME", 1, "Keep a user out: end all sessions, refuse to sign in.",
     "What they wrote stays, and so do their rooms. Works whether the server runs or not.", noOptions,
     runUserActive<false>},
    {"user activate", "NAME", 1, "Let a deactivated user in again.", "", noOptions, runUserActive<true>},
    {"user delete", "NAME", 1, "Delete a user for good.",
     "Name, email address, password and profile are gone; messages stay, of a deleted user. They leave all\n"
     "rooms. Works whether the server runs or not.",
     [] {
         return QList<Option>{
             {forceOption, {}, QStringLiteral("Needed: it cannot be undone. Nothing is asked.")}};
     },
     runUserDelete},
    {"backup", "DIRECTORY", 1, "Copy everything into a new directory, while the server runs or not.",
     "The copy is consistent, holds the secret that signs tokens, and can be restored by `parlord restore`.",
     noOptions, runBackup},
    {"restore", "DIRECTORY", 1, "Bring a backup back into the data directory of a stopped server.",
     "The data directory (or the database, where database_url names one) must hold no server's data yet. "
     "Clients notice the restored server by themselves "
     "and\n"
     "fetch its history again.",
     [] {
         return QList<Option>{
             {forceOption,
              {},
              QStringLiteral("Move the data that is there into a directory replaced-TIME.")}};
     },
     runRestore},
    {"migrate", "", 0, "Bring the schema of the configured PostgreSQL database up to this version.",
     "`parlord serve` does so by itself; this is for those who want to know beforehand. Two at once are "
     "safe.",
     noOptions, runMigrate},
    {"import", "DIRECTORY", 1, "Move a single server's data into PostgreSQL and Kafka.",
     "DIRECTORY is the data directory of a stopped server. The database (database_url) and the topics\n"
     "(kafka_brokers, kafka_topics) must be empty. Users, rooms, messages and sessions go on in the cluster.",
     noOptions, runImport},
    {"search rebuild", "", 0, "Make the search index anew from the messages.",
     "Needed by nobody as a rule: a version that indexes otherwise does so by itself. The server that runs\n"
     "(or is started next) does the work; until then a search looks at the newest messages, and says when\n"
     "it did not see them all.",
     noOptions, runSearchRebuild},
    {"epoch begin", "", 0, "Give a cluster's database a new start on the configured event log.",
     "For a database that was restored from an older copy by PostgreSQL's own means, or a move to other\n"
     "brokers. Stop all processes first. Clients notice and fetch their history again; what the log\n"
     "still has is stored once more, without doubling anything.",
     noOptions, runEpochBegin},
    {"version", "", 0, "Print the version.", "", noOptions, runVersion},
};

} // namespace

std::span<const Verb> verbs() {
    return table;
}

} // namespace parlor::admin
