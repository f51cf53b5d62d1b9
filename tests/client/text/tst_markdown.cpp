// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/links.h"
#include "client/text/markdown.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace parlor;

namespace {

/// A text as one reads it in a table: blocks by lines; per run its look before it in braces.
QString described(const markdown::Text& text) {
    QStringList lines;
    for (const markdown::Block& block : text.blocks) {
        QString line = block.gap ? u"| "_s : QString();
        line += QString(block.quote, u'>') + QString(block.indent, u'-');
        if (block.kind == markdown::Kind::Heading)
            line += u"H:"_s;
        else if (block.kind == markdown::Kind::Code)
            line += u"C:"_s;
        else if (block.kind == markdown::Kind::Rule)
            line += u"R:"_s;
        for (const markdown::Run& run : block.runs) {
            QString look;
            for (const auto& [flag, letter] :
                 {std::pair(markdown::Bold, u'b'), std::pair(markdown::Italic, u'i'),
                  std::pair(markdown::Strike, u's'), std::pair(markdown::Code, u'c'),
                  std::pair(markdown::Aside, u'a'), std::pair(markdown::Called, u'@'),
                  std::pair(markdown::CalledSelf, u'!')}) {
                if (run.flags & flag)
                    look += letter;
            }
            if (!run.address.isEmpty())
                look += u'<' + run.address + u'>';
            QString shown = run.text;
            shown.remove(QChar(0x2066)).remove(QChar(0x2069));
            line += look.isEmpty() ? shown : u"{%1 %2}"_s.arg(look, shown);
        }
        lines.append(line);
    }
    return lines.join(u'\n');
}

} // namespace

