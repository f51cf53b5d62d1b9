// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// A little HTML, escaped where it must be.
namespace parlor::api::html {

/// Plain text with `code` between backquotes.
QString text(const QString& plain);
/// `<name attributes>inner</name>`; `inner` is HTML already, `attributes` too (`class="x"`).
QString element(const char* name, const QString& inner, const QString& attributes = {});
/// A row of a table. Each cell is HTML already.
QString row(const QStringList& cells);
QString table(const QStringList& heads, const QStringList& rows);
/// A link inside of the page, its text plain.
QString link(const QString& anchor, const QString& plain);

} // namespace parlor::api::html
