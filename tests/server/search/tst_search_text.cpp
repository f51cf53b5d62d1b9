// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/search/search_text.h"
#include "shared/limits.h"

#include <QObject>
#include <QTest>

using namespace parlor;
using namespace parlor::search;

/// What is found in which text. Everything is asked of the tokens too: what verification finds, the index
/// must not hide.
class tst_SearchText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void normalForm_data();
    void normalForm();
    void words_data();
    void words();
    void phrases_data();
    void phrases();
    void highlights_data();
    void highlights();
    void nothingToFind_data();
    void nothingToFind();
    void tokensAreBounded_data();
    void tokensAreBounded();
    void tokensAreAsciiLettersOrBeyond();
    void links_data();
    void links();
};

namespace {

void addTexts() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("term");
    QTest::addColumn<bool>("found");
}

void check(const std::optional<Term>& term, const QString& content, bool found) {
    QVERIFY(term);
    const Text text(content);
    QCOMPARE(term->isIn(text), found);
    if (found)
        QVERIFY2(text.tokens().contains(term->tokens()), "the index would hide it");
    QVERIFY(!term->tokens().isEmpty());
}

} // namespace

void tst_SearchText::normalForm_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("normal");
    QTest::newRow("English") << "Hello, World!"
                             << "hello world";
    QTest::newRow("German") << QStringLiteral("Größe der STRASSE, Straße") << "grosse der strasse strasse";
    QTest::newRow("German, decomposed") << QStringLiteral("Gru\u0308n") << "grun";
    QTest::newRow("French") << QStringLiteral("L'été à Évry") << "lete a evry";
    QTest::newRow("Turkish") << QStringLiteral("İSTANBUL Istanbul ısı") << "istanbul istanbul isi";
    QTest::newRow("Polish, Danish, Icelandic") << QStringLiteral("Łódź Ærø Þór") << "lodz aero thor";
    QTest::newRow("Greek") << QStringLiteral("ΟΔΥΣΣΕΎΣ Οδυσσεύς") << QStringLiteral("οδυσσευσ οδυσσευσ");
    QTest::newRow("Russian") << QStringLiteral("Ёлка й") << QStringLiteral("елка и");
    QTest::newRow("Hebrew, with points") << QStringLiteral("שָׁלוֹם") << QStringLiteral("שלום");
    QTest::newRow("Arabic, with vowels") << QStringLiteral("مُحَمَّد") << QStringLiteral("محمد");
    QTest::newRow("Hindi keeps its vowels") << QStringLiteral("हिन्दी") << QStringLiteral("हिन्दी");
    QTest::newRow("Japanese keeps voiced marks") << QStringLiteral("ガか\u3099") << QStringLiteral("ガが");
    QTest::newRow("half width") << QStringLiteral("ﾊﾝｶｸ ｶﾞ") << QStringLiteral("ハンカク ガ");
    QTest::newRow("full width") << QStringLiteral("ＡＢＣ１２３") << "abc123";
    QTest::newRow("Korean") << QStringLiteral("한국어 \u1112\u1161\u11ab") << QStringLiteral("한국어 한");
    QTest::newRow("hyphens") << "e-mail state-of-the-art co\u2011op"
                             << "email stateoftheart coop";
    QTest::newRow("joined by other signs") << "snake_case v1.2.3 don't"
                                           << "snakecase v123 dont";
    QTest::newRow("no join") << "-a- b -- c ... d' 'e"
                             << "a b c d e";
    QTest::newRow("URL") << "https://www.example.com/a-b?x=1"
                         << "https wwwexamplecom ab x 1";
    QTest::newRow("code") << "std::vector<int> v{1};"
                          << "std vector int v 1";
    QTest::newRow("emoji") << QStringLiteral("ok \U0001F44D\U0001F3FD!") << QStringLiteral("ok \U0001F44D");
    QTest::newRow("soft hyphen, direction") << QStringLiteral("Do\u00adnau\u200e \u202babc") << "donau abc";
    QTest::newRow("ligature") << QStringLiteral("ﬁnal ™") << "final tm";
    QTest::newRow("nothing") << "... --- !"
                             << "";
}

void tst_SearchText::normalForm() {
    QFETCH(QString, text);
    QTEST(Text(text).toString(), "normal");
}

