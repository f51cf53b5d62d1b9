// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/text_rules.h"

#include <QTest>

using namespace parlor;

namespace {

QString repeated(const char* text, int count) {
    return QString::fromUtf8(text).repeated(count);
}

void addColumns() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem"); // a part of the message; empty: none is expected
}

void row(const char* name, const QString& text, const char* problem = "") {
    QTest::newRow(name) << text << QString::fromLatin1(problem);
}

void row(const char* text, const char* problem = "") {
    row(text, QString::fromUtf8(text), problem);
}

/// What no one-line text may hold.
void addBadNameRows() {
    row("U+0000", QString(u'a') + QChar(0) + u'b', "U+0000");
    row("newline", QStringLiteral("a\nb"), "U+000A");
    row("tab", QStringLiteral("a\tb"), "U+0009");
    row("escape", QStringLiteral("a\u001bb"), "U+001B");
    row("delete", QStringLiteral("a\u007fb"), "U+007F");
    row("C1 control", QStringLiteral("a\u0085b"), "U+0085");
    row("line separator", QStringLiteral("a\u2028b"), "U+2028");
    row("paragraph separator", QStringLiteral("a\u2029b"), "U+2029");
    row("right-to-left override", QStringLiteral("a\u202eb"), "U+202E");
    row("embedding", QStringLiteral("a\u202ab"), "U+202A");
    row("isolate", QStringLiteral("a\u2066b"), "U+2066");
    row("high surrogate", QString(u'a') + QChar(0xD800) + u'b', "surrogate");
    row("high surrogate at the end", QString(u'a') + QChar(0xDBFF), "surrogate");
    row("low surrogate", QString(u'a') + QChar(0xDC00) + u'b', "surrogate");
    row("swapped surrogates", QString(u'a') + QChar(0xDC00) + QChar(0xD800), "surrogate");
}

void addBlankRows(const char* problem) {
    row("blanks", QStringLiteral("   "), problem);
    row("no-break space", QStringLiteral("\u00a0"), problem);
    row("ideographic space", QStringLiteral("\u3000\u3000"), problem);
    row("zero-width space", QStringLiteral("\u200b\u200b"), problem);
    row("zero-width joiner", QStringLiteral("\u200d"), problem);
    row("byte-order mark", QStringLiteral("\ufeff"), problem);
    row("Hangul filler", QStringLiteral("\u3164"), problem);
    row("empty Braille cell", QStringLiteral("\u2800"), problem);
}

void verify(Result<void> (*check)(const QString&, const QString&)) {
    QFETCH(QString, text);
    QFETCH(QString, problem);
    const auto result = check(text, QStringLiteral("data.it"));
    if (problem.isEmpty()) {
        QVERIFY2(result, result ? "" : qPrintable(result.error().message()));
        return;
    }
    QVERIFY(!result);
    QCOMPARE(result.error().code(), ErrorCode::Invalid);
    QCOMPARE(result.error().field(), QStringLiteral("data.it"));
    QVERIFY2(result.error().message().contains(problem), qPrintable(result.error().message()));
    QVERIFY(result.error().message().startsWith(QStringLiteral("data.it ")));
    QVERIFY(result.error().message().endsWith(u'.'));
}

} // namespace

class TestTextRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void username_data() {
        addColumns();
        row("an");
        row("anna.b_c-9");
        row("0x");
        row("a--b");
        row("longest", repeated("a", 32));
        row("", "2 to 32");
        row("a", "2 to 32");
        row("too long", repeated("a", 33), "2 to 32");
        row("far too long", repeated("a", 100000), "2 to 32");
        row("Anna", "lower case");
        row("annA", "lower case");
        row(".anna", "begin and end");
        row("anna.", "begin and end");
        row("-anna", "begin and end");
        row("anna_", "begin and end");
        row("an na", "may only hold");
        row("anna@home", "may only hold");
        row("änna", "may only hold");
        row("аnna", "may only hold"); // the first letter is Cyrillic
        row("an/na", "may only hold");
        addBadNameRows();
    }
    void username() { verify(checkUsername); }

    void email_data() {
        addColumns();
        row("a@b");
        row("anna.b+tag@example.org");
        row("anna@localhost");
        row("änna@bücher.example");
        row("longest", repeated("a", 254 - 12) + QStringLiteral("@example.org"));
        row("too long", repeated("a", 255 - 12) + QStringLiteral("@example.org"), "1 to 254");
        row("", "1 to 254");
        row("anna", "address like");
        row("@example.org", "address like");
        row("anna@", "address like");
        row("a@b@c", "address like");
        row("a b@example.org", "address like");
        row("anna@exam ple.org", "address like");
        row("anna@.example.org", "address like");
        row("anna@example.org.", "address like");
        row("anna@example..org", "address like");
        row("injected header", QStringLiteral("a@b\r\nBcc: c@d"), "U+000D");
        row("no-break space", QStringLiteral("a\u00a0b@c"), "address like");
        addBadNameRows();
    }
    void email() { verify(checkEmail); }

    void password_data() {
        addColumns();
        row("12345678");
        row("eight blanks", QStringLiteral("        "));
        row("newline", QStringLiteral("1234\n5678"));
        row("eight code points", repeated("🐻", 8));
        row("longest", repeated("🐻", 256));
        row("", "8 to 256");
        row("1234567", "8 to 256");
        row("seven code points", repeated("🐻", 7), "8 to 256");
        row("too long", repeated("x", 257), "8 to 256");
        row("U+0000", QStringLiteral("1234567") + QChar(0) + u'8', "U+0000");
        row("half a pair", QStringLiteral("1234567") + QChar(0xD83D), "surrogate");
    }
    void password() { verify(checkPassword); }

    void displayName_data() {
        addColumns();
        row("A");
        row("Anna Bär");
        row("O'Neil \"Al\" <b>");
        row("family", QStringLiteral("👨\u200d👩\u200d👧"));
        row("Persian with a non-joiner", QStringLiteral("می\u200cخواهم"));
        row("longest", repeated("🐻", 64));
        row("too long", repeated("🐻", 65), "1 to 64");
        row("", "1 to 64");
        addBlankRows("blank");
        addBadNameRows();
    }
    void displayName() { verify(checkDisplayName); }

    void roomName_data() {
        addColumns();
        row("k");
        row("Küche / Garten #1");
        row("longest", repeated("ä", 80));
        row("too long", repeated("ä", 81), "1 to 80");
        row("", "1 to 80");
        addBlankRows("blank");
        addBadNameRows();
    }
    void roomName() { verify(checkRoomName); }

    void topic_data() {
        addColumns();
        row("");
        row("Was heute gekocht wird");
        row("longest", repeated("€", 250));
        row("too long", repeated("€", 251), "longer than 250");
        addBlankRows("");
        addBadNameRows();
    }
    void topic() { verify(checkTopic); }

    void messageContent_data() {
        addColumns();
        row("x");
        row("lines", QStringLiteral("a\nb\r\n\tc"));
        row("separators", QStringLiteral("a\u2028b"));
        row("Hebrew with marks", QStringLiteral("\u202bשלום\u202c"));
        row("longest", repeated("🐻", 8000));
        row("too long", repeated("🐻", 8001), "1 to 8000");
        row("far too long", repeated("x", 1000000), "1 to 8000");
        row("", "1 to 8000");
        row("line breaks only", QStringLiteral("\n\r\n\t "), "blank");
        addBlankRows("blank");
        row("U+0000", QString(u'a') + QChar(0), "U+0000");
        row("bell", QStringLiteral("a\u0007"), "U+0007");
        row("escape", QStringLiteral("\u001b[31mred"), "U+001B");
        row("delete", QStringLiteral("a\u007f"), "U+007F");
        row("C1 control", QStringLiteral("a\u009b31m"), "U+009B");
        row("half a pair", QString(u'a') + QChar(0xD83D), "surrogate");
    }
    void messageContent() { verify(checkMessageContent); }

    void defaultFields() {
        QCOMPARE(checkUsername({}).error().field(), QStringLiteral("username"));
        QCOMPARE(checkEmail({}).error().field(), QStringLiteral("email"));
        QCOMPARE(checkPassword({}).error().field(), QStringLiteral("password"));
        QCOMPARE(checkDisplayName({}).error().field(), QStringLiteral("displayName"));
        QCOMPARE(checkRoomName({}).error().field(), QStringLiteral("name"));
        QCOMPARE(checkTopic(repeated("x", 300)).error().field(), QStringLiteral("topic"));
        QCOMPARE(checkMessageContent({}).error().field(), QStringLiteral("content"));
    }

    void whatIsQuotedIsHarmless() {
        QCOMPARE(quotable(u"message:new"), QStringLiteral("message:new"));
        QCOMPARE(quotable(QString(u'a') + QChar(0xD800) + u'\n' + u'ä'), QStringLiteral("a???"));
        QCOMPARE(quotable(repeated("x", 100000)).size(), 64);
    }
};

QTEST_GUILESS_MAIN(TestTextRules)
#include "tst_text_rules.moc"
