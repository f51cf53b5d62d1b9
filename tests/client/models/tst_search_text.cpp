// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/search_text.h"

#include <QTest>

using namespace parlor;
using namespace Qt::StringLiterals;

class TestSearchText : public QObject {
    Q_OBJECT

    static QString shown(const QList<ExcerptPart>& parts) {
        QString text;
        for (const ExcerptPart& part : parts)
            text += part.hit ? u'[' + part.text + u']' : part.text;
        return text;
    }
    static TypedSearch taken(const QString& text, bool whole = false) {
        return takeFilters(text, whole,
                           [](const TypedFilter& filter) { return filter.value != "nobody"_L1; });
    }

private Q_SLOTS:
    void filtersAreTakenOnceTheyAreComplete() {
        QCOMPARE(taken(u"from:ann"_s).words, u"from:ann"_s);
        QVERIFY(taken(u"from:ann"_s).filters.isEmpty());

        const TypedSearch typed = taken(u"tide from:ann in:\"The Kitchen\" map"_s);
        QCOMPARE(typed.words, u"tide map"_s);
        QVERIFY((typed.filters ==
                 QList<TypedFilter>{{TypedFilter::From, u"ann"_s}, {TypedFilter::In, u"The Kitchen"_s}}));
        QVERIFY((taken(u"has:LINK"_s, true).filters == QList<TypedFilter>{{TypedFilter::Link, {}}}));
        QVERIFY(
            (taken(u"on:2026-01-31 "_s).filters == QList<TypedFilter>{{TypedFilter::On, u"2026-01-31"_s}}));
    }

    void whatIsNoFilterStays_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"at 10:30 sharp ", "from: ", "has:cake ", "from:nobody ",
                                 "\"from:ann tide\" ", ":) ", "https://harbour.example ", "  "})
            QTest::addRow("%s", text) << QString::fromLatin1(text);
    }
    void whatIsNoFilterStays() {
        QFETCH(QString, text);
        QCOMPARE(taken(text).words, text);
        QVERIFY(taken(text).filters.isEmpty());
    }

    void hitsAreFound() {
        const QString text = u"Soup and soup 🥄, SOUP"_s;
        QVERIFY((searchSpans(text, u"soup"_s) == QList<TextSpan>{{0, 4}, {9, 4}, {17, 4}}));
        QVERIFY((searchSpans(text, u"🥄, \"and soup\""_s) == QList<TextSpan>{{5, 8}, {14, 2}}));
        QVERIFY(searchSpans(text, u" \" \" "_s).isEmpty());
    }

    void excerptsShowTheFirstHit() {
        QCOMPARE(shown(excerptOf(u"one two"_s, {{4, 3}}, 40)), u"one [two]"_s);
        QCOMPARE(shown(excerptOf(u"a\nb\tc"_s, {}, 40)), u"a b c"_s);
        const QString text = u"word "_s.repeated(100) + u"🌊 needle "_s + u"more "_s.repeated(100);
        const QString excerpt = shown(excerptOf(text, searchSpans(text, u"needle"_s), 120));
        QVERIFY2(excerpt.contains(u"🌊 [needle] more"_s), qPrintable(excerpt));
        QVERIFY(excerpt.startsWith(u"… word"_s));
        QVERIFY(excerpt.endsWith(u" …"_s));
        QVERIFY(excerpt.size() < 140);
    }

    void spansOutOfRangeDoNoHarm() {
        QCOMPARE(shown(excerptOf(u"short"_s, {{2, 900}}, 40)), u"sh[ort]"_s);
        QCOMPARE(shown(excerptOf(u"short"_s, {{900, 2}}, 3)), u"sho …"_s);
        QCOMPARE(shown(excerptOf(u"short"_s, {{0, 3}, {1, 3}}, 40)), u"[sho][r]t"_s);
        QVERIFY(excerptOf({}, {{0, 2}}, 40).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSearchText)
#include "tst_search_text.moc"
