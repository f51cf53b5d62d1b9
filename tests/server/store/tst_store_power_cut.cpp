// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_store.h"
#include "tests/contracts/store_helpers.h"
#include "tests/server/log/forgetful_vfs.h"

#include <QObject>
#include <QTest>

using namespace parlor;

/// The position is durable with the rows that it stands for: else the log would be trimmed of what the store
/// has lost.
class tst_StorePowerCut : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsAndPositionSurviveTogether_data();
    void rowsAndPositionSurviveTogether();
};

void tst_StorePowerCut::rowsAndPositionSurviveTogether_data() {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_StorePowerCut::rowsAndPositionSurviveTogether() {
    QFETCH(unsigned, seed);
    // The default file system of this process, as Qt's driver takes none by name.
    test::ForgetfulVfs vfs("forgetful-store", true);
    const QString file = QStringLiteral("store.db");
    const log::TopicPartition messages{log::Topic::Messages, 0};
    const RoomId room = RoomId::create();
    auto store = store::makeSqliteStore(file);
    QVERIFY(store->open());
    test::Feed feed(*store);
    std::mt19937 random(seed);
    vfs.powerCutAfter(int(random() % 1500), seed);
    // One message per offset, in batches, until the power goes.
    QStringList batch;
    do {
        batch.clear();
        for (unsigned i = 0; i <= random() % 60; ++i)
            batch.append(QString(int(random() % 900), QLatin1Char('x')));
    } while (!feed.say(room, UserId::create(), batch).isEmpty());
    const qint64 durable = feed.positions().value(messages);

    store.reset();
    store = store::makeSqliteStore(file);
    const auto opened = store->open();
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().message()));
    const qint64 position = store->snapshot()->positions.value(messages, -1);
    QVERIFY(position >= durable);
    qint64 rows = 0;
    store::HistoryQuery query;
    query.limit = 100;
    query.after = 0;
    while (true) {
        const auto history = store->history(room, query);
        QVERIFY(history);
        if (history->messages.isEmpty())
            break;
        rows += history->messages.size();
        query.after = history->messages.last().seq;
    }
    QCOMPARE(rows, position);
    store.reset();
}

QTEST_GUILESS_MAIN(tst_StorePowerCut)
#include "tst_store_power_cut.moc"
