// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Core that reads what was said.
#include "client/core/core_private.h"

namespace parlor {

void Core::loadOlder(const RoomId& room, qint64 beforeSeq, int limit, QObject* context,
                     Done<OlderMessages> done) {
    d->run([room, beforeSeq, limit, report = d->here(context, std::move(done))](Engine& engine) {
        engine.loadOlder(room, beforeSeq, limit, report);
    });
}

void Core::showRoom(const RoomId& room) {
    d->run([room](Engine& engine) { engine.showRoom(room); });
}

} // namespace parlor
