// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/search/search_query.h"

#include <QObject>
#include <QTest>

using namespace parlor;
using namespace parlor::search;

class tst_SearchQuery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void queriesAreRead_data();
    void queriesAreRead();
    void wrongQueriesAreRefused_data();
    void wrongQueriesAreRefused();
    void messagesMatch_data();
    void messagesMatch();
    void whatMatchesIsInTheIndex_data() { messagesMatch_data(); }
    void whatMatchesIsInTheIndex();
    void highlightsOfSeveralTermsAreMerged();
};

namespace {

/// 2026-11-21 noon, by a fixed sender.
Message sample(const QString& content) {
    Message message;
    message.id = MessageId::create();
    message.roomId = RoomId::create();
    message.sender = UserId(QUuid::fromString(QStringLiteral("11111111-1111-4111-8111-111111111111")));
    message.content = content;
    message.createdAt = QDateTime::fromString(QStringLiteral("2026-11-21T12:00:00Z"), Qt::ISODate);
    return message;
}

Criteria criteriaOf(const Query& query) {
    return {query.terms, {}, query.since, query.until, query.link};
}

QString day(const std::optional<QDateTime>& time) {
    return time ? time->toUTC().toString(Qt::ISODate) : QString();
}

} // namespace

void tst_SearchQuery::queriesAreRead_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("terms");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("in");
    QTest::addColumn<QString>("since");
    QTest::addColumn<QString>("until");
    QTest::addColumn<bool>("link");
    const char* none = "";
    QTest::newRow("words") << "two words" << 2 << none << none << ""
                           << "" << false;
    QTest::newRow("phrase") << "\"a phrase\" word" << 2 << none << none << ""
                            << "" << false;
    QTest::newRow("phrase without an end") << "\"a phrase" << 1 << none << none << ""
                                           << "" << false;
    QTest::newRow("from") << "from:Ann x" << 1 << "ann" << none << ""
                          << "" << false;
    QTest::newRow("from with sign") << "from:@ann" << 0 << "ann" << none << ""
                                    << "" << false;
    QTest::newRow("several") << "from:ann FROM:bob in:#garden" << 0 << "ann, bob"
                             << "garden"
                             << ""
                             << "" << false;
    QTest::newRow("in, quoted") << "in:\"The Garden\" x" << 1 << none << "the garden"
                                << ""
                                << "" << false;
    QTest::newRow("in, direct") << "in:@bob x" << 1 << none << "@bob"
                                << ""
                                << "" << false;
    QTest::newRow("before") << "before:2026-11-21" << 0 << none << none << ""
                            << "2026-11-21T00:00:00Z" << false;
    QTest::newRow("after") << "after:2026-11-21" << 0 << none << none << "2026-11-22T00:00:00Z"
                           << "" << false;
    QTest::newRow("on") << "on:2026-12-31" << 0 << none << none << "2026-12-31T00:00:00Z"
                        << "2027-01-01T00:00:00Z" << false;
    QTest::newRow("the narrower counts") << "after:2026-01-01 after:2026-03-01 before:2027-01-01 "
                                            "before:2026-06-01"
                                         << 0 << none << none << "2026-03-02T00:00:00Z"
                                         << "2026-06-01T00:00:00Z" << false;
    QTest::newRow("link") << "has:Link" << 0 << none << none << ""
                          << "" << true;
    QTest::newRow("other colons are text") << "std::move http://a.b 12:30" << 3 << none << none << ""
                                           << "" << false;
    QTest::newRow("signs are nothing") << "a & b" << 2 << none << none << ""
                                       << "" << false;
    QTest::newRow("inches") << "5\" nails" << 2 << none << none << ""
                            << "" << false;
}

void tst_SearchQuery::queriesAreRead() {
    QFETCH(QString, text);
    const auto query = parseQuery(text);
    QVERIFY2(query, query ? "" : qPrintable(query.error().message()));
    QTEST(int(query->terms.size()), "terms");
    QTEST(query->from.join(QStringLiteral(", ")), "from");
    QTEST(query->in.join(QStringLiteral(", ")), "in");
    QTEST(day(query->since), "since");
    QTEST(day(query->until), "until");
    QTEST(query->link, "link");
}

