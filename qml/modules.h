// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

class QQmlEngine;

namespace parlor {

/// Lets JavaScript be compiled when it was called a hundred times, instead of more than three: that would be
/// each line of a list's row by the fourth row, and take the first frame a millisecond. Call it before the
/// first engine is made. Who has set QV4_JIT_CALL_THRESHOLD keeps it. GUI thread.
void spareCompilations();

/// Makes the statically linked QML modules known to `engine`, so that it can read their files. GUI thread.
void findQmlModules(QQmlEngine& engine);

/// Loads the fonts, on the first call: before anything is made that has a text. Takes some milliseconds. GUI
/// thread.
void loadFonts();

/// Both.
void useQmlModules(QQmlEngine& engine);

/// Lets the garbage of JavaScript wait: it is collected, which takes as long as half a frame, whenever the
/// strings that were made since weigh as much as those in use, be that 128 KiB, and a row of a list takes
/// some of them with each message that it shows. From here on it takes 2 MiB of them. Costs addresses, no
/// memory; what is made then is collected once. Call it after the first frame. GUI thread.
void spareCollections(QQmlEngine& engine);

/// The window; its `app` (an App) is a required property.
QUrl mainWindowUrl();

} // namespace parlor
