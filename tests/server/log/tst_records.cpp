// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "tests/server/log/record_samples.h"

#include <QObject>
#include <QTest>

using namespace parlor;
using namespace parlor::log;
using namespace parlor::test::samples;

/// Of what form records are in the log, and what is made of them.
class tst_Records : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
    void theFormIsFixed();
    void theFormOfEveryKind_data();
    void theFormOfEveryKind();
    void rooms();
    void keys();
    void messagesOfRecords();
    void changesOfRecords();
};

void tst_Records::roundTrip_data() {
    QTest::addColumn<Event>("event");
    QTest::newRow("message") << Event(message);
    MessageRecord reply = message;
    reply.replyTo = MessageId::create();
    reply.type = MessageType::System;
    QTest::newRow("reply") << Event(reply);
    MessageRecord odd = message;
    odd.content.clear();
    for (char16_t c = 1; c < 0x100; ++c) // every control character, quote and backslash
        odd.content += QChar(c);
    odd.content += QStringLiteral("\u2028\u2029\ufffd\U0010ffff\\u0041 \\\\ </script>");
    QTest::newRow("odd characters") << Event(odd);
    MessageRecord empty = message;
    empty.content = QStringLiteral("");
    QTest::newRow("empty content") << Event(empty);
    QTest::newRow("system message with everything") << Event(systemRecord());
    MessageRecord calling = message;
    calling.mentions.room = true;
    QTest::newRow("mention of all") << Event(calling);
    MessageRecord calledByName = message;
    calledByName.mentions.users = {ann, ben};
    QTest::newRow("mentions by name") << Event(calledByName);
    QTest::newRow("edit") << Event(editRecord);
    EditRecord plainEdit = editRecord;
    plainEdit.mentions = plainEdit.formerMentions = {};
    QTest::newRow("edit without mentions") << Event(plainEdit);
    QTest::newRow("delete") << Event(deleteRecord);
    DeleteRecord plainDelete = deleteRecord;
    plainDelete.formerMentions = {};
    plainDelete.threadRoot.reset();
    plainDelete.type = MessageType::Text;
    QTest::newRow("delete of a plain message") << Event(plainDelete);
    QTest::newRow("reaction") << Event(reactionRecord);
    QTest::newRow("reaction taken back")
        << Event(ReactionRecord{id, lounge, ben, QStringLiteral("1\ufe0f\u20e3"), false});
    QTest::newRow("pin") << Event(pinRecord);
    QTest::newRow("unpin") << Event(PinRecord{id, lounge, std::nullopt});
    QTest::newRow("ban") << Event(banRecord);
    QTest::newRow("ban lifted") << Event(BanRecord{lounge, ben, ann, false, noon, 5});
    QTest::newRow("ban without a version") << Event(BanRecord{lounge, ben, ann, true, noon});
    QTest::newRow("delivered") << Event(DeliveredRecord{ann, lounge, 7});
    QTest::newRow("mark") << Event(MarkRecord{ann, lounge, 0});
    QTest::newRow("room") << Event(RoomRecord{loungeRoom, false});
    QTest::newRow("deleted room") << Event(RoomRecord{loungeRoom, true});
    QTest::newRow("member") << Event(MemberRecord{lounge, annUser, RoomRole::Moderator, 7});
    QTest::newRow("left") << Event(MemberRecord{lounge, annUser, std::nullopt, 8});
    QTest::newRow("user") << Event(UserRecord{annUser, 2});
    QTest::newRow("session revoked") << Event(SessionRevokedRecord{ann, session});
    QTest::newRow("seen") << Event(SeenRecord{ann, lounge, (qint64(1) << 53) - 1});
    QTest::newRow("unknown") << Event(UnknownRecord{QStringLiteral("poll")});
}

void tst_Records::roundTrip() {
    QFETCH(Event, event);
    const auto decoded = decode(encode(event));
    QVERIFY2(decoded, qPrintable(decoded ? QString() : decoded.error().message()));
    QVERIFY(*decoded == event);
}

void tst_Records::theFormIsFixed() {
    // What older servers wrote must stay readable: this text may not change.
    const QByteArray old =
        R"({"v":1,"kind":"message","id":"%1","roomId":"00000000-0000-4000-8000-000000000002",)"
        R"("sender":"00000000-0000-4000-8000-000000000001","tempId":"00000000-0000-4000-8000-000000000003",)"
        R"("type":"text","content":"Gr\u00fc\u00dfe \ud83d\ude00\n\"x\"","createdAt":"2026-01-31T12:00:00.123Z"})";
    const auto decoded = decode(QByteArray(old).replace("%1", message.id.toString().toLatin1()));
    QVERIFY2(decoded, qPrintable(decoded ? QString() : decoded.error().message()));
    QVERIFY(*decoded == Event(message));
}

