// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/qml/window_fixture.h"

namespace parlor::tests {

/// By the right button on a row of the list, "room-harbour".
inline void openRoomMenu(const Shown& s, const QString& name) {
    s.click(name, Qt::RightButton);
    QVERIFY(s.waitFor(QStringLiteral("menuFavourite")));
}

} // namespace parlor::tests
