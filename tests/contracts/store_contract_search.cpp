// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/store_contract_search.h"

#include "tests/contracts/search_scene.h"

#include <QTest>

namespace parlor::test {

void StoreSearchContract::everythingIsFound_data() {
    QTest::addColumn<bool>("indexed");
    QTest::newRow("indexed") << true;
    QTest::newRow("not indexed yet") << false;
}

void StoreSearchContract::everythingIsFound() {
    QFETCH(bool, indexed);
    Scene scene(store());
    for (const char* text :
         {"The e-mail about the harvest", "state-of-the-art tests", "Grüße aus Köln", "我们明天在北京开会",
          "明日カフェで会う", "오늘 회의가 있습니다", "see https://example.com/x",
          "well done \xF0\x9F\x8E\x89", "'; DROP TABLE messages; --", "\"quoted\" NEAR(a b) AND OR *"})
        scene.say(scene.lounge, scene.ann, QString::fromUtf8(text));
    QVERIFY(scene.feed.project({newMessage(scene.lounge.id, scene.ann.id,
                                           QStringLiteral("harvest of the system"), MessageType::System)}));
    if (indexed)
        scene.index();
    const auto find = [&](const char* query) { return scene.find(scene.bob, QString::fromUtf8(query)); };
    QCOMPARE(find("harvest"), only("The e-mail about the harvest"));
    QCOMPARE(find("HARV"), only("The e-mail about the harvest"));
    QCOMPARE(find("email about"), only("The e-mail about the harvest"));
    QCOMPARE(find("e-mail"), only("The e-mail about the harvest"));
    QCOMPARE(find("of-the-art"), only("state-of-the-art tests"));
    QCOMPARE(find("state of art"), only("state-of-the-art tests"));
    QCOMPARE(find("\"about the\""), only("The e-mail about the harvest"));
    QCOMPARE(find("\"the about\""), QStringList());
    QCOMPARE(find("gruss"), only("Grüße aus Köln"));
    QCOMPARE(find("\"gruss\""), QStringList());
    QCOMPARE(find("grusse koln"), only("Grüße aus Köln"));
    QCOMPARE(find("北京"), only("我们明天在北京开会"));
    QCOMPARE(find("カフェ"), only("明日カフェで会う"));
    QCOMPARE(find("회의"), only("오늘 회의가 있습니다"));
    QCOMPARE(find("\xF0\x9F\x8E\x89"), only("well done \xF0\x9F\x8E\x89"));
    QCOMPARE(find("has:link"), only("see https://example.com/x"));
    QCOMPARE(find("drop table"), only("'; DROP TABLE messages; --"));
    QCOMPARE(find("near(a"), only("\"quoted\" NEAR(a b) AND OR *"));
    QCOMPARE(find("absent"), QStringList());
    QCOMPARE(find("the").size(), 2); // newest first
    QCOMPARE(find("the").first(), QStringLiteral("state-of-the-art tests"));
}

void StoreSearchContract::filters_data() {
    everythingIsFound_data();
}

void StoreSearchContract::filters() {
    QFETCH(bool, indexed);
    Scene scene(store());
    scene.say(scene.lounge, scene.ann, QStringLiteral("apple one"));
    scene.say(scene.lounge, scene.bob, QStringLiteral("apple two"));
    scene.say(scene.annsOwn, scene.ann, QStringLiteral("apple three"));
    log::MessageRecord old = newMessage(scene.lounge.id, scene.ann.id, QStringLiteral("apple old"));
    old.createdAt = QDateTime::fromString(QStringLiteral("2020-02-29T23:59:59Z"), Qt::ISODate);
    QVERIFY(scene.feed.project({old}));
    if (indexed)
        scene.index();
    const auto find = [&](const QString& query) { return scene.find(scene.ann, query); };
    const QStringList newOnes{QStringLiteral("apple three"), QStringLiteral("apple two"),
                              QStringLiteral("apple one")};
    QCOMPARE(find(QStringLiteral("apple")), only("apple old") + newOnes);
    QCOMPARE(find(QStringLiteral("apple from:bob")), only("apple two"));
    QCOMPARE(find(QStringLiteral("from:me in:lounge apple")),
             (QStringList{QStringLiteral("apple old"), QStringLiteral("apple one")}));
    QCOMPARE(find(QStringLiteral("from:bob from:ann apple after:2021-01-01")), newOnes);
    QCOMPARE(find(QStringLiteral("in:\"ann's room\"")), only("apple three"));
    QCOMPARE(find(QStringLiteral("in:") + scene.annsOwn.id.toString()), only("apple three"));
    QCOMPARE(find(QStringLiteral("in:lounge in:\"ann's room\" apple from:ann after:2020-02-29")),
             (QStringList{QStringLiteral("apple three"), QStringLiteral("apple one")}));
    QCOMPARE(find(QStringLiteral("on:2020-02-29")), only("apple old"));
    QCOMPARE(find(QStringLiteral("on:2020-02-28")), QStringList());
    QCOMPARE(find(QStringLiteral("before:2020-03-01")), only("apple old"));
    QCOMPARE(find(QStringLiteral("before:2020-02-29")), QStringList());
    QCOMPARE(find(QStringLiteral("after:2020-02-28 before:2020-12-31")), only("apple old"));
    QCOMPARE(find(QStringLiteral("after:2020-02-29 apple")), newOnes);
}

void StoreSearchContract::namesThatThereAreNotAreRefused_data() {
    QTest::addColumn<QString>("query");
    QTest::newRow("user") << "from:nobody x";
    QTest::newRow("room") << "in:nowhere x";
    QTest::newRow("room of others") << "in:\"Bob's room\" x";
    QTest::newRow("direct room with nobody") << "in:@nobody x";
    QTest::newRow("direct room that there is not") << "in:@bob x";
    QTest::newRow("id of no room") << "in:11111111-1111-4111-8111-111111111111";
}

void StoreSearchContract::namesThatThereAreNotAreRefused() {
    QFETCH(QString, query);
    Scene scene(store());
    const auto results = scene.ask(scene.ann, query);
    QVERIFY(!results);
    QCOMPARE(results.error().code(), ErrorCode::Invalid);
    QCOMPARE(results.error().field(), QStringLiteral("q"));
}

void StoreSearchContract::onlyRoomsOfTheAsker_data() {
    everythingIsFound_data();
}

void StoreSearchContract::onlyRoomsOfTheAsker() {
    QFETCH(bool, indexed);
    Scene scene(store());
    scene.say(scene.lounge, scene.ann, QStringLiteral("plum for all"));
    scene.say(scene.annsOwn, scene.ann, QStringLiteral("plum of Ann"));
    scene.say(scene.bobsOwn, scene.bob, QStringLiteral("plum of Bob"));
    const User zoe = makeUser(store(), QStringLiteral("zoe"));
    if (indexed)
        scene.index();
    const QString plum = QStringLiteral("plum");
    QCOMPARE(scene.find(scene.ann, plum),
             (QStringList{QStringLiteral("plum of Ann"), QStringLiteral("plum for all")}));
    QCOMPARE(scene.find(scene.bob, plum),
             (QStringList{QStringLiteral("plum of Bob"), QStringLiteral("plum for all")}));
    QCOMPARE(scene.find(zoe, plum), QStringList());
    // Who leaves finds nothing of it from that moment on, who comes finds all.
    QVERIFY(store().removeMember(scene.lounge.id, scene.bob.id));
    QVERIFY(store().setMember(scene.bobsOwn.id, zoe.id, RoomRole::Member));
    QCOMPARE(scene.find(scene.bob, plum), only("plum of Bob"));
    QCOMPARE(scene.find(zoe, plum), only("plum of Bob"));
    QVERIFY(scene.feed.project({log::RoomRecord{[&] {
                                                    Room room = scene.annsOwn;
                                                    room.version += 10;
                                                    return room;
                                                }(),
                                                true}}));
    QCOMPARE(scene.find(scene.ann, plum), only("plum for all"));
}

void StoreSearchContract::manyRooms() {
    // More than the index is asked for by name.
    Scene scene(store());
    QList<log::Event> events;
    Room last;
    for (int i = 0; i < 200; ++i) {
        last = newRoom(QStringLiteral("Room %1").arg(i));
        last.version = 1;
        events << log::RoomRecord{last, false} << log::MemberRecord{last.id, scene.ann, RoomRole::Member, 2}
               << newMessage(last.id, scene.ann.id, QStringLiteral("cherry %1").arg(i));
    }
    QVERIFY(scene.feed.project(events));
    scene.index();
    const auto results = scene.ask(scene.ann, QStringLiteral("cherry"), 100);
    QCOMPARE(results->items.size(), 100);
    QCOMPARE(results->items.first().message.content, QStringLiteral("cherry 199"));
    QCOMPARE(results->items.first().room, store().room(last.id).value());
    QVERIFY(results->next);
    QCOMPARE(scene.find(scene.bob, QStringLiteral("cherry")), QStringList());
}

void StoreSearchContract::pages_data() {
    QTest::addColumn<int>("indexed"); // of 25
    QTest::newRow("none indexed") << 0;
    QTest::newRow("some indexed") << 13;
    QTest::newRow("all indexed") << 25;
}

void StoreSearchContract::pages() {
    QFETCH(int, indexed);
    Scene scene(store());
    QStringList expected;
    for (int i = 0; i < 25; ++i) {
        scene.say(scene.lounge, scene.ann, QStringLiteral("pear %1 x").arg(i));
        expected.prepend(QStringLiteral("pear %1 x").arg(i));
        scene.say(scene.bobsOwn, scene.bob, QStringLiteral("pear of others"));
        if (i + 1 == indexed)
            scene.index();
    }
    QStringList found;
    std::optional<qint64> before;
    for (int page = 0; page < 3; ++page) {
        const auto results = scene.ask(scene.ann, QStringLiteral("pear"), 10, before);
        QVERIFY(results);
        QCOMPARE(results->items.size(), page < 2 ? 10 : 5);
        QVERIFY(!results->incomplete);
        for (const store::FoundMessage& one : results->items)
            found.append(one.message.content);
        QCOMPARE(results->next.has_value(), page < 2);
        before = results->next;
    }
    QCOMPARE(found, expected);
}

void StoreSearchContract::contextAndHighlights() {
    Scene scene(store());
    scene.say(scene.lounge, scene.ann, QStringLiteral("first"));
    const qint64 seq = scene.feed.nextSeq();
    const auto gone = scene.say(scene.lounge, scene.ann, QStringLiteral("gone"));
    scene.say(scene.lounge, scene.ann, QStringLiteral("the grape, \U0001F347 grapes"));
    scene.say(scene.bobsOwn, scene.bob, QStringLiteral("elsewhere"));
    scene.say(scene.lounge, scene.bob, QStringLiteral("last"));
    QVERIFY(scene.feed.project({scene.remove(gone, seq)}));
    const auto results = scene.ask(scene.ann, QStringLiteral("grape"));
    QVERIFY(results);
    QCOMPARE(results->items.size(), 1);
    const store::FoundMessage& one = results->items.first();
    QCOMPARE(one.before->content, QStringLiteral("first"));
    QCOMPARE(one.after->content, QStringLiteral("last"));
    QCOMPARE(one.room, store().room(scene.lounge.id).value());
    QCOMPARE(one.highlights, (QList<search::Span>{{4, 5}, {13, 5}}));
    QCOMPARE(one.message, store().message(one.message.id)->value());
    QCOMPARE(results->snapshot.positions, scene.feed.positions());
    const auto first = scene.ask(scene.ann, QStringLiteral("first"));
    QVERIFY(!first->items.first().before);
}

} // namespace parlor::test
