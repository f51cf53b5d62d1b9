// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/document_writer.h"
#include "client/text/emoji_font.h"
#include "client/text/emoji_html.h"

#include <QAbstractTextDocumentLayout>
#include <QFontDatabase>
#include <QGlyphRun>
#include <QRawFont>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

using namespace Qt::StringLiterals;
using namespace parlor;

class TestDocument : public QObject {
    Q_OBJECT

    QTextDocument m_document;
    DocumentStyle m_style;

    QList<Decoration> write(const QString& source, const QList<markdown::Mention>& mentions = {}) {
        return writeDocument(m_document, markdown::parse(source, mentions), m_style);
    }
    QTextCharFormat formatAt(const QString& text) { return m_document.find(text).charFormat(); }

private Q_SLOTS:
    void initTestCase() {
        m_style.link = Qt::green;
        m_style.mention = Qt::yellow;
        m_style.codeGround = Qt::gray;
        m_style.monospace = u"Mono"_s;
    }

    void looks() {
        write(u"**bold** ~~gone~~ `code` [link](https://a.example) @ines @mara"_s,
              {{u"1"_s, u"ines"_s, false}, {u"2"_s, u"mara"_s, true}});
        QCOMPARE(m_document.toPlainText(), u"bold gone code link @ines @mara"_s);
        QCOMPARE(formatAt(u"bold"_s).fontWeight(), int(QFont::DemiBold));
        QVERIFY(formatAt(u"gone"_s).fontStrikeOut());
        QCOMPARE(formatAt(u"code"_s).background().color(), QColor(Qt::gray));
        QCOMPARE(formatAt(u"link"_s).anchorHref(), u"https://a.example"_s);
        QCOMPARE(formatAt(u"@ines"_s).anchorHref(), u"mention:1"_s);
        QCOMPARE(formatAt(u"@mara"_s).foreground().color(), QColor(Qt::yellow));
        // Nothing of it is left when another message comes.
        write(u"plain"_s);
        QCOMPARE(m_document.blockCount(), 1);
        QVERIFY(!formatAt(u"plain"_s).isAnchor());
        QCOMPARE(formatAt(u"plain"_s).fontWeight(), int(QFont::Normal));
        QCOMPARE(m_document.firstBlock().blockFormat().leftMargin(), 0.0);
    }

    void emojiStayWhole_data() {
        QTest::addColumn<QString>("emoji");
        QTest::newRow("keycap") << u"2\uFE0F\u20E3"_s;
        QTest::newRow("keycap as older programs write it") << u"#\u20E3"_s;
        QTest::newRow("heart, which fonts for text have, too") << u"\u2764\uFE0F"_s;
        QTest::newRow("selector between others") << u"\U0001F3F3\uFE0F\u200D\U0001F308"_s;
        QTest::newRow("selector at the end") << u"\U0001F937\U0001F3FD\u200D\u2642\uFE0F"_s;
    }
    void emojiStayWhole() {
        QFETCH(QString, emoji);
        QVERIFY2(QFontDatabase::families().contains(emoji::fontFamilies().constFirst()),
                 "this test needs Noto Color Emoji");
        write(u"one **2 "_s + emoji + u" 3** two"_s);
        QCOMPARE(m_document.toPlainText(), u"one 2 "_s + emoji + u" 3 two"_s);
        m_document.documentLayout()->documentSize();
        const auto runs = m_document.firstBlock().layout()->glyphRuns(6, static_cast<int>(emoji.size()));
        QCOMPARE(runs.size(), 1);
        QCOMPARE(runs.constFirst().rawFont().familyName(), emoji::fontFamilies().constFirst());
        QCOMPARE(runs.constFirst().glyphIndexes().size(), 1);
        // What stands around it is drawn as ever.
        QVERIFY(formatAt(u"3"_s).fontStyleStrategy() != QFont::NoFontMerging);
        QCOMPARE(formatAt(u"3"_s).fontWeight(), int(QFont::DemiBold));
    }

