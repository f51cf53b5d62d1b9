// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/settings.h"
#include "server/metrics/finding.h"

#include <QDateTime>

/// What `parlord doctor` looks at on this machine. Nothing is changed. Each gives what it found; any thread.
namespace parlor::admin {

/// Where everything is kept, the room there, and the kind of file system.
Findings checkDataDirectory(const Settings& settings);
/// Strength of the secret that signs tokens: that of the settings, else that of the data directory.
Findings checkSecret(const Settings& settings);
/// `softLimit` and `hardLimit` of open descriptors; see currentDescriptorLimits().
Findings checkDescriptors(const Settings& settings, quint64 softLimit, quint64 hardLimit);
std::pair<quint64, quint64> currentDescriptorLimits();
/// A PEM file with certificates, the first of which is the holder's. `subject` names it in the finding.
Finding checkCertificate(const char* subject, const QString& file, const QDateTime& now);
/// Who can reach the server, and by what way.
Findings checkExposure(const Settings& settings);
/// Whether the machine's date can be right at all, and its clocks go on.
Finding checkClock(const QDateTime& now);

} // namespace parlor::admin
