// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "tests/server/log/record_samples.h"

#include <QObject>
#include <QTest>

using namespace parlor;
using namespace parlor::log;
using namespace parlor::test::samples;

namespace {

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

/// What is read of a record that was written otherwise than we would: by the short way, by newer servers, or
/// wrongly.
class tst_RecordReading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theShortWayReadsTheSame();
    void unknownFieldsAreIgnored();
    void anUnknownKindIsSkipped();
    void aNewerVersionStops();
    void badRecords_data();
    void badRecords();
};

void tst_RecordReading::theShortWayReadsTheSame() {
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

void tst_RecordReading::unknownFieldsAreIgnored() {
    const auto decoded = decode(replaced("{", R"({"future":[1,{"x":null}],)"));
    QVERIFY(decoded);
    QVERIFY(*decoded == Event(message));
}

void tst_RecordReading::anUnknownKindIsSkipped() {
    const auto decoded = decode(R"({"v":1,"kind":"poll","question":42})");
    QVERIFY(decoded);
    QVERIFY(*decoded == Event(UnknownRecord{QStringLiteral("poll")}));
}

void tst_RecordReading::aNewerVersionStops() {
    for (const QByteArray& value : {replaced("\"v\":1", "\"v\":2"), QByteArray(R"({"v":2,"kind":"poll"})"),
                                    QByteArray(R"({"v":99})")}) {
        const auto decoded = decode(value);
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().code(), ErrorCode::NewerFormat);
    }
}

void tst_RecordReading::badRecords_data() {
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
    row("ban of no version", banRecord, R"("version":4)", R"("version":0)", "version");
    row("ban that is neither", banRecord, R"("banned":true)", R"("banned":"yes")", "banned");
    row("delivered without room", DeliveredRecord{ann, lounge, 5}, "roomId", "room", "roomId");
    row("mark above all numbers", MarkRecord{ann, lounge, 5}, R"("seq":5)", R"("seq":9007199254740992)",
        "seq");
    QTest::newRow("negative seq")
        << QByteArray(encode(SeenRecord{ann, lounge, 5})).replace("\"seq\":5", "\"seq\":-5") << "seq";
    QTest::newRow("fractional seq")
        << QByteArray(encode(SeenRecord{ann, lounge, 5})).replace("\"seq\":5", "\"seq\":5.5") << "seq";
}

void tst_RecordReading::badRecords() {
    QFETCH(QByteArray, value);
    const auto decoded = decode(value);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code(), ErrorCode::Corrupt);
    QTEST(decoded.error().field(), "field");
    QVERIFY(!decoded.error().message().isEmpty());
}

QTEST_GUILESS_MAIN(tst_RecordReading)
#include "tst_record_reading.moc"
