// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/configuration.h"
#include "server/log/diagnosis.h"
#include "server/log/log.h"
#include "server/store/diagnosis.h"
#include "server/store/store.h"

#include <functional>
#include <memory>

namespace parlor::admin {

/// The concrete parts that verbs need. main.cpp, which alone knows them, fills it in. All members must be
/// set.
struct Backend {
    /// A store on a file of the data directory, not yet opened.
    std::function<std::unique_ptr<store::Store>(const QString& file)> makeStore;
    std::function<Result<std::unique_ptr<log::Log>>(const QString& file)> openLog;
    /// A consistent copy of a log that may be in use.
    std::function<Result<void>(const QString& from, const QString& to)> copyLog;
    /// Projects into a restored store what its own log has beyond it, and begins a new epoch on the new,
    /// empty log.
    std::function<Result<void>(store::Store& store, log::Log& oldLog, log::Log& newLog)> finishRestore;
    /// The store that the settings name, not yet opened; `file` if that is SQLite.
    std::function<std::unique_ptr<store::Store>(const Settings& settings, const QString& file)>
        makeConfiguredStore;
    /// The log that the settings name; `file` if that is the embedded one.
    std::function<Result<std::unique_ptr<log::Log>>(const Settings& settings, const QString& file)>
        openConfiguredLog;
    /// Copies a whole store into an empty one.
    std::function<Result<void>(store::Store& from, store::Store& to)> copyStore;
    /// Begins a new epoch of the store on that log, whatever it had before.
    std::function<Result<store::Epoch>(store::Store& store, log::Log& log)> beginEpoch;
    /// Looks at the store and the log that the settings name, without changing them; `file` as above.
    std::function<store::StoreDiagnosis(const Settings& settings, const QString& file)> diagnoseStore;
    std::function<log::LogDiagnosis(const Settings& settings, const QString& file)> diagnoseLog;
    /// Runs the server until it is told to end. Logging has been started.
    std::function<Result<void>(const Configuration& configuration)> serve;
};

} // namespace parlor::admin