void tst_Records::theFormOfEveryKind_data() {
    QTest::addColumn<Event>("event");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("edit")
        << Event(editRecord)
        << QByteArray(
               R"_({"basis":40,"content":"bettér","editedAt":"2026-01-31T12:00:00.123Z","formerMentions":{"ro)_"
               R"_(om":false,"users":["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-0000000)_"
               R"_(00005"]},"id":"00000000-0000-4000-8000-000000000008","kind":"edit","mentions":{"room":true)_"
               R"_(,"users":["00000000-0000-4000-8000-000000000005"]},"opId":"00000000-0000-4000-8000-0000000)_"
               R"_(00006","roomId":"00000000-0000-4000-8000-000000000002","sender":"00000000-0000-4000-8000-0)_"
               R"_(00000000001","seq":38,"v":1})_");
    QTest::newRow("delete")
        << Event(deleteRecord)
        << QByteArray(
               R"_({"basis":40,"by":"00000000-0000-4000-8000-000000000005","deletedAt":"2026-01-31T12:00:00.1)_"
               R"_(23Z","formerMentions":{"room":true,"users":["00000000-0000-4000-8000-000000000005"]},"id":)_"
               R"_("00000000-0000-4000-8000-000000000008","kind":"delete","roomId":"00000000-0000-4000-8000-0)_"
               R"_(00000000002","sender":"00000000-0000-4000-8000-000000000001","seq":38,"threadRoot":"000000)_"
               R"_(00-0000-4000-8000-000000000007","type":"system","v":1})_");
    QTest::newRow("reaction")
        << Event(reactionRecord)
        << QByteArray(
               R"_({"added":true,"emoji":"👍","id":"00000000-0000-4000-8000-000000000008","kind":"reaction","r)_"
               R"_(oomId":"00000000-0000-4000-8000-000000000002","userId":"00000000-0000-4000-8000-0000000000)_"
               R"_(05","v":1})_");
    QTest::newRow("pin")
        << Event(pinRecord)
        << QByteArray(
               R"_({"at":"2026-01-31T12:00:00.123Z","by":"00000000-0000-4000-8000-000000000005","id":"0000000)_"
               R"_(0-0000-4000-8000-000000000008","kind":"pin","roomId":"00000000-0000-4000-8000-000000000002)_"
               R"_(","v":1})_");
    QTest::newRow("unpin")
        << Event(PinRecord{id, lounge, std::nullopt})
        << QByteArray(
               R"_({"id":"00000000-0000-4000-8000-000000000008","kind":"pin","roomId":"00000000-0000-4000-800)_"
               R"_(0-000000000002","v":1})_");
    QTest::newRow("room")
        << Event(RoomRecord{loungeRoom, false})
        << QByteArray(
               R"_({"deleted":false,"kind":"room","room":{"createdAt":"2026-01-31T12:00:00.123Z","id":"000000)_"
               R"_(00-0000-4000-8000-000000000002","kind":"private","name":"Lounge","topic":"talk","version":)_"
               R"_(3},"v":1})_");
    QTest::newRow("member")
        << Event(MemberRecord{lounge, annUser, RoomRole::Moderator, 7})
        << QByteArray(
               R"_({"kind":"member","role":"moderator","roomId":"00000000-0000-4000-8000-000000000002","user")_"
               R"_(:{"displayName":"Ann Å","id":"00000000-0000-4000-8000-000000000001","username":"ann"},"v":)_"
               R"_(1,"version":7})_");
    QTest::newRow("left")
        << Event(MemberRecord{lounge, annUser, std::nullopt, 8})
        << QByteArray(
               R"_({"kind":"member","roomId":"00000000-0000-4000-8000-000000000002","user":{"displayName":"An)_"
               R"_(n Å","id":"00000000-0000-4000-8000-000000000001","username":"ann"},"v":1,"version":8})_");
    QTest::newRow("ban")
        << Event(banRecord)
        << QByteArray(
               R"_({"at":"2026-01-31T12:00:00.123Z","banned":true,"by":"00000000-0000-4000-8000-000000000001")_"
               R"_(,"kind":"ban","roomId":"00000000-0000-4000-8000-000000000002","userId":"00000000-0000-4000)_"
               R"_(-8000-000000000005","v":1,"version":4})_");
    QTest::newRow("ban of before versions")
        << Event(BanRecord{lounge, ben, ann, true, noon})
        << QByteArray(
               R"_({"at":"2026-01-31T12:00:00.123Z","banned":true,"by":"00000000-0000-4000-8000-000000000001")_"
               R"_(,"kind":"ban","roomId":"00000000-0000-4000-8000-000000000002","userId":"00000000-0000-4000)_"
               R"_(-8000-000000000005","v":1})_");
    QTest::newRow("user")
        << Event(UserRecord{annUser, 2})
        << QByteArray(
               R"_({"kind":"user","user":{"displayName":"Ann Å","id":"00000000-0000-4000-8000-000000000001",")_"
               R"_(username":"ann"},"v":1,"version":2})_");
    QTest::newRow("session revoked")
        << Event(SessionRevokedRecord{ann, session})
        << QByteArray(
               R"_({"kind":"session_revoked","sessionId":"00000000-0000-4000-8000-000000000004","userId":"000)_"
               R"_(00000-0000-4000-8000-000000000001","v":1})_");
    QTest::newRow("delivered")
        << Event(DeliveredRecord{ann, lounge, 7})
        << QByteArray(
               R"_({"kind":"delivered","roomId":"00000000-0000-4000-8000-000000000002","seq":7,"userId":"0000)_"
               R"_(0000-0000-4000-8000-000000000001","v":1})_");
    QTest::newRow("seen")
        << Event(SeenRecord{ann, lounge, 7})
        << QByteArray(
               R"_({"kind":"seen","roomId":"00000000-0000-4000-8000-000000000002","seq":7,"userId":"00000000-)_"
               R"_(0000-4000-8000-000000000001","v":1})_");
    QTest::newRow("mark")
        << Event(MarkRecord{ann, lounge, 7})
        << QByteArray(
               R"_({"kind":"mark","roomId":"00000000-0000-4000-8000-000000000002","seq":7,"userId":"00000000-)_"
               R"_(0000-4000-8000-000000000001","v":1})_");
}

