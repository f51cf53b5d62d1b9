// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/embedded_log.h"
#include "server/store/sql_store.h"
#include "server/worker/epoch_keeper.h"
#include "server/worker/projector.h"
#include "tests/contracts/log_helpers.h"
#include "tests/contracts/store_helpers.h"

#include <QTemporaryDir>

#include <memory>

namespace parlor::test {

/// A real log and a real store with a common epoch, in a directory of their own.
struct Backend {
    Backend()
        : Backend(nullptr) {}
    /// With a log of the test's own.
    explicit Backend(std::unique_ptr<log::Log> other);

    QString path(const char* name) const { return directory.filePath(QLatin1StringView(name)); }
    worker::ProjectorOptions projectorOptions() const;
    /// Appends text messages and waits until they are durable; their ids.
    QList<MessageId> say(const RoomId& room, const QStringList& contents);
    /// What the store has of a room, up to 100 messages.
    QStringList heard(const RoomId& room);
    /// Runs a projector until it has reached the log's end.
    bool project();

    QTemporaryDir directory;
    std::unique_ptr<log::Log> log;
    std::unique_ptr<store::Store> store;
    store::Epoch epoch;
};

inline Backend::Backend(std::unique_ptr<log::Log> other)
    : log(std::move(other)) {
    if (!log) {
        auto opened = log::openEmbeddedLog(path("log.db"));
        if (!opened)
            qFatal("The log cannot be opened.");
        log = std::move(*opened);
    }
    store = store::makeSqliteStore(path("store.db"));
    if (!store->open())
        qFatal("The store cannot be opened.");
    const auto begun = worker::ensureEpoch(*store, *log);
    if (!begun)
        qFatal("No epoch can begin.");
    epoch = *begun;
}

inline worker::ProjectorOptions Backend::projectorOptions() const {
    worker::ProjectorOptions options;
    options.interval = std::chrono::milliseconds(1);
    options.backoffMin = std::chrono::milliseconds(5);
    options.backoffMax = std::chrono::milliseconds(20);
    options.sampling = std::chrono::milliseconds(5);
    options.parking.confirm = std::chrono::milliseconds(0);
    return options;
}

inline QList<MessageId> Backend::say(const RoomId& room, const QStringList& contents) {
    const UserId sender = UserId::create();
    QList<MessageId> ids;
    Appends appends(*log);
    for (const QString& content : contents) {
        const log::MessageRecord record = newMessage(room, sender, content);
        ids.append(record.id);
        appends.add(log::Topic::Messages, log::keyOf(room), log::encode(record));
    }
    return appends.wait() && appends.allDurable() ? ids : QList<MessageId>();
}

inline QStringList Backend::heard(const RoomId& room) {
    store::HistoryQuery query;
    query.limit = 100;
    const auto history = store->history(room, query);
    return history ? contents(history->messages) : QStringList();
}

inline bool Backend::project() {
    worker::Projector projector(*log, *store, projectorOptions());
    projector.start();
    return projector.catchUp(*log->end(), std::chrono::seconds(30)).has_value();
}

} // namespace parlor::test
