// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/news.h"
#include "tests/client/core/core_fixture.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// What is gathered before it is told, counted; and the thread that shows it kept free.
class TestNews : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsOncePerTurn();
    void tellsTheLastStateInOrder();
    void forgetsWhatWasBeforeAReset();
    void tellsAtOnceWhenAsked();
    void waitsBetweenTellings();
    void aStreamIsToldInParts();

private:
    static Message message(const RoomId& room, qint64 seq, qint64 changeSeq = 0,
                           const QString& content = {}) {
        Message made;
        made.id = MessageId(QUuid::createUuidV5(room.uuid(), QString::number(seq)));
        made.roomId = room;
        made.seq = seq;
        made.changeSeq = std::max(seq, changeSeq);
        made.content = content;
        return made;
    }
};

void TestNews::tellsOncePerTurn() {
    QList<bool> tellings;
    News news([&](bool begins) { tellings.append(begins); });
    QSignalSpy messages(&news, &News::messagesChanged);
    QSignalSpy rooms(&news, &News::roomChanged);
    QSignalSpy arrived(&news, &News::messagesArrived);
    const RoomId one = RoomId::create();
    const RoomId other = RoomId::create();
    for (int i = 1; i <= 100; ++i) {
        const RoomId& room = i % 2 ? one : other;
        news.noteMessages({room, false, {message(room, i)}});
        news.noteRoom(room);
        news.noteArrived({message(room, i)});
    }
    QCOMPARE(messages.count(), 0);
    QTRY_COMPARE(arrived.count(), 1);
    QCOMPARE(arrived.at(0).at(0).value<QList<Message>>().size(), 100);
    QCOMPARE(messages.count(), 2);
    QCOMPARE(messages.at(0).at(0).value<MessagesChange>().upserted.size(), 50);
    QCOMPARE(rooms.count(), 2);
    QCOMPARE(tellings, QList<bool>({true, false}));
}

void TestNews::tellsTheLastStateInOrder() {
    News news;
    QStringList order;
    MessagesChange told;
    connect(&news, &News::usersChanged, this, [&](const QList<User>& users) {
        order.append(u"users"_s);
        QCOMPARE(users.size(), 1);
        QCOMPARE(users.constFirst().displayName, u"new"_s);
    });
    connect(&news, &News::messagesChanged, this, [&](const MessagesChange& change) {
        order.append(u"messages"_s);
        told = change;
    });
    connect(&news, &News::historyChanged, this, [&] { order.append(u"history"_s); });
    connect(&news, &News::roomChanged, this, [&] { order.append(u"room"_s); });
    connect(&news, &News::cursorsChanged, this, [&] { order.append(u"cursors"_s); });
    connect(&news, &News::messagesArrived, this, [&] { order.append(u"arrived"_s); });
    const RoomId room = RoomId::create();
    User user;
    user.id = UserId::create();
    user.displayName = u"old"_s;
    news.noteArrived({message(room, 2)});
    news.noteCursors(room);
    news.noteRoom(room);
    news.noteHistory(room);
    news.noteMessages({room, false, {message(room, 2, 2, u"first"_s)}});
    news.noteMessages({room, false, {message(room, 1), message(room, 2, 3, u"edited"_s)}});
    news.noteMessages({room, false, {message(room, 4)}});
    news.noteUsers({user});
    user.displayName = u"new"_s;
    news.noteUsers({user});
    QTRY_COMPARE(
        order, QStringList({u"users"_s, u"messages"_s, u"history"_s, u"room"_s, u"cursors"_s, u"arrived"_s}));
    QCOMPARE(told.upserted,
             QList<Message>({message(room, 1), message(room, 2, 3, u"edited"_s), message(room, 4)}));
}