    void emojiStayWholeInHtml_data() { emojiStayWhole_data(); }
    void emojiStayWholeInHtml() {
        QFETCH(QString, emoji);
        QVERIFY(emoji::fallsApart(emoji));
        const QString text = u"2  <b> & "_s + emoji + u" 3\nline"_s;
        QTextDocument document;
        document.setDefaultFont(QGuiApplication::font());
        document.setHtml(emoji::htmlOf(text, document.defaultFont(), {}));
        // Without what no font has to draw.
        QString painted = emoji;
        painted.remove(QChar(0xFE0F));
        QCOMPARE(document.toPlainText(), u"2  <b> & "_s + painted + u" 3\nline"_s);
        document.documentLayout()->documentSize();
        const auto runs = document.firstBlock().layout()->glyphRuns(9, static_cast<int>(painted.size()));
        QCOMPARE(runs.size(), 1);
        QCOMPARE(runs.constFirst().rawFont().familyName(), emoji::fontFamilies().constFirst());
        QCOMPARE(runs.constFirst().glyphIndexes().size(), 1);
    }

    void htmlHasTheRoomThatItIsGiven() {
        const QFont font = QGuiApplication::font();
        const QString text = u"words \u2764\uFE0F before 2\uFE0F\u20E3 and many more of them behind"_s;
        const auto plain = [&](const emoji::HtmlRoom& room) {
            QTextDocument document;
            document.setDefaultFont(font);
            document.setDocumentMargin(0);
            document.setHtml(emoji::htmlOf(text, font, room));
            return document.toPlainText();
        };
        const auto width = [&](const QString& shown) {
            QTextDocument document;
            document.setDefaultFont(font);
            document.setDocumentMargin(0);
            document.setHtml(emoji::htmlOf(shown, font, {}));
            return document.idealWidth();
        };
        const QString whole = plain({});
        QVERIFY(!whole.contains(QChar(0x2026)));
        QString before;
        for (int room = 10; room < 600; room += 7) {
            const QString shown = plain({qreal(room), 1});
            QVERIFY(shown.size() >= before.size());
            before = shown;
            if (shown == whole)
                continue;
            QVERIFY2(shown.endsWith(QChar(0x2026)), qPrintable(shown));
            QVERIFY(whole.startsWith(shown.chopped(1)));
            // A keycap is there as a whole, or not at all.
            QVERIFY2(!shown.endsWith(u"2\u2026"_s), qPrintable(shown));
            if (shown.size() > 1)
                QVERIFY2(width(shown) <= room + 1, qPrintable(shown));
        }
        QCOMPARE(before, whole);
        const QString three = plain({100, 3});
        QVERIFY(three.size() > 2 * plain({100, 1}).size());
        QCOMPARE(plain({100, 30}), whole);
    }

    void knowsEmojiOfSeveralCharacters() {
        for (const QString& text :
             {u"2\uFE0F\u20E3"_s, u"\u2764\uFE0F"_s, u"\U0001F1E9\U0001F1EA"_s, u"\U0001F44D\U0001F3FD"_s,
              u"\U0001F468\u200D\U0001F469\u200D\U0001F467"_s})
            QVERIFY2(emoji::isOfSeveral(text), qPrintable(text));
        for (const QString& text :
             {u"\U0001F600"_s, u"a"_s, u"e\u0301"_s, u"\u0915\u094D\u200D"_s, QString()})
            QVERIFY2(!emoji::isOfSeveral(text), qPrintable(text));
    }

    void onlyEmojiThatFallApartAreTaken() {
        for (const QString& text : {u"2 of 3 # * \u00A9"_s, u"\U0001F44D\U0001F3FD \U0001F600"_s,
                                    u"5\uFE0F"_s, u"\u5B57\uFE0F"_s, u"a\u20E3"_s, u"\uFE0F"_s, QString()})
            QVERIFY2(emoji::fragile(text).isEmpty(), qPrintable(text));
        // Those beside each other are one piece; positions are units.
        QCOMPARE(emoji::fragile(u"\U0001F600 1\uFE0F\u20E32\uFE0F\u20E3 \u2764\uFE0F"_s),
                 (QList<emoji::Span>{{3, 6}, {10, 2}}));
        for (const QString& text : {u"2\uFE0F\u20E3"_s, u"\u2B1C"_s, u"\U0001F44D\U0001F3FD"_s}) {
            QCOMPARE(emoji::fontFor(text, 18).styleStrategy(), QFont::NoFontMerging);
            QCOMPARE(emoji::fontFor(text, 18).families(), emoji::fontFamilies());
            QCOMPARE(emoji::fontFor(text, 18).pixelSize(), 18);
        }
        // What is no emoji is drawn as any text.
        for (const QString& text : {u"\u5B57\uFE0F"_s, u"12"_s, QString()}) {
            QCOMPARE(emoji::fontFor(text, 18).families(), QGuiApplication::font().families());
            QVERIFY(emoji::fontFor(text, 18).styleStrategy() != QFont::NoFontMerging);
        }
    }

