// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

/// What the documents name instead of repeating it.
namespace parlor::api {

/// The constant of that name in shared/limits.h; nullopt if there is none.
std::optional<qint64> limitNamed(const QString& name);

/// A regular expression that a text fits if shared/text_rules.h has no objection but its length: `name` (one
/// line, may be empty), `visibleName`, `visibleContent`, `email`, `emoji`; `ids` is for ids separated by
/// commas. In the dialect that ECMAScript, Python and PCRE have in common. nullopt if there is none of that
/// name.
std::optional<QString> patternNamed(const QString& name);

} // namespace parlor::api
