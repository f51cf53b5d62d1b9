// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// What is compiled in (resources/): names of files under ":/parlor".
namespace parlor::resources {

/// The weights of Inter that the client uses, as files.
QStringList fontFiles();
/// The SVG of a Lucide icon ("send"); the file need not exist.
QString iconFile(const QString& name);
/// The SVG of the application's own icon.
QString applicationIconFile();

/// The list of emoji: resources/emoji/make_emoji.py says what is in it.
QString emojiFile();

} // namespace parlor::resources
