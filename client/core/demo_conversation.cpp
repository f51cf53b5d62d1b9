// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/demo_conversation.h"

#include "client/core/core.h"
#include "client/core/demo_script.h"
#include "shared/codec.h"

#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int longPast = 260; ///< lines of it: some pages to scroll up to

QString text(const char* words) {
    return QString::fromUtf8(words);
}

} // namespace

struct DemoConversation::Private {
    explicit Private(DemoConversation* conversation)
        : q(conversation) {}

    void build() {
        for (const demo::Person& person : demo::people()) {
            const User user = server.addUser(text(person.name), text(person.shown), password());
            people.insert(user.username, user.id);
            if (*person.status)
                server.setStatusText(user.id, text(person.status));
        }
        server.addUser(newcomer(), u"Noor Aziz"_s, password());
        for (const demo::Place& place : demo::places()) {
            QList<UserId> members;
            const QString listed = text(place.members);
            const bool everybody = listed == "*"_L1;
            const QStringList names = everybody ? people.keys() : listed.split(QLatin1Char(' '));
            for (const QString& name : names)
                members.append(people.value(name));
            if (everybody)
                std::swap(members.front(), members[members.indexOf(people.value(login()))]);
            const RoomKind kind = place.isPrivate ? RoomKind::Private : RoomKind::Public;
            rooms.insert(text(place.name),
                         server.addRoom(text(place.name), members, kind, text(place.topic)).id);
        }
        server.setRole(rooms.value(u"design"_s), people.value(u"ines"_s), RoomRole::Moderator);
        tellPast();
        setPresences();
        setCursors();
    }

    RoomId place(const char* name) {
        const QString called = text(name);
        if (!called.startsWith(QLatin1Char('@')))
            return rooms.value(called);
        const RoomId room = server.addDirect(people.value(login()), people.value(called.mid(1))).id;
        rooms.insert(called, room);
        return room;
    }

    void tellPast() {
        const QDateTime now = utcNow();
        const QList<demo::Touch> touches = demo::touches();
        const RoomId general = rooms.value(u"general"_s);
        QDateTime when = now.addDays(-12);
        for (int i = 0; i < longPast; ++i) {
            const auto& [who, said] = demo::longAgo(i);
            when = when.addSecs(i % 4 == 0 ? 7200 : 100);
            server.post(general, people.value(text(who)), said, when);
        }
        server.setTime(now.addDays(-2));
        const RoomId design = rooms.value(u"design"_s);
        server.tell(design, people.value(u"ines"_s),
                    {SystemKind::TopicChanged, {}, u"How it looks, and why"_s});
        for (const demo::Line& line : demo::past()) {
            const UserId who = people.value(text(line.who));
            server.setTime(now.addSecs(-60 * line.ago));
            const Message said = line.answers
                                     ? server.reply(messages.value(text(line.answers)), who, text(line.text))
                                     : server.post(place(line.room), who, text(line.text));
            if (!line.key)
                continue;
            messages.insert(text(line.key), said.id);
            for (const demo::Touch& touch : touches) {
                if (qstrcmp(touch.key, line.key) == 0)
                    apply(touch, said.id);
            }
        }
        server.setTime({});
    }

    void apply(const demo::Touch& touch, const MessageId& message) {
        const QStringList who = text(touch.who).split(QLatin1Char(' '));
        switch (touch.kind) {
        case demo::Touch::Reaction:
            for (const QString& name : who)
                server.react(message, people.value(name), text(touch.text));
            break;
        case demo::Touch::Edit:
            server.edit(message, text(touch.text));
            break;
        case demo::Touch::Deletion:
            server.remove(message);
            break;
        case demo::Touch::Pinning:
            server.pin(message, people.value(who.first()));
            break;
        }
    }

    void setPresences() {
        const auto set = [this](const QString& name, PresenceStatus status, int minutesAgo = 0) {
            server.setPresence(people.value(name), status, utcNow().addSecs(-60 * minutesAgo));
        };
        set(u"ines"_s, PresenceStatus::Online);
        set(u"tom"_s, PresenceStatus::Away);
        set(u"yusuf"_s, PresenceStatus::Offline, 190);
        set(u"hanna"_s, PresenceStatus::Online);
        set(u"kofi"_s, PresenceStatus::Online);
        set(u"leila"_s, PresenceStatus::Offline, 3100);
        set(u"piotr"_s, PresenceStatus::DoNotDisturb);
        set(u"sofia"_s, PresenceStatus::Online);
    }

    /// Everybody has read everything but what is new to the person at the screen.
    void setCursors() {
        const UserId self = people.value(login());
        const auto unread = [&](const QString& room, int count) {
            const RoomId id = rooms.value(room);
            const QList<Message> all = server.messages(id);
            server.setSeen(id, self, all.at(std::max<qsizetype>(0, all.size() - count - 1)).seq);
        };
        for (const RoomId& room : std::as_const(rooms)) {
            for (const UserId& person : std::as_const(people)) {
                if (server.isMember(room, person))
                    server.setCursor(room, person, server.head(room), server.head(room));
            }
            server.setSeen(room, self, server.head(room));
        }
        unread(u"crane-scheduling"_s, 3);
        unread(u"@ines"_s, 2);
        unread(u"night-shift"_s, 1);
        // All that came before the message that calls.
        const QList<Message> design = server.messages(rooms.value(u"design"_s));
        const auto confirm = std::find_if(design.cbegin(), design.cend(), [&](const Message& message) {
            return message.id == messages.value(u"confirm"_s);
        });
        if (confirm != design.cbegin() && confirm != design.cend())
            server.setSeen(rooms.value(u"design"_s), self, (confirm - 1)->seq);
    }