void tst_SearchQuery::wrongQueriesAreRefused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("word"); // that the message must have
    QTest::newRow("nothing") << ""
                             << "nothing to search for";
    QTest::newRow("spaces") << "   "
                            << "nothing to search for";
    QTest::newRow("signs") << "& !"
                           << "nothing to search for";
    QTest::newRow("from nobody") << "from: x"
                                 << "from:NAME";
    QTest::newRow("in nothing") << "in:# x"
                                << "in:NAME";
    QTest::newRow("no date") << "before:yesterday"
                             << "before:2026-11-21";
    QTest::newRow("no day") << "on:2026-02-30"
                            << "on:2026-11-21";
    QTest::newRow("a time") << "after:2026-02-03T04:05:06"
                            << "after:2026-11-21";
    QTest::newRow("before there were messages") << "before:1900-01-01"
                                                << "before:2026-11-21";
    QTest::newRow("has what?") << "has:cheese"
                               << "has:link";
    QTest::newRow("too many words") << "a b c d e f g h i j k l m n o p q"
                                    << "16";
    QTest::newRow("too many filters") << QStringLiteral("from:x ").repeated(17) << "16";
}

void tst_SearchQuery::wrongQueriesAreRefused() {
    QFETCH(QString, text);
    QFETCH(QString, word);
    const auto query = parseQuery(text);
    QVERIFY(!query);
    QCOMPARE(query.error().code(), ErrorCode::Invalid);
    QCOMPARE(query.error().field(), QStringLiteral("q"));
    QVERIFY2(query.error().message().contains(word), qPrintable(query.error().message()));
}

void tst_SearchQuery::messagesMatch_data() {
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("content");
    QTest::addColumn<bool>("matches");
    QTest::newRow("all words") << "one three"
                               << "one two three" << true;
    QTest::newRow("one is missing") << "one four"
                                    << "one two three" << false;
    QTest::newRow("day before") << "before:2026-11-21"
                                << "x" << false;
    QTest::newRow("day after") << "before:2026-11-22"
                               << "x" << true;
    QTest::newRow("same day is not after") << "after:2026-11-21"
                                           << "x" << false;
    QTest::newRow("after") << "after:2026-11-20"
                           << "x" << true;
    QTest::newRow("on") << "on:2026-11-21 x"
                        << "x" << true;
    QTest::newRow("on another") << "on:2026-11-20 x"
                                << "x" << false;
    QTest::newRow("a long time") << "after:1999-12-30 before:2027-03-04"
                                 << "x" << true;
    QTest::newRow("a time that is none") << "after:2026-11-25 before:2026-11-01"
                                         << "x" << false;
    QTest::newRow("link") << "has:link"
                          << "https://example.com" << true;
    QTest::newRow("no link") << "has:link"
                             << "example" << false;
}

void tst_SearchQuery::messagesMatch() {
    QFETCH(QString, query);
    QFETCH(QString, content);
    const Criteria criteria = criteriaOf(*parseQuery(query));
    Message message = sample(content);
    QTEST(criteria.match(message), "matches");
    message.type = MessageType::System;
    QVERIFY(!criteria.match(message));
    message.type = MessageType::Text;
    message.deletedAt = message.createdAt;
    QVERIFY(!criteria.match(message));
}

void tst_SearchQuery::whatMatchesIsInTheIndex() {
    QFETCH(QString, query);
    QFETCH(QString, content);
    QFETCH(bool, matches);
    const Message message = sample(content);
    const Criteria::Wanted wanted = criteriaOf(*parseQuery(query)).tokens();
    const QSet<QByteArray> tokens = tokensOf(message);
    bool found = tokens.contains(wanted.all);
    for (const QList<QByteArray>& any : wanted.anyOf)
        found = found &&
                std::any_of(any.begin(), any.end(), [&](const auto& one) { return tokens.contains(one); });
    QCOMPARE(found, matches); // of these rows; in general the index may find more
    QVERIFY(tokens.contains(roomToken(message.roomId)));
    QVERIFY(tokens.contains(senderToken(message.sender)));
}

void tst_SearchQuery::highlightsOfSeveralTermsAreMerged() {
    const Criteria criteria = criteriaOf(*parseQuery(u"bcd abc xyz"));
    const QList<Span> spans = criteria.highlights(u"abcd - xyz");
    QCOMPARE(spans, (QList<Span>{{0, 4}, {7, 3}}));
}

QTEST_GUILESS_MAIN(tst_SearchQuery)
#include "tst_search_query.moc"
