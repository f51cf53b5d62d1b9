// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP half of FakeServer.
#include "client/core/fake_server_private.h"

#include <QUrl>
#include <QUuid>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

using Reply = std::pair<int, QByteArray>;

template <typename T>
Reply ok(const T& value, int status = 200) {
    return {status, toBytes(toJson(value))};
}

} // namespace

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
    session.accessUntil = utcNow().addSecs(accessLifetime);
    return {people.value(session.user).user, session.accessToken, session.refreshToken, accessLifetime};
}

FakeServer::Private::Answer FakeServer::Private::handle(const HttpRequest& request) {
    const QUrl url(request.path);
    const QUrlQuery query(url);
    QStringList path = url.path().split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (path.size() < 3 || path.at(0) != "api"_L1 || path.at(1) != "v1"_L1)
        return fail(ErrorCode::NotFound);
    path = path.mid(2);
    if (path.first() == "server"_L1)
        return ok(ServerInfo{u"Parlor demo"_s, u"0"_s, Registration::Open});
    if (path.first() == "auth"_L1 && path.size() == 2 && path.at(1) != "logout"_L1)
        return handleAuth(path.at(1), request);

    const Session* session = sessionOf(request.bearer);
    if (!session)
        return fail(ErrorCode::Unauthenticated);
    const UserId user = session->user;
    if (path.first() == "auth"_L1) {
        const SessionId ended = session->id;
        sessions.removeIf([&](const Session& one) { return one.id == ended; });
        closeAll([&](const Socket& socket) { return socket.session == ended; }, int(CloseCode::Unauthorized));
        return Reply{204, {}};
    }
    if (path.first() == "users"_L1)
        return users(query);
    if (path.first() == "rooms"_L1)
        return handleRooms(path.mid(1), query, request, user);
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
        sessions.append({user.id, SessionId::create(), {}, {}, {}});
        return ok(issue(sessions.last()), 201);
    }
    if (what == "login"_L1) {
        const auto form = decodeBody<LoginRequest>(request.body);
        if (!form)
            return fail(form.error());
        for (const Person& person : std::as_const(people)) {
            if (person.user.username == form->login && person.password == form->password) {
                sessions.append({person.user.id, SessionId::create(), {}, {}, {}});
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

FakeServer::Private::Answer FakeServer::Private::users(const QUrlQuery& query) const {
    Page<User> page;
    if (query.hasQueryItem(u"ids"_s)) {
        const QStringList ids = query.queryItemValue(u"ids"_s).split(QLatin1Char(','));
        for (const QString& text : ids) {
            const auto id = UserId::parse(text);
            if (!id)
                return fail(ErrorCode::Invalid, {}, u"ids"_s);
            if (people.contains(*id))
                page.items.append(people.value(*id).user);
        }
        return ok(page);
    }
    const QString search = query.queryItemValue(u"q"_s, QUrl::FullyDecoded);
    for (const Person& person : people) {
        if (person.user.username.startsWith(search, Qt::CaseInsensitive) ||
            person.user.displayName.contains(search, Qt::CaseInsensitive))
            page.items.append(person.user);
    }
    std::sort(page.items.begin(), page.items.end(),
              [](const User& a, const User& b) { return a.username < b.username; });
    return ok(page);
}

FakeServer::Private::Answer FakeServer::Private::history(const Place& place, const QUrlQuery& query) const {
    const int limit =
        query.hasQueryItem(u"limit"_s) ? query.queryItemValue(u"limit"_s).toInt() : limits::pageDefault;
    const bool bounded = query.hasQueryItem(u"before"_s);
    const qint64 before = bounded ? query.queryItemValue(u"before"_s).toLongLong() : limits::integerMax;
    if (limit < 1 || limit > limits::pageMax)
        return fail(ErrorCode::Invalid, {}, u"limit"_s);
    QList<Message> older;
    for (const Message& message : place.messages) {
        if (message.seq < before)
            older.append(message);
    }
    Page<Message> page;
    page.items = older.mid(std::max<qsizetype>(0, older.size() - limit));
    if (older.size() > limit)
        page.next = QString::number(page.items.first().seq);
    return ok(page);
}

FakeServer::Private::Answer FakeServer::Private::handleRooms(const QStringList& path, const QUrlQuery& query,
                                                             const HttpRequest& request, const UserId& user) {
    if (path.isEmpty() && request.method == "POST") {
        const auto form = decodeBody<CreateRoomRequest>(request.body);
        if (!form)
            return fail(form.error());
        const Room room = q->addRoom(form->name, {user}, form->kind, form->topic);
        return ok(view(rooms.value(room.id), user), 201);
    }
    if (path.size() == 1 && path.first() == "public"_L1) {
        const QString search = query.queryItemValue(u"q"_s, QUrl::FullyDecoded);
        Page<PublicRoom> page;
        for (const Place& place : std::as_const(rooms)) {
            if (place.room.kind == RoomKind::Public && place.room.name.contains(search, Qt::CaseInsensitive))
                page.items.append({place.room, int(place.members.size()), place.members.contains(user)});
        }
        std::sort(page.items.begin(), page.items.end(),
                  [](const PublicRoom& a, const PublicRoom& b) { return a.room.name < b.room.name; });
        return ok(page);
    }
    const auto id = path.isEmpty() ? std::nullopt : RoomId::parse(path.first());
    if (!id || !rooms.contains(*id))
        return fail(ErrorCode::NotFound);
    const QString what = path.value(1);
    if (what == "join"_L1 && rooms.value(*id).room.kind == RoomKind::Public) {
        q->addMember(*id, user);
        return ok(view(rooms.value(*id), user));
    }
    const Place* place = visible(*id, user);
    if (!place)
        return fail(ErrorCode::NotFound);
    if (what.isEmpty())
        return ok(view(*place, user));
    if (what == "leave"_L1) {
        q->removeMember(*id, user);
        return Reply{204, {}};
    }
    if (what == "messages"_L1)
        return history(*place, query);
    if (what == "members"_L1 && request.method == "POST") {
        const auto form = decodeBody<AddMemberRequest>(request.body);
        if (!form || !people.contains(form->userId))
            return fail(form ? Error(ErrorCode::NotFound) : form.error());
        q->addMember(*id, form->userId);
        return ok(Member{people.value(form->userId).user, RoomRole::Member}, 201);
    }
    if (what == "members"_L1) {
        Page<Member> page;
        for (auto member = place->members.cbegin(); member != place->members.cend(); ++member)
            page.items.append({people.value(member.key()).user, member.value()});
        std::sort(page.items.begin(), page.items.end(),
                  [](const Member& a, const Member& b) { return a.user.username < b.user.username; });
        return ok(page);
    }
    return fail(ErrorCode::NotFound);
}

} // namespace parlor
