// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Core that reads what was said, and looks after where it is kept.
#include "client/core/core_private.h"
#include "client/core/profile.h"

#include <QDirIterator>

namespace parlor {

void Core::Private::openReader(const Account& opened) {
    live.setSelf(opened.user->id);
    reader = std::make_unique<CacheReader>(profile.accountDirectory(opened.id), opened.user->id,
                                           [this] { run([](Engine& worker) { worker.suspectDamage(); }); });
}

void Core::loadOlder(const RoomId& room, qint64 beforeSeq, int limit, QObject* context,
                     Done<OlderMessages> done) {
    d->run([room, beforeSeq, limit, report = d->here(context, std::move(done))](Engine& engine) {
        engine.loadOlder(room, beforeSeq, limit, report);
    });
}

void Core::showRoom(const RoomId& room) {
    d->run([room](Engine& engine) { engine.showRoom(room); });
}

void Core::loadAround(const RoomId& room, qint64 seq, int limit, QObject* context, Done<MessageWindow> done) {
    d->run([room, seq, limit, report = d->here(context, std::move(done))](Engine& engine) {
        engine.loadAround(room, seq, limit, report);
    });
}

void Core::loadAround(const RoomId& room, const QDateTime& time, int limit, QObject* context,
                      Done<MessageWindow> done) {
    d->run([room, time, limit, report = d->here(context, std::move(done))](Engine& engine) {
        engine.loadAround(room, time, limit, report);
    });
}

void Core::loadNewer(const RoomId& room, qint64 afterSeq, int limit, QObject* context,
                     Done<MessageWindow> done) {
    d->run([room, afterSeq, limit, report = d->here(context, std::move(done))](Engine& engine) {
        engine.loadNewer(room, afterSeq, limit, report);
    });
}

void Core::fetchMessage(const MessageId& message, QObject* context, Done<Message> done) {
    d->run([message, report = d->here(context, std::move(done))](Engine& engine) {
        engine.fetchMessage(message, report);
    });
}

void Core::thread(const RoomId& room, const MessageId& root, std::optional<qint64> beforeSeq, int limit,
                  QObject* context, Done<OlderMessages> done) {
    d->run([room, root, beforeSeq, limit, report = d->here(context, std::move(done))](Engine& engine) {
        engine.thread(room, root, beforeSeq, limit, report);
    });
}

void Core::pins(const RoomId& room, QObject* context, Done<QList<Message>> done) {
    d->run([room, report = d->here(context, std::move(done))](Engine& engine) { engine.pins(room, report); });
}

void Core::versions(const MessageId& message, QObject* context, Done<Page<MessageVersion>> done) {
    d->run([message, report = d->here(context, std::move(done))](Engine& engine) {
        engine.versions(message, report);
    });
}

void Core::receipts(const MessageId& message, QObject* context, Done<MessageReceipts> done) {
    d->run([message, report = d->here(context, std::move(done))](Engine& engine) {
        engine.receipts(message, report);
    });
}

void Core::search(const SearchQuery& query, const std::optional<QString>& cursor, QObject* context,
                  Done<SearchAnswer> done) {
    if (query.isEmpty() || query.words.size() > limits::searchQueryMax) {
        d->refuse(Error(ErrorCode::Invalid, {}, QStringLiteral("q")), context, std::move(done));
        return;
    }
    d->run([query, cursor, report = d->here(context, std::move(done))](Engine& engine) {
        engine.search(query, cursor, report);
    });
}

// --- storage ---

qint64 Core::storageSize() const {
    qint64 size = 0;
    for (QDirIterator files(d->profile.accountDirectory(d->account.id), QDir::Files,
                            QDirIterator::Subdirectories);
         files.hasNext();)
        size += files.nextFileInfo().size();
    return size;
}

void Core::clearCache(QObject* context, Done<bool> done) {
    // Windows deletes no file that somebody has open. Until `opened` all reads are empty.
    if (d->reader)
        d->reader->close();
    d->run([report = d->here(context, std::move(done))](Engine& engine) { engine.clearCache(report); });
}

} // namespace parlor
