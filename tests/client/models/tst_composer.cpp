// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/composer.h"
#include "client/models/composer_marks.h"
#include "client/text/emoji_memory.h"
#include "tests/client/models/models_fixture.h"

using namespace Qt::StringLiterals;
using namespace parlor;
using parlor::tests::World;

namespace {

Composer& composer(const World& w) {
    return *w.session()->composer();
}
/// As the text field does: the text, and where the cursor stands.
void typeAt(const World& w, const QString& text) {
    composer(w).setText(text);
    composer(w).look(static_cast<int>(text.size()), false);
}
QStringList offered(const World& w) {
    return World::column(*composer(w).completion(), CompletionModel::DetailRole);
}
/// Key of the message that says so, once it is shown.
QString keyOf(const World& w, const QString& content) {
    QString key;
    const bool found = QTest::qWaitFor(
        [&] {
            for (const Message& message :
                 w.session()->core().reader()->newest(w.session()->composer()->room(), 50)) {
                if (message.content == content)
                    key = message.id.toString();
            }
            return !key.isEmpty();
        },
        10'000);
    return found ? key : QString();
}

} // namespace

class TestComposer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sendsAndIsEmpty() {
        World w;
        w.open(w.harbour);
        Composer& c = composer(w);
        QCOMPARE(c.placeholder(), u"Message harbour"_s);
        QVERIFY(!c.isReady());
        QSignalSpy sent(&c, &Composer::sent);
        c.setText(u"on my way :rocket:\n\n"_s);
        QVERIFY(c.isReady());
        c.submit();
        QCOMPARE(c.text(), QString());
        QTRY_COMPARE(sent.count(), 1);
        QTRY_COMPARE(w.shown().value(0), u"on my way \U0001F680"_s);
        c.setText(u"  \n "_s);
        QVERIFY(!c.isReady());
        c.submit();
        QCOMPARE(sent.count(), 1);
    }

    void countsAsTheLimitDoes() {
        World w;
        w.open(w.harbour);
        Composer& c = composer(w);
        c.setText(u"\U0001F680"_s.repeated(8000));
        QCOMPARE(c.length(), 8000);
        QCOMPARE(c.over(), 0);
        QVERIFY(c.isReady());
        c.setText(c.text() + u"12"_s);
        QCOMPARE(c.over(), 2);
        QVERIFY(!c.isReady());
        c.submit();
        QCOMPARE(c.length(), 8002);
    }

    void keepsADraftForEachRoomOverARestart() {
        World w;
        w.open(w.harbour);
        composer(w).setText(u"half a thought"_s);
        w.open(w.board);
        QCOMPARE(composer(w).text(), QString());
        composer(w).setText(u"another"_s);
        w.open(w.harbour);
        QCOMPARE(composer(w).text(), u"half a thought"_s);
        composer(w).setText(u"half a thought more"_s); // not yet written when the program ends
        w.restart();
        QTRY_VERIFY(w.session() && w.session()->isReady());
        QTRY_COMPARE(w.session()->roomName(), u"harbour"_s);
        QCOMPARE(composer(w).text(), u"half a thought more"_s);
        w.open(w.board);
        QCOMPARE(composer(w).text(), u"another"_s);
        // What was sent is no draft.
        composer(w).submit();
        w.restart();
        QTRY_VERIFY(w.session() && w.session()->isReady());
        w.open(w.board);
        QCOMPARE(composer(w).text(), QString());
    }

    void threadsHaveTheirOwn() {
        World w;
        const auto root = w.server.post(w.harbour.id, w.ines.id, u"root"_s);
        w.open(w.harbour);
        const QString key = keyOf(w, u"root"_s);
        QVERIFY(!key.isEmpty());
        Composer& thread = *w.session()->threadComposer();
        thread.setPlace(w.harbour.id, *MessageId::parse(key));
        thread.setText(u"in the thread"_s);
        composer(w).setText(u"in the room"_s);
        thread.setPlace({});
        QCOMPARE(thread.text(), QString());
        thread.setPlace(w.harbour.id, *MessageId::parse(key));
        QCOMPARE(thread.text(), u"in the thread"_s);
        thread.submit();
        QTRY_VERIFY(!keyOf(w, u"in the thread"_s).isEmpty());
        const auto reply =
            w.session()->core().reader()->message(*MessageId::parse(keyOf(w, u"in the thread"_s)));
        QVERIFY(reply && reply->replyTo == MessageId::parse(key));
        QCOMPARE(composer(w).text(), u"in the room"_s);
        Q_UNUSED(root)
    }

