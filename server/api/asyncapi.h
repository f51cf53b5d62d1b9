// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

/// `GET /api/v1/asyncapi.json`: every frame of the WebSocket, for tools. Assembled from documents/frames.json
/// and the schemas of openapi.h. A test compares it with ClientFrame and ServerFrame, both ways.
namespace parlor::api {

/// An AsyncAPI 3.0 document, from the server's point of view: it receives what clients send. The messages are
/// named `client.room.join`, `server.room.join`; `ok.room.join` is the `ok` that answers that request.
QJsonObject asyncApi(const QString& version);

} // namespace parlor::api
