// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

/// `GET /api/v1/openapi.json`: every HTTP operation, for tools. Assembled from documents/operations_*.json,
/// documents/schemas_*.json and the table of errors. A test compares it with the routing table, both ways.
namespace parlor::api {

/// An OpenAPI 3.1 document. `version` is the server's.
QJsonObject openApi(const QString& version);

/// The schemas that both documents share, by name, as they stand under components/schemas.
QJsonObject componentSchemas();

} // namespace parlor::api
