// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/limits.h"
#include "shared/notices.h"

#include <QJsonArray>
#include <QTest>

using namespace parlor;

namespace {

template <typename T>
void compareRoundTrip(const T& value) {
    const QByteArray text = toBytes(toJson(value));
    const auto decoded = decodeBody<T>(text);
    QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().message()));
    QVERIFY(*decoded == value);
    QCOMPARE(toBytes(toJson(*decoded)), text);
}

/// The field that the decoder finds fault with; "-" if with none.
template <typename T>
QString faultIn(const QByteArray& body) {
    const auto decoded = decodeBody<T>(body);
    return decoded ? QStringLiteral("-") : decoded.error().field();
}

QList<UserId> people(int count) {
    QList<UserId> ids;
    for (int i = 0; i < count; ++i)
        ids.append(UserId::create());
    return ids;
}

} // namespace

/// Requests about rooms, roles and bans, and the words of system messages.
class TestRoomRequests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrips() {
        compareRoundTrip(CreateRoomRequest{QStringLiteral("x"), RoomKind::Private, {}, people(3)});
        compareRoundTrip(UpdateRoomRequest{});
        compareRoundTrip(UpdateRoomRequest{QStringLiteral("x"), QStringLiteral(""), RoomKind::Public, false});
        compareRoundTrip(UpdateRoomRequest{{}, {}, {}, true});
        for (const RoomRole role : {RoomRole::Member, RoomRole::Moderator, RoomRole::Owner})
            compareRoundTrip(RoleRequest{role});
        const User user{UserId::create(), QStringLiteral("ben"), QStringLiteral("Ben")};
        compareRoundTrip(Ban{user, UserId::create(), utcNow()});
        const Page<Ban> page{{Ban{user, UserId::create(), utcNow()}}, QStringLiteral("ben")};
        const auto decoded = pageFromJson<Ban>(toJson(page));
        QVERIFY(decoded && *decoded == page);
    }

    void membersOfANewRoom() {
        const auto faultWith = [](const QList<UserId>& members) {
            return faultIn<CreateRoomRequest>(
                toBytes(toJson(CreateRoomRequest{QStringLiteral("x"), RoomKind::Public, {}, members})));
        };
        QCOMPARE(faultWith(people(limits::newRoomMembersMax)), QStringLiteral("-"));
        QCOMPARE(faultWith(people(limits::newRoomMembersMax + 1)), QStringLiteral("members"));
        const UserId one = UserId::create();
        QCOMPARE(faultWith({one, one}), QStringLiteral("members"));
        QCOMPARE(faultIn<CreateRoomRequest>(R"({"name":"x","kind":"public","members":["x"]})"),
                 QStringLiteral("members[0]"));
        QCOMPARE(faultIn<CreateRoomRequest>(R"({"name":"x","kind":"public","members":"x"})"),
                 QStringLiteral("members"));
    }

    void badChanges() {
        QCOMPARE(faultIn<UpdateRoomRequest>(R"({"name":""})"), QStringLiteral("name"));
        QCOMPARE(faultIn<UpdateRoomRequest>(R"({"name":7})"), QStringLiteral("name"));
        QCOMPARE(faultIn<UpdateRoomRequest>(R"({"topic":["x"]})"), QStringLiteral("topic"));
        QCOMPARE(faultIn<UpdateRoomRequest>(R"({"kind":"direct"})"), QStringLiteral("kind"));
        QCOMPARE(faultIn<UpdateRoomRequest>(R"({"kind":"open"})"), QStringLiteral("kind"));
        QCOMPARE(faultIn<UpdateRoomRequest>(R"({"archived":1})"), QStringLiteral("archived"));
        QCOMPARE(faultIn<UpdateRoomRequest>(R"({"name":null,"unknown":1})"), QStringLiteral("-"));
        QCOMPARE(faultIn<RoleRequest>(R"({"role":"king"})"), QStringLiteral("role"));
        QCOMPARE(faultIn<RoleRequest>(R"({})"), QStringLiteral("role"));
        QCOMPARE(faultIn<RoleRequest>(R"({"role":2})"), QStringLiteral("role"));
    }

    void everyNoticeHasItsWords() {
        const auto ann = QStringLiteral("Ann");
        const auto ben = QStringLiteral("Ben");
        QSet<QString> texts;
        for (int kind = 0; kind <= int(SystemKind::MessagePinned); ++kind) {
            const SystemEvent event{static_cast<SystemKind>(kind), UserId::create(), QStringLiteral("word")};
            const QString text = noticeText(event, ann, ben);
            QVERIFY2(text.startsWith(ann + QLatin1Char(' ')), qPrintable(text));
            texts.insert(text);
        }
        QCOMPARE(texts.size(), int(SystemKind::MessagePinned) + 1);
        QCOMPARE(noticeText({SystemKind::RoleChanged, UserId::create(), QStringLiteral("owner")}, ann, ben),
                 QStringLiteral("Ann made Ben an owner"));
        QCOMPARE(noticeText({SystemKind::TopicChanged, {}, {}}, ann),
                 QStringLiteral("Ann took the topic away"));
        // Names are taken as they are, whatever stands in them.
        QCOMPARE(noticeText({SystemKind::MemberAdded, UserId::create(), {}}, QStringLiteral("%2"), ben),
                 QStringLiteral("%2 added Ben"));
        QCOMPARE(noticeText({SystemKind::RoomRenamed, {}, QStringLiteral("100 %1")}, QStringLiteral("%2")),
                 QStringLiteral("%2 renamed the room to \"100 %1\""));
    }
};

QTEST_GUILESS_MAIN(TestRoomRequests)
#include "tst_room_requests.moc"
