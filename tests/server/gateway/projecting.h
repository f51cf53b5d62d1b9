// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/log/records.h"
#include "server/store/store.h"

#include <QtGlobal>

namespace parlor::test {

/// The value; an error ends the test program.
template <typename T>
T must(Result<T> result) {
    if (!result)
        qFatal("%s", qPrintable(result.error().message()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// Brings everything that the log has into the store, as the projector would.
inline void projectAll(log::Log& log, store::Store& store, const store::Epoch& epoch) {
    const store::Snapshot snapshot = must(store.snapshot());
    store::ProjectionBatch batch{snapshot.epoch, snapshot.positions, {}, {}};
    auto reader = must(log.open(snapshot.positions));
    for (;;) {
        const QList<log::Record> records = must(reader->read(1000, std::chrono::milliseconds(0)));
        if (records.isEmpty())
            break;
        for (const log::Record& record : records) {
            const bool inRoom = record.where.topic == log::Topic::Messages;
            batch.items.append({inRoom ? epoch.base + record.offset : 0, must(log::decode(record.value))});
        }
    }
    batch.to = reader->positions();
    must(store.project(batch));
}

} // namespace parlor::test