void TestNews::forgetsWhatWasBeforeAReset() {
    News news;
    QSignalSpy messages(&news, &News::messagesChanged);
    const RoomId room = RoomId::create();
    news.noteMessages({room, false, {message(room, 1)}});
    news.noteMessages({room, true, {}});
    news.noteMessages({room, false, {message(room, 7)}});
    QTRY_COMPARE(messages.count(), 1);
    const auto change = messages.at(0).at(0).value<MessagesChange>();
    QVERIFY(change.reset);
    QCOMPARE(change.upserted, QList<Message>({message(room, 7)}));
}

void TestNews::tellsAtOnceWhenAsked() {
    News news;
    QSignalSpy rooms(&news, &News::roomChanged);
    news.noteRoom(RoomId::create());
    news.flush();
    QCOMPARE(rooms.count(), 1);
    news.flush();
    QCOMPARE(rooms.count(), 1);
}

// As long as telling keeps the thread busy, half as much again is left to others.
void TestNews::waitsBetweenTellings() {
    News news;
    QElapsedTimer clock;
    clock.start();
    qint64 ended = 0;
    qint64 waited = -1;
    constexpr int busy = 40;
    connect(&news, &News::roomChanged, this, [&] {
        if (ended > 0) {
            waited = clock.elapsed() - ended;
            return;
        }
        const qint64 until = clock.elapsed() + busy;
        while (clock.elapsed() < until)
            continue;
        ended = clock.elapsed();
    });
    news.noteRoom(RoomId::create());
    QTRY_VERIFY(ended > 0);
    news.noteRoom(RoomId::create());
    QTRY_VERIFY(waited >= 0);
    QVERIFY2(waited >= 2 * busy - 2, qPrintable(QString::number(waited)));
}

// A hundred messages that came while the thread was busy: the models hear of them a few times, and who asks
// for the room asks the cache once each time.
void TestNews::aStreamIsToldInParts() {
    Home home;
    FakeServer server;
    const User mara = server.addUser(u"mara"_s);
    const User ines = server.addUser(u"ines"_s);
    const Room room = server.addRoom(u"harbour"_s, {mara.id, ines.id});
    const auto core = home.makeCore(server);
    QVERIFY(await<User>([&](QObject* context, const Done<User>& done) {
        core->signIn(u"mara"_s, u"password"_s, context, done);
    }));
    QTRY_VERIFY(core->reader() && core->reader()->room(room.id));
    QTRY_VERIFY(!core->reader()->extent(room.id).fetching);
    QSignalSpy messages(core.get(), &Core::messagesChanged);
    QSignalSpy rooms(core.get(), &Core::roomChanged);
    qint64 statements = 0;
    for (int i = 0; i < 5; ++i) {
        connect(core.get(), &Core::roomChanged, this, [&](const RoomId& changed) {
            const qint64 before = core->reader()->statements();
            QVERIFY(core->reader()->room(changed));
            statements += core->reader()->statements() - before;
        });
    }
    for (int i = 0; i < 100; ++i)
        server.post(room.id, ines.id, u"message %1"_s.arg(i));
    // No events here meanwhile.
    QDeadlineTimer deadline(20'000);
    while (core->reader()->newest(room.id, 100).size() < 100 && !deadline.hasExpired())
        QThread::yieldCurrentThread();
    QCOMPARE(core->reader()->newest(room.id, 100).size(), 100);
    QTRY_VERIFY([&] {
        qsizetype told = 0;
        for (const QList<QVariant>& arguments : messages)
            told += arguments.at(0).value<MessagesChange>().upserted.size();
        return told >= 100;
    }());
    qInfo("100 messages: %lld changes of messages, %lld of rooms, %lld statements",
          static_cast<long long>(messages.count()), static_cast<long long>(rooms.count()),
          static_cast<long long>(statements));
    QVERIFY(messages.count() <= 5);
    QVERIFY(rooms.count() <= 10);
    QCOMPARE(statements, rooms.count());
}

QTEST_GUILESS_MAIN(TestNews)
#include "tst_news.moc"
