// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/rules.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace parlor;

Q_DECLARE_METATYPE(parlor::NotifyRule)
Q_DECLARE_METATYPE(parlor::RoomKind)
Q_DECLARE_METATYPE(parlor::Verdict)

class TestRules : public QObject {
    Q_OBJECT

    const UserId me = UserId::create();
    const UserId other = UserId::create();

    Arrival plain() const {
        Arrival arrival;
        arrival.self = me;
        arrival.message.sender = other;
        arrival.message.content = u"the tide is in"_s;
        return arrival;
    }
    Arrival mention() const {
        Arrival arrival = plain();
        arrival.message.mentions.users = {me};
        return arrival;
    }
    static AttentionRules everywhere(NotifyRule rule) {
        AttentionRules rules;
        rules.everywhere = rule;
        return rules;
    }

private Q_SLOTS:
    void rules_data();
    void rules();
    void silences();
    void whatCalls();
    void keywords_data();
    void keywords();
    void keywordInput();
    void badges();
};

void TestRules::rules_data() {
    QTest::addColumn<NotifyRule>("everywhere");
    QTest::addColumn<NotifyRule>("room");
    QTest::addColumn<RoomKind>("kind");
    QTest::addColumn<Verdict>("plainMessage");
    QTest::addColumn<Verdict>("mentioned");
    using enum NotifyRule;
    using enum RoomKind;
    using enum Verdict;
    QTest::newRow("all") << All << Default << Public << Tell << Mention;
    QTest::newRow("all, direct") << All << Default << Direct << Tell << Mention;
    QTest::newRow("mentions") << Mentions << Default << Public << Silent << Mention;
    QTest::newRow("mentions, private") << Mentions << Default << Private << Silent << Mention;
    QTest::newRow("mentions, direct") << Mentions << Default << Direct << Tell << Mention;
    QTest::newRow("nothing") << Nothing << Default << Public << Silent << Silent;
    QTest::newRow("nothing, direct") << Nothing << Default << Direct << Silent << Silent;
    QTest::newRow("room: all") << Mentions << All << Public << Tell << Mention;
    QTest::newRow("room: all, else nothing") << Nothing << All << Private << Tell << Mention;
    QTest::newRow("room: mentions") << All << NotifyRule::Mentions << Public << Silent << Mention;
    QTest::newRow("room: mentions, direct") << All << NotifyRule::Mentions << Direct << Silent << Mention;
    QTest::newRow("room: nothing") << All << Nothing << Public << Silent << Silent;
    QTest::newRow("room: nothing, direct") << All << Nothing << Direct << Silent << Silent;
}

void TestRules::rules() {
    QFETCH(NotifyRule, everywhere);
    QFETCH(NotifyRule, room);
    QFETCH(RoomKind, kind);
    QFETCH(Verdict, plainMessage);
    QFETCH(Verdict, mentioned);
    for (Arrival arrival : {plain(), mention()}) {
        arrival.kind = kind;
        arrival.preferences.notify = room;
        const Verdict expected = arrival.message.mentions.isEmpty() ? plainMessage : mentioned;
        QVERIFY(judge(arrival, TestRules::everywhere(everywhere)) == expected);
        // However it is asked for, a muted room, a room in view and a quiet desktop are silent.
        Arrival muted = arrival;
        muted.preferences.muted = true;
        QVERIFY(judge(muted, TestRules::everywhere(everywhere)) == Verdict::Silent);
        Arrival seen = arrival;
        seen.inView = true;
        QVERIFY(judge(seen, TestRules::everywhere(everywhere)) == Verdict::Silent);
        AttentionRules quiet = TestRules::everywhere(everywhere);
        quiet.quiet = true;
        QVERIFY(judge(arrival, quiet) == Verdict::Silent);
    }
}

void TestRules::silences() {
    const AttentionRules rules = everywhere(NotifyRule::All);
    QVERIFY(judge(mention(), rules) == Verdict::Mention);
    Arrival own = mention();
    own.message.sender = me;
    QVERIFY(judge(own, rules) == Verdict::Silent);
    Arrival system = mention();
    system.message.type = MessageType::System;
    QVERIFY(judge(system, rules) == Verdict::Silent);
    Arrival deleted = mention();
    deleted.message.deletedAt = QDateTime::currentDateTimeUtc();
    QVERIFY(judge(deleted, rules) == Verdict::Silent);
}

