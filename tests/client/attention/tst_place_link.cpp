// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/place_link.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace parlor;

class TestPlaceLink : public QObject {
    Q_OBJECT

    static inline const QString room = u"0b8f2f0a-52c3-4e0c-a5e4-9f1e7d3c2b1a"_s;
    static inline const QString message = u"3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c01"_s;

private Q_SLOTS:
    void reads_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<bool>("hasMessage");
        QTest::newRow("room") << u"parlor://chat.example.org/room/"_s + room << u"chat.example.org"_s << -1
                              << false;
        QTest::newRow("port") << u"parlor://localhost:8090/room/"_s + room << u"localhost"_s << 8090 << false;
        QTest::newRow("message") << u"parlor://a.example/room/%1/message/%2"_s.arg(room, message)
                                 << u"a.example"_s << -1 << true;
        QTest::newRow("upper case") << u"PARLOR://A.Example/room/"_s + room << u"a.example"_s << -1 << false;
        QTest::newRow("IPv6") << u"parlor://[::1]:8090/room/"_s + room << u"::1"_s << 8090 << false;
    }
    void reads() {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);
        QFETCH(bool, hasMessage);
        const auto link = parsePlaceLink(text);
        QVERIFY(link);
        QCOMPARE(link->host, host);
        QCOMPARE(link->port, port);
        QCOMPARE(link->room.toString(), room);
        QCOMPARE(link->message.has_value(), hasMessage);
        if (hasMessage)
            QCOMPARE(link->message->toString(), message);
    }

    void refuses_data() {
        QTest::addColumn<QString>("text");
        const QString good = u"parlor://a.example/room/"_s + room;
        QTest::newRow("empty") << QString();
        QTest::newRow("scheme") << u"https://a.example/room/"_s + room;
        QTest::newRow("no host") << u"parlor:///room/"_s + room;
        QTest::newRow("no slashes") << u"parlor:a.example/room/"_s + room;
        QTest::newRow("no room") << u"parlor://a.example/"_s;
        QTest::newRow("not an id") << u"parlor://a.example/room/general"_s;
        QTest::newRow("other word") << u"parlor://a.example/rooms/"_s + room;
        QTest::newRow("slash at the end") << good + u'/';
        QTest::newRow("more") << good + u"/message/"_s + message + u"/x"_s;
        QTest::newRow("message without id") << good + u"/message/"_s;
        QTest::newRow("message that is none") << good + u"/message/1"_s;
        QTest::newRow("not a message") << good + u"/thread/"_s + message;
        QTest::newRow("user") << u"parlor://ada@a.example/room/"_s + room;
        QTest::newRow("password") << u"parlor://ada:x@a.example/room/"_s + room;
        QTest::newRow("query") << good + u"?x=1"_s;
        QTest::newRow("fragment") << good + u"#x"_s;
        QTest::newRow("port 0") << u"parlor://a.example:0/room/"_s + room;
        QTest::newRow("port too high") << u"parlor://a.example:70000/room/"_s + room;
        QTest::newRow("space") << u"parlor://a.example/room/ "_s + room;
        QTest::newRow("encoded") << u"parlor://a.example/room%2F"_s + room;
        QTest::newRow("line end") << good + u'\n';
        QTest::newRow("very long") << u"parlor://"_s + QString(placeLinkMax, u'a') + u"/room/"_s + room;
    }
    void refuses() {
        QFETCH(QString, text);
        QVERIFY(!parsePlaceLink(text));
    }

    void whatIsWrittenIsRead_data() {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("address");
        QTest::newRow("https") << u"https://chat.example.org"_s << u"parlor://chat.example.org/room/"_s;
        QTest::newRow("https, own port")
            << u"https://chat.example.org:8443"_s << u"parlor://chat.example.org:8443/room/"_s;
        QTest::newRow("https, usual port")
            << u"https://chat.example.org:443"_s << u"parlor://chat.example.org/room/"_s;
        QTest::newRow("http") << u"http://127.0.0.1:8090"_s << u"parlor://127.0.0.1:8090/room/"_s;
        QTest::newRow("IPv6") << u"http://[::1]:8090"_s << u"parlor://[::1]:8090/room/"_s;
        QTest::newRow("letters") << u"https://b\u00FCro.example"_s << u"parlor://xn--bro-hoa.example/room/"_s;
    }
    void whatIsWrittenIsRead() {
        QFETCH(QString, server);
        QFETCH(QString, address);
        const QUrl url(server);
        const auto id = RoomId::parse(room);
        const auto messageId = MessageId::parse(message);
        QCOMPARE(placeLink(url, *id), address + room);
        const auto link = parsePlaceLink(placeLink(url, *id, messageId));
        QVERIFY(link);
        QVERIFY(link->room == *id);
        QVERIFY(link->message == messageId);
        QVERIFY(isAt(*link, url));
        QVERIFY(!isAt(*link, QUrl(u"https://other.example"_s)));
        QVERIFY(!isAt(*link, QUrl(u"https://%1:9999"_s.arg(url.host()))));
    }

    void aMissingPortIsTheUsualOne() {
        const auto link = parsePlaceLink(u"parlor://a.example/room/"_s + room);
        QVERIFY(isAt(*link, QUrl(u"https://a.example"_s)));
        QVERIFY(isAt(*link, QUrl(u"http://a.example"_s)));
        QVERIFY(!isAt(*link, QUrl(u"https://a.example:8443"_s)));
    }
};

QTEST_GUILESS_MAIN(TestPlaceLink)
#include "tst_place_link.moc"