void tst_SearchText::words_data() {
    addTexts();
    const QString english = QStringLiteral("The e-mail about state-of-the-art tests, sent by Ann.");
    QTest::newRow("word") << english << "about" << true;
    QTest::newRow("other case") << english << "ANN" << true;
    QTest::newRow("inside a word") << english << "bou" << true;
    QTest::newRow("two letters inside a word") << english << "bo" << false;
    QTest::newRow("two letters, a word") << english << "by" << true;
    QTest::newRow("one letter, a part") << english << "e" << true;
    QTest::newRow("one letter, no part") << english << "b" << false;
    QTest::newRow("as typed") << english << "e-mail" << true;
    QTest::newRow("without hyphen") << english << "email" << true;
    QTest::newRow("part of it") << english << "mail" << true;
    QTest::newRow("hyphens as typed") << english << "state-of-the-art" << true;
    QTest::newRow("some of its parts") << english << "of-the-art" << true;
    QTest::newRow("a short part") << english << "of" << true;
    QTest::newRow("not there") << english << "absent" << false;
    QTest::newRow("hyphen in the query only") << "send an email"
                                              << "e-mail" << true;
    QTest::newRow("initials") << "in the U.S.A. today"
                              << "usa" << true;
    QTest::newRow("two initials") << "in the U.S. today"
                                  << "us" << true;
    QTest::newRow("some initials") << "in the U.S.A. today"
                                   << "u.s" << true;
    QTest::newRow("umlaut left out") << QStringLiteral("Viele Grüße aus Köln") << "koln" << true;
    QTest::newRow("umlaut in the query only") << "Viele Grusse" << QStringLiteral("Grüße") << true;
    QTest::newRow("accents left out") << QStringLiteral("déjà vu à l'école") << "deja" << true;
    QTest::newRow("Turkish, other i")
        << QStringLiteral("ISPARTA'da ısı") << QStringLiteral("ısparta") << true;
    QTest::newRow("URL") << "see https://www.example.com/path/to"
                         << "example.com/path" << true;
    QTest::newRow("address with its scheme") << "see https://www.example.com/"
                                             << "https://www.example.com" << true;
    QTest::newRow("another address") << "see https://www.example.org/"
                                     << "example.com" << false;
    QTest::newRow("code") << "call QString::arg(1) now"
                          << "QString::arg" << true;
    QTest::newRow("number") << "error 0x80070005"
                            << "80070005" << true;
    QTest::newRow("version") << "since v1.2.3"
                             << "1.2.3" << true;
    const QString chinese = QStringLiteral("我们明天在北京开会。");
    QTest::newRow("Chinese") << chinese << QStringLiteral("北京") << true;
    QTest::newRow("Chinese, one character") << chinese << QStringLiteral("会") << true;
    QTest::newRow("Chinese, not next to each other") << chinese << QStringLiteral("北会") << false;
    QTest::newRow("Chinese, longer") << chinese << QStringLiteral("明天在北京") << true;
    const QString japanese = QStringLiteral("明日カフェで会いましょう。プログラミング");
    QTest::newRow("Japanese, Kanji") << japanese << QStringLiteral("明日") << true;
    QTest::newRow("Japanese, Katakana") << japanese << QStringLiteral("カフェ") << true;
    QTest::newRow("Japanese, half width") << japanese << QStringLiteral("ﾌﾟﾛｸﾞﾗﾑ") << false;
    QTest::newRow("Japanese, half width, found") << japanese << QStringLiteral("ﾌﾟﾛｸﾞﾗﾐﾝｸﾞ") << true;
    QTest::newRow("Japanese, voiced is another") << japanese << QStringLiteral("かふぇ") << false;
    QTest::newRow("Japanese, mixed with Latin")
        << QStringLiteral("今日はQtの話") << QStringLiteral("qt") << true;
    QTest::newRow("Japanese and Latin together")
        << QStringLiteral("今日はQtの話") << QStringLiteral("はQt") << true;
    QTest::newRow("Korean") << QStringLiteral("오늘 회의가 있습니다") << QStringLiteral("회의") << true;
    QTest::newRow("Thai") << QStringLiteral("สวัสดีครับ") << QStringLiteral("ครับ") << true;
    QTest::newRow("Hebrew") << QStringLiteral("שלום עולם") << QStringLiteral("עולם") << true;
    QTest::newRow("Arabic") << QStringLiteral("مرحبا بالعالم") << QStringLiteral("عالم") << true;
    QTest::newRow("emoji") << QStringLiteral("done \U0001F389\U0001F389") << QStringLiteral("\U0001F389")
                           << true;
    QTest::newRow("emoji with another skin")
        << QStringLiteral("\U0001F44D\U0001F3FF") << QStringLiteral("\U0001F44D") << true;
    QTest::newRow("another emoji") << QStringLiteral("\U0001F389") << QStringLiteral("\U0001F44D") << false;
    QTest::newRow("currency") << QStringLiteral("5 €") << QStringLiteral("€") << true;
    QTest::newRow("longer than the text") << "ab"
                                          << "abc" << false;
    QTest::newRow("a very long word")
        << QString(3000, u'x') + QStringLiteral("yz") << QString(200, u'x') + QStringLiteral("yz") << true;
}

void tst_SearchText::words() {
    QFETCH(QString, text);
    QFETCH(QString, term);
    QFETCH(bool, found);
    check(Term::word(term), text, found);
}

