// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/records.h"
#include "shared/codec.h"

#include <QObject>
#include <QTest>
#include <QTimeZone>

using namespace parlor;
using namespace parlor::log;

namespace {

const UserId ann(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000001}")));
const RoomId lounge(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000002}")));
const TempId tempId(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000003}")));
const SessionId session(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000004}")));
const QDateTime noon(QDate(2026, 1, 31), QTime(12, 0, 0, 123), QTimeZone::utc());

const User annUser{ann, QStringLiteral("ann"), QStringLiteral("Ann \u00c5"), false};
const Room loungeRoom{lounge, QStringLiteral("Lounge"), RoomKind::Private, QStringLiteral("talk"), 3, noon};
const MessageRecord message{messageIdFor(ann, lounge, tempId),
                            lounge,
                            ann,
                            tempId,
                            MessageType::Text,
                            QStringLiteral("Gr\u00fc\u00dfe \U0001F600\n\"x\""),
                            noon,
                            std::nullopt};

QByteArray valid() {
    return encode(message);
}
QByteArray replaced(const char* before, const char* after) {
    QByteArray value = valid();
    const QByteArray original = value;
    value.replace(before, after);
    return value == original ? QByteArray("the row replaces nothing") : value;
}

} // namespace

class tst_Records : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
    void theFormIsFixed();
    void unknownFieldsAreIgnored();
    void anUnknownKindIsSkipped();
    void aNewerVersionStops();
    void badRecords_data();
    void badRecords();
    void rooms();
    void keys();
    void messagesOfRecords();
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

void tst_Records::unknownFieldsAreIgnored() {
    const auto decoded = decode(replaced("{", R"({"future":[1,{"x":null}],)"));
    QVERIFY(decoded);
    QVERIFY(*decoded == Event(message));
}

void tst_Records::anUnknownKindIsSkipped() {
    const auto decoded = decode(R"({"v":1,"kind":"poll","question":42})");
    QVERIFY(decoded);
    QVERIFY(*decoded == Event(UnknownRecord{QStringLiteral("poll")}));
}

void tst_Records::aNewerVersionStops() {
    for (const QByteArray& value : {replaced("\"v\":1", "\"v\":2"), QByteArray(R"({"v":2,"kind":"poll"})"),
                                    QByteArray(R"({"v":99})")}) {
        const auto decoded = decode(value);
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().code(), ErrorCode::NewerFormat);
    }
}

void tst_Records::badRecords_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("field");
    QTest::newRow("empty") << QByteArray() << "";
    QTest::newRow("not JSON") << QByteArray("\x00\x01", 2) << "";
    QTest::newRow("cut off") << valid().chopped(1) << "";
    QTest::newRow("array") << QByteArray("[1]") << "";
    QTest::newRow("not UTF-8") << replaced("Gr", "\xff") << "";
    QTest::newRow("no version") << QByteArray(R"({"kind":"message"})") << "v";
    QTest::newRow("version 0") << replaced("\"v\":1", "\"v\":0") << "v";
    QTest::newRow("version as text") << replaced("\"v\":1", "\"v\":\"1\"") << "v";
    QTest::newRow("no kind") << QByteArray(R"({"v":1})") << "kind";
    QTest::newRow("kind as number") << QByteArray(R"({"v":1,"kind":7})") << "kind";
    QTest::newRow("id is no UUID") << replaced(message.id.toString().toLatin1().constData(), "nobody")
                                   << "id";
    QTest::newRow("null room") << replaced("00000000-0000-4000-8000-000000000002",
                                           "00000000-0000-0000-0000-000000000000")
                               << "roomId";
    QTest::newRow("sender as number")
        << replaced("\"00000000-0000-4000-8000-000000000001\"", "1") << "sender";
    QTest::newRow("unknown type") << replaced("\"text\"", "\"song\"") << "type";
    QTest::newRow("no content") << replaced("\"content\"", "\"contents\"") << "content";
    QTest::newRow("content as object")
        << QByteArray(valid()).replace(R"("content":)", R"("content":{},"x":)") << "content";
    QTest::newRow("bad time") << replaced("2026-01-31T12", "2026-02-31T12") << "createdAt";
    QTest::newRow("member without user")
        << QByteArray(
               R"({"v":1,"kind":"member","roomId":"00000000-0000-4000-8000-000000000002","version":1})")
        << "user";
    QTest::newRow("member with a bad role")
        << QByteArray(encode(MemberRecord{lounge, annUser, RoomRole::Owner, 1})).replace("owner", "king")
        << "role";
    QTest::newRow("bad user inside")
        << QByteArray(encode(UserRecord{annUser, 1})).replace("\"ann\"", "\"A N N\"") << "user";
    QTest::newRow("negative seq")
        << QByteArray(encode(SeenRecord{ann, lounge, 5})).replace("\"seq\":5", "\"seq\":-5") << "seq";
    QTest::newRow("fractional seq")
        << QByteArray(encode(SeenRecord{ann, lounge, 5})).replace("\"seq\":5", "\"seq\":5.5") << "seq";
}

void tst_Records::badRecords() {
    QFETCH(QByteArray, value);
    const auto decoded = decode(value);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code(), ErrorCode::Corrupt);
    QTEST(decoded.error().field(), "field");
    QVERIFY(!decoded.error().message().isEmpty());
}

void tst_Records::rooms() {
    QCOMPARE(roomOf(message), lounge);
    QCOMPARE(roomOf(RoomRecord{loungeRoom, false}), lounge);
    QCOMPARE(roomOf(MemberRecord{lounge, annUser, std::nullopt, 1}), lounge);
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
}

QTEST_GUILESS_MAIN(tst_Records)
#include "tst_records.moc"
