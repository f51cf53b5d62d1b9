// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QString>

/// Schemas in words, for the page that people read.
namespace parlor::api {

/// HTML for what fits the schema, in one line: a link to a named type, or kind and bounds.
QString schemaText(const QJsonValue& schema);
/// HTML: the members of an object as a table.
QString propertiesTable(const QJsonObject& schema);

} // namespace parlor::api
