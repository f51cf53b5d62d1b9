// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/sqlite_connection.h"
#include "two_gateways_fixture.h"

using namespace parlor;
using namespace parlor::test;
using namespace std::chrono_literals;

/// A retry at another gateway, an outage, a later epoch, a lost store: what two gateways make of it.
class TestGatewayTroubles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRetryElsewhereIsTheSameMessage_data();
    void aRetryElsewhereIsTheSameMessage();
    void aRetryElsewhereWithOtherContentIsAConflict();
    void anOutageIsRetryable();
    void aLaterEpochIsNoticed();
    void aLostStoreIsToldOnce();
};

void TestGatewayTroubles::aRetryElsewhereIsTheSameMessage_data() {
    QTest::addColumn<bool>("firstIsInTheLog");
    QTest::addRow("the first got through, unanswered") << true;
    QTest::addRow("the first comes late") << false;
}

void TestGatewayTroubles::aRetryElsewhereIsTheSameMessage() {
    QFETCH(bool, firstIsInTheLog);
    Talk t;
    WsTestClient bobAtB;
    WsTestClient adaAtA;
    QVERIFY(bobAtB.openAndAuthenticate(t.b->url(), t.bob.token));
    QVERIFY(adaAtA.openAndAuthenticate(t.a->url(), t.ada.token));
    const TempId tempId = TempId::create();
    t.a->log.pauseReading(true); // so that the first is not answered
    if (!firstIsInTheLog)
        t.a->log.holdAppends();
    adaAtA.send(t.message(QStringLiteral("once"), tempId));
    if (firstIsInTheLog)
        QVERIFY(bobAtB.waitFor<server::MessageNew>(0, isText));
    else
        QVERIFY(eventually([&] { return t.a->log.heldAppends() == 1; }));
    adaAtA.drop();

    const auto saved = t.say(*t.b, t.ada, t.room, QStringLiteral("once"), tempId, true);
    QCOMPARE(saved.status, 201);
    const MessageId id = messageIdFor(t.ada.user.id, t.room, tempId);
    QCOMPARE(saved.json().value(QLatin1String("id")).toString(), id.toString());
    t.a->log.open();
    QVERIFY(t.a->waitReady());
    QCOMPARE(t.say(*t.a, t.ada, t.room, QStringLiteral("last")).status, 201);
    QVERIFY(bobAtB.waitFor<server::MessageNew>(
        0, [](const server::MessageNew& frame) { return frame.message.content == QStringLiteral("last"); }));
    QCOMPARE(countOf<server::MessageNew>(bobAtB), 2); // "once", once, and "last"
    for (GatewayNode* node : {t.a.get(), t.b.get()})
        QCOMPARE(t.contents(t.bob.at(*node).get(t.path(t.room, "/messages"))),
                 (QStringList{QStringLiteral("once"), QStringLiteral("last")}));
    QCOMPARE(t.rowsOf(id), 1);
    QCOMPARE(t.a->gateway.tail().figures().duplicates.value(), quint64(firstIsInTheLog ? 0 : 1));
}

void TestGatewayTroubles::aRetryElsewhereWithOtherContentIsAConflict() {
    Talk t;
    const TempId tempId = TempId::create();
    QCOMPARE(t.say(*t.a, t.ada, t.room, QStringLiteral("one"), tempId).status, 201);
    auto refused = t.say(*t.b, t.ada, t.room, QStringLiteral("two"), tempId, true);
    QCOMPARE(refused.status, 409);

    // Both on their way at once: neither gateway knew of the other's, and the log has both.
    const TempId other = TempId::create();
    t.a->log.holdAppends();
    std::optional<HttpAnswer> late;
    auto http = t.ada.at(*t.a);
    http.requestLater("POST", t.path(t.room, "/messages"),
                      QByteArray(R"({"content":"mine","tempId":")") + other.toString().toLatin1() + "\"}",
                      "application/json", [&](const HttpAnswer& answer) { late = answer; });
    QVERIFY(eventually([&] { return t.a->log.heldAppends() == 1; }));
    QCOMPARE(t.say(*t.b, t.ada, t.room, QStringLiteral("theirs"), other).status, 201);
    t.a->log.releaseAppends();
    QVERIFY(eventually([&] { return late.has_value(); }));
    QCOMPARE(late->status, 409);
    QCOMPARE(t.rowsOf(messageIdFor(t.ada.user.id, t.room, other)), 1);
}

void TestGatewayTroubles::anOutageIsRetryable() {
    Talk t;
    const TempId tempId = TempId::create();
    t.a->log.setDown(true);
    auto refused = t.say(*t.a, t.ada, t.room, QStringLiteral("one"), tempId);
    QCOMPARE(refused.status, 503);
    QCOMPARE(t.a->gateway.sender().waitingCount(), 0);
    QVERIFY(t.a->gateway.sender().figures().refused.value() > 0);

    // A change stands: its outbox row stays for the relay.
    const Person carol = t.registerAt(*t.b, QStringLiteral("carol"));
    const auto rowsBefore = must(t.store().outbox(QDateTime::currentDateTimeUtc().addSecs(60), 100)).size();
    QCOMPARE(rowsBefore, 0);
    QCOMPARE(t.join(*t.a, carol, t.room).status, 503);
    QVERIFY(!must(t.store().outbox(QDateTime::currentDateTimeUtc().addSecs(60), 100)).isEmpty());

    // In time the gateway knows that it is behind, or may be, and still lets everybody read.
    QVERIFY(eventually([&] { return !t.a->gateway.notReady().isEmpty(); }));
    QCOMPARE(t.say(*t.a, t.ada, t.room, QStringLiteral("one"), tempId).status, 503);
    QCOMPARE(t.ada.at(*t.a).get(t.path(t.room, "/messages")).status, 200);
    QCOMPARE(t.say(*t.b, t.ada, t.room, QStringLiteral("one"), tempId, true).status, 201);
    t.a->log.setDown(false);
    QVERIFY(t.a->waitReady());
    QCOMPARE(t.say(*t.a, t.ada, t.room, QStringLiteral("one"), tempId, true).status, 201);
    QCOMPARE(t.rowsOf(messageIdFor(t.ada.user.id, t.room, tempId)), 1);
}

void TestGatewayTroubles::aLaterEpochIsNoticed() {
    Talk t;
    QVERIFY(!t.b->gateway.epochChanged());
    must(t.store().beginEpoch(t.epoch.number, t.log().identity(), t.log().messagePartitions(),
                              must(t.log().end()), false));
    QTRY_VERIFY(t.a->gateway.epochChanged());
    QTRY_VERIFY(t.b->gateway.epochChanged());
    QVERIFY(!t.b->gateway.failure());
    QVERIFY(!t.b->gateway.notReady().isEmpty());
}

void TestGatewayTroubles::aLostStoreIsToldOnce() {
    Talk t;
    const auto store = must(log::SqliteConnection::open(t.storeFile(), SQLITE_OPEN_READWRITE, {}));
    must(store->exec("ALTER TABLE projector_positions RENAME TO away"));
    const auto toldBy = [](const GatewayNode& node) {
        return node.gateway.notReady().filter(QStringLiteral("how far the projector is"));
    };
    QTRY_COMPARE(toldBy(*t.b).size(), 1);
    must(store->exec("ALTER TABLE away RENAME TO projector_positions"));
    QTRY_VERIFY(toldBy(*t.b).isEmpty());
    QVERIFY(t.b->waitReady());
}

QTEST_GUILESS_MAIN(TestGatewayTroubles)
#include "tst_gateway_troubles.moc"
