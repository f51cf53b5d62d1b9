// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_scan.h"
#include "server/log/records.h"
#include "shared/codec.h"

#include <QTest>

using namespace parlor;
using namespace parlor::gateway;

class TestMessageScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheEncoderWrites_data();
    void readsWhatTheEncoderWrites();
    void readsEveryKindOfMessage();
    void leavesEverythingElseToTheDecoder_data();
    void leavesEverythingElseToTheDecoder();
};

namespace {

log::MessageRecord sample() {
    return {MessageId::create(), RoomId::create(),        UserId::create(), TempId::create(),
            MessageType::Text,   QStringLiteral("hello"), utcNow(),         std::nullopt};
}

} // namespace

void TestMessageScan::readsWhatTheEncoderWrites_data() {
    QTest::addColumn<QString>("content");
    QTest::addColumn<bool>("reply");
    QTest::addRow("plain") << QStringLiteral("hello") << false;
    QTest::addRow("reply") << QStringLiteral("hello") << true;
    QTest::addRow("one letter") << QStringLiteral("x") << false;
    QTest::addRow("quotes") << QStringLiteral("\",\"roomId\":\"\\\"}") << false;
    QTest::addRow("long") << QString(20'000, QChar(0x20ac)) << false;
}

void TestMessageScan::readsWhatTheEncoderWrites() {
    QFETCH(QString, content);
    QFETCH(bool, reply);
    for (int i = 0; i < 100; ++i) { // ids of many kinds of digits
        log::MessageRecord record = sample();
        record.content = content;
        if (reply) {
            record.replyTo = MessageId::create();
            record.threadRoot = MessageId::create();
        }
        const auto scanned = scanMessage(log::encode(record));
        QVERIFY(scanned);
        QCOMPARE(scanned->id, record.id);
        QCOMPARE(scanned->roomId, record.roomId);
        QCOMPARE(scanned->threadRoot, record.threadRoot.value_or(MessageId()));
    }
}

void TestMessageScan::readsEveryKindOfMessage() {
    log::MessageRecord record = sample();
    record.mentions = {{UserId::create(), UserId::create()}, true};
    QCOMPARE(scanMessage(log::encode(record))->id, record.id);
    record.replyTo = MessageId::create(); // of a version without threads
    QVERIFY(scanMessage(log::encode(record))->threadRoot.isNull());
    record.threadRoot = MessageId::create();
    QCOMPARE(scanMessage(log::encode(record))->threadRoot, *record.threadRoot);
    record = sample();
    record.type = MessageType::System;
    record.system = SystemEvent{SystemKind::MemberAdded, UserId::create(), {}};
    QCOMPARE(scanMessage(log::encode(record))->id, record.id);
    // What looks like one inside of the text is text.
    record = sample();
    record.content =
        QStringLiteral("\",\"replyTo\":\"%1\",\"threadRoot\":\"%1\"").arg(MessageId::create().toString());
    QVERIFY(scanMessage(log::encode(record))->threadRoot.isNull());
}

void TestMessageScan::leavesEverythingElseToTheDecoder_data() {
    QTest::addColumn<QByteArray>("bytes");
    const log::MessageRecord record = sample();
    const QByteArray good = log::encode(record);
    const QByteArray id = record.id.toString().toLatin1();
    const auto with = [&](const QByteArray& from, const QByteArray& to) {
        QByteArray bytes = good;
        return bytes.replace(from, to);
    };
    QTest::addRow("nothing") << QByteArray();
    QTest::addRow("not a record") << QByteArray("not a record");
    QTest::addRow("newer version") << with("\"v\":1", "\"v\":2");
    QTest::addRow("version 10") << with("\"v\":1", "\"v\":10");
    QTest::addRow("other kind") << with("\"kind\":\"message\"", "\"kind\":\"massage\"");
    QTest::addRow("blanks") << with(",\"roomId\"", ", \"roomId\"");
    QTest::addRow("other order") << with("\"roomId\"", "\"sender\"");
    QTest::addRow("id in capitals") << with(id, QByteArray("F") + id.mid(1));
    QTest::addRow("id without a dash") << with(id, QByteArray(id).replace(8, 1, "0"));
    QTest::addRow("id is null") << with(id, "00000000-0000-0000-0000-000000000000");
    QTest::addRow("cut off") << good.left(good.size() - 1);
    QTest::addRow("something behind") << good + "\n";
    QTest::addRow("member") << log::encode(
        log::MemberRecord{RoomId::create(),
                          {UserId::create(), QStringLiteral("ada"), QStringLiteral("Ada"), false},
                          RoomRole::Member,
                          1});
    for (qsizetype size : {1, 31, 100, 140})
        QTest::addRow("first %d bytes", int(size)) << good.left(size);
}

void TestMessageScan::leavesEverythingElseToTheDecoder() {
    QFETCH(QByteArray, bytes);
    QVERIFY(!scanMessage(bytes));
}

QTEST_GUILESS_MAIN(TestMessageScan)
#include "tst_message_scan.moc"
