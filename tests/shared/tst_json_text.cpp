// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"

#include <QTest>

using namespace parlor;

class TestJsonText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodText_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("compact");
        QTest::newRow("empty object") << QByteArray("{}") << QByteArray("{}");
        QTest::newRow("blanks") << QByteArray(" \t\r\n{ } \n") << QByteArray("{}");
        QTest::newRow("utf-8") << QByteArray("{\"ä\":\"€🐻\"}") << QByteArray("{\"ä\":\"€🐻\"}");
        QTest::newRow("escapes") << QByteArray(R"({"a":"\u20ac\ud83d\ude00\/"})")
                                 << QByteArray("{\"a\":\"€😀/\"}");
        QTest::newRow("the last of two counts") << QByteArray(R"({"a":1,"a":2})") << QByteArray(R"({"a":2})");
    }
    void goodText() {
        QFETCH(QByteArray, text);
        const auto object = parseObject(text);
        QVERIFY2(object, object ? "" : qPrintable(object.error().message()));
        QTEST(toBytes(*object), "compact");
    }

    void badText_data() {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
        row("empty", "");
        row("blank", " \n");
        row("array", "[]");
        row("text", "\"a\"");
        row("number", "5");
        row("null", "null");
        row("not closed", "{");
        row("no value", R"({"a":})");
        row("comma", R"({"a":1,})");
        row("no quotes", "{a:1}");
        row("single quotes", "{'a':1}");
        row("comment", "{}/**/");
        row("garbage", "{}x");
        row("second object", "{} {}");
        row("second brace", "{}}");
        row("U+0000 behind", QByteArray("{}\0", 3));
        row("not a number", R"({"a":NaN})");
        row("infinite", R"({"a":Infinity})");
        row("overlong slash", "{\"a\":\"\xC0\xAF\"}");
        row("overlong NUL", "{\"a\":\"\xC0\x80\"}");
        row("surrogate as UTF-8", "{\"a\":\"\xED\xA0\x80\"}");
        row("beyond Unicode", "{\"a\":\"\xF4\x90\x80\x80\"}");
        row("cut sequence", "{\"a\":\"\xE2\x82\"}");
        row("lonely continuation", "{\"a\":\"\x80\"}");
        row("latin 1", "{\"a\":\"\xE4\"}");
        row("0xFF", "{\"a\":\"\xFF\"}");
        row("malformed key", "{\"\xFF\":1}");
        row("UTF-16", QByteArray("{\0}\0", 4));
        row("bad escape of a code point", R"({"a":"\u12"})");
        row("deep", QByteArray("{\"a\":") + QByteArray(100000, '['));
        row("deep and closed", QByteArray("{\"a\":") + QByteArray(5000, '[') + QByteArray(5000, ']') + '}');
    }
    void badText() {
        QFETCH(QByteArray, text);
        const auto object = parseObject(text);
        QVERIFY(!object);
        QCOMPARE(object.error().code(), ErrorCode::Invalid);
        QVERIFY2(object.error().message().contains(QStringLiteral("at byte")),
                 qPrintable(object.error().message()));
        QVERIFY(object.error().field().isEmpty());
    }

    void theOffsetIsThatOfTheFault() {
        const auto object = parseObject("{\"abcd\":1}x");
        QVERIFY(!object);
        QVERIFY2(object.error().message().contains(QStringLiteral("at byte 10")),
                 qPrintable(object.error().message()));
    }
};

QTEST_GUILESS_MAIN(TestJsonText)
#include "tst_json_text.moc"
