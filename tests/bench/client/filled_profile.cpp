// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/client/filled_profile.h"

#include "client/core/cache.h"
#include "client/core/credential_store.h"
#include "client/core/outbox_store.h"
#include "client/core/profile.h"
#include "client/core/secret_file.h"
#include "tests/bench/client/sayings.h"

#include <cstdio>
#include <cstdlib>

namespace parlor::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int people = 50;

template <typename T>
T orDie(Result<T> result, const char* what) {
    if (!result) {
        fprintf(stderr, "bench: %s: %s\n", what, qPrintable(result.error().message()));
        exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}

std::unique_ptr<Profile> openProfile(const QString& directory) {
    qputenv("PARLOR_CLIENT_DATA", directory.toLocal8Bit());
    return orDie(Profile::open(u"bench"_s), "no profile");
}

User person(int number) {
    User user;
    user.id = UserId::create();
    user.username = u"person%1"_s.arg(number);
    user.displayName = u"Person Number %1"_s.arg(number);
    return user;
}

} // namespace

void fillProfile(const QString& directory, int rooms, int messages) {
    const auto profile = openProfile(directory);
    QList<User> users;
    for (int i = 0; i < people; ++i)
        users.append(person(i));
    Account account = newAccount(QUrl(u"http://127.0.0.1:9"_s)); // the port "discard", where nobody listens
    account.user = users.first();
    orDie(profile->save(account), "no account");
    const QString files = profile->accountDirectory(account.id);
    orDie(OutboxStore::open(files), "no outbox");
    const auto cache = orDie(Cache::open(files, account.user->id), "no cache");
    orDie(cache->transaction([&]() -> Result<void> {
        if (auto put = cache->putUsers(users); !put)
            return fail(put.error());
        return cache->setEpoch(1);
    }),
          "no people");
    const int perRoom = messages / rooms;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (int r = 0; r < rooms; ++r) {
        orDie(cache->transaction([&]() -> Result<void> {
            RoomView view;
            view.room.id = RoomId::create();
            view.room.name = u"room-%1"_s.arg(r);
            view.room.topic = u"What room %1 is for"_s.arg(r);
            view.room.version = 1;
            view.room.createdAt = now.addDays(-100);
            view.head = perRoom;
            view.read = {r % 10 == 0 ? perRoom - 3 : perRoom, r % 10 == 0 ? 3 : 0, 0, perRoom};
            view.lastMessageAt = now.addSecs(-r * 60);
            view.memberCount = people;
            if (auto put = cache->putRoom(view); !put)
                return fail(put.error());
            QList<Message> page;
            for (int m = 0; m < perRoom; ++m) {
                Message message;
                message.id = MessageId::create();
                message.roomId = view.room.id;
                message.seq = message.changeSeq = m + 1;
                message.sender = users.at((m / 3) % people).id;
                message.content = saying(m);
                message.createdAt = now.addSecs(-60 * (perRoom - m) - r * 60);
                page.append(message);
            }
            if (auto put = cache->putPage(view.room.id, page, false, true); !put)
                return put;
            if (r == 0)
                profile->setLastRoom(account.id, view.room.id);
            return cache->setCursor(view.room.id, perRoom);
        }),
              "no room");
    }
}

void signedInProfile(const QString& directory, const QUrl& server, const AuthTokens& tokens) {
    const auto profile = openProfile(directory);
    Account account = newAccount(server);
    account.user = tokens.user;
    orDie(profile->save(account), "no account");
    // Where parlor looks when there is no keyring.
    if (!SecretFile(profile->credentialsFile())
             .setValue(CredentialStore::keyFor(account), tokens.refreshToken))
        orDie(Result<void>(fail(ErrorCode::Io, u"the credentials cannot be written"_s)), "no sign-in");
}

} // namespace parlor::bench
