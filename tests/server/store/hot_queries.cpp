// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/store/hot_queries.h"

#include "shared/utc.h"
#include "tests/contracts/store_scene.h"

namespace parlor::test {

QList<HotQuery> hotQueries() {
    const auto history = [](store::HistoryQuery query) -> HotQuery::Call {
        return [query](store::Store& s, const BusyStore& c) {
            store::HistoryQuery q = query;
            for (auto* seq : {&q.before, &q.after, &q.around}) {
                if (*seq)
                    *seq = c.middle;
            }
            return s.history(c.rooms.at(7).id, q)->messages.size() > 1;
        };
    };
    return {
        {"history, newest", history({}), "messages_order"},
        {"history, before", history({.before = 1, .after = {}, .around = {}}), "messages_order"},
        {"history, after", history({.before = {}, .after = 1, .around = {}}), "messages_order"},
        {"history, around", history({.before = {}, .after = {}, .around = 1}), "messages_order"},
        {"changes",
         [](auto& s, auto& c) {
             return s.changesSince(c.rooms.at(7).id, c.middle, 500)->messages.size() > 5;
         },
         "messages_order"},
        {"message", [](auto& s, auto& c) { return s.message(c.message)->has_value(); }, "messages"},
        {"rooms of a user", [](auto& s, auto& c) { return s.roomsOf(c.users.at(9).id)->rooms.size() > 1; },
         "members_user"},
        {"room of a user",
         [](auto& s, auto& c) { return bool(s.roomOf(c.users.at(9).id, c.rooms.at(2).id)); }, "members"},
        {"membership",
         [](auto& s, auto& c) { return s.membership(c.rooms.at(2).id, c.users.at(9).id)->has_value(); },
         "members"},
        {"unread",
         [](auto& s, auto& c) {
             return s.countUnread(c.rooms.at(7).id, c.users.at(1).id, c.middle)->unread > 5;
         },
         "messages_order"},
        {"mentions",
         [](auto& s, auto& c) {
             return s.countUnread(c.root.roomId, c.member.id, c.root.seq - 1)->mentions == replyCount;
         },
         "mentions"},
        {"mentions of everybody",
         [](auto& s, auto& c) { return s.countUnread(c.root.roomId, c.member.id, 0)->mentions > 0; },
         "messages_calling"},
        {"thread", [](auto& s, auto& c) { return s.thread(c.root.id, {})->messages.size() == replyCount; },
         "messages_thread"},
        {"thread, before",
         [](auto& s, auto& c) {
             return s.thread(c.root.id, {.before = c.root.seq + 4, .after = {}, .around = {}})->moreAfter;
         },
         "messages_thread"},
        {"versions", [](auto& s, auto& c) { return s.versions(c.root.id)->size() == replyCount; },
         "message_versions"},
        {"a known edit", [](auto& s, auto& c) { return !*s.hasEdit(c.root.id, OpId::create()); },
         "message_versions"},
        {"pinned", [](auto& s, auto& c) { return s.pinned(c.root.roomId)->messages.size() == 1; },
         "messages_pinned"},
        {"members by name",
         [](auto& s, auto& c) {
             return s.membersNamed(c.root.roomId, {c.member.username, QStringLiteral("nobody")})->size() == 1;
         },
         "members_by_name"},
        {"cursors", [](auto& s, auto& c) { return s.cursors(c.rooms.at(2).id, 100)->size() > 1; }, "members"},
        {"cursor", [](auto& s, auto& c) { return bool(s.cursorOf(c.root.roomId, c.member.id)); }, "members"},
        {"receipts",
         [](auto& s, auto& c) {
             return s.receipts(c.root.roomId, c.root.seq, c.root.sender)->members > 0 &&
                    s.receipts(c.root.roomId, 0, c.root.sender)->seenBy.size() > 0;
         },
         "members"},
        {"read position", [](auto& s, auto& c) { return bool(s.readPosition(c.root.roomId, c.member.id)); },
         "members"},
        {"rooms of users", [](auto& s, auto& c) { return !s.roomsOfUsers({c.member.id}, 1000)->isEmpty(); },
         "members_user"},
        {"last seen", [](auto& s, auto& c) { return s.lastSeen(c.member.id, {c.member.id})->size() == 1; },
         "users"},
        {"member counts", [](auto& s, auto& c) { return s.memberCounts({c.root.roomId})->size() == 1; },
         "rooms"},
        {"session", [](auto& s, auto& c) { return bool(s.session(c.session)); }, "sessions"},
        {"refresh",
         [](auto& s, auto&) {
             return s.rotateRefresh("hash 0", "next", utcFromMsecs(1), utcFromMsecs(9'000'000), 30) &&
                    s.rotateRefresh("next", "last", utcFromMsecs(2), utcFromMsecs(9'000'000), 30);
         },
         "refresh_tokens"},
        {"revoke all", [](auto& s, auto& c) { return s.revokeSessions(c.users.at(3).id, {})->value == 1; },
         "sessions_user"},
        {"outbox",
         [](auto& s, auto&) { return s.outbox(utcFromMsecs(1'700'000'000'010), 100)->size() == 10; },
         "outbox_(pkey|created)"},
        {"nothing in the outbox", [](auto& s, auto&) { return s.outbox(utcFromMsecs(5), 100)->isEmpty(); },
         "outbox_(pkey|created)"},
        {"directory",
         [](auto& s, auto&) { return s.directory({}, QStringLiteral("user3"), 50)->items.size() == 50; },
         "users"},
        {"directory, username",
         [](auto& s, auto&) { return s.directory(QStringLiteral("USER49"), {}, 50)->items.size() == 50; },
         "users"},
        {"directory, display name",
         [](auto& s, auto&) { return s.directory(QStringLiteral("name 77"), {}, 50)->items.size() == 11; },
         "users_display_name"},
        {"users searched for",
         [](auto& s, auto&) { return s.searchUsers(QStringLiteral("user49"), {}, 50)->items.size() == 50; },
         "users"},
        {"messages searched for",
         [](auto& s, auto& c) {
             const auto found =
                 s.searchMessages({c.member.id, *search::parseQuery(u"answer"), std::nullopt, 20});
             return !found->items.isEmpty() && !found->incomplete;
         },
         "search_documents_tokens"},
        {"login", [](auto& s, auto&) { return bool(s.accountByLogin(QStringLiteral("user77"))); }, "users"},
        {"account", [](auto& s, auto& c) { return bool(s.account(c.users.at(5).id)); }, "users"},
        {"registration",
         [](auto& s, auto&) { return bool(s.createUser(newUser(QStringLiteral("somebody")))); }, "users"},
        {"public rooms",
         [](auto& s, auto& c) { return s.publicRooms(c.users.at(5).id, {}, {}, 20)->items.size() == 20; },
         "rooms_public"},
        {"public rooms, next page",
         [](auto& s, auto& c) {
             const auto first = s.publicRooms(c.users.at(5).id, {}, {}, 20);
             return s.publicRooms(c.users.at(5).id, {}, first->next, 20)->items.size() == 20;
         },
         "rooms_public"},
        {"join",
         [](auto& s, auto& c) {
             return bool(s.setMember(c.rooms.at(0).id, c.users.at(999).id, RoomRole::Member));
         },
         "members"},
        {"leave", [](auto& s, auto& c) { return bool(s.removeMember(c.rooms.at(3).id, c.users.at(13).id)); },
         "members"},
        {"projection",
         [](auto& s, auto& c) {
             return bool(
                 s.project(c.batch({newMessage(c.rooms.at(0).id, c.users.at(0).id, QStringLiteral("x")),
                                    log::SeenRecord{c.users.at(0).id, c.rooms.at(0).id, c.epoch.base + 1},
                                    log::SessionRevokedRecord{c.users.at(0).id, c.session}})));
         },
         "rooms"},
        {"projection of changes",
         [](auto& s, auto& c) {
             // Of another message for each database and kind of plan there is nothing to look at: the
             // statements are the same.
             const auto positions = s.snapshot()->positions;
             store::ProjectionBatch batch{c.epoch.number, positions, positions, {}};
             const auto add = [&](const log::Event& event) {
                 batch.items.append({c.epoch.base + batch.to.first()++, event});
             };
             auto root = s.message(c.root.id)->value();
             add(editOf(root, QStringLiteral("again"), {{c.member.id}, false}));
             add(replyTo(root, c.member.id, QStringLiteral("one more")));
             add(reactionTo(root, c.member.id, QStringLiteral("\u2764")));
             add(deletionOf(s.thread(root.id, {})->messages.first(), c.member.id));
             add(log::MarkRecord{c.member.id, root.roomId, root.seq});
             return bool(s.project(batch));
         },
         "messages"},
    };
}

} // namespace parlor::test
