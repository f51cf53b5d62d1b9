// SPDX-License-Identifier: GPL-3.0-or-later
#include "frame_reader_reference.h"
#include "net_fixture.h"
#include "server/net/frame_reader.h"
#include "server/net/websocket_frame.h"

#include <QRandomGenerator>
#include <QTest>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

namespace {

constexpr qsizetype maxMessage = 70'000;

QByteArray frame(quint8 first, const QByteArray& payload) {
    return RawWebSocket::frame(first, payload);
}

/// A header that claims `length` in the form of `form` (125 or less, 126, 127), and no more.
QByteArray header(quint8 first, quint8 form, quint64 length) {
    QByteArray bytes;
    bytes.append(char(first)).append(char(0x80 | form));
    for (int shift = form == 127 ? 56 : 8; form >= 126 && shift >= 0; shift -= 8)
        bytes.append(char(length >> shift));
    return bytes;
}

QByteArray closeCode(quint16 code, const QByteArray& reason = {}) {
    return QByteArray().append(char(code >> 8)).append(char(code)) + reason;
}

} // namespace

/// Every rule of RFC 6455, 5 and 7, for what a server receives, wherever the bytes are cut.
class TestFrameReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void utf8_data();
    void utf8();
    void refusesAtTheFirstWrongByte_data();
    void refusesAtTheFirstWrongByte();
    void closeCodes();
    void fragmentsAtRandom();
    void keepsNothingBetweenMessages();
    void masksAtEveryOffset();
    void closeFrames();
};

