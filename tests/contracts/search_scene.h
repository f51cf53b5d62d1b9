// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contracts/store_contract.h"

namespace parlor::test {

/// Messages that are indexed at a time.
inline constexpr int step = 100;

/// Two users, one room of both, one of each alone.
struct Scene {
    explicit Scene(store::Store& storeIn)
        : store(storeIn)
        , ann(makeUser(store, QStringLiteral("ann")))
        , bob(makeUser(store, QStringLiteral("bob")))
        , lounge(makeRoom(store, QStringLiteral("Lounge"), ann.id))
        , annsOwn(makeRoom(store, QStringLiteral("Ann's room"), ann.id, RoomKind::Private))
        , bobsOwn(makeRoom(store, QStringLiteral("Bob's room"), bob.id, RoomKind::Private))
        , feed(store) {
        if (!store.setMember(lounge.id, bob.id, RoomRole::Member))
            qFatal("The scene cannot be set.");
    }

    log::MessageRecord say(const Room& room, const User& user, const QString& content) {
        const log::MessageRecord record = newMessage(room.id, user.id, content);
        if (!feed.project({record}))
            qFatal("It cannot be said.");
        return record;
    }
    /// Indexes all that there is.
    void index() {
        for (int i = 0; i < 1000; ++i) {
            const auto progress = store.indexMessages(step);
            if (!progress)
                qFatal("It cannot be indexed: %s", qPrintable(progress.error().message()));
            if (progress->behind == 0)
                return;
        }
        qFatal("There is no end of indexing.");
    }
    Result<store::SearchResults> ask(const User& user, const QString& text, int limit = 50,
                                     std::optional<qint64> before = {}) {
        const auto query = search::parseQuery(text);
        if (!query)
            return fail(query.error());
        return store.searchMessages({user.id, *query, before, limit});
    }
    QStringList find(const User& user, const QString& text) {
        const auto results = ask(user, text);
        if (!results)
            return {QStringLiteral("error: ") + results.error().message()};
        if (results->incomplete)
            return {QStringLiteral("incomplete")};
        QStringList found;
        for (const store::FoundMessage& one : results->items)
            found.append(one.message.content);
        return found;
    }
    log::EditRecord edit(const log::MessageRecord& message, qint64 seq, const QString& content) const {
        log::EditRecord record;
        record.id = message.id;
        record.roomId = message.roomId;
        record.opId = OpId::create();
        record.basis = record.seq = seq;
        record.sender = message.sender;
        record.content = content;
        record.editedAt = message.createdAt;
        return record;
    }
    log::DeleteRecord remove(const log::MessageRecord& message, qint64 seq) const {
        log::DeleteRecord record;
        record.id = message.id;
        record.roomId = message.roomId;
        record.basis = record.seq = seq;
        record.sender = record.by = message.sender;
        record.deletedAt = message.createdAt;
        return record;
    }

    store::Store& store;
    User ann;
    User bob;
    Room lounge;
    Room annsOwn;
    Room bobsOwn;
    Feed feed;
};

inline QStringList only(const char* text) {
    return {QString::fromUtf8(text)};
}

} // namespace parlor::test