    void answers() {
        World w;
        w.server.post(w.harbour.id, w.ines.id, u"the **first** line\nand more"_s);
        w.open(w.harbour);
        const QString key = keyOf(w, u"the **first** line\nand more"_s);
        Composer& c = composer(w);
        QSignalSpy focus(&c, &Composer::focusWanted);
        c.startReply(u"nonsense"_s);
        QCOMPARE(c.mode(), QString());
        c.setText(u"draft"_s);
        c.startReply(key);
        QCOMPARE(focus.count(), 1);
        QCOMPARE(c.mode(), u"reply"_s);
        QTRY_COMPARE(c.barTitle(), u"Answering Ines Duarte"_s);
        QCOMPARE(c.barText(), u"the first line and more"_s);
        QCOMPARE(c.text(), u"draft"_s);
        // It stays with the room while one looks elsewhere.
        w.open(w.board);
        QCOMPARE(c.mode(), QString());
        w.open(w.harbour);
        QCOMPARE(c.mode(), u"reply"_s);
        QVERIFY(c.cancel());
        QVERIFY(!c.cancel());
        c.startReply(key);
        c.submit();
        QCOMPARE(c.mode(), QString());
        QTRY_VERIFY(!keyOf(w, u"draft"_s).isEmpty());
        const auto reply = w.session()->core().reader()->message(*MessageId::parse(keyOf(w, u"draft"_s)));
        QVERIFY(reply && reply->replyTo == MessageId::parse(key));
    }

