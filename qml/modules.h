// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

class QQmlEngine;

namespace parlor {

/// Makes the statically linked QML modules known to `engine`, and loads the fonts on the first call. GUI
/// thread.
void useQmlModules(QQmlEngine& engine);

/// The window; its `app` (an App) is a required property.
QUrl mainWindowUrl();

} // namespace parlor