class TestMarkdown : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const QString& source, const QString& text) {
            QTest::newRow(name) << source << text;
        };
        row("empty", QString(), QString());
        row("words", u"one two"_s, u"one two"_s);
        row("bold, italic, struck", u"**b** *i* _i_ ~~s~~ ***both***"_s,
            u"{b b} {i i} {i i} {s s} {bi both}"_s);
        row("not within words", u"snake_case_name 2*3*4"_s, u"snake_case_name 2{i 3}4"_s);
        row("code", u"run `ls *.md` now"_s, u"run {c ls *.md} now"_s);
        row("line breaks are kept", u"one\ntwo"_s, u"one\ntwo"_s);
        row("paragraphs", u"one\n\n\ntwo"_s, u"one\n| two"_s);
        row("heading", u"# Title *it*\nrest"_s, u"H:Title {i it}\n| rest"_s);
        row("a hash is no heading", u"#general"_s, u"#general"_s);
        row("list", u"- a\n- b\n  - c"_s, u"-\u2022\ta\n-\u2022\tb\n--\u2022\tc"_s);
        row("numbers", u"3. c\n4. d"_s, u"-3.\tc\n-4.\td"_s);
        row("tasks", u"- [ ] a\n- [x] b"_s, u"-\u2610\ta\n-\u2611\tb"_s);
        row("list after text", u"so:\n- a"_s, u"so:\n| -\u2022\ta"_s);
        row("line within an item", u"- a\n  b"_s, u"-\u2022\ta\n-b"_s);
        row("quote ends with its line", u"> said\nanswer"_s, u">said\n| answer"_s);
        row("quote in quote", u"> > deep\n>\n> out"_s, u">>deep\n| >out"_s);
        row("block of code", u"```cpp\nint a;\n\n  b <c> **d**\n```"_s, u"C:int a;\n\n  b <c> **d**"_s);
        row("code that does not end", u"```\nx"_s, u"C:x"_s);
        row("quote signs in code", u"```\n> a\nb\n```"_s, u"C:> a\nb"_s);
        row("rule", u"a\n\n***\n\nb"_s, u"a\n| R:\n| b"_s);
        row("indented is no code", u"a\n\n    b"_s, u"a\n| b"_s);
        row("table", u"|a|bb|\n|---|---|\n|ccc|d|"_s,
            u"C:a    bb\n\u2500\u2500\u2500  \u2500\u2500\nccc  d"_s);
        row("HTML is text", u"<b>x</b> <script>alert(1)</script>"_s, u"<b>x</b> <script>alert(1)</script>"_s);
        row("HTML block is text", u"<div>\n<img src=x onerror=y>\n</div>"_s,
            u"<div>\n<img src=x onerror=y>\n</div>"_s);
        row("entity as typed", u"&lt;b&gt; AT&T &nbsp;"_s, u"&lt;b&gt; AT&T &nbsp;"_s);
        row("NUL", u"a"_s + QChar(0) + u"b"_s, u"a\uFFFDb"_s);
        row("override of direction", u"a\u202Eb"_s, u"a\uFFFDb"_s);
        row("private characters", u"\U000F0000 https://a.example"_s,
            u"\uFFFD\uFFFD {<https://a.example> https://a.example}"_s);

        row("address", u"See https://a.example/x_y_z."_s,
            u"See {<https://a.example/x_y_z> https://a.example/x_y_z}."_s);
        row("bold address", u"**https://a.example/b**"_s, u"{b<https://a.example/b> https://a.example/b}"_s);
        row("address in angle brackets", u"<https://a.example>"_s,
            u"{<https://a.example> https://a.example}"_s);
        row("address in code", u"`<https://a.example>`"_s, u"{c <https://a.example>}"_s);
        row("www", u"www.a.example"_s, u"{<https://www.a.example> www.a.example}"_s);
        row("mail", u"to ines@a.example"_s, u"to {<mailto:ines@a.example> ines@a.example}"_s);
        row("parlor", u"parlor://chat.example/room/1"_s,
            u"{<parlor://chat.example/room/1> parlor://chat.example/room/1}"_s);
        row("link", u"[the **map**](https://a.example/m)"_s,
            u"{<https://a.example/m> the }{b<https://a.example/m> map}"_s);
        row("link with brackets", u"[w](https://a.example/b_(c))"_s, u"{<https://a.example/b_(c)> w}"_s);
        row("name of a file", u"[berth-map-v4.pdf](https://a.example/m)"_s,
            u"{<https://a.example/m> berth-map-v4.pdf}"_s);
        row("picture", u"![a ship](https://a.example/s.png)"_s, u"{<https://a.example/s.png> a ship}"_s);
        row("picture without words", u"![](https://a.example/s.png)"_s,
            u"{<https://a.example/s.png> https://a.example/s.png}"_s);
        row("script", u"[click](javascript:alert(1))"_s, u"click{a  (javascript:alert(1))}"_s);
        row("file", u"[f](file:///etc/passwd) file:///etc/passwd"_s,
            u"f{a  (file:///etc/passwd)} file:///etc/passwd"_s);
        row("data", u"[d](data:text/html,x)"_s, u"d{a  (data:text/html,x)}"_s);
        row("pretends", u"[https://bank.example](https://evil.example/x)"_s,
            u"{<https://evil.example/x> https://bank.example}{a  (evil.example)}"_s);
        row("pretends without a scheme", u"[www.bank.example](https://evil.example)"_s,
            u"{<https://evil.example> www.bank.example}{a  (evil.example)}"_s);
        row("pretends by a user name", u"https://bank.example@evil.example/"_s,
            u"{<https://bank.example@evil.example/> https://bank.example@evil.example/}{a  (evil.example)}"_s);
        row("same host", u"[a.example/x](https://www.a.example/y)"_s,
            u"{<https://www.a.example/y> a.example/x}"_s);
        row("mixed scripts", u"https://\u0430pple.example"_s,
            u"{<https://xn--pple-43d.example> https://\u0430pple.example}{a  (xn--pple-43d.example)}"_s);

        row("mention", u"hi @ines, and @INES."_s, u"hi {@<1> @ines}, and {@<1> @INES}."_s);
        row("oneself", u"@mara_l can you?"_s, u"{!<2> @mara_l} can you?"_s);
        row("everybody", u"@room"_s, u"{! @room}"_s);
        row("nobody", u"@nobody a@ines.example @inesx"_s,
            u"@nobody {<mailto:a@ines.example> a@ines.example} @inesx"_s);
        row("not in code", u"`@ines`"_s, u"{c @ines}"_s);
        row("bold mention", u"**@ines**"_s, u"{b@<1> @ines}"_s);
    }
    void reads() {
        QFETCH(QString, source);
        QFETCH(QString, text);
        const QList<markdown::Mention> mentions{
            {u"1"_s, u"ines"_s, false}, {u"2"_s, u"mara_l"_s, true}, {QString(), u"room"_s, true}};
        QCOMPARE(described(markdown::parse(source, mentions)), text);
    }

    void plainReadsNoMarkup() {
        QCOMPARE(described(markdown::plain(u"**a** `b`\n- @ines https://a.example"_s,
                                           {{u"1"_s, u"ines"_s, false}})),
                 u"**a** `b`\n- {@<1> @ines} {<https://a.example> https://a.example}"_s);
    }

    void oneLine() {
        QCOMPARE(markdown::oneLine(u"# Hello\n> **world**\n\n`x` [map](https://a.example)"_s),
                 u"Hello world x map"_s);
    }

    void links_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("none") << u"no link, javascript:alert(1) file:///etc/passwd"_s << QStringList();
        QTest::newRow("end of a sentence")
            << u"See https://a.example/x."_s << QStringList{u"https://a.example/x"_s};
        QTest::newRow("in brackets") << u"(http://a.example/b)"_s << QStringList{u"http://a.example/b"_s};
        QTest::newRow("its own brackets")
            << u"https://a.example/b_(c)"_s << QStringList{u"https://a.example/b_(c)"_s};
        QTest::newRow("two") << u"http://a.example, https://b.example!"_s
                             << QStringList{u"http://a.example"_s, u"https://b.example"_s};
        QTest::newRow("markup") << u"<a href=\"https://a.example\">x</a>"_s
                                << QStringList{u"https://a.example"_s};
        QTest::newRow("no host") << u"https:// http:///x"_s << QStringList();
        QTest::newRow("host without a dot")
            << u"http://localhost:8080/x"_s << QStringList{u"http://localhost:8080/x"_s};
        QTest::newRow("mailto") << u"mailto:a@b.example mailto:x"_s << QStringList{u"mailto:a@b.example"_s};
    }
    void links() {
        QFETCH(QString, text);
        QFETCH(QStringList, found);
        QStringList texts;
        for (const links::Found& link : links::find(text))
            texts.append(text.mid(link.start, link.length));
        QCOMPARE(texts, found);
    }

    void scripts() {
        QVERIFY(!links::looksMixed(u"b\u00FCcher.de"));
        QVERIFY(!links::looksMixed(u"\u65E5\u672C\u8A9E\u304B.jp"));
        QVERIFY(!links::looksMixed(u"\u043F\u0440\u0438\u043C\u0435\u0440.\u0440\u0444"));
        QVERIFY(links::looksMixed(u"\u0430pple.com"));
        QVERIFY(links::looksMixed(u"\u0430\u0440\u0440\u04CF\u0435.com"));
    }

    void emojiOnly_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("only");
        QTest::newRow("one") << u"\U0001F600"_s << true;
        QTest::newRow("several") << u"\U0001F44D\U0001F3FD \u2764\uFE0F"_s << true;
        QTest::newRow("family") << u"\U0001F468\u200D\U0001F469\u200D\U0001F467"_s << true;
        QTest::newRow("flag") << u"\U0001F1E9\U0001F1EA"_s << true;
        QTest::newRow("keycap") << u"1\uFE0F\u20E3"_s << true;
        QTest::newRow("too many") << u"\U0001F600"_s.repeated(13) << false;
        QTest::newRow("with a word") << u"\U0001F600 ok"_s << false;
        QTest::newRow("digits") << u"12"_s << false;
        QTest::newRow("sign") << u"\u2192"_s << false;
        QTest::newRow("nothing") << u" "_s << false;
    }
    void emojiOnly() {
        QFETCH(QString, text);
        QFETCH(bool, only);
        QCOMPARE(markdown::isEmojiOnly(text.trimmed()), only);
    }

    // What is known to take Markdown parsers the square or more.
    void boundedForTheHostile_data() {
        QTest::addColumn<QString>("unit");
        for (const char* unit :
             {"[",        "]",    "*",     "_",     "~",    "`",    "<",    ">",    "> ",
              "- ",       "1. ",  "![",    "[a](",  "**a ", "*a_ ", "|",    "|-",   "&",
              "@",        "a@",   "\\",    "#",     "<a ",  "<!--", "[]: ", "a@a.", "https://a.example/(",
              "`a``b```", "\n> ", "\n- ",  "\n\n",  "www.", "[![",  "~~a",  "***",  "* * ",
              "\t",       "a**b", "[x](<", "@ines", "|\n"})
            QTest::newRow(unit) << QString::fromLatin1(unit);
        QTest::newRow("table of many cells") << u"\0"_s;
    }
    void boundedForTheHostile() {
        QFETCH(QString, unit);
        QString source = unit.repeated(8000 / unit.size()).left(8000);
        if (unit == u"\0"_s)
            source = u"|x"_s.repeated(100) + u"|\n"_s + u"|---"_s.repeated(100) + u"|\n"_s +
                     u"x\n"_s.repeated(3000);
        QElapsedTimer timer;
        qint64 best = std::numeric_limits<qint64>::max();
        for (int i = 0; i < 3; ++i) {
            timer.start();
            const markdown::Text text = markdown::parse(source, {{u"1"_s, u"ines"_s, false}});
            best = std::min(best, timer.nsecsElapsed());
            QVERIFY(!text.blocks.isEmpty());
        }
        if (best > 3'000'000)
            qInfo("%s: %lld us", qPrintable(unit), static_cast<long long>(best / 1000));
        // Sanitizers and a loaded machine included; what is quadratic takes seconds.
        QVERIFY2(best < 60'000'000, qPrintable(QString::number(best / 1000)));
    }

    void survivesAnything() {
        const QString alphabet =
            u"ab *_~`[]()<>!|#-+=.:\\\"'&@/\n\n\t1\u05D0\u0645\u202E\U0001F600\U000F0001https://www."_s;
        QRandomGenerator random(6);
        qint64 worst = 0;
        QElapsedTimer timer;
        for (int round = 0; round < 4000; ++round) {
            QString source;
            const int length = random.bounded(round % 50 == 0 ? 8000 : 200);
            while (source.size() < length)
                source += random.bounded(12) == 0 ? u"https://a.example/b "_s
                                                  : QString(alphabet[random.bounded(alphabet.size())]);
            timer.start();
            const markdown::Text text = markdown::parse(source, {{u"1"_s, u"a"_s, false}});
            worst = std::max(worst, timer.nsecsElapsed());
            QVERIFY(!text.blocks.isEmpty());
            for (const markdown::Block& block : text.blocks) {
                QVERIFY(block.indent <= markdown::indentMax && block.quote <= markdown::quoteMax);
                for (const markdown::Run& run : block.runs) {
                    QVERIFY(!run.text.isEmpty());
                    QVERIFY(!run.text.contains(QChar(0x202E)));
                    for (const QChar c : run.text)
                        QVERIFY(c.unicode() < 0xDB80 || c.unicode() > 0xDBBF);
                    const bool call = run.flags & (markdown::Called | markdown::CalledSelf);
                    QVERIFY(call || run.address.isEmpty() || links::safeAddress(run.address) == run.address);
                }
            }
        }
        QVERIFY2(worst < 100'000'000, qPrintable(QString::number(worst / 1000)));
    }
};

QTEST_APPLESS_MAIN(TestMarkdown)
#include "tst_markdown.moc"
