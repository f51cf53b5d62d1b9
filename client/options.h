// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/scenes.h"

#include <QString>

class QCoreApplication;

namespace parlor {

/// How Parlor was started.
struct Options {
    QString profile;
    QString server;
    QString link; ///< a parlor:// address to go to; empty for none
    bool minimised = false;
    bool demo = false;
    SceneRequest scene; ///< of --screenshot; its file is empty without
};

/// Of the application's arguments. Ends the process where they make no sense, and for --help and --version.
Options parseOptions(const QCoreApplication& application);

/// What --language says, before there is any translation of the options; empty if nothing.
QString languageOption(const QStringList& arguments);

} // namespace parlor