void TestFrameReader::rules_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("events");

    const auto row = [](const char* name, const QByteArray& bytes, const QByteArrayList& events) {
        QTest::newRow(name) << bytes << events;
    };
    row("text", frame(0x81, "hello"), {"text hello"});
    row("empty text", frame(0x81, {}), {"text "});
    row("texts", frame(0x81, "a") + frame(0x81, "b"), {"text a", "text b"});
    for (const int size : {125, 126, 127, 128, 65535, 65536, 65537, int(maxMessage)}) {
        const QByteArray text(size, 'x');
        row(qPrintable(QStringLiteral("%1 bytes").arg(size)), frame(0x81, text), {"text " + text});
    }
    row("one byte too many", frame(0x81, QByteArray(maxMessage + 1, 'x')), {"failed 1009"});
    row("fragments that fill the limit",
        frame(0x01, QByteArray(maxMessage - 1, 'x')) + frame(0x80, "y") + frame(0x81, "z"),
        {"text " + QByteArray(maxMessage - 1, 'x') + "y", "text z"});
    row("fragments too big together", frame(0x01, QByteArray(maxMessage - 1, 'x')) + frame(0x80, "yy"),
        {"failed 1009"});

    row("two fragments", frame(0x01, "a") + frame(0x80, "b"), {"text ab"});
    row("many fragments", frame(0x01, "a") + frame(0x00, "b") + frame(0x00, {}) + frame(0x80, "c"),
        {"text abc"});
    row("fragments without payload", frame(0x01, {}) + frame(0x00, {}) + frame(0x80, {}), {"text "});
    row("ping between fragments",
        frame(0x01, "a") + frame(0x89, "p") + frame(0x00, "b") + frame(0x8a, {}) + frame(0x80, "c"),
        {"ping p", "pong ", "text abc"});
    row("close between fragments", frame(0x01, "a") + frame(0x88, closeCode(1000)), {"close 1000 "});
    row("continuation of nothing", frame(0x80, "x"), {"failed 1002"});
    row("continuation of nothing, more to come", frame(0x00, "x"), {"failed 1002"});
    row("continuation after a whole message", frame(0x81, "a") + frame(0x80, "b"), {"text a", "failed 1002"});
    row("continuation after a fragmented message", frame(0x01, "a") + frame(0x80, "b") + frame(0x80, "c"),
        {"text ab", "failed 1002"});
    row("text inside a fragmented text", frame(0x01, "a") + frame(0x81, "b"), {"failed 1002"});
    row("fragmented text inside a fragmented text", frame(0x01, "a") + frame(0x01, "b"), {"failed 1002"});
    row("binary", frame(0x82, "x"), {"failed 1003"});
    row("fragmented binary", frame(0x02, "x"), {"failed 1003"});
    row("binary inside a fragmented text", frame(0x01, "a") + frame(0x82, "b"), {"failed 1003"});

    row("unmasked", RawWebSocket::frame(0x81, "x", false), {"failed 1002"});
    row("unmasked ping", RawWebSocket::frame(0x89, "x", false), {"failed 1002"});
    for (const int bit : {0x40, 0x20, 0x10}) {
        row(qPrintable(QStringLiteral("reserved bit %1").arg(bit)), frame(quint8(0x81 | bit), "x"),
            {"failed 1002"});
        row(qPrintable(QStringLiteral("reserved bit %1 of a ping").arg(bit)), frame(quint8(0x89 | bit), {}),
            {"failed 1002"});
    }
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
        row(qPrintable(QStringLiteral("opcode %1").arg(opcode)), frame(quint8(0x80 | opcode), {}),
            {"failed 1002"});

    row("ping", frame(0x89, "are you there"), {"ping are you there"});
    row("empty ping", frame(0x89, {}), {"ping "});
    row("ping of any bytes", frame(0x89, "\xff\xfe"), {"ping \xff\xfe"});
    row("longest ping", frame(0x89, QByteArray(125, 'p')), {"ping " + QByteArray(125, 'p')});
    row("long ping", frame(0x89, QByteArray(126, 'p')), {"failed 1002"});
    row("fragmented ping", frame(0x09, "p"), {"failed 1002"});
    row("pong that nobody asked for", frame(0x8a, "x"), {"pong x"});
    row("long pong", frame(0x8a, QByteArray(126, 'p')), {"failed 1002"});
    row("fragmented pong", frame(0x0a, "p"), {"failed 1002"});

    row("close", frame(0x88, {}), {"close 0 "});
    row("close with a code", frame(0x88, closeCode(1001)), {"close 1001 "});
    row("close with a reason", frame(0x88, closeCode(3000, "Gr\xc3\xbc\xc3\x9f")),
        {"close 3000 Gr\xc3\xbc\xc3\x9f"});
    row("close with the longest reason", frame(0x88, closeCode(4999, QByteArray(123, 'r'))),
        {"close 4999 " + QByteArray(123, 'r')});
    row("long close", frame(0x88, closeCode(1000, QByteArray(124, 'r'))), {"failed 1002"});
    row("fragmented close", frame(0x08, closeCode(1000)), {"failed 1002"});
    row("close with one byte", frame(0x88, "x"), {"failed 1002"});
    row("close with a reason that is no UTF-8", frame(0x88, closeCode(1000, "\xff")), {"failed 1007"});
    row("close with a reason that is cut", frame(0x88, closeCode(1000, "\xc3")), {"failed 1007"});
    row("after the close", frame(0x88, {}) + frame(0x81, "x"), {"close 0 "});

    row("length longer than need be, 16 bits", header(0x81, 126, 125), {"failed 1002"});
    row("length longer than need be, 64 bits", header(0x81, 127, 65535), {"failed 1002"});
    row("length with its highest bit", header(0x81, 127, quint64(1) << 63), {"failed 1002"});
    row("greatest length there is", header(0x81, 127, (quint64(1) << 63) - 1), {"failed 1009"});
    row("ping with a 16-bit length", header(0x89, 126, 200), {"failed 1002"});
    row("ping with a 64-bit length", header(0x89, 127, 70000), {"failed 1002"});
}

void TestFrameReader::rules() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArrayList, events);
    QCOMPARE(readAll(bytes, maxMessage, {}), events);
    QCOMPARE(referenceEvents(bytes, maxMessage), events);
    // Cut once, at every place (of long ones around their headers), and into single bytes.
    for (qsizetype at = 1; at < std::min<qsizetype>(bytes.size(), 300); ++at)
        QCOMPARE(readAll(bytes, maxMessage, {at}), events);
    if (bytes.size() <= 1000) {
        QList<qsizetype> everywhere;
        for (qsizetype at = 1; at < bytes.size(); ++at)
            everywhere.append(at);
        QCOMPARE(readAll(bytes, maxMessage, everywhere), events);
    }
}

