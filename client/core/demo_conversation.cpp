// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/demo_conversation.h"

#include "shared/codec.h"

#include <QRandomGenerator>
#include <QTimer>

#include <array>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

struct Line {
    const char* room;
    const char* who;
    const char* text;
};

// The past, oldest first. It is spread over the last days so that day lines and groups show.
constexpr std::array past{
    Line{"General", "grace",
         "Morning all. The new build machine is up; first run took 4 minutes instead of 11."},
    Line{"General", "linus", "Nice. Is the cache shared between branches?"},
    Line{"General", "grace",
         "Yes, keyed by the compiler and the lock file. Branches only pay for what they change."},
    Line{"General", "ada", "That explains why my rebase was so quick."},
    Line{"Design", "joan",
         "I put three drafts of the empty room screen on the board. The second one is my favourite."},
    Line{"Design", "joan", "It says what a room is for and offers exactly one thing to do."},
    Line{"Design", "ada", "Second one for me too. The first one explains too much."},
    Line{"Design", "katherine", "Agreed. Could the illustration be smaller on narrow windows?"},
    Line{"Backend", "linus",
         "The projector falls behind when search indexing is in the same transaction. Ten times the cost."},
    Line{"Backend", "barbara", "Then it becomes a consumer of its own, with its own position."},
    Line{"Backend", "linus", "Did that. 22,000 rows a second became 190,000."},
    Line{"Backend", "barbara", "Lovely. Please write the numbers down before we forget them."},
    Line{"General", "katherine", "Reminder: the review moves to Thursday, 14:00."},
    Line{"General", "joan", "Thanks. I'll bring the new icons."},
    Line{"Lunch", "barbara", "The noodle place has a new menu."},
    Line{"Lunch", "grace", "Count me in. 12:30?"},
    Line{"Lunch", "linus", "12:30 works."},
    Line{"General", "grace", "Deploy went out. Error rate is flat, p99 went from 9 ms to 5 ms."},
    Line{"General", "linus", "That's the coalesced writes. One send per connection per loop turn."},
    Line{"General", "barbara", "I would like that graph framed."},
    Line{"Backend", "katherine",
         "Found it: the retry used a new id each time, so the second try became a second message."},
    Line{"Backend", "linus", "So the id is made once and kept in the outbox?"},
    Line{"Backend", "katherine", "Exactly. Then a retry is the same message, whoever answers it."},
    Line{"Design", "joan",
         "Dark theme, second round. The amber was too loud; now it only marks what is meant for you."},
};

// What keeps arriving, over and over.
constexpr std::array live{
    Line{"General", "grace", "Tests are green on both compilers."},
    Line{"General", "linus", "Then I'll merge it."},
    Line{"Design", "katherine", "The contrast of the secondary text is 4.9 now. Enough?"},
    Line{"Design", "joan", "Enough. Thank you for measuring instead of squinting."},
    Line{"Backend", "barbara",
         "I killed the server 200 times while it was busy. Nothing was lost, nothing was doubled."},
    Line{"Backend", "linus", "And with the power cut test?"},
    Line{"Backend", "barbara", "Finds everything. And fails when I switch syncing off, as it should."},
    Line{"Lunch", "grace", "Soup today? It's raining."},
    Line{"Lunch", "barbara", "Soup."},
    Line{"General", "joan", "The release notes are ready for a second pair of eyes."},
    Line{"General", "katherine", "Reading them now."},
    Line{"General", "katherine", "Two small things, otherwise good to go."},
};

constexpr std::array replies{"Good point.", "Makes sense to me.", "Let me check and come back to you.",
                             "Thanks, that helps.", "Yes, let's do that."};

} // namespace

struct DemoConversation::Private {
    explicit Private(DemoConversation* conversation)
        : q(conversation) {}

