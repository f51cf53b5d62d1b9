// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/search_words.h"

#include <QTest>

using namespace parlor;
using namespace Qt::StringLiterals;

class TestSearchWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysEverything();
    void turnsDays_data();
    void turnsDays();
};

void TestSearchWords::saysEverything() {
    SearchQuery query;
    query.words = u"  \"two words\"  soup "_s;
    query.room = RoomId(QUuid(u"8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02"_s));
    query.from = UserId::create();
    query.hasLink = true;
    QCOMPARE(searchWords(query, u"anna.b"_s),
             u"\"two words\" soup in:8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02 from:anna.b has:link"_s);
}

void TestSearchWords::turnsDays_data() {
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("expected");
    // From the 10th until the 12th of March begins. What is asked for has all of it.
    QTest::newRow("UTC") << QByteArray("UTC") << u"after:2026-03-09 before:2026-03-12"_s;
    QTest::newRow("east") << QByteArray("Asia/Tokyo") << u"after:2026-03-08 before:2026-03-12"_s;
    QTest::newRow("west") << QByteArray("America/Los_Angeles") << u"after:2026-03-09 before:2026-03-13"_s;
}

void TestSearchWords::turnsDays() {
    QFETCH(QByteArray, zone);
    qputenv("TZ", zone);
    SearchQuery query;
    query.after = QDate(2026, 3, 10);
    query.before = QDate(2026, 3, 12);
    QTEST(searchWords(query, {}), "expected");
    const QDateTime begin = QDate(2026, 3, 10).startOfDay();
    const QDateTime end = QDate(2026, 3, 12).startOfDay();
    QVERIFY(isWithinDays(query, begin.toUTC()));
    QVERIFY(!isWithinDays(query, begin.addMSecs(-1).toUTC()));
    QVERIFY(isWithinDays(query, end.addMSecs(-1).toUTC()));
    QVERIFY(!isWithinDays(query, end.toUTC()));
    qunsetenv("TZ");
}

QTEST_GUILESS_MAIN(TestSearchWords)
#include "tst_search_words.moc"
