// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/arguments.h"
#include "server/admin/backend.h"

#include <span>

namespace parlor::admin {

/// What a verb works with.
struct VerbContext {
    Arguments arguments;
    Configuration configuration;
    const Backend& backend;
};

/// One row of the table of verbs.
struct Verb {
    const char* name;     ///< "user add"
    const char* operands; ///< "NAME", empty for none
    int operandCount;
    const char* summary;
    const char* details; ///< paragraphs for its --help
    QList<Option> (*options)();
    /// Returns what to print.
    Result<QString> (*run)(const VerbContext& context);
};

/// The table, in the order of the help.
std::span<const Verb> verbs();

} // namespace parlor::admin
