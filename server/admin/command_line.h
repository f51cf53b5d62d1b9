// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/backend.h"

#include <QStringList>

namespace parlor::admin {

/// How `parlord` ends.
enum ExitStatus {
    exitOk = 0,
    exitFailure = 1, ///< it was asked for something sensible and could not do it
    exitUsage = 2,   ///< a wrong command line or a wrong setting: starting it again does not help
};

/// Runs the verb that `arguments` (without the program's name) ask for. Main thread, after QCoreApplication
/// was made.
int runCommandLine(const QStringList& arguments, const Backend& backend);

} // namespace parlor::admin
