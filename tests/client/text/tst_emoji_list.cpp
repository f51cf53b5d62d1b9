// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/emoji.h"
#include "client/text/emoji_memory.h"
#include "client/text/markdown.h"
#include "shared/limits.h"

#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace parlor;

class TestEmojiList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theListIsSound() {
        QVERIFY(emoji::all().size() > 1800);
        QSet<QStringView> seen;
        for (const emoji::Emoji& one : emoji::all()) {
            QVERIFY(!seen.contains(one.text));
            seen.insert(one.text);
            QVERIFY(!one.name.isEmpty());
            QVERIFY2(!one.code().isEmpty(), qPrintable(one.name.toString()));
            // A reaction with it is one that the server takes, and a message of it is shown large.
            QVERIFY(one.toned(5).toUcs4().size() <= limits::emojiMax);
            QVERIFY2(markdown::isEmojiOnly(one.toned(0)), qPrintable(one.name.toString()));
            QVERIFY2(markdown::isEmojiOnly(one.toned(5)), qPrintable(one.name.toString()));
            QCOMPARE(emoji::find(one.toned(0)), &one);
            QCOMPARE(emoji::find(one.toned(3)), &one);
        }
    }

    void searches_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("first");
        QTest::newRow("by code") << u"+1"_s << u"\U0001F44D"_s;
        QTest::newRow("with colons") << u":tada:"_s << u"\U0001F389"_s;
        QTest::newRow("by the beginning of a code") << u"thumbsu"_s << u"\U0001F44D"_s;
        QTest::newRow("by name") << u"Red Heart"_s << u"\u2764\uFE0F"_s;
        QTest::newRow("by another word") << u"applause"_s << u"\U0001F44F"_s;
        QTest::newRow("two words in any order") << u"germany flag"_s << u"\U0001F1E9\U0001F1EA"_s;
        QTest::newRow("nothing") << u"xyzzy"_s << QString();
        QTest::newRow("empty") << u" "_s << QString();
    }
    void searches() {
        QFETCH(QString, query);
        QFETCH(QString, first);
        const auto found = emoji::search(query, 5);
        QCOMPARE(found.isEmpty() ? QString() : found.constFirst()->text.toString(), first);
    }

    void searchIsCheap() {
        QBENCHMARK {
            emoji::search(u"he"_s, 50);
        }
    }

    void replacesCodes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("replaced");
        QTest::newRow("one") << u"ship it :rocket:"_s << u"ship it \U0001F680"_s;
        QTest::newRow("two") << u":+1::tada:"_s << u"\U0001F44D\U0001F3FC\U0001F389"_s;
        QTest::newRow("in code") << u"`:rocket:`"_s << u"`:rocket:`"_s;
        QTest::newRow("times") << u"10:30:00 a:b:c"_s << u"10:30:00 a:b:c"_s;
        QTest::newRow("unknown") << u":nosuchthing: :"_s << u":nosuchthing: :"_s;
    }
    void replacesCodes() {
        QFETCH(QString, text);
        QFETCH(QString, replaced);
        QCOMPARE(emoji::withCodesReplaced(text, 2), replaced);
    }

    void remembers() {
        EmojiMemory& memory = EmojiMemory::instance();
        memory.restore({}, 9);
        QCOMPARE(memory.tone(), 0);
        QVERIFY(memory.recent().size() >= 9);
        for (int i = 0; i < 50; ++i)
            memory.note(QString::number(i));
        memory.note(u"48"_s);
        QCOMPARE(memory.used().size(), EmojiMemory::recentMax);
        QCOMPARE(memory.recent().first(2), QStringList({u"48"_s, u"49"_s}));
        QCOMPARE(memory.used().count(u"48"_s), 1);
    }
};

QTEST_APPLESS_MAIN(TestEmojiList)
#include "tst_emoji_list.moc"
