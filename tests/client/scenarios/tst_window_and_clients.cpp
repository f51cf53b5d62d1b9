// SPDX-License-Identifier: GPL-3.0-or-later
// The real window beside other clients on a real server, which is killed in the middle.
#include "tests/client/scenarios/company.h"
#include "tests/qml/window_fixture.h"

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

class TestWindowAndClients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWindowShowsWhatTheOthersSee() {
        Company c;
        Home home;
        App app(*home.profile, *home.credentials, {}, c.server.url().toString());
        app.start();
        QTRY_VERIFY(app.signInForm());
        app.signInForm()->signIn(u"ann"_s, u"correct horse"_s);
        QTRY_VERIFY_WITH_TIMEOUT(app.session() && app.session()->isReady() && app.session()->isOnline(),
                                 20'000);
        Session& session = *app.session();
        Shown s(app);
        QTRY_VERIFY(session.rooms()->contains(c.room));
        session.openRoom(c.room.toString());
        c.said(*c.ben, u"Good morning"_s);
        QTRY_COMPARE(session.timeline()->index(0).data(TimelineModel::ContentRole).toString(),
                     u"Good morning"_s);

        c.server.kill9();
        QTRY_VERIFY_WITH_TIMEOUT(!session.isOnline(), 20'000);
        s.click(u"composerInput"_s);
        s.type(u"typed into the void"_s);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(session.timeline()->index(0).data(TimelineModel::StateRole).toString(), u"pending"_s);
        c.ben->say(c.room, u"written at the same time"_s);
        c.startAgain();
        session.retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOnline(), longWait);

        QCOMPARE(c.difference(), QString());
        QTRY_COMPARE_WITH_TIMEOUT(c.ben->count(c.room, u"typed into the void"_s), 1, longWait);
        // Lines of the server are worded by the window itself.
        const QStringList expected = {u"Good morning"_s, u"typed into the void"_s,
                                      u"written at the same time"_s};
        const auto inWindow = [&] {
            QStringList lines;
            for (int row = session.timeline()->rowCount() - 1; row >= 0; --row) {
                const QString text =
                    session.timeline()->index(row).data(TimelineModel::ContentRole).toString();
                if (expected.contains(text))
                    lines.append(text);
            }
            return lines;
        };
        const auto atBens = [&] {
            QStringList lines = texts(c.ben->core->reader()->newest(c.room, 100));
            lines.removeIf([&](const QString& text) { return !expected.contains(text); });
            return lines;
        };
        QTRY_COMPARE_WITH_TIMEOUT(inWindow(), atBens(), longWait);
        QCOMPARE(inWindow().size(), 3);
    }
};

QTEST_MAIN(TestWindowAndClients)
#include "tst_window_and_clients.moc"