    void editsTheLastOfMine() {
        World w;
        w.open(w.harbour);
        Composer& c = composer(w);
        QVERIFY(!c.editLast());
        c.setText(u"mine"_s);
        c.submit();
        QVERIFY(!keyOf(w, u"mine"_s).isEmpty());
        w.server.post(w.harbour.id, w.ines.id, u"hers"_s);
        QVERIFY(!keyOf(w, u"hers"_s).isEmpty());
        c.startEdit(keyOf(w, u"hers"_s));
        QCOMPARE(c.mode(), QString());

        c.setText(u"a draft"_s);
        QVERIFY(c.editLast());
        QCOMPARE(c.mode(), u"edit"_s);
        QCOMPARE(c.text(), u"mine"_s);
        c.setText(u"mine, changed"_s);
        QVERIFY(c.cancel());
        QCOMPARE(c.text(), u"a draft"_s);

        QVERIFY(c.editLast());
        c.setText(u"mine, better"_s);
        c.submit();
        QCOMPARE(c.mode(), QString());
        QCOMPARE(c.text(), u"a draft"_s);
        QTRY_VERIFY(!keyOf(w, u"mine, better"_s).isEmpty());

        // Nothing left of it: asks first.
        QSignalSpy wanted(&c, &Composer::deleteWanted);
        QVERIFY(c.editLast());
        c.setText(QString());
        c.submit();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.at(0).at(0).toString(), keyOf(w, u"mine, better"_s));
        QCOMPARE(c.text(), u"a draft"_s);
    }

    void editsWhatIsNotSentYet() {
        World w;
        w.open(w.harbour);
        w.server.setReachable(false);
        QTRY_VERIFY(!w.session()->isOnline());
        Composer& c = composer(w);
        c.setText(u"written offline"_s);
        c.submit();
        QTRY_VERIFY(c.editLast());
        QCOMPARE(c.text(), u"written offline"_s);
        c.setText(u"written offline, better"_s);
        c.submit();
        w.server.setReachable(true);
        QTRY_VERIFY_WITH_TIMEOUT(w.session()->isOnline(), 30'000);
        QVERIFY(!keyOf(w, u"written offline, better"_s).isEmpty());
    }

    void aKeyCostsLittle() {
        World w;
        w.open(w.harbour);
        QString text = u"word "_s.repeated(1590);
        composer(w).setText(text);
        constexpr int keys = 200;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < keys; ++i) {
            text += i % 6 == 0 ? u'@' : u'e';
            typeAt(w, text);
        }
        const qint64 each = timer.nsecsElapsed() / keys / 1000;
        qInfo("%lld us for a key in a text of 8,000 characters", static_cast<long long>(each));
        QVERIFY2(each < 3'000, qPrintable(QString::number(each)));
    }

    void offersPeople() {
        World w;
        w.server.post(w.harbour.id, w.ines.id, u"hello"_s);
        w.open(w.harbour);
        QVERIFY(!keyOf(w, u"hello"_s).isEmpty());
        Composer& c = composer(w);
        const auto meant = [&] {
            typeAt(w, u"hi @"_s);
            return offered(w).contains(u"@ines"_s);
        };
        QTRY_VERIFY(meant());
        QVERIFY(!offered(w).contains(u"@mara"_s)); // oneself
        QVERIFY(offered(w).contains(u"@room"_s));
        typeAt(w, u"hi @dua"_s); // by a word of the display name
        QCOMPARE(offered(w), QStringList{u"@ines"_s});
        QSignalSpy replaced(&c, &Composer::replaceWanted);
        c.complete(0, 7);
        QCOMPARE(replaced.count(), 1);
        QCOMPARE(replaced.at(0).first(3), QVariantList({3, 7, u"@ines "_s}));
        QVERIFY(!c.completion()->isOpen());
        // Somebody who is not known here comes from the server, also if those who are known change meanwhile.
        const QString search = u"/api/v1/users/search?q=oka"_s;
        w.server.setDelay(200);
        typeAt(w, u"@oka"_s);
        QVERIFY(!c.completion()->isOpen());
        QTRY_COMPARE_WITH_TIMEOUT(w.server.requests(search), 1, 20'000);
        Q_EMIT w.session()->core().usersChanged({});
        QTRY_COMPARE_WITH_TIMEOUT(offered(w), QStringList{u"@tom"_s}, 20'000);
    }

    void offersNothingWhereNothingIsMeant() {
        World w;
        w.open(w.harbour);
        Composer& c = composer(w);
        for (const QString& text :
             {u"mail@ines"_s, u"`@ine"_s, u"12:30"_s, u":"_s, u": s"_s, u"https://x"_s, u"@@in"_s}) {
            typeAt(w, text);
            QVERIFY2(!c.completion()->isOpen(), qPrintable(text));
        }
        c.setText(u"@"_s);
        c.look(1, true); // an input method is at work
        QVERIFY(!c.completion()->isOpen());
        typeAt(w, u"@r"_s);
        QVERIFY(c.completion()->isOpen());
        c.completion()->dismiss();
        typeAt(w, u"@ro"_s);
        QVERIFY(!c.completion()->isOpen());
        typeAt(w, u"@ro @r"_s); // another word
        QVERIFY(c.completion()->isOpen());
    }

    void offersEmoji() {
        World w;
        w.open(w.harbour);
        typeAt(w, u"ship it :rocke"_s);
        QCOMPARE(offered(w).value(0), u":rocket:"_s);
        QSignalSpy replaced(&composer(w), &Composer::replaceWanted);
        composer(w).complete(0, 14);
        QCOMPARE(replaced.at(0).at(2).toString(), u"\U0001F680 "_s);
        QCOMPARE(EmojiMemory::instance().recent().constFirst(), u"\U0001F680"_s);
        w.restart();
        QCOMPARE(EmojiMemory::instance().recent().constFirst(), u"\U0001F680"_s);
    }

    void tellsWhoIsTyping() {
        World w;
        w.open(w.harbour);
        w.server.post(w.harbour.id, w.ines.id, u"hello"_s);
        QVERIFY(!keyOf(w, u"hello"_s).isEmpty());
        QCOMPARE(composer(w).typing(), QString());
        w.server.setTyping(w.harbour.id, w.ines.id, true);
        QTRY_COMPARE(composer(w).typing(), u"Ines Duarte is typing\u2026"_s);
        w.server.setTyping(w.harbour.id, w.ines.id, false);
        QTRY_COMPARE(composer(w).typing(), QString());
    }

    void marks_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("mark");
        QTest::addColumn<QString>("after");
        // The selection is between brackets.
        QTest::newRow("bold") << u"a [word] b"_s << u"**"_s << u"a **[word]** b"_s;
        QTest::newRow("not the spaces") << u"a[ word ]b"_s << u"**"_s << u"a **[word]** b"_s;
        QTest::newRow("off, marks outside") << u"a **[word]** b"_s << u"**"_s << u"a [word] b"_s;
        QTest::newRow("off, marks inside") << u"a [**word**] b"_s << u"**"_s << u"a [word] b"_s;
        QTest::newRow("italic within bold") << u"**[word]**"_s << u"*"_s << u"***[word]***"_s;
        QTest::newRow("nothing selected") << u"a []"_s << u"*"_s << u"a *[]*"_s;
        QTest::newRow("code") << u"[x]"_s << u"`"_s << u"`[x]`"_s;
        QTest::newRow("lines of code") << u"so:[a\nb]"_s << u"`"_s << u"so:\n```\n[a\nb]\n```"_s;
    }
    void marks() {
        QFETCH(QString, text);
        QFETCH(QString, mark);
        QFETCH(QString, after);
        const int start = static_cast<int>(text.indexOf(u'['));
        const int end = static_cast<int>(text.indexOf(u']')) - 1;
        text.remove(u'[').remove(u']');
        const marks::Edit edit = marks::toggled(text, start, end, mark);
        text.replace(edit.from, edit.to - edit.from, edit.text);
        text.insert(edit.selectTo, u']');
        text.insert(edit.selectFrom, u'[');
        QCOMPARE(text, after);
        QCOMPARE(marks::inserted(u"ab"_s, 2, 2, u"@"_s).text, u" @"_s);
        QCOMPARE(marks::inserted(u"ab "_s, 99, 99, u"@"_s).from, 3);
    }

    void saysWhyOneCannotWrite() {
        World w;
        w.open(w.harbour);
        QVERIFY(composer(w).canWrite());
        w.server.setArchived(w.harbour.id, true);
        QTRY_VERIFY(!composer(w).canWrite());
        QVERIFY(!composer(w).blocked().isEmpty());
        composer(w).setText(u"x"_s);
        composer(w).submit();
        QCOMPARE(composer(w).text(), u"x"_s);
    }
};

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