void TestFrameReader::utf8_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");

    const auto row = [](const char* name, const char* text, bool valid) {
        QTest::newRow(name) << QByteArray(text) << valid;
    };
    row("two bytes", "Gr\xc3\xbc\xc3\x9f", true);
    row("greek", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5", true); // Autobahn's sample
    row("first of two", "\xc2\x80", true);
    row("last of two", "\xdf\xbf", true);
    row("first of three", "\xe0\xa0\x80", true);
    row("last before the surrogates", "\xed\x9f\xbf", true);
    row("first after the surrogates", "\xee\x80\x80", true);
    row("no character", "\xef\xbf\xbf", true);
    row("byte order mark", "\xef\xbb\xbf", true);
    row("first of four", "\xf0\x90\x80\x80", true);
    row("last of all", "\xf4\x8f\xbf\xbf", true);
    row("control characters", "\x01\x7f", true);
    row("after eight ASCII bytes", "12345678\xf0\x9f\x91\x8b 12345678", true);
    row("continuation alone", "\x80", false);
    row("continuation after ASCII", "12345678\xbf", false);
    row("overlong slash", "\xc0\xaf", false);
    row("overlong in two", "\xc1\xbf", false);
    row("overlong in three", "\xe0\x9f\xbf", false);
    row("overlong in four", "\xf0\x8f\xbf\xbf", false);
    row("first surrogate", "\xed\xa0\x80", false);
    row("last surrogate", "\xed\xbf\xbf", false);
    row("a pair of surrogates", "\xed\xa0\xbd\xed\xb1\x8b", false);
    row("beyond the last", "\xf4\x90\x80\x80", false);
    row("five bytes", "\xf8\x88\x80\x80\x80", false);
    row("six bytes", "\xfc\x84\x80\x80\x80\x80", false);
    row("0xfe", "\xfe", false);
    row("0xff", "\xff", false);
    row("two cut", "a\xc3", false);
    row("three cut", "a\xe1\xbd", false);
    row("four cut", "a\xf0\x9f\x91", false);
    row("ASCII for a continuation", "\xe1\xbd!", false);
    row("a lead byte for a continuation", "\xe1\xc3\xbc", false);
}

void TestFrameReader::utf8() {
    QFETCH(const QByteArray, text);
    QFETCH(const bool, valid);
    const QByteArrayList expected{valid ? "text " + text : QByteArray("failed 1007")};
    const QByteArray whole = frame(0x81, text);
    QCOMPARE(readAll(whole, maxMessage, {}), expected);
    QCOMPARE(referenceEvents(whole, maxMessage), expected);
    for (qsizetype at = 1; at < whole.size(); ++at)
        QCOMPARE(readAll(whole, maxMessage, {at}), expected);
    for (qsizetype at = 0; at <= text.size(); ++at) { // the character is whole in the message, not in a frame
        QCOMPARE(readAll(frame(0x01, text.left(at)) + frame(0x80, text.mid(at)), maxMessage, {}), expected);
        QCOMPARE(
            readAll(frame(0x01, text.left(at)) + frame(0x89, {}) + frame(0x80, text.mid(at)), maxMessage, {})
                .last(),
            expected.last());
    }
    // All of it once more where the quick path for ASCII has begun and ended.
    for (int before = 0; before < 10; ++before) {
        const QByteArray padded = QByteArray(before, 'x') + text + "after";
        const QByteArrayList events = readAll(frame(0x81, padded), maxMessage, {});
        QCOMPARE(events, valid ? QByteArrayList{"text " + padded} : QByteArrayList{"failed 1007"});
    }
}

void TestFrameReader::refusesAtTheFirstWrongByte_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("taken"); // that many bytes are accepted
    const QByteArray text = QByteArray("hello ") + "\xf4\x90\x80\x80" + " world";
    QTest::newRow("UTF-8, of a long text") << frame(0x81, text) << 2 + 4 + 7;
    QTest::newRow("UTF-8 in a fragment")
        << frame(0x01, "ab") + frame(0x00, "\xc3") + frame(0x80, "xyz") << 8 + 7 + 6;
    QTest::newRow("the end of a message") << frame(0x01, "ab\xc3") + frame(0x80, {}) << 9 + 5;
    QTest::newRow("a reserved opcode") << frame(0x83, "x") << 1;
    QTest::newRow("too long, 16 bits") << header(0x81, 126, 65535) << 3;
    QTest::newRow("too long, 64 bits") << header(0x81, 127, 70001) << 9;
}

void TestFrameReader::refusesAtTheFirstWrongByte() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, taken);
    FrameReader reader(60'000);
    for (int i = 0; i < bytes.size(); ++i) {
        QByteArrayView next = QByteArrayView(bytes).sliced(i, 1);
        const FrameReader::Read read = reader.next(next);
        QCOMPARE(read.event == FrameReader::Event::Failed, i == taken);
        if (i == taken)
            return;
    }
    QFAIL("was accepted");
}