void TestRules::whatCalls() {
    AttentionRules rules = everywhere(NotifyRule::Mentions);
    rules.keywords = {u"tide"_s};
    QVERIFY(judge(plain(), rules) == Verdict::Mention);
    rules.keywords = {u"ebb"_s};
    QVERIFY(judge(plain(), rules) == Verdict::Silent);
    Arrival answer = plain();
    answer.replyToMine = true;
    QVERIFY(judge(answer, rules) == Verdict::Mention);
    Arrival room = plain();
    room.message.mentions.room = true;
    QVERIFY(judge(room, rules) == Verdict::Mention);
    Arrival somebody = plain();
    somebody.message.mentions.users = {other};
    QVERIFY(judge(somebody, rules) == Verdict::Silent);
}

void TestRules::keywords_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("keyword");
    QTest::addColumn<bool>("found");
    QTest::newRow("whole") << u"ask ops about it"_s << u"ops"_s << true;
    QTest::newRow("case") << u"Ask OPS"_s << u"ops"_s << true;
    QTest::newRow("in a word") << u"it drops, it hopsops"_s << u"ops"_s << false;
    QTest::newRow("later") << u"drops of ops"_s << u"ops"_s << true;
    QTest::newRow("punctuation") << u"(ops)."_s << u"ops"_s << true;
    QTest::newRow("underscore") << u"dev_ops"_s << u"ops"_s << false;
    QTest::newRow("number") << u"ops2"_s << u"ops"_s << false;
    QTest::newRow("two words") << u"The release party is on"_s << u"release party"_s << true;
    QTest::newRow("ends in a sign") << u"we write C++, mostly"_s << u"c++"_s << true;
    QTest::newRow("umlaut") << u"\u00DCBER ALLES"_s << u"\u00FCber"_s << true;
    QTest::newRow("composed") << u"u\u0308ber alles"_s << u"\u00FCber"_s << true;
    QTest::newRow("accent is another word") << u"re\u0301sume\u0301"_s << u"resume"_s << false;
    QTest::newRow("cyrillic") << u"Привет, Москва!"_s << u"москва"_s << true;
    QTest::newRow("beside an emoji") << u"\U0001F600ops\U0001F600"_s << u"ops"_s << true;
    QTest::newRow("beside a letter of two halves") << u"\U00010400ops"_s << u"ops"_s << false;
    QTest::newRow("blank") << u"a b"_s << u" "_s << false;
    QTest::newRow("empty text") << QString() << u"ops"_s << false;
}

void TestRules::keywords() {
    QFETCH(QString, text);
    QFETCH(QString, keyword);
    QFETCH(bool, found);
    QCOMPARE(hasKeyword(text, {u"unrelated"_s, keyword}), found);
}

void TestRules::keywordInput() {
    QCOMPARE(keywordsFromInput(u" release  party, ops,, OPS ,c++"_s),
             QStringList({u"release party"_s, u"ops"_s, u"c++"_s}));
    QCOMPARE(keywordsFromInput(u"إصدار، عمليات،ops、部署，c++"_s),
             QStringList({u"إصدار"_s, u"عمليات"_s, u"ops"_s, u"部署"_s, u"c++"_s}));
    QCOMPARE(keywordsFromInput(QString()), QStringList());
    QCOMPARE(keywordsFromInput(QString(keywordLengthMax + 1, u'a')), QStringList());
    QStringList many;
    for (int i = 0; i < 2 * keywordsMax; ++i)
        many.append(QString::number(i));
    QCOMPARE(keywordsFromInput(many.join(u',')).size(), keywordsMax);
}

void TestRules::badges() {
    RoomSummary room;
    room.read.unread = 7;
    room.read.mentions = 2;
    QVERIFY((badgeOf(room) == BadgeCount{7, 2}));
    room.preferences.muted = true;
    QVERIFY((badgeOf(room) == BadgeCount{2, 2}));
    BadgeCount sum{1, 0};
    sum += badgeOf(room);
    QVERIFY((sum == BadgeCount{3, 2}));
}

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
