// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/place_link.h"
#include "tests/client/attention/recording_notifier.h"
#include "tests/client/models/models_fixture.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

class TestAttention : public QObject {
    Q_OBJECT

    /// A World on a desktop that is looked at.
    struct Watched {
        RecordingDesktop desktop;
        World w{true, desktop.take()};
        Attention& attention = *w.app->attention();
        QList<Notification>& shown = desktop.notifier->shownOnes;

        QString keyOf(const Room& room) const { return w.session()->accountId() + u'/' + room.id.toString(); }
        /// It has arrived, whatever became of it.
        void post(const Room& room, const QString& text) {
            QSignalSpy arrived(&w.session()->core(), &Core::messagesArrived);
            w.server.post(room.id, w.ines.id, text);
            QVERIFY(QTest::qWaitFor([&] { return !arrived.isEmpty(); }, 10'000));
        }
        /// Nothing more is on its way to the desktop: a keyword in another room is told after it.
        void settle() {
            attention.settings()->setKeywords(u"settled"_s);
            post(w.board, u"settled"_s);
            QVERIFY(QTest::qWaitFor(
                [&] { return !shown.isEmpty() && shown.constLast().key == keyOf(w.board); }, 10'000));
            shown.removeLast();
        }
    };

private Q_SLOTS:
    void tellsOfMentions();
    void notOfWhatIsInView();
    void repliesToMine();
    void quietMeansQuiet();
    void roomsHaveTheirRules();
    void countsAreOneTruth();
    void goesWhenReadElsewhere();
    void clickOpensThePlace();
    void replySends();
    void links();
    void linksBeyondWhatOneHas();
    void whatHinders();
    void tray();
    void desktopThatComesLater();
    void away();
    void settingsSurviveARestart();
};

void TestAttention::tellsOfMentions() {
    Watched a;
    a.w.open(a.w.board);
    a.post(a.w.harbour, u"nobody is called"_s);
    a.post(a.w.harbour, u"**@mara** look"_s);
    QTRY_COMPARE(a.shown.size(), 1);
    QCOMPARE(a.shown.at(0).title, u"Ines Duarte in harbour"_s);
    QCOMPARE(a.shown.at(0).body, u"@mara look"_s);
    a.attention.settings()->setPreview(false);
    a.post(a.w.harbour, u"@mara secret"_s);
    QTRY_COMPARE(a.shown.size(), 2);
    QCOMPARE(a.shown.at(1).title, u"2 messages in harbour"_s);
    QVERIFY(!a.shown.at(1).body.contains(u"secret"_s));
    // One's own, from another device.
    a.shown.clear();
    a.w.server.post(a.w.harbour.id, a.w.mara.id, u"@mara note to self"_s);
    a.settle();
    QVERIFY(a.shown.isEmpty());
}

void TestAttention::notOfWhatIsInView() {
    Watched a;
    a.attention.settings()->setRule(u"all"_s);
    a.attention.setWatched(a.keyOf(a.w.harbour));
    a.post(a.w.harbour, u"seen"_s);
    a.settle();
    QVERIFY(a.shown.isEmpty());
    a.attention.setWatched({});
    a.post(a.w.harbour, u"not seen"_s);
    QTRY_COMPARE(a.shown.size(), 1);
}

void TestAttention::repliesToMine() {
    Watched a;
    const Message mine = a.w.server.post(a.w.harbour.id, a.w.mara.id, u"who has the key?"_s);
    QTRY_VERIFY(a.w.session()->core().reader()->message(mine.id));
    Message reply;
    reply.id = MessageId::create();
    reply.roomId = a.w.harbour.id;
    reply.seq = mine.seq + 100;
    reply.sender = a.w.ines.id;
    reply.content = u"I have it"_s;
    Q_EMIT a.w.session()->core().messagesArrived({reply});
    a.settle();
    QVERIFY(a.shown.isEmpty());
    reply.replyTo = mine.id;
    Q_EMIT a.w.session()->core().messagesArrived({reply});
    QTRY_COMPARE(a.shown.size(), 1);
    reply.replyTo.reset();
    reply.id = MessageId::create();
    reply.threadRoot = mine.id;
    Q_EMIT a.w.session()->core().messagesArrived({reply});
    QTRY_COMPARE(a.shown.size(), 2);
}

void TestAttention::quietMeansQuiet() {
    Watched a;
    a.attention.settings()->setRule(u"all"_s);
    Q_EMIT a.desktop.tray->quietWanted(QuietSpan::HalfHour);
    QVERIFY(a.attention.isQuiet());
    QVERIFY(a.desktop.tray->quiet);
    QVERIFY(a.attention.quietText().startsWith(u"Until"_s));
    QCOMPARE(a.attention.obstacle(), u"quiet"_s);
    a.post(a.w.harbour, u"@mara sleep well"_s);
    a.attention.setQuiet(u"off"_s);
    QVERIFY(!a.attention.isQuiet());
    QVERIFY(!a.desktop.tray->quiet);
    QCOMPARE(a.attention.quietText(), QString());
    a.settle();
    QVERIFY(a.shown.isEmpty());
    a.attention.setQuiet(u"always"_s);
    QCOMPARE(a.attention.quietText(), u"Until you turn it off"_s);
    a.attention.setQuiet(u"tomorrow"_s);
    QVERIFY(a.attention.quietText().startsWith(u"Until tomorrow"_s));
    // A time that is over is no quiet.
    a.attention.settings()->setQuietUntil(QDateTime::currentDateTimeUtc().addSecs(-1));
    World& w = a.w;
    w.restart();
    QVERIFY(!w.app->attention()->isQuiet());
}

void TestAttention::roomsHaveTheirRules() {
    Watched a;
    RoomPreferences preferences;
    preferences.notify = NotifyRule::All;
    a.w.session()->core().setPreferences(a.w.harbour.id, preferences);
    QTRY_VERIFY(a.w.session()->core().reader()->room(a.w.harbour.id)->preferences.notify == NotifyRule::All);
    a.post(a.w.harbour, u"anything"_s);
    QTRY_COMPARE(a.shown.size(), 1);
    preferences.muted = true;
    a.w.session()->core().setPreferences(a.w.harbour.id, preferences);
    QTRY_VERIFY(a.w.session()->core().reader()->room(a.w.harbour.id)->preferences.muted);
    a.shown.clear();
    a.post(a.w.harbour, u"@mara anything"_s);
    a.settle();
    QVERIFY(a.shown.isEmpty());
    // Counted all the same: what mentions one, and nothing else.
    QTRY_COMPARE(a.desktop.tray->count.mentions, 1);
}

void TestAttention::countsAreOneTruth() {
    Watched a;
    a.post(a.w.harbour, u"one"_s);
    a.post(a.w.harbour, u"@mara two"_s);
    a.post(a.w.board, u"three"_s);
    QTRY_VERIFY((a.desktop.tray->count == BadgeCount{3, 1}));
    QCOMPARE(a.desktop.badge->count, 3);
    QCOMPARE(a.attention.unread(), 3);
    // The list counts the same.
    int unread = 0;
    for (const QString& one : World::column(a.w.rooms(), RoomListModel::UnreadRole))
        unread += one.toInt();
    QCOMPARE(unread, 3);
    a.w.session()->core().markSeen(a.w.harbour.id, a.w.server.head(a.w.harbour.id));
    QTRY_VERIFY((a.desktop.tray->count == BadgeCount{1, 0}));
    a.w.server.removeMember(a.w.board.id, a.w.mara.id);
    QTRY_VERIFY((a.desktop.tray->count == BadgeCount{}));
    QCOMPARE(a.desktop.badge->count, 0);
}

void TestAttention::goesWhenReadElsewhere() {
    Watched a;
    a.post(a.w.harbour, u"@mara look"_s);
    QTRY_COMPARE(a.shown.size(), 1);
    a.w.server.setSeen(a.w.harbour.id, a.w.mara.id, a.w.server.head(a.w.harbour.id));
    QTRY_COMPARE(a.desktop.notifier->withdrawn, QStringList{a.keyOf(a.w.harbour)});
}

void TestAttention::clickOpensThePlace() {
    Watched a;
    a.w.open(a.w.board);
    QSignalSpy raised(a.w.app.get(), &App::raiseWanted);
    QSignalSpy jumped(a.w.app->places(), &PlaceOpener::jumpWanted);
    const Message told = a.w.server.post(a.w.harbour.id, a.w.ines.id, u"@mara look"_s);
    QTRY_COMPARE(a.shown.size(), 1);
    Q_EMIT a.desktop.notifier->activated(a.shown.at(0).key, "token");
    QCOMPARE(raised.size(), 1);
    QCOMPARE(raised.at(0).at(0).toByteArray(), QByteArray("token"));
    QCOMPARE(a.w.session()->roomId(), a.w.harbour.id.toString());
    QTRY_COMPARE(jumped.size(), 1);
    QCOMPARE(jumped.at(0), QVariantList({a.w.harbour.id.toString(), told.id.toString(), told.seq}));
    // Those that are not of a room only bring the window forward.
    Q_EMIT a.desktop.notifier->activated(u"test"_s, {});
    QCOMPARE(raised.size(), 2);
}

void TestAttention::replySends() {
    Watched a;
    a.post(a.w.harbour, u"@mara are you there?"_s);
    QTRY_COMPARE(a.shown.size(), 1);
    Q_EMIT a.desktop.notifier->replied(a.shown.at(0).key, u"yes"_s);
    QTRY_COMPARE(a.w.server.messages(a.w.harbour.id).constLast().content, u"yes"_s);
    QCOMPARE(a.w.server.messages(a.w.harbour.id).constLast().sender, a.w.mara.id);
    // Who answers has read.
    QTRY_VERIFY(a.desktop.notifier->withdrawn.contains(a.keyOf(a.w.harbour)));
    // One that cannot be sent is given back.
    a.post(a.w.harbour, u"@mara really?"_s);
    QTRY_VERIFY(a.shown.size() >= 2);
    Q_EMIT a.desktop.notifier->replied(a.keyOf(a.w.harbour), QString(100'000, u'x'));
    QTRY_VERIFY(a.shown.constLast().title.contains(u"not sent"_s));
}

void TestAttention::links() {
    Watched a;
    QSignalSpy refused(a.w.app->places(), &PlaceOpener::refused);
    QSignalSpy jumped(a.w.app->places(), &PlaceOpener::jumpWanted);
    const QUrl server(a.w.session()->serverAddress());
    const Message message = a.w.server.post(a.w.harbour.id, a.w.ines.id, u"look"_s);
    QTRY_VERIFY(a.w.session()->core().reader()->message(message.id));
    a.w.app->openLink(placeLink(server, a.w.harbour.id, message.id));
    QCOMPARE(a.w.session()->roomId(), a.w.harbour.id.toString());
    QTRY_COMPARE(jumped.size(), 1);
    a.w.app->openLink(placeLink(server, a.w.board.id));
    QCOMPARE(a.w.session()->roomId(), a.w.board.id.toString());
    QVERIFY(refused.isEmpty());
    a.w.app->openLink(u"parlor://fake.example/what"_s);
    QCOMPARE(refused.size(), 1);
    QVERIFY(!refused.constLast().at(1).toString().isEmpty());
    a.w.app->openLink(placeLink(server, a.w.board.id, MessageId::create()));
    QTRY_COMPARE(refused.size(), 2);
    QCOMPARE(a.w.session()->roomId(), a.w.board.id.toString());
}

void TestAttention::linksBeyondWhatOneHas() {
    Watched a;
    PlaceOpener& places = *a.w.app->places();
    QSignalSpy offered(&places, &PlaceOpener::offered);
    QSignalSpy refused(&places, &PlaceOpener::refused);
    QSignalSpy jumped(&places, &PlaceOpener::jumpWanted);
    const QUrl server(a.w.session()->serverAddress());
    const Room open = a.w.server.addRoom(u"open"_s, {a.w.ines.id});
    const Room closed = a.w.server.addRoom(u"closed"_s, {a.w.ines.id}, RoomKind::Private);
    const Message message = a.w.server.post(open.id, a.w.ines.id, u"look"_s);
    // A public room is joined, and the message shown.
    a.w.app->openLink(placeLink(server, open.id, message.id));
    QCOMPARE(offered.size(), 1);
    QVERIFY(!a.w.server.isMember(open.id, a.w.mara.id));
    places.accept();
    QTRY_COMPARE_WITH_TIMEOUT(a.w.session()->roomId(), open.id.toString(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(jumped.size(), 1, 20'000);
    QVERIFY(a.w.server.isMember(open.id, a.w.mara.id));
    // Of a private one nothing is told but that it cannot be joined.
    a.w.app->openLink(placeLink(server, closed.id));
    QCOMPARE(offered.size(), 2);
    places.accept();
    QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 1, 20'000);
    QVERIFY(!a.w.server.isMember(closed.id, a.w.mara.id));
    // What was accepted once is not done again.
    places.accept();
    // Another server: its address stands on the page to sign in.
    a.w.app->openLink(u"parlor://elsewhere.example:8090/room/"_s + open.id.toString());
    QCOMPARE(offered.size(), 3);
    QVERIFY(!a.w.app->signInForm());
    places.accept();
    QVERIFY(a.w.app->signInForm());
    QCOMPARE(a.w.app->signInForm()->server(), u"elsewhere.example:8090"_s);
    QCOMPARE(refused.size(), 1);
}

void TestAttention::whatHinders() {
    Watched a;
    QSignalSpy changed(&a.attention, &Attention::obstacleChanged);
    QCOMPARE(a.attention.obstacle(), QString());
    a.attention.testNotification();
    QCOMPARE(a.shown.size(), 1);
    QCOMPARE(a.attention.test(), u"shown"_s);
    a.desktop.notifier->setObstacle(NotifyObstacle::NoService);
    QCOMPARE(a.attention.obstacle(), u"noService"_s);
    a.desktop.notifier->setObstacle(NotifyObstacle::NotAnswering);
    QCOMPARE(a.attention.obstacle(), u"notAnswering"_s);
    a.desktop.notifier->setObstacle(NotifyObstacle::Denied);
    QCOMPARE(a.attention.obstacle(), u"denied"_s);
    a.desktop.notifier->setObstacle(NotifyObstacle::DesktopQuiet);
    QCOMPARE(a.attention.obstacle(), u"desktopQuiet"_s);
    QCOMPARE(changed.size(), 4);
    a.attention.refresh();
    QCOMPARE(a.attention.test(), QString());
    QCOMPARE(a.desktop.notifier->refreshes, 1);
}

void TestAttention::tray() {
    Watched a;
    QTRY_VERIFY(a.desktop.tray->shown);
    QVERIFY(a.attention.staysInTray());
    a.attention.settings()->setCloseToTray(false);
    QVERIFY(!a.attention.staysInTray());
    a.attention.settings()->setCloseToTray(true);
    a.desktop.tray->available = false;
    Q_EMIT a.desktop.tray->availableChanged();
    QVERIFY(!a.attention.staysInTray());
    QSignalSpy quit(a.w.app.get(), &App::quitWanted);
    Q_EMIT a.desktop.tray->quitWanted();
    QCOMPARE(quit.size(), 1);
    // Told the first time, and never again.
    a.attention.noteHidden();
    a.attention.noteHidden();
    QCOMPARE(a.shown.size(), 1);
    QVERIFY(a.shown.at(0).title.contains(u"still running"_s));
}

void TestAttention::desktopThatComesLater() {
    // As after a start: the window's first frame comes before anything is asked of the desktop.
    World w;
    Attention& attention = *w.app->attention();
    QVERIFY(!attention.isTrayAvailable());
    QCOMPARE(attention.obstacle(), u"noService"_s);
    QSignalSpy trayChanged(&attention, &Attention::trayChanged);
    QSignalSpy obstacleChanged(&attention, &Attention::obstacleChanged);
    attention.setQuiet(u"1h"_s);
    w.server.post(w.harbour.id, w.ines.id, u"@mara before"_s);
    QTRY_COMPARE(attention.unread(), 1);

    RecordingDesktop desktop;
    attention.setDesktop(desktop.take());
    QVERIFY(attention.isTrayAvailable());
    QVERIFY(!trayChanged.isEmpty());
    QVERIFY(!obstacleChanged.isEmpty());
    QVERIFY(desktop.tray->quiet);
    QCOMPARE(desktop.tray->count, (BadgeCount{1, 1}));
    QCOMPARE(desktop.badge->count, 1);
    QTRY_VERIFY(desktop.tray->shown);

    Q_EMIT desktop.tray->quietWanted(QuietSpan::Off);
    QVERIFY(!attention.isQuiet());
    QCOMPARE(attention.obstacle(), QString());
    w.server.post(w.harbour.id, w.ines.id, u"@mara after"_s);
    QTRY_COMPARE(desktop.notifier->shownOnes.size(), 1);
    QSignalSpy raised(&attention, &Attention::raiseWanted);
    Q_EMIT desktop.notifier->activated(desktop.notifier->shownOnes.constFirst().key, {});
    QCOMPARE(raised.size(), 1);
}

void TestAttention::away() {
    Watched a;
    a.w.server.clearReceived();
    Q_EMIT a.desktop.lock->changed(true);
    const auto told = [&](PresenceStatus status) {
        const QList<ClientFrame> frames = a.w.server.received();
        for (const ClientFrame& frame : frames) {
            if (const auto* presence = std::get_if<client::PresenceSet>(&frame))
                if (presence->status == status)
                    return true;
        }
        return false;
    };
    QTRY_VERIFY(told(PresenceStatus::Away));
    Q_EMIT a.desktop.lock->changed(false);
    QTRY_VERIFY(told(PresenceStatus::Online));
    a.attention.setQuiet(u"1h"_s);
    QTRY_VERIFY(told(PresenceStatus::DoNotDisturb));
}

void TestAttention::settingsSurviveARestart() {
    Watched a;
    NotificationSettings& settings = *a.attention.settings();
    settings.setRule(u"nothing"_s);
    settings.setPreview(false);
    settings.setKeywords(u" ops ,, release party,OPS"_s);
    settings.setAwayAfter(5);
    a.attention.setQuiet(u"1h"_s);
    a.w.restart();
    Attention& again = *a.w.app->attention();
    QCOMPARE(again.settings()->rule(), u"nothing"_s);
    QVERIFY(!again.settings()->isPreview());
    QCOMPARE(again.settings()->keywords(), u"ops, release party"_s);
    QCOMPARE(again.settings()->awayAfter(), 5);
    QVERIFY(again.isQuiet());
}

QTEST_MAIN(TestAttention)
#include "tst_attention.moc"
