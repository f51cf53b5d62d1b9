// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/record_codec.h"
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

const UserId ben(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000005}")));
const OpId opId(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000006}")));
const MessageId root(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000007}")));
const MessageId id(QUuid(QStringLiteral("{00000000-0000-4000-8000-000000000008}")));
const Mentions benAndAll{{ben}, true};
const EditRecord editRecord{
    id, lounge, opId, 40, 38, ann, QStringLiteral("bett\u00e9r"), benAndAll, {{ann, ben}, false}, noon};
const DeleteRecord deleteRecord{id, lounge, 40, 38, ann, ben, MessageType::System, benAndAll, root, noon};
const ReactionRecord reactionRecord{id, lounge, ben, QStringLiteral("\U0001F44D"), true};
const PinRecord pinRecord{id, lounge, Pin{ben, noon}};
const BanRecord banRecord{lounge, ben, ann, true, noon};

MessageRecord systemRecord() {
    MessageRecord record = message;
    record.type = MessageType::System;
    record.content = QStringLiteral("Ben was added.");
    record.system = SystemEvent{SystemKind::MemberAdded, ben, QStringLiteral("x \"y\"")};
    record.mentions = benAndAll;
    record.replyTo = id;
    record.threadRoot = root;
    return record;
}

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
    void theShortWayReadsTheSame();
    void theFormOfEveryKind_data();
    void theFormOfEveryKind();
    void unknownFieldsAreIgnored();
    void anUnknownKindIsSkipped();
    void aNewerVersionStops();
    void badRecords_data();
    void badRecords();
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
    QTest::newRow("ban lifted") << Event(BanRecord{lounge, ben, ann, false, noon});
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

void tst_Records::theShortWayReadsTheSame() {
    MessageRecord reply = message;
    reply.replyTo = id;
    reply.threadRoot = root;
    MessageRecord plain = message;
    plain.content = QStringLiteral("\u0001\u001f plain \ufeff");
    for (const MessageRecord& record : {message, reply, plain}) {
        const auto usual = readUsualMessage(encode(record));
        QVERIFY(usual);
        QVERIFY(*usual == record);
    }
    QVERIFY(!readUsualMessage(encode(systemRecord())));
    // One byte after the other changed, left out or doubled: what it still reads is what the long way reads.
    const QByteArray whole = encode(reply);
    int accepted = 0;
    for (qsizetype at = 0; at < whole.size(); ++at) {
        for (const char* other :
             {"", "0", "f", "\"", "\\", "\\n", "\\u0000", "\\u00e9", "\xc3", "\xed\xa0\x80", " ", ","}) {
            QByteArray changed = whole;
            changed.replace(at, 1, other);
            for (const QByteArray& value : {changed, whole.left(at) + other + whole.mid(at)}) {
                const auto usual = readUsualMessage(value);
                if (!usual)
                    continue;
                ++accepted;
                const auto right = decodeByTree(value);
                QVERIFY2(right, value.constData());
                QVERIFY2(*right == Event(*usual), value.constData());
            }
        }
    }
    QVERIFY(accepted > 100);
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
    const auto row = [](const char* name, const Event& event, const char* before, const char* after,
                        const char* field) {
        const QByteArray value = encode(event);
        const QByteArray broken = QByteArray(value).replace(before, after);
        // A row that replaces nothing would be a valid record, and fail.
        QTest::newRow(name) << broken << field;
    };
    row("mentions as list", systemRecord(), R"("mentions":{)", R"("mentions":[],"x":{)", "mentions");
    row("mention of nobody", systemRecord(), R"("users":["0)", R"("users":["x0)", "mentions");
    row("unknown system message", systemRecord(), "member_added", "member_promoted", "system");
    row("thread root is no UUID", systemRecord(), R"("threadRoot":"0)", R"("threadRoot":"x0)", "threadRoot");
    row("edit without basis", editRecord, R"("basis")", R"("basics")", "basis");
    row("edit without opId", editRecord, R"("opId")", R"("opID")", "opId");
    row("edit with a bad time", editRecord, R"("editedAt":"2026)", R"("editedAt":"x2026)", "editedAt");
    row("edit with bad former mentions", editRecord, R"("room":false)", R"("room":0)", "formerMentions");
    row("delete by nobody", deleteRecord, R"("by")", R"("bye")", "by");
    row("delete of a song", deleteRecord, R"("system")", R"("song")", "type");
    row("delete with a negative seq", deleteRecord, R"("seq":38)", R"("seq":-38)", "seq");
    row("reaction without emoji", reactionRecord, "\U0001F44D", "", "emoji");
    row("reaction neither added nor taken", reactionRecord, "true", "1", "added");
    row("pin without time", pinRecord, R"("at")", R"("when")", "at");
    row("pin by a number", pinRecord, R"("by":)", R"("by":5,"x":)", "by");
    row("ban of a number", banRecord, R"("userId":)", R"("userId":5,"x":)", "userId");
    row("ban that is neither", banRecord, R"("banned":true)", R"("banned":"yes")", "banned");
    row("delivered without room", DeliveredRecord{ann, lounge, 5}, "roomId", "room", "roomId");
    row("mark above all numbers", MarkRecord{ann, lounge, 5}, R"("seq":5)", R"("seq":9007199254740992)",
        "seq");
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
