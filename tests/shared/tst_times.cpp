// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"

#include <QTest>
#include <QTimeZone>

#include <random>

using namespace parlor;

class TestTimes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithQt() {
        // From the first to the last instant that has four digits of a year.
        constexpr qint64 first = -62135596800000;
        constexpr qint64 last = 253402300799999;
        std::mt19937_64 random(20260131);
        std::uniform_int_distribution<qint64> anyTime(first, last);
        QList<qint64> times{
            first,        last, 0, -1, 1, 951782399999, 951782400000, 951868800000, 4107542400000 - 1,
            4107542400000};
        for (int i = 0; i < 20000; ++i)
            times.append(anyTime(random));
        for (const qint64 msecs : times) {
            const QDateTime time = QDateTime::fromMSecsSinceEpoch(msecs, QTimeZone::utc());
            const QString expected = time.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz")) + u'Z';
            QCOMPARE(toString(time), expected);
            const auto parsed = timeFromString(expected);
            QVERIFY2(parsed, qPrintable(expected));
            QCOMPARE(parsed->toMSecsSinceEpoch(), msecs);
            QCOMPARE(parsed->offsetFromUtc(), 0);
        }
    }

    void everyDayOfFourCenturies() {
        QDate day(1899, 12, 31);
        while (day.year() < 2301) {
            const QString expected = day.toString(Qt::ISODate) + QStringLiteral("T12:34:56.789Z");
            const auto parsed = timeFromString(expected);
            QVERIFY2(parsed, qPrintable(expected));
            QCOMPARE(parsed->date(), day);
            QCOMPARE(toString(*parsed), expected);
            day = day.addDays(1);
        }
    }

    void isConvertedToUtc() {
        const QDateTime local =
            QDateTime::fromString(QStringLiteral("2026-06-01T12:00:00.500+02:00"), Qt::ISODateWithMs);
        QCOMPARE(toString(local), QStringLiteral("2026-06-01T10:00:00.500Z"));
    }

    void whatHasNoFourDigitYearIsClamped() {
        QCOMPARE(toString(QDateTime::fromMSecsSinceEpoch(999999999999999)),
                 QStringLiteral("9999-12-31T23:59:59.999Z"));
        QCOMPARE(toString(QDateTime::fromMSecsSinceEpoch(-99999999999999)),
                 QStringLiteral("0001-01-01T00:00:00.000Z"));
    }

    void nowSurvivesItsText() {
        const QDateTime now = utcNow();
        QCOMPARE(now.offsetFromUtc(), 0);
        QCOMPARE(timeFromString(toString(now)), now);
        QVERIFY(qAbs(now.msecsTo(QDateTime::currentDateTimeUtc())) < 60000);
    }

    void badTimes_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"",
                                 "2026-01-31",
                                 "2026-01-31T23:59:59Z",
                                 "2026-01-31T23:59:59.1Z",
                                 "2026-01-31T23:59:59.12Z",
                                 "2026-01-31T23:59:59.1234Z",
                                 "2026-01-31T23:59:59.123z",
                                 "2026-01-31t23:59:59.123Z",
                                 "2026-01-31 23:59:59.123Z",
                                 "2026-01-31T23:59:59,123Z",
                                 "2026-01-31T23:59:59.123+00:00",
                                 "2026-01-31T23:59:59.123",
                                 " 2026-01-31T23:59:59.123Z",
                                 "2026-01-31T23:59:59.123Z ",
                                 "2026-02-29T00:00:00.000Z",
                                 "1900-02-29T00:00:00.000Z",
                                 "2100-02-29T00:00:00.000Z",
                                 "2026-04-31T00:00:00.000Z",
                                 "2026-00-01T00:00:00.000Z",
                                 "2026-13-01T00:00:00.000Z",
                                 "2026-01-00T00:00:00.000Z",
                                 "2026-01-32T00:00:00.000Z",
                                 "2026-01-31T24:00:00.000Z",
                                 "2026-01-31T23:60:00.000Z",
                                 "2026-06-30T23:59:60.000Z",
                                 "0000-01-01T00:00:00.000Z",
                                 "-026-01-31T23:59:59.123Z",
                                 "+026-01-31T23:59:59.123Z",
                                 "2026-1 -31T23:59:59.123Z",
                                 "2026-01-31T-1:59:59.123Z",
                                 "2026-01-31T23:59:59.-23Z",
                                 "2O26-01-31T23:59:59.123Z",
                                 "2026/01/31T23:59:59.123Z"})
            QTest::newRow(text) << QString::fromLatin1(text);
        QTest::newRow("Arabic digits") << QStringLiteral("٢٠٢٦-01-31T23:59:59.123Z");
    }
    void badTimes() {
        QFETCH(QString, text);
        QVERIFY(!timeFromString(text));
    }

    void leapDays() {
        QVERIFY(timeFromString(u"2024-02-29T00:00:00.000Z"));
        QVERIFY(timeFromString(u"2000-02-29T00:00:00.000Z"));
    }
};

QTEST_GUILESS_MAIN(TestTimes)
#include "tst_times.moc"
