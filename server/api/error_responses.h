// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/error.h"

#include <QJsonObject>
#include <QMap>
#include <QString>

/// How the documents tell of errors: all of it comes from the one table of shared/error.cpp.
namespace parlor::api {

/// The codes that an operation can answer with, each with when it does so; an empty text stands for the
/// table's own words.
using Reasons = QMap<ErrorCode, QString>;

/// The schema of what is inside of "error" in a body and of "data" in an `error` frame; with only these
/// codes.
QJsonObject errorSchema(const QList<ErrorCode>& codes);
/// Every code that may be on the wire.
QList<ErrorCode> codesOnWire();
/// For components/responses: what each code is answered with, by its name.
QJsonObject sharedErrorResponses();
/// The OpenAPI `responses` for these codes: one for each HTTP status, with a closed schema and an example; a
/// reference to a shared one where there is nothing of its own to say.
QJsonObject errorResponses(const Reasons& reasons);
/// The headers of a response as OpenAPI has them: of every one, and what else these codes bring.
QJsonObject responseHeaders(const QList<ErrorCode>& codes = {});

} // namespace parlor::api
