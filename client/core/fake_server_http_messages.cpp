// SPDX-License-Identifier: GPL-3.0-or-later
// History and single messages, by HTTP, for FakeServer.
#include "client/core/fake_server_answers.h"
#include "client/core/fake_server_private.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;
using namespace fake;

FakeServer::Private::Answer FakeServer::Private::history(const QList<Message>& messages,
                                                         const QUrlQuery& query) const {
    const int limit = limitOf(query);
    if (limit < 1 || limit > limits::pageMax)
        return fail(ErrorCode::Invalid, {}, u"limit"_s);
    const auto from = [&](qint64 seq) {
        return std::lower_bound(messages.cbegin(), messages.cend(), seq,
                                [](const Message& message, qint64 at) { return message.seq < at; }) -
               messages.cbegin();
    };
    Page<Message> page;
    if (query.hasQueryItem(u"after"_s)) {
        const qsizetype first = from(text(query, u"after"_s).toLongLong() + 1);
        page.items = messages.mid(first, limit);
        if (first + limit < messages.size())
            page.next = QString::number(page.items.last().seq);
        return ok(page);
    }
    const bool at = query.hasQueryItem(u"at"_s);
    if (at || query.hasQueryItem(u"around"_s)) {
        qsizetype middle = 0;
        if (at) {
            const auto time = timeFromString(text(query, u"at"_s));
            if (!time)
                return fail(ErrorCode::Invalid, {}, u"at"_s);
            middle = std::find_if(messages.cbegin(), messages.cend(),
                                  [&](const Message& message) { return message.createdAt >= *time; }) -
                     messages.cbegin();
        } else {
            middle = from(text(query, u"around"_s).toLongLong());
        }
        const qsizetype first = std::max<qsizetype>(0, middle - limit / 2);
        page.items = messages.mid(first, middle - first + limit - limit / 2);
        return ok(page);
    }
    const qsizetype end =
        query.hasQueryItem(u"before"_s) ? from(text(query, u"before"_s).toLongLong()) : messages.size();
    const qsizetype first = std::max<qsizetype>(0, end - limit);
    page.items = messages.mid(first, end - first);
    if (first > 0)
        page.next = QString::number(page.items.first().seq);
    return ok(page);
}

FakeServer::Private::Answer FakeServer::Private::receipts(const Place& place, const Message& message) const {
    MessageReceipts receipts;
    for (auto member = place.members.cbegin(); member != place.members.cend(); ++member) {
        if (member.key() == message.sender)
            continue;
        ++receipts.members;
        const MemberCursor cursor = place.cursors.value(member.key());
        if (cursor.delivered < message.seq)
            continue;
        ++receipts.delivered;
        const bool seen = cursor.seen >= message.seq;
        receipts.seen += seen ? 1 : 0;
        QList<UserId>& names = seen ? receipts.seenBy : receipts.deliveredTo;
        if (names.size() < limits::receiptNamesMax)
            names.append(member.key());
    }
    return ok(receipts);
}

FakeServer::Private::Answer FakeServer::Private::handleMessages(const QStringList& path,
                                                                const QUrlQuery& query,
                                                                const HttpRequest& request,
                                                                const UserId& user) {
    const auto id = MessageId::parse(path.value(0));
    const Found it = id ? found(*id) : Found();
    if (!it.place || !it.place->members.contains(user))
        return fail(ErrorCode::NotFound);
    const QString what = path.value(1);
    const bool deletes = request.method == "DELETE";
    const auto changed = [deletes](const Result<Message>& message) -> Answer {
        if (!message)
            return fail(message.error());
        return deletes ? nothing() : ok(*message);
    };
    if (what.isEmpty()) {
        if (deletes)
            return changed(erase(user, *id));
        if (request.method != "PATCH" && request.method != "PUT")
            return ok(*it.message);
        const auto form = decodeBody<EditMessageRequest>(request.body);
        if (!form)
            return fail(form.error());
        return changed(edit(user, *id, form->content, form->opId));
    }
    if (what == "pin"_L1)
        return changed(pin(user, *id, !deletes));
    if (what == "reactions"_L1 && deletes)
        return changed(react(user, *id, path.value(2), false));
    if (what == "reactions"_L1 && request.method == "POST") {
        const auto form = decodeBody<ReactionRequest>(request.body);
        if (!form)
            return fail(form.error());
        return changed(react(user, *id, form->emoji, true));
    }
    if (what == "reactions"_L1)
        return list(it.message->reactions);
    if (what == "versions"_L1)
        return list(it.place->versions.value(*id));
    if (what == "receipts"_L1)
        return receipts(*it.place, *it.message);
    if (what == "thread"_L1) {
        const MessageId root = it.message->threadRoot.value_or(*id);
        QList<Message> replies;
        for (const Message& message : std::as_const(it.place->messages)) {
            if (message.threadRoot == root)
                replies.append(message);
        }
        return history(replies, query);
    }
    return fail(ErrorCode::NotFound);
}

} // namespace parlor
