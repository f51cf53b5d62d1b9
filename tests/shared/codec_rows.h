// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/error.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>

/// Rows of bad input, made from a valid object by breaking one field at a time in every way that its kind
/// allows.
namespace parlor {

enum class FieldKind {
    Text,    ///< any characters
    Name,    ///< one line
    Content, ///< several lines
    Uuid,    ///< UUID
    Integer, ///< 0 to limits::integerMax
    Boolean,
    Time,
    Enumeration,
    Object,
    Array,
};

/// `path` leads to the field: members by name, items by number, separated by dots ("rooms.0.room.name").
struct FieldRule {
    const char* path;
    FieldKind kind;
    bool optional = false;
};

/// The text of `base` with the value at `path` replaced by the JSON text `raw`, or removed if there is none.
/// As text, so that what no JSON library would write (lone surrogates, malformed UTF-8) can be put in.
QByteArray withField(const QJsonObject& base, const char* path, const std::optional<QByteArray>& raw);

/// The path as errors tell it: "rooms.0.room" is "rooms[0].room".
QString toldPath(const char* path);

/// Declares the columns of addBadFieldRows: type, text, field.
void addBadFieldColumns();
/// Rows of every bad value of every field of `type`; the error is expected to name `prefix` + the field's
/// path.
void addBadFieldRows(const char* type, const QJsonObject& valid, const QList<FieldRule>& rules);
/// Rows (same columns, field empty) in which each optional field is absent, and each is null: all must
/// decode.
void addOptionalFieldRows(const char* type, const QJsonObject& valid, const QList<FieldRule>& rules);

/// One row of bad input: `raw` at `path` (absent: removed).
void addBadRow(const char* type, const QJsonObject& valid, const char* path,
               const std::optional<QByteArray>& raw);

} // namespace parlor
