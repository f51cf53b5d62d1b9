// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions and people, by HTTP, for FakeServer.
#include "client/core/fake_server_answers.h"
#include "client/core/fake_server_private.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;
using namespace fake;

FakeServer::Private::Answer FakeServer::Private::handleSessions(const QStringList& path,
                                                                const HttpRequest& request,
                                                                const Session& session) {
    const QString what = path.value(0);
    const auto info = [&](const Session& one) {
        SessionInfo told;
        told.id = one.id;
        told.device = one.device;
        told.address = u"192.0.2.17"_s;
        told.createdAt = one.createdAt;
        told.lastUsedAt = one.lastUsedAt;
        told.current = one.id == session.id;
        return told;
    };
    if (what == "logout"_L1) {
        LogoutRequest form;
        if (!request.body.isEmpty()) {
            const auto read = decodeBody<LogoutRequest>(request.body);
            if (!read)
                return fail(read.error());
            form = *read;
        }
        endSessions(
            [&](const Session& one) { return form.all ? one.user == session.user : one.id == session.id; });
        return nothing();
    }
    if (what == "password"_L1) {
        const auto form = decodeBody<ChangePasswordRequest>(request.body);
        if (!form)
            return fail(form.error());
        Person& person = people[session.user];
        if (person.password != form->currentPassword)
            return fail(ErrorCode::Forbidden, {}, u"currentPassword"_s);
        person.password = form->newPassword;
        endSessions([&](const Session& one) { return one.user == session.user && one.id != session.id; });
        return nothing();
    }
    if (what == "session"_L1)
        return ok(info(session));
    if (what == "me"_L1)
        return ok(AccountInfo{people.value(session.user).user, people.value(session.user).email, false});
    if (what != "sessions"_L1)
        return fail(ErrorCode::NotFound);
    if (request.method == "DELETE") {
        const auto id = SessionId::parse(path.value(1));
        const bool known = id && std::any_of(sessions.cbegin(), sessions.cend(), [&](const Session& one) {
                               return one.user == session.user && one.id == *id;
                           });
        if (path.size() > 1 && !known)
            return fail(ErrorCode::NotFound);
        endSessions([&](const Session& one) {
            return one.user == session.user && (id ? one.id == *id : one.id != session.id);
        });
        return nothing();
    }
    QList<SessionInfo> mine;
    for (auto one = sessions.crbegin(); one != sessions.crend(); ++one) {
        if (one->user == session.user)
            mine.append(info(*one));
    }
    return ok(paged(mine, QUrlQuery(QUrl(request.path))));
}

FakeServer::Private::Answer FakeServer::Private::handleUsers(const QStringList& path, const QUrlQuery& query,
                                                             const HttpRequest& request, const UserId& user) {
    const QString what = path.value(0);
    if (what == "me"_L1) {
        if (request.method == "PATCH" || request.method == "PUT") {
            const auto form = decodeBody<UpdateProfileRequest>(request.body);
            if (!form)
                return fail(form.error());
            User changed = people.value(user).user;
            changed.displayName = form->displayName.value_or(changed.displayName);
            changed.statusText = form->statusText.value_or(changed.statusText);
            changed.timeZone = form->timeZone.value_or(changed.timeZone);
            changeUser(changed);
        }
        return ok(AccountInfo{people.value(user).user, people.value(user).email, false});
    }
    if (const auto id = UserId::parse(what)) {
        if (!people.contains(*id))
            return fail(ErrorCode::NotFound);
        return ok(people.value(*id).user);
    }
    if (query.hasQueryItem(u"ids"_s)) {
        Page<User> page;
        QList<Presence> presences;
        const QStringList ids = text(query, u"ids"_s).split(QLatin1Char(','));
        for (const QString& one : ids) {
            const auto id = UserId::parse(one);
            if (!id)
                return fail(ErrorCode::Invalid, {}, u"ids"_s);
            if (!people.contains(*id))
                continue;
            page.items.append(people.value(*id).user);
            if (shareRoom(user, *id))
                presences.append(presence(*id));
        }
        if (what == "presence"_L1)
            return list(presences);
        return ok(page);
    }
    const QString wanted = text(query, u"q"_s);
    QList<User> found;
    for (const Person& person : std::as_const(people)) {
        if (person.user.username.contains(wanted, Qt::CaseInsensitive) ||
            person.user.displayName.contains(wanted, Qt::CaseInsensitive))
            found.append(person.user);
    }
    std::sort(found.begin(), found.end(),
              [](const User& a, const User& b) { return a.username < b.username; });
    return ok(paged(found, query));
}

} // namespace parlor
