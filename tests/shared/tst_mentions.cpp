// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/limits.h"
#include "shared/mentions.h"

#include <QElapsedTimer>
#include <QTest>

using namespace parlor;

class TestMentions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoIsCalled_data();
    void whoIsCalled();
    void onlySoManyAreCalled();
    void longTextsAreReadQuickly_data();
    void longTextsAreReadQuickly();
};

void TestMentions::whoIsCalled_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("called");
    QTest::addColumn<bool>("room");
    const auto row = [](const char* text, const QStringList& called, bool room = false) {
        QTest::addRow("%s", text) << QString::fromUtf8(text) << called << room;
    };
    const QString bob = QStringLiteral("bob");
    row("nobody", {});
    row("@bob", {bob});
    row("hello @Bob!", {bob});
    row("@bob.", {bob});
    row("@bob...", {bob});
    row("@bob-", {bob});
    row("(@bob,@ann)", {bob, QStringLiteral("ann")});
    row("@ann and @bob and @ann", {QStringLiteral("ann"), bob});
    row("@dot. is called so", {QStringLiteral("dot.")}); // somebody bears that name
    row("@bob_", {});                                    // a name of its own
    row("@bobby", {});
    row("@b", {});
    row("@", {});
    row("bob@example.org", {});
    row("1@bob", {});
    row("\xc3\xa4@bob", {});
    row("@@bob", {});
    row("@bob@ann", {bob});
    row("\xf0\x9f\x91\x8d@bob", {bob}); // an emoji is no letter
    row("`@bob`", {});
    row("`a` @bob `b`", {bob});
    row("```\n@bob\n```", {});
    row("``a ` @bob``", {});
    row("`not closed @bob", {bob});
    row("``not closed` @bob", {bob});
    row("@room", {}, true);
    row("@ALL, @bob", {bob}, true);
    row("@here.", {}, true);
    row("`@room`", {});
    row("@rooms", {});
}

void TestMentions::whoIsCalled() {
    QFETCH(QString, text);
    QFETCH(QStringList, called);
    QFETCH(bool, room);
    QHash<QString, UserId> members;
    for (const char* name : {"bob", "ann", "dot", "dot."})
        members.insert(QLatin1String(name), UserId::create());
    const CalledNames names = findCalls(text);
    const Mentions mentions = names.resolved(members);
    QStringList found;
    for (const UserId& user : mentions.users)
        found.append(members.key(user));
    QCOMPARE(found, called);
    QCOMPARE(mentions.room, room);
    for (const QString& name : called)
        QVERIFY(names.names().contains(name));
}

void TestMentions::onlySoManyAreCalled() {
    QString text;
    QHash<QString, UserId> members;
    for (int i = 0; i < 3000; ++i) {
        const QString name = QStringLiteral("u%1").arg(i);
        members.insert(name, UserId::create());
        text += u'@' + name + u' ';
    }
    const CalledNames names = findCalls(text);
    QVERIFY(names.names().size() <= 4 * limits::mentionsMax);
    const Mentions mentions = names.resolved(members);
    QCOMPARE(mentions.users.size(), limits::mentionsMax);
    QCOMPARE(mentions.users.constFirst(), members.value(QStringLiteral("u0")));
}

void TestMentions::longTextsAreReadQuickly_data() {
    QTest::addColumn<QString>("piece");
    QTest::addRow("backticks") << QStringLiteral("`");
    QTest::addRow("code") << QStringLiteral("`a");
    QTest::addRow("ats") << QStringLiteral("@");
    QTest::addRow("dots") << QStringLiteral("@aa....................");
    QTest::addRow("one name") << QStringLiteral("a");
}

// What an attacker sends must not cost more than what people write.
void TestMentions::longTextsAreReadQuickly() {
    QFETCH(QString, piece);
    const QString text = QStringLiteral("@") + piece.repeated(limits::messageContentMax / piece.size());
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 20; ++i)
        findCalls(text);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestMentions)
#include "tst_mentions.moc"
