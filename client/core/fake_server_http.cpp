// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP of FakeServer: its routes, and signing in.
#include "client/core/fake_server_answers.h"
#include "client/core/fake_server_private.h"

#include <QUuid>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;
using namespace fake;

void FakeServer::Private::onRequest(const FakeTransportLink& from, quint64 id, const HttpRequest& request) {
    requestPaths.append(request.path);
    const auto answer = [&](const tl::expected<HttpResponse, Failure>& response) {
        post([from, id, response] {
            from->post([id, response](FakeTransport& transport) { transport.onResponse(id, response); });
        });
    };
    if (!reachable) {
        answer(tl::unexpected(networkFailure(problem)));
        return;
    }
    std::optional<Error> fault;
    for (Fault& planned : faults) {
        if (planned.count == 0 || !request.path.startsWith(planned.path))
            continue;
        --planned.count;
        if (!planned.error)
            return; // for ever: what a time-out is for
        fault = planned.error;
        break;
    }
    const Answer result = fault ? Answer(fail(*fault)) : handle(request);
    HttpResponse response;
    if (result) {
        response.status = result->first;
        response.body = result->second;
    } else {
        response.status = errorInfo(result.error().code()).httpStatus;
        response.body = toBytes({{"error"_L1, toJson(result.error())}});
    }
    answer(response);
}

FakeServer::Private::Session* FakeServer::Private::sessionOf(const QString& accessToken) {
    const auto found = std::find_if(sessions.begin(), sessions.end(), [&](const Session& session) {
        return !accessToken.isEmpty() && session.accessToken == accessToken &&
               session.accessUntil.isValid() && utcNow() < session.accessUntil;
    });
    return found == sessions.end() ? nullptr : &*found;
}

AuthTokens FakeServer::Private::issue(Session& session) {
    session.accessToken = u"access-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    session.refreshToken = u"refresh-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    session.lastUsedAt = utcNow();
    session.accessUntil = session.lastUsedAt.addSecs(accessLifetime);
    return {people.value(session.user).user, session.accessToken, session.refreshToken, accessLifetime};
}

void FakeServer::Private::endSessions(const std::function<bool(const Session&)>& which) {
    QSet<SessionId> ended;
    for (const Session& session : std::as_const(sessions)) {
        if (which(session))
            ended.insert(session.id);
    }
    sessions.removeIf(which);
    closeAll([&](const Socket& socket) { return ended.contains(socket.session); },
             int(CloseCode::Unauthorized));
}

FakeServer::Private::Answer FakeServer::Private::handle(const HttpRequest& request) {
    const QUrl url(request.path);
    const QUrlQuery query(url);
    // An emoji in a path stays as it is; no id and no word has anything to decode.
    QStringList path = url.path(QUrl::FullyDecoded).split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (path.size() < 3 || path.at(0) != "api"_L1 || path.at(1) != "v1"_L1)
        return fail(ErrorCode::NotFound);
    path = path.mid(2);
    if (path.first() == "server"_L1)
        return ok(ServerInfo{name, u"0"_s, Registration::Open});
    const QString what = path.value(1);
    if (path.first() == "auth"_L1 && (what == "register"_L1 || what == "login"_L1 || what == "refresh"_L1))
        return handleAuth(what, request);

    const Session* const asking = sessionOf(request.bearer);
    if (!asking)
        return fail(ErrorCode::Unauthenticated);
    const Session session = *asking; // sessions come and go while it is served
    const UserId user = session.user;
    if (path.first() == "auth"_L1)
        return handleSessions(path.mid(1), request, session);
    if (path.first() == "users"_L1)
        return handleUsers(path.mid(1), query, request, user);
    if (path.first() == "rooms"_L1)
        return handleRooms(path.mid(1), query, request, user);
    if (path.first() == "messages"_L1)
        return handleMessages(path.mid(1), query, request, user);
    if (path.first() == "search"_L1)
        return search(user, query);
    return fail(ErrorCode::NotFound);
}

FakeServer::Private::Answer FakeServer::Private::handleAuth(const QString& what, const HttpRequest& request) {
    if (what == "register"_L1) {
        const auto form = decodeBody<RegisterRequest>(request.body);
        if (!form)
            return fail(form.error());
        for (const Person& person : std::as_const(people)) {
            if (person.user.username == form->username)
                return fail(ErrorCode::Taken, {}, u"username"_s);
        }
        const User user = q->addUser(form->username, form->displayName.value_or(QString()), form->password);
        people[user.id].email = form->email;
        sessions.append({user.id, SessionId::create(), {}, {}, {}, form->device, utcNow()});
        return ok(issue(sessions.last()), 201);
    }
    if (what == "login"_L1) {
        const auto form = decodeBody<LoginRequest>(request.body);
        if (!form)
            return fail(form.error());
        for (const Person& person : std::as_const(people)) {
            if (person.user.username == form->login && person.password == form->password) {
                sessions.append({person.user.id, SessionId::create(), {}, {}, {}, form->device, utcNow()});
                return ok(issue(sessions.last()));
            }
        }
        return fail(ErrorCode::Unauthenticated);
    }
    if (what == "refresh"_L1) {
        const auto form = decodeBody<RefreshRequest>(request.body);
        if (!form)
            return fail(form.error());
        for (Session& session : sessions) {
            if (session.refreshToken == form->refreshToken) {
                ++refreshCount;
                return ok(issue(session));
            }
        }
        return fail(ErrorCode::Unauthenticated);
    }
    return fail(ErrorCode::NotFound);
}

} // namespace parlor
