// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/ids.h"

#include <QSet>
#include <QTest>

#include <type_traits>

using namespace parlor;

static_assert(!std::is_convertible_v<UserId, RoomId> && !std::is_constructible_v<UserId, RoomId>);
static_assert(!std::is_convertible_v<QUuid, UserId>);

class TestIds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parse_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        const auto row = [](const char* name, const char* text, bool good) {
            QTest::newRow(name) << QString::fromUtf8(text) << good;
        };
        row("canonical", "8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02", true);
        row("upper case", "8C2B6D0E-1F3A-4B5C-8D7E-9F0A1B2C3D02", true);
        row("any version", "8c2b6d0e-1f3a-7b5c-0d7e-9f0a1b2c3d02", true);
        row("all ones", "ffffffff-ffff-ffff-ffff-ffffffffffff", true);
        row("empty", "", false);
        row("null UUID", "00000000-0000-0000-0000-000000000000", false);
        row("braces", "{8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02}", false);
        row("no dashes", "8c2b6d0e1f3a4b5c8d7e9f0a1b2c3d02", false);
        row("dashes elsewhere", "8c2b6d0e1-f3a-4b5c-8d7e-9f0a1b2c3d02", false);
        row("too short", "8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d0", false);
        row("too long", "8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d021", false);
        row("leading blank", " 8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d0", false);
        row("trailing newline", "8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d0\n", false);
        row("no hexadecimal digit", "8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d0g", false);
        row("sign", "+c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02", false);
        row("prefix", "0x2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02", false);
        row("wide digits", "8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d0２", false);
    }
    void parse() {
        QFETCH(QString, text);
        QFETCH(bool, good);
        const auto id = RoomId::parse(text);
        QCOMPARE(id.has_value(), good);
        if (good) {
            QVERIFY(!id->isNull());
            QCOMPARE(id->toString(), text.toLower());
            QCOMPARE(RoomId::parse(id->toString()), id);
        }
    }

    void comparesByValue() {
        const auto a = *RoomId::parse(u"00000000-0000-4000-8000-00000000000a");
        const auto upper = *RoomId::parse(u"00000000-0000-4000-8000-00000000000A");
        const auto b = *RoomId::parse(u"00000000-0000-4000-8000-00000000000b");
        QVERIFY(a == upper && a != b && a < b && !(b < a));
        QCOMPARE(qHash(a), qHash(upper));
        QVERIFY(RoomId().isNull());
        QVERIFY(RoomId() != a);
    }

    void createdIdsDiffer() {
        QSet<TempId> ids;
        for (int i = 0; i < 1000; ++i)
            ids.insert(TempId::create());
        QCOMPARE(ids.size(), 1000);
        QVERIFY(!ids.contains(TempId()));
    }

    // RFC 9562, A.4, and the example in the documentation of Python's uuid: what Qt calls version 5 is what
    // all do.
    void versionFive() {
        const QUuid dns = QUuid::fromString(QLatin1String("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
        QCOMPARE(QUuid::createUuidV5(dns, QByteArray("www.example.com")).toString(QUuid::WithoutBraces),
                 QStringLiteral("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
        QCOMPARE(QUuid::createUuidV5(dns, QByteArray("python.org")).toString(QUuid::WithoutBraces),
                 QStringLiteral("886313e1-3b8a-5372-9b90-0c9aee199e5d"));
    }

    // Computed with Python: uuid.uuid5(uuid.UUID(sender), room + "/" + tempId).
    void messageIds_data() {
        QTest::addColumn<QString>("sender");
        QTest::addColumn<QString>("room");
        QTest::addColumn<QString>("tempId");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* sender, const char* room, const char* tempId,
                            const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(sender) << QString::fromLatin1(room)
                                << QString::fromLatin1(tempId) << QString::fromLatin1(expected);
        };
        row("1", "3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c01", "8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02",
            "5d6e7f80-91a2-43b4-85c6-d7e8f9a0b104", "3379075b-faf4-5d67-963b-a79dc6c32e6e");
        row("2", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "00000000-0000-4000-8000-000000000001", "9aafaca1-f216-54cf-91f0-0d90487afc3a");
        row("3", "0b8f2f0a-52c3-4e0c-a5e4-9f1e7d3c2b1a", "c56a4180-65aa-42ec-a945-5fd21dec0538",
            "7d444840-9dc0-11d1-b245-5ffdce74fad2", "5a25055b-8ecb-54b6-a39d-2723399bb303");
        row("case does not matter", "0B8F2F0A-52C3-4E0C-A5E4-9F1E7D3C2B1A",
            "C56A4180-65AA-42EC-A945-5FD21DEC0538", "7D444840-9DC0-11D1-B245-5FFDCE74FAD2",
            "5a25055b-8ecb-54b6-a39d-2723399bb303");
    }
    void messageIds() {
        QFETCH(QString, sender);
        QFETCH(QString, room);
        QFETCH(QString, tempId);
        const MessageId id =
            messageIdFor(*UserId::parse(sender), *RoomId::parse(room), *TempId::parse(tempId));
        QTEST(id.toString(), "expected");
        QCOMPARE(id.uuid().version(), QUuid::Sha1);
    }
};

QTEST_GUILESS_MAIN(TestIds)
#include "tst_ids.moc"
