// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/faults.h"

namespace parlor::tests {

QList<Fault> startFaults() {
    constexpr const char* program = "tst_qml_start";
    constexpr const char* little = "firstFrameShowsRoomsAndWaitsForLittle";
    return {
        {"keys before the first frame", "qml/app/Main.qml", "active: window.painted", "active: true", program,
         little},
        {"the open room before the first frame", "qml/app/Workspace.qml",
         "active: workspace.painted || workspace.roomWanted", "active: true", program, little},
        {"controls before the first frame", "qml/ui/FocusRing.qml", "import QtQuick\n",
         "import QtQuick\nimport QtQuick.Templates as T\n", program, "firstFrameShowsRoomsAndWaitsForLittle"},
        {"rows with a ring each", "qml/rooms/RoomRow.qml", "radius: Theme.radiusRow",
         "FocusRing { shown: row.selected } radius: Theme.radiusRow", program, little},
        {"rows with an avatar that is not seen", "qml/rooms/RoomRow.qml", "active: row.isDirect",
         "active: true", program, little},
        {"rows out of sight before the first frame", "qml/rooms/RoomList.qml",
         "list.painted ? 10 * Theme.rowHeight : 0", "10 * Theme.rowHeight", program,
         "firstFrameMakesTheRowsInSight"},
        {"a font for the letters of the account alone", "qml/account/AccountRail.qml",
         "letterSize: Theme.fontTitle", "letterSize: 17", program, little},
        {"the messages of the open room before the first frame", "client/models/session.cpp",
         "setRoom(last);", "setRoom(last); fillRoom();", program, little},
        {"the server is asked before the first frame", "client/core/held_transport.cpp", "m_gate.isOpen()",
         "true", program, "networkWaitsForTheFirstFrame"},
    };
}

} // namespace parlor::tests