    void decorates() {
        const auto found = write(u"> one\n> two\n\n```\nint a;\nint b;\n```\n***"_s);
        QCOMPARE(found.size(), 3);
        QCOMPARE(found[0], (Decoration{Decoration::Quote, 0, 1, 0, false, {}}));
        QCOMPARE(found[1], (Decoration{Decoration::Code, 2, 2, 0, false, u"int a;\nint b;"_s}));
        QVERIFY(found[2].kind == Decoration::Rule);
        QVERIFY(m_document.findBlockByNumber(0).blockFormat().leftMargin() > 0);
    }

    void keepsCodeApart() {
        write(u"text\n```\nint a;\n```\nmore"_s);
        const auto place = [&](int block) {
            return m_document.documentLayout()->blockBoundingRect(m_document.findBlockByNumber(block));
        };
        QVERIFY(place(1).top() - place(0).bottom() >= m_style.codePadding + m_style.paragraphGap);
        QVERIFY(place(2).top() - place(1).bottom() >= m_style.codePadding + m_style.paragraphGap);
    }

    void everyLineHasItsDirection() {
        const QString arabic = u"\u0645\u0631\u062D\u0628\u0627"_s;
        const auto found = write(u"hello\n%1\n@ines %1\n> %1"_s.arg(arabic), {{u"1"_s, u"ines"_s, false}});
        const auto direction = [&](int block) { return m_document.findBlockByNumber(block).textDirection(); };
        QCOMPARE(direction(0), Qt::LeftToRight);
        QCOMPARE(direction(1), Qt::RightToLeft);
        QCOMPARE(direction(2), Qt::RightToLeft);
        QCOMPARE(direction(3), Qt::RightToLeft);
        QCOMPARE(found.size(), 1);
        QVERIFY(found[0].rightToLeft);
        QVERIFY(m_document.findBlockByNumber(3).blockFormat().rightMargin() > 0);
    }

    void whatHasNoItalicsIsNotSlanted() {
        const QString arabic = u"\u0645\u0631\u062D\u0628\u0627"_s;
        write(u"*slanted* and *%1* and *both %1*"_s.arg(arabic));
        QVERIFY(formatAt(u"slanted"_s).fontItalic());
        for (const QString& text : {arabic, u"both"_s}) {
            QVERIFY(!formatAt(text).fontItalic());
            QCOMPARE(formatAt(text).fontWeight(), int(QFont::DemiBold));
        }
    }

    void copies() {
        write(u"a\nb\n- c\n\n```\nd\ne\n```"_s);
        QCOMPARE(copiedText(m_document, 0, 1'000'000), u"a\nb\n\u2022 c\nd\ne"_s);
        QCOMPARE(copiedText(m_document, 2, 3), u"b"_s);
        QCOMPARE(copiedText(m_document, -5, 1), u"a"_s);
    }

    void emojiAreLarger() {
        write(u"\U0001F44D"_s);
        QCOMPARE(m_document.find(u"\U0001F44D"_s).charFormat().intProperty(QTextFormat::FontPixelSize), 28);
    }

    void buildingIsCheap() {
        const QString typical =
            u"The berth map is in. Two things I am unsure of: the **tide line** at small sizes, "
            "and whether `amber` still reads as a warning, @ines. See https://a.example/berth"_s;
        QBENCHMARK {
            write(typical, {{u"1"_s, u"ines"_s, false}});
        }
    }
};

QTEST_MAIN(TestDocument)
#include "tst_document.moc"
