// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/limits.h"
#include "tests/shared/codec_rows.h"
#include "tests/shared/samples.h"

#include <QHash>
#include <QTest>

#include <functional>

using namespace parlor;

namespace {

using enum FieldKind;

const QList<FieldRule> userRules{
    {"id", Uuid}, {"username", Name}, {"displayName", Name}, {"deleted", Boolean, true}};
const QList<FieldRule> roomRules{{"id", Uuid},    {"name", Name},       {"kind", Enumeration},
                                 {"topic", Name}, {"version", Integer}, {"createdAt", Time}};
const QList<FieldRule> readStateRules{
    {"seenSeq", Integer}, {"unread", Integer}, {"mentions", Integer}, {"asOf", Integer}};
const QList<FieldRule> roomViewRules =
    roomRules + readStateRules +
    QList<FieldRule>{{"role", Enumeration}, {"head", Integer}, {"lastMessageAt", Time, true}};
const QList<FieldRule> publicRoomRules =
    roomRules + QList<FieldRule>{{"memberCount", Integer}, {"joined", Boolean}};
const QList<FieldRule> memberRules{
    {"user", Object}, {"user.id", Uuid}, {"user.displayName", Name}, {"role", Enumeration}};
const QList<FieldRule> messageRules{{"id", Uuid},
                                    {"roomId", Uuid},
                                    {"seq", Integer},
                                    {"changeSeq", Integer},
                                    {"sender", Uuid},
                                    {"type", Enumeration},
                                    {"content", Content},
                                    {"createdAt", Time},
                                    {"editedAt", Time, true},
                                    {"deletedAt", Time, true},
                                    {"replyTo", Uuid, true}};
const QList<FieldRule> tokensRules{{"user", Object},
                                   {"user.username", Name},
                                   {"accessToken", Text},
                                   {"refreshToken", Text},
                                   {"expiresIn", Integer}};
const QList<FieldRule> serverInfoRules{{"name", Name}, {"version", Name}, {"registration", Enumeration}};
const QList<FieldRule> errorRules{
    {"code", Name}, {"message", Text}, {"field", Text, true}, {"retryAfter", Integer, true}};

QJsonObject errorJson() {
    return toJson(
        Error(ErrorCode::RateLimited, QStringLiteral("slow"), QStringLiteral("data.x")).withRetryAfter(2));
}

using Recoder = std::function<Result<QByteArray>(const QByteArray&)>;

/// Decodes, encodes again.
template <typename T>
Result<QByteArray> recode(const QByteArray& text) {
    return decodeBody<T>(text).map([](const T& value) { return toBytes(toJson(value)); });
}

template <typename T>
Result<QByteArray> recodePage(const QByteArray& text) {
    const auto object = parseObject(text);
    if (!object)
        return fail(object.error());
    return pageFromJson<T>(*object).map([](const Page<T>& page) { return toBytes(toJson(page)); });
}

const QHash<QByteArray, Recoder>& recoders() {
    static const QHash<QByteArray, Recoder> table{
        {"User", recode<User>},
        {"Room", recode<Room>},
        {"RoomView", recode<RoomView>},
        {"PublicRoom", recode<PublicRoom>},
        {"Member", recode<Member>},
        {"Message", recode<Message>},
        {"ReadState", recode<ReadState>},
        {"AuthTokens", recode<AuthTokens>},
        {"ServerInfo", recode<ServerInfo>},
        {"Error", recode<Error>},
        {"Page<User>", recodePage<User>},
        {"Page<RoomView>", recodePage<RoomView>},
        {"Page<PublicRoom>", recodePage<PublicRoom>},
        {"Page<Member>", recodePage<Member>},
        {"Page<Message>", recodePage<Message>},
    };
    return table;
}

template <typename T>
void compareRoundTrip(const T& value) {
    const QByteArray text = toBytes(toJson(value));
    const auto decoded = decodeBody<T>(text);
    QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().message()));
    QVERIFY(*decoded == value);
    QCOMPARE(toBytes(toJson(*decoded)), text);
}

template <typename T>
void comparePage(const T& item) {
    for (const auto& next : {std::optional<QString>(), std::optional<QString>(QStringLiteral("c-1_x"))}) {
        for (const QList<T>& items : {QList<T>(), QList<T>{item, item}}) {
            const Page<T> page{items, next};
            const QJsonObject json = toJson(page);
            QVERIFY(json.contains(QStringLiteral("next")));
            const auto decoded = pageFromJson<T>(*parseObject(toBytes(json)));
            QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().message()));
            QVERIFY(*decoded == page);
        }
    }
}

} // namespace

class TestCodecModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrips() {
        compareRoundTrip(samples::user());
        compareRoundTrip(samples::room());
        compareRoundTrip(samples::roomView());
        compareRoundTrip(samples::publicRoom());
        compareRoundTrip(samples::member());
        compareRoundTrip(samples::message());
        compareRoundTrip(samples::readState());
        compareRoundTrip(samples::authTokens());
        compareRoundTrip(samples::serverInfo());
        for (const Message& message : samples::syncedRoom().changes)
            compareRoundTrip(message);
        for (const RoomKind kind : {RoomKind::Public, RoomKind::Private, RoomKind::Direct}) {
            Room room = samples::room();
            room.kind = kind;
            compareRoundTrip(room);
        }
        for (const RoomRole role : {RoomRole::Member, RoomRole::Moderator, RoomRole::Owner})
            compareRoundTrip(Member{samples::user(), role});
        for (const Registration registration :
             {Registration::Open, Registration::Invite, Registration::Closed}) {
            ServerInfo info = samples::serverInfo();
            info.registration = registration;
            compareRoundTrip(info);
        }
    }

    void pages() {
        comparePage(samples::user());
        comparePage(samples::roomView());
        comparePage(samples::publicRoom());
        comparePage(samples::member());
        comparePage(samples::message());
        const QByteArray empty = R"({"items":[],"next":null})";
        QCOMPARE(toBytes(toJson(Page<User>())), empty);
    }

    // The documented form, byte for byte: what another client has been written against.
    void exactForm() {
        const QByteArray expected = "{\"changeSeq\":45,"
                                    "\"content\":\"Zwei\\nZeilen\\tund \\\"Zitat\\\" \\\\ / 🎉 \u2028 €\","
                                    "\"createdAt\":\"2026-01-31T23:59:59.123Z\","
                                    "\"editedAt\":\"2026-02-01T00:00:00.123Z\","
                                    "\"id\":\"b1c2d3e4-f5a6-5b7c-8d9e-0f1a2b3c4d03\","
                                    "\"replyTo\":\"b1c2d3e4-f5a6-5b7c-8d9e-0f1a2b3c4d99\","
                                    "\"roomId\":\"8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02\","
                                    "\"sender\":\"3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c01\","
                                    "\"seq\":44,\"type\":\"system\"}";
        QCOMPARE(toBytes(toJson(samples::message())), expected);
        User user = samples::user();
        user.deleted = false;
        QVERIFY(!toJson(user).contains(QStringLiteral("deleted")));
        const QStringList roomViewKeys{
            QStringLiteral("asOf"),     QStringLiteral("createdAt"), QStringLiteral("head"),
            QStringLiteral("id"),       QStringLiteral("kind"),      QStringLiteral("lastMessageAt"),
            QStringLiteral("mentions"), QStringLiteral("name"),      QStringLiteral("role"),
            QStringLiteral("seenSeq"),  QStringLiteral("topic"),     QStringLiteral("unread"),
            QStringLiteral("version")};
        QCOMPARE(toJson(samples::roomView()).keys(), roomViewKeys);
        QCOMPARE(toJson(samples::serverInfo())
                     .value(QStringLiteral("limits"))
                     .toObject()
                     .value(QStringLiteral("messageContent")),
                 QJsonValue(limits::messageContentMax));
    }

    void badInput_data() {
        addBadFieldColumns();
        const Message deleted = samples::syncedRoom().changes.last();
        addBadFieldRows("User", toJson(samples::user()), userRules);
        addBadFieldRows("Room", toJson(samples::room()), roomRules);
        addBadFieldRows("RoomView", toJson(samples::roomView()), roomViewRules);
        addBadFieldRows("PublicRoom", toJson(samples::publicRoom()), publicRoomRules);
        addBadFieldRows("Member", toJson(samples::member()), memberRules);
        addBadFieldRows("ReadState", toJson(samples::readState()), readStateRules);
        addBadFieldRows("AuthTokens", toJson(samples::authTokens()), tokensRules);
        addBadFieldRows("ServerInfo", toJson(samples::serverInfo()), serverInfoRules);
        addBadFieldRows("Error", errorJson(), errorRules);
        // A number over the limit in seq alone is told as such, not as a changeSeq below it: seq is read
        // first.
        addBadFieldRows("Message", toJson(samples::message()), messageRules);

        addBadRow("User", toJson(samples::user()), "username", R"("Anna")");
        addBadRow("User", toJson(samples::user()), "username", R"("a")");
        addBadRow("User", toJson(samples::user()), "displayName", R"("")");
        addBadRow("User", toJson(samples::user()), "displayName", '"' + QByteArray(65, 'x') + '"');
        addBadRow("Room", toJson(samples::room()), "name", R"("")");
        addBadRow("Room", toJson(samples::room()), "name", '"' + QByteArray(81, 'x') + '"');
        addBadRow("Room", toJson(samples::room()), "topic", '"' + QByteArray(251, 'x') + '"');
        addBadRow("ReadState", toJson(samples::readState()), "unread", "1001");
        addBadRow("ReadState", toJson(samples::readState()), "mentions", "1001");
        addBadRow("PublicRoom", toJson(samples::publicRoom()), "memberCount", "2147483648");
        addBadRow("Message", toJson(samples::message()), "content", R"("")");
        addBadRow("Message", toJson(samples::message()), "content", R"(" \n ")");
        addBadRow("Message", toJson(samples::message()), "content", '"' + QByteArray(8001, 'x') + '"');
        addBadRow("Message", toJson(samples::message()), "changeSeq", "43");
        addBadRow("Message", toJson(deleted), "content", R"("still there")");
        addBadRow("AuthTokens", toJson(samples::authTokens()), "accessToken", R"("")");
        addBadRow("AuthTokens", toJson(samples::authTokens()), "refreshToken",
                  '"' + QByteArray(4097, 'x') + '"');
        addBadRow("Error", errorJson(), "message", R"("")");

        const QJsonObject users = toJson(Page<User>{{samples::user(), samples::user()}, QStringLiteral("c")});
        addBadFieldRows("Page<User>", users, {{"items", Array}, {"next", Text, true}, {"items.1.id", Uuid}});
        addBadFieldRows("Page<Message>", toJson(Page<Message>{{samples::message()}, {}}),
                        {{"items", Array}, {"items.0.content", Content}});
        addBadFieldRows("Page<Member>", toJson(Page<Member>{{samples::member()}, {}}),
                        {{"items", Array}, {"items.0.user.id", Uuid}});
        addBadFieldRows("Page<RoomView>", toJson(Page<RoomView>{{samples::roomView()}, {}}),
                        {{"items", Array}, {"items.0.head", Integer}});
        addBadFieldRows("Page<PublicRoom>", toJson(Page<PublicRoom>{{samples::publicRoom()}, {}}),
                        {{"items", Array}, {"items.0.joined", Boolean}});
        QByteArray tooMany = "[{}";
        for (int i = 0; i < limits::syncRoomsMax; ++i)
            tooMany += ",{}";
        addBadRow("Page<User>", users, "items", tooMany + ']');
        addBadRow("Page<User>", users, "next", R"("")");
    }
    void badInput() {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, text);
        const auto result = recoders().value(type)(text);
        QVERIFY2(!result, text.constData());
        QCOMPARE(result.error().code(), ErrorCode::Invalid);
        QTEST(result.error().field(), "field");
        QVERIFY(result.error().message().startsWith(result.error().field() + u' '));
    }

    void optionalFields_data() {
        addBadFieldColumns();
        addOptionalFieldRows("User", toJson(samples::user()), userRules);
        addOptionalFieldRows("RoomView", toJson(samples::roomView()), roomViewRules);
        addOptionalFieldRows("Message", toJson(samples::message()), messageRules);
        addOptionalFieldRows("Error", errorJson(), errorRules);
    }
    void optionalFields() {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, text);
        const auto result = recoders().value(type)(text);
        QVERIFY2(result, result ? "" : qPrintable(result.error().message()));
    }

    void thePathIsPrefixed() {
        const auto result = fromJson<Member>(*parseObject(R"({"user":{"id":5},"role":"owner"})"),
                                             QStringLiteral("data.member"));
        QVERIFY(!result);
        QCOMPARE(result.error().field(), QStringLiteral("data.member.user.id"));
    }

    void unknownFieldsAreIgnored() {
        QJsonObject json = toJson(samples::message());
        json.insert(QStringLiteral("reactions"), QJsonObject{{QStringLiteral("👍"), 3}});
        const auto decoded = fromJson<Message>(json);
        QVERIFY(decoded);
        QVERIFY(*decoded == samples::message());
    }

    void wholeNumbersHaveManySpellings() {
        for (const char* number : {"44", "44.0", "4.4e1", "440e-1"}) {
            const auto decoded = decodeBody<Message>(withField(toJson(samples::message()), "seq", number));
            QVERIFY2(decoded, number);
            QCOMPARE(decoded->seq, 44);
        }
        const auto largest =
            decodeBody<Message>(withField(toJson(samples::message()), "changeSeq", "9007199254740991"));
        QVERIFY(largest);
        QCOMPARE(largest->changeSeq, limits::integerMax);
    }

    void aDirectRoomNeedsNoName() {
        Room room = samples::room();
        room.kind = RoomKind::Direct;
        room.name.clear();
        compareRoundTrip(room);
    }

    void enumerationsHaveNames() {
        QCOMPARE(toString(RoomKind::Direct), QStringLiteral("direct"));
        QCOMPARE(toString(RoomRole::Moderator), QStringLiteral("moderator"));
        QCOMPARE(toString(MessageType::System), QStringLiteral("system"));
        QCOMPARE(toString(Registration::Closed), QStringLiteral("closed"));
        QVERIFY(!roomKindFromString(u"Public"));
        QVERIFY(!roomRoleFromString(u""));
        QVERIFY(!messageTypeFromString(u"text "));
        QVERIFY(!registrationFromString(u"no"));
    }
};

QTEST_GUILESS_MAIN(TestCodecModels)
#include "tst_codec_models.moc"