void tst_SearchText::phrases_data() {
    addTexts();
    const QString text = QStringLiteral("To be, or not to be: that is the question");
    QTest::newRow("words") << text << "or not to" << true;
    QTest::newRow("across signs") << text << "to be or" << true;
    QTest::newRow("another order") << text << "not or" << false;
    QTest::newRow("begins inside a word") << text << "hat is" << false;
    QTest::newRow("ends inside a word") << text << "the quest" << false;
    QTest::newRow("one whole word") << text << "question" << true;
    QTest::newRow("one part of a word") << text << "quest" << false;
    QTest::newRow("Chinese") << QStringLiteral("我们明天在北京开会") << QStringLiteral("明天在北京") << true;
}

void tst_SearchText::phrases() {
    QFETCH(QString, text);
    QFETCH(QString, term);
    QFETCH(bool, found);
    check(Term::phrase(term), text, found);
}

void tst_SearchText::highlights_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("term");
    QTest::addColumn<QList<int>>("spans"); // start, length, start, length…
    QTest::newRow("twice") << "abc ABC"
                           << "abc" << QList<int>{0, 3, 4, 3};
    QTest::newRow("not over itself") << "aaaa"
                                     << "aaa" << QList<int>{0, 3};
    QTest::newRow("with its hyphen") << "an e-mail."
                                     << "email" << QList<int>{3, 6};
    QTest::newRow("one code point becomes two")
        << QStringLiteral("die Straße!") << "strasse" << QList<int>{4, 6};
    QTest::newRow("two become one") << QStringLiteral("x gru\u0308n") << QStringLiteral("grün")
                                    << QList<int>{2, 5};
    QTest::newRow("after an emoji") << QStringLiteral("\U0001F600 word") << "word" << QList<int>{2, 4};
    QTest::newRow("half width") << QStringLiteral("「ｶﾞｶﾞ」") << QStringLiteral("ガガ") << QList<int>{1, 4};
}

void tst_SearchText::highlights() {
    QFETCH(QString, text);
    QFETCH(QString, term);
    QList<int> spans;
    for (const Span& span : Term::word(term)->find(Text(text), 10))
        spans << span.start << span.length;
    QTEST(spans, "spans");
    QCOMPARE(Term::word(term)->find(Text(text), 1).size(), 1);
}

void tst_SearchText::nothingToFind_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << "";
    QTest::newRow("signs") << "!?-";
    QTest::newRow("spaces") << "   ";
    QTest::newRow("invisible") << QStringLiteral("\u200b\u200d\ufe0f");
}

void tst_SearchText::nothingToFind() {
    QFETCH(QString, text);
    QVERIFY(!Term::word(text));
    QVERIFY(!Term::phrase(text));
    QVERIFY(Text(text).tokens().isEmpty());
}

void tst_SearchText::tokensAreBounded_data() {
    QTest::addColumn<QString>("text");
    QString letters;
    QString characters;
    QString marks = QStringLiteral("a");
    for (int i = 0; i < limits::messageContentMax; ++i) {
        letters += QChar(u'a' + i * i % 26);
        characters += QChar(0x4e00 + i);
        marks += QChar(0x301);
    }
    QTest::newRow("letters without spaces") << letters;
    QTest::newRow("characters without spaces") << characters;
    QTest::newRow("one letter with many marks") << marks.left(limits::messageContentMax);
    QTest::newRow("ligatures of 18 letters") << QString(limits::messageContentMax, QChar(0xfdfa));
}

void tst_SearchText::tokensAreBounded() {
    QFETCH(QString, text);
    const auto tokens = Text(text).tokens();
    QVERIFY(!tokens.isEmpty());
    QVERIFY(tokens.size() <= 2 * limits::messageContentMax);
    QVERIFY(Term::word(text.left(limits::searchQueryMax))->tokens().size() <= 24);
}

void tst_SearchText::tokensAreAsciiLettersOrBeyond() {
    // What the tokenizer of SQLite leaves whole.
    QString text;
    for (char32_t c = 1; c < 0x3000; ++c)
        text += QString::fromUcs4(&c, 1);
    for (const QByteArray& token : Text(text).tokens()) {
        for (const char c : token)
            QVERIFY(uchar(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    }
}

void tst_SearchText::links_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("has");
    QTest::newRow("https") << "look: https://example.com/x" << true;
    QTest::newRow("http, upper case") << "HTTP://EXAMPLE.COM" << true;
    QTest::newRow("www") << "(www.example.com)" << true;
    QTest::newRow("no address") << "http:// is a prefix" << false;
    QTest::newRow("a word") << "awww.that is cute" << false;
    QTest::newRow("none") << "nothing here" << false;
}

void tst_SearchText::links() {
    QFETCH(QString, text);
    QTEST(hasLink(text), "has");
}

QTEST_GUILESS_MAIN(tst_SearchText)
#include "tst_search_text.moc"