void tst_Records::theFormOfEveryKind() {
    QFETCH(Event, event);
    QFETCH(QByteArray, text);
    QCOMPARE(encode(event), text);
    const auto decoded = decode(text);
    QVERIFY2(decoded, qPrintable(decoded ? QString() : decoded.error().message()));
    QVERIFY(*decoded == event);
}

void tst_Records::rooms() {
    QCOMPARE(roomOf(message), lounge);
    QCOMPARE(roomOf(RoomRecord{loungeRoom, false}), lounge);
    QCOMPARE(roomOf(MemberRecord{lounge, annUser, std::nullopt, 1}), lounge);
    QCOMPARE(roomOf(editRecord), lounge);
    QCOMPARE(roomOf(deleteRecord), lounge);
    QCOMPARE(roomOf(reactionRecord), lounge);
    QCOMPARE(roomOf(pinRecord), lounge);
    QCOMPARE(roomOf(banRecord), lounge);
    QVERIFY(roomOf(DeliveredRecord{ann, lounge, 1}).isNull());
    QVERIFY(roomOf(MarkRecord{ann, lounge, 1}).isNull());
    QVERIFY(roomOf(UserRecord{annUser, 1}).isNull());
    QVERIFY(roomOf(SessionRevokedRecord{ann, session}).isNull());
    QVERIFY(roomOf(SeenRecord{ann, lounge, 1}).isNull()); // not of Topic::Messages
    QVERIFY(roomOf(UnknownRecord{QStringLiteral("poll")}).isNull());
}

void tst_Records::keys() {
    QCOMPARE(keyOf(lounge), QByteArray("00000000-0000-4000-8000-000000000002"));
    QCOMPARE(keyOf(ann), QByteArray("00000000-0000-4000-8000-000000000001"));
}

void tst_Records::messagesOfRecords() {
    const Message result = toMessage(message, 42);
    QCOMPARE(result.id, message.id);
    QCOMPARE(result.roomId, lounge);
    QCOMPARE(result.seq, 42);
    QCOMPARE(result.changeSeq, 42);
    QCOMPARE(result.sender, ann);
    QCOMPARE(result.content, message.content);
    QCOMPARE(result.createdAt, noon);
    QVERIFY(!result.editedAt && !result.deletedAt && !result.replyTo);

    const Message told = toMessage(systemRecord(), 43);
    QVERIFY(told.type == MessageType::System);
    QVERIFY(told.system == systemRecord().system);
    QVERIFY(told.mentions == benAndAll);
    QVERIFY(told.replyTo == id && told.threadRoot == root);
}

void tst_Records::changesOfRecords() {
    QVERIFY(toChange(editRecord, 50) ==
            (server::MessageUpdate{lounge, id, 38, 50, ann, QStringLiteral("bett\u00e9r"), benAndAll,
                                   Mentions{{ann, ben}, false}, noon}));
    QVERIFY(
        toChange(deleteRecord, 51) ==
        (server::MessageDelete{lounge, id, 38, 51, ann, ben, MessageType::System, benAndAll, root, noon}));
    QVERIFY(toChange(reactionRecord, 52) ==
            (server::ReactionUpdate{lounge, id, 52, ben, QStringLiteral("\U0001F44D"), true}));
    QVERIFY(toChange(pinRecord, 53) == (server::MessagePin{lounge, id, 53, Pin{ben, noon}}));
}

QTEST_GUILESS_MAIN(tst_Records)
#include "tst_records.moc"