    void build() {
        for (const auto& [name, shown] :
             {std::pair("ada", "Ada Lovelace"), std::pair("grace", "Grace Hopper"),
              std::pair("linus", "Linus Pauling"), std::pair("joan", "Joan Clarke"),
              std::pair("katherine", "Katherine Johnson"), std::pair("barbara", "Barbara Liskov")}) {
            const QString username = QString::fromLatin1(name);
            people.insert(
                username,
                server.addUser(username, QString::fromLatin1(shown), DemoConversation::password()).id);
        }
        const QList<UserId> all{people.value(u"ada"_s),       people.value(u"grace"_s),
                                people.value(u"linus"_s),     people.value(u"joan"_s),
                                people.value(u"katherine"_s), people.value(u"barbara"_s)};
        const auto add = [&](const QString& name, RoomKind kind, const QString& topic) {
            rooms.insert(name, server.addRoom(name, all, kind, topic).id);
        };
        add(u"General"_s, RoomKind::Public, u"What everybody should know"_s);
        add(u"Design"_s, RoomKind::Public, u"How it looks and how it feels"_s);
        add(u"Backend"_s, RoomKind::Private, u"Log, store, gateway"_s);
        add(u"Lunch"_s, RoomKind::Public, {});
        server.addRoom(u"Reading group"_s, {people.value(u"joan"_s), people.value(u"grace"_s)},
                       RoomKind::Public, u"One paper every two weeks"_s);

        // Long ago, so that there is something to scroll up to.
        QDateTime when = utcNow().addDays(-9);
        const RoomId general = rooms.value(u"General"_s);
        for (int i = 0; i < 240; ++i) {
            const Line& line = past[std::size_t(i) % past.size()];
            when = when.addSecs(i % 4 == 0 ? 3600 : 100);
            server.post(general, people.value(QString::fromLatin1(line.who)), QString::fromUtf8(line.text),
                        when);
        }
        when = utcNow().addDays(-2);
        for (std::size_t i = 0; i < past.size(); ++i) {
            const Line& line = past[i];
            when = i == past.size() / 2 ? utcNow().addSecs(-5 * 3600) : when.addSecs(i % 3 == 0 ? 1200 : 70);
            post(line, when);
        }
        const UserId ada = people.value(u"ada"_s);
        for (const RoomId& room : std::as_const(rooms))
            server.setSeen(room, ada, server.head(room));
        server.setSeen(rooms.value(u"Backend"_s), ada, server.messages(rooms.value(u"Backend"_s)).at(4).seq);
    }

    void post(const Line& line, const QDateTime& when) {
        server.post(rooms.value(QString::fromLatin1(line.room)), people.value(QString::fromLatin1(line.who)),
                    QString::fromUtf8(line.text), when);
    }

    void sayNext() { post(live[next++ % live.size()], {}); }

    /// Somebody reacts to what the person at the screen wrote.
    void answer() {
        const QList<client::MessageNew> sent = server.sent();
        for (; answered < sent.size(); ++answered) {
            const RoomId room = sent.at(answered).roomId;
            const UserId who = people.value(answered % 2 == 0 ? u"grace"_s : u"katherine"_s);
            if (!server.isMember(room, who))
                continue;
            const QString text = QString::fromLatin1(replies[std::size_t(answered) % replies.size()]);
            QTimer::singleShot(int(1800 * pace), q,
                               [this, room, who, text] { server.post(room, who, text); });
        }
    }

    DemoConversation* q;
    FakeServer server;
    QHash<QString, UserId> people;
    QHash<QString, RoomId> rooms;
    QTimer timer;
    double pace = 1;
    std::size_t next = 0;
    qsizetype answered = 0;
};

DemoConversation::DemoConversation(QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this)) {
    d->build();
}

DemoConversation::~DemoConversation() = default;

FakeServer& DemoConversation::server() {
    return d->server;
}

QString DemoConversation::login() {
    return u"ada"_s;
}

QString DemoConversation::password() {
    return u"password"_s;
}

void DemoConversation::start(double pace) {
    if (pace <= 0 || d->timer.isActive())
        return;
    d->pace = pace;
    d->timer.setSingleShot(true);
    connect(&d->timer, &QTimer::timeout, this, [this] {
        d->sayNext();
        d->timer.start(int((3'000 + QRandomGenerator::global()->bounded(6'000)) * d->pace));
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

} // namespace parlor