    /// The newest message in `room` that `who` wrote, or that somebody else did.
    std::optional<Message> newest(const RoomId& room, const UserId& who, bool own) const {
        const QList<Message> all = server.messages(room);
        const auto found = std::find_if(all.crbegin(), all.crend(), [&](const Message& message) {
            return message.type == MessageType::Text && !message.deletedAt && (message.sender == who) == own;
        });
        return found == all.crend() ? std::nullopt : std::optional(*found);
    }

    void happen(const demo::Happening& what) {
        const UserId who = people.value(text(what.who));
        const RoomId room = rooms.value(text(what.room));
        const auto other = newest(room, who, false);
        switch (what.kind) {
        case demo::Happening::Says:
            server.post(room, who, text(what.text));
            break;
        case demo::Happening::Answers:
            if (other)
                server.reply(other->id, who, text(what.text));
            break;
        case demo::Happening::Reacts:
            if (other)
                server.react(other->id, who, text(what.text));
            break;
        case demo::Happening::Edits:
            if (const auto mine = newest(room, who, true))
                server.edit(mine->id, mine->content + text(what.text));
            break;
        case demo::Happening::Comes:
            server.setPresence(who, PresenceStatus::Online);
            break;
        case demo::Happening::Goes:
            server.setPresence(who, PresenceStatus::Offline, utcNow());
            break;
        }
        // Who is there reads what is said, sooner or later.
        if (!room.isNull())
            server.setCursor(room, who, server.head(room), server.head(room));
    }

    void sayNext() {
        happen(script.at(next));
        next = (next + 1) % script.size();
    }

    /// Types first what takes typing.
    void playNext() {
        const demo::Happening& what = script.at(next);
        const bool typed = what.kind == demo::Happening::Says || what.kind == demo::Happening::Answers;
        if (typed)
            server.setTyping(rooms.value(text(what.room)), people.value(text(what.who)), true);
        QTimer::singleShot(int((typed ? 2'500 : 0) * pace), q, [this] { sayNext(); });
    }

    /// Somebody answers what the person at the screen wrote, or reacts to it.
    void answer() {
        static const QList<const char*> words = demo::answers();
        const QList<client::MessageNew> sent = server.sent();
        for (; answered < sent.size(); ++answered) {
            const client::MessageNew said = sent.at(answered);
            const UserId self = people.value(login());
            QList<UserId> there;
            for (const UserId& person : std::as_const(people)) {
                if (person != self && server.isMember(said.roomId, person) &&
                    server.presence(person).status != PresenceStatus::Offline)
                    there.append(person);
            }
            if (there.isEmpty())
                continue;
            std::sort(there.begin(), there.end());
            const UserId who = there.at(answered % there.size());
            const MessageId message = messageIdFor(self, said.roomId, said.tempId);
            const QString reply = text(words.at(answered % words.size()));
            const bool reacts = answered % 3 == 2;
            QTimer::singleShot(int(900 * pace), q, [this, said, who, reacts] {
                server.setCursor(said.roomId, who, server.head(said.roomId), server.head(said.roomId));
                if (!reacts)
                    server.setTyping(said.roomId, who, true);
            });
            QTimer::singleShot(int(3'000 * pace), q, [this, said, who, reacts, message, reply] {
                if (reacts)
                    server.react(message, who, u"👍"_s);
                else if (said.replyTo)
                    server.reply(message, who, reply);
                else
                    server.post(said.roomId, who, reply);
            });
        }
    }

    DemoConversation* q;
    FakeServer server;
    QHash<QString, UserId> people;
    QHash<QString, RoomId> rooms; ///< direct ones by "@" and the other's name
    QHash<QString, MessageId> messages;
    QList<demo::Happening> script = demo::live();
    QTimer timer;
    double pace = 1;
    qsizetype next = 0;
    qsizetype answered = 0;
};

DemoConversation::DemoConversation(QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this)) {
    d->server.setName(u"Harbour Works"_s);
    d->build();
}

DemoConversation::~DemoConversation() = default;

FakeServer& DemoConversation::server() {
    return d->server;
}

QString DemoConversation::login() {
    return u"mara"_s;
}

QString DemoConversation::newcomer() {
    return u"noor"_s;
}

QString DemoConversation::password() {
    return u"password"_s;
}

RoomId DemoConversation::room(const QString& name) const {
    return d->rooms.value(name);
}

MessageId DemoConversation::message(const QString& key) const {
    return d->messages.value(key);
}

UserId DemoConversation::person(const QString& name) const {
    return d->people.value(name);
}

void DemoConversation::arrange(Core& core) const {
    RoomPreferences favourite;
    favourite.favourite = true;
    core.setPreferences(room(u"design"_s), favourite);
    core.setPreferences(room(u"board"_s), favourite);
    RoomPreferences muted;
    muted.muted = true;
    core.setPreferences(room(u"canteen"_s), muted);
    core.setDraft(room(u"board"_s), std::nullopt, u"Agenda for Tuesday: berths, budget, "_s);
}

void DemoConversation::start(double pace) {
    if (pace <= 0 || d->timer.isActive())
        return;
    d->pace = pace;
    d->timer.setSingleShot(true);
    connect(&d->timer, &QTimer::timeout, this, [this] {
        d->playNext();
        d->timer.start(int((5'000 + QRandomGenerator::global()->bounded(6'000)) * d->pace));
    });
    connect(&d->server, &FakeServer::frameReceived, this, [this](const QString& type) {
        if (type == "message:new"_L1)
            d->answer();
    });
    d->timer.start(int(2'500 * pace));
}

void DemoConversation::say() {
    d->sayNext();
}

void DemoConversation::type(const QString& room, const QString& who) {
    d->server.setTyping(d->rooms.value(room), d->people.value(who), true);
}

} // namespace parlor
