// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

/// What the documents of this folder are written in: JSON files beside it, compiled into the program, with
/// these shorthands. They are resolved when the server starts, so that what a document says is what the code
/// holds.
///
/// | in the file                | in the document                                                        |
/// | "@pageMax"                 | the number limits::pageMax (shared/limits.h)                           |
/// | "%visibleName"             | a regular expression for one of the rules of shared/text_rules.h       |
/// | a string as a schema       | a reference to the named schema                                        |
/// | {"properties": {"a?": …}}  | an object whose other properties are required                          |
///
/// A mistake in a file is a defect: it ends the program with a message that names it, in every test that
/// starts a server.
namespace parlor::api {

/// Whether objects may have properties that are not named.
enum class Objects {
    Closed, ///< what the server answers
    Open,   ///< what it is asked: an unknown member is ignored, and one that is null counts as absent
};

/// The file of that name, with limits and patterns in place.
QJsonObject readSource(const QString& name);
/// A schema with references and required properties written out.
QJsonValue expandSchema(const QJsonValue& schema, Objects objects);
/// Every schema of a file.
QJsonObject expandSchemas(const QJsonObject& source, Objects objects);

} // namespace parlor::api