void TestFrameReader::closeCodes() {
    const auto valid = [](int code) {
        return (code >= 1000 && code <= 1014 && (code < 1004 || code > 1006)) ||
               (code >= 3000 && code <= 4999);
    };
    for (int code = 0; code <= 0xffff; ++code) {
        const QByteArrayList events = readAll(frame(0x88, closeCode(quint16(code))), maxMessage, {});
        const QByteArray expected = valid(code) ? "close " + QByteArray::number(code) + ' ' : "failed 1002";
        if (events != QByteArrayList{expected})
            QFAIL(qPrintable(QStringLiteral("%1: %2").arg(code).arg(QString::fromUtf8(events.join(", ")))));
    }
}

void TestFrameReader::fragmentsAtRandom() {
    QRandomGenerator random(6455);
    const QByteArray sample =
        QString::fromUtf8("Gr\xc3\xbc\xc3\x9f Gott \xf0\x9f\x91\x8b \xe2\x82\xac ").repeated(40).toUtf8();
    for (int round = 0; round < 500; ++round) {
        QByteArray bytes;
        QByteArrayList expected;
        for (int message = 0; message < 4; ++message) {
            const QByteArray text =
                QString::fromUtf8(sample).mid(random.bounded(20), random.bounded(300)).toUtf8();
            qsizetype at = 0;
            bool first = true;
            do {
                if (random.bounded(3) == 0) {
                    const QByteArray ping(random.bounded(126), 'p');
                    bytes += frame(0x89, ping);
                    expected += "ping " + ping;
                }
                const qsizetype size =
                    std::min<qsizetype>(random.bounded(int(text.size()) + 2), text.size() - at);
                const bool last = at + size == text.size() && random.bounded(4) > 0;
                bytes += frame(quint8((last ? 0x80 : 0) | (first ? 1 : 0)), text.mid(at, size));
                at += size;
                first = false;
                if (last)
                    break;
            } while (true);
            expected += "text " + text;
        }
        QList<qsizetype> cuts;
        for (qsizetype at = 1 + random.bounded(90); at < bytes.size(); at += 1 + random.bounded(90))
            cuts.append(at);
        QCOMPARE(readAll(bytes, maxMessage, cuts), expected);
    }
}

void TestFrameReader::keepsNothingBetweenMessages() {
    FrameReader reader(maxMessage);
    const QByteArray text(60'000, 'x');
    const QByteArray bytes = frame(0x01, text) + frame(0x80, "y") + frame(0x89, "ping");
    const auto readOnce = [&] {
        for (QByteArrayView view = bytes; !view.isEmpty();)
            reader.next(view);
    };
    readOnce();
    const qint64 before = heapBytes();
    readOnce();
    QVERIFY(heapBytes() - before < 100);
}

void TestFrameReader::masksAtEveryOffset() {
    const std::array<char, 4> mask{'\x12', '\x34', '\x56', '\x78'};
    QByteArray from(64, Qt::Uninitialized);
    for (qsizetype i = 0; i < from.size(); ++i)
        from[i] = char(i * 7);
    for (qsizetype start = 0; start < 9; ++start) {
        for (qsizetype size = 0; start + size <= from.size(); ++size) {
            QByteArray expected = from;
            for (qsizetype i = 0; i < size; ++i)
                expected[start + i] = char(from[start + i] ^ mask[std::size_t(i) % 4]);
            QByteArray to = from;
            applyMask(to.data() + start, from.constData() + start, size, mask);
            QCOMPARE(to, expected);
            QByteArray place = from;
            applyMask(place.data() + start, place.constData() + start, size, mask);
            QCOMPARE(place, expected);
        }
    }
}

void TestFrameReader::closeFrames() {
    QCOMPARE(closeFrame(0), QByteArray("\x88\x00", 2));
    QCOMPARE(closeFrame(1000), QByteArray("\x88\x02\x03\xe8", 4));
    QCOMPARE(closeFrame(4401, "gone"), QByteArray("\x88\x06\x11\x31gone", 8));
    // A reason that is too long is cut, never within a character.
    const QByteArray cut = closeFrame(1000, QByteArray(122, 'r') + "\xc3\xbc");
    QCOMPARE(cut.size(), 2 + 2 + 122);
    QCOMPARE(cut[1], char(124));
    QCOMPARE(closeFrame(1000, QByteArray(121, 'r') + "\xc3\xbc" + "more").size(), 2 + 125);
}

QTEST_APPLESS_MAIN(TestFrameReader)
#include "tst_frame_reader.moc"
