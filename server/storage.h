// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/settings.h"
#include "server/log/diagnosis.h"
#include "server/log/log.h"
#include "server/store/diagnosis.h"
#include "server/store/store.h"

#include <memory>

namespace parlor {

/// The store that the settings name, not yet opened: PostgreSQL, or SQLite in `file`.
std::unique_ptr<store::Store> makeConfiguredStore(const admin::Settings& settings, const QString& file);

/// Opens the log that the settings name: Kafka, or the embedded one in `file`. Blocking, any thread. Fails as
/// openKafkaLog() or openEmbeddedLog() does.
Result<std::unique_ptr<log::Log>> openConfiguredLog(const admin::Settings& settings, const QString& file);

/// Looks at them without changing them, for `parlord doctor`.
store::StoreDiagnosis diagnoseConfiguredStore(const admin::Settings& settings, const QString& file);
log::LogDiagnosis diagnoseConfiguredLog(const admin::Settings& settings, const QString& file);

/// Whether the settings name something that other machines may keep, and that may be away for a while.
bool usesNetworkStorage(const admin::Settings& settings);

} // namespace parlor
