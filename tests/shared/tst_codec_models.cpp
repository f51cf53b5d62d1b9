// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/limits.h"
#include "tests/shared/model_rules.h"
#include "tests/shared/samples.h"

#include <QHash>
#include <QTest>

#include <functional>

using namespace parlor;

namespace {

using enum FieldKind;

const QList<FieldRule> roomViewRules = rules::room + rules::membership;
const QList<FieldRule> publicRoomRules =
    rules::room + QList<FieldRule>{{"memberCount", Integer}, {"joined", Boolean}};
const QList<FieldRule> memberRules{
    {"user", Object}, {"user.id", Uuid}, {"user.displayName", Name}, {"role", Enumeration}};
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
        {"MemberCursor", recode<MemberCursor>},
        {"MessageReceipts", recode<MessageReceipts>},
        {"MessageVersion", recode<MessageVersion>},
        {"Presence", recode<Presence>},
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
        compareRoundTrip(samples::memberCursor());
        compareRoundTrip(samples::receipts());
        compareRoundTrip(MessageReceipts{});
        compareRoundTrip(samples::messageVersion());
        compareRoundTrip(samples::presence());
        compareRoundTrip(samples::authTokens());
        compareRoundTrip(samples::serverInfo());
        for (const Message& message : samples::syncedRoom().changes)
            compareRoundTrip(message);
        for (const RoomKind kind : {RoomKind::Public, RoomKind::Private, RoomKind::Direct}) {
            Room room = samples::room();
            room.kind = kind;
            compareRoundTrip(room);
        }
        for (const PresenceStatus status : {PresenceStatus::Offline, PresenceStatus::Online,
                                            PresenceStatus::Away, PresenceStatus::DoNotDisturb})
            compareRoundTrip(Presence{samples::userId(), status, std::nullopt});
        for (int kind = 0; kind <= int(SystemKind::MessagePinned); ++kind) {
            Message message = samples::message();
            message.system = SystemEvent{SystemKind(kind), std::nullopt, {}};
            compareRoundTrip(message);
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
        const QByteArray expected =
            "{\"changeSeq\":45,"
            "\"content\":\"Zwei\\nZeilen\\tund \\\"Zitat\\\" \\\\ / 🎉 \u2028 €\","
            "\"createdAt\":\"2026-01-31T23:59:59.123Z\","
            "\"editSeq\":45,"
            "\"editedAt\":\"2026-02-01T00:00:00.123Z\","
            "\"id\":\"b1c2d3e4-f5a6-5b7c-8d9e-0f1a2b3c4d03\","
            "\"mentions\":[\"3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c99\"],"
            "\"mentionsRoom\":true,"
            "\"pinned\":{\"at\":\"2026-02-01T00:00:02.123Z\","
            "\"by\":\"3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c99\"},"
            "\"reactions\":[{\"emoji\":\"👍🏽\",\"users\":[\"3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c01\","
            "\"3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c99\"]},"
            "{\"emoji\":\"1\uFE0F\u20E3\",\"users\":[\"3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c99\"]}],"
            "\"replyTo\":\"b1c2d3e4-f5a6-5b7c-8d9e-0f1a2b3c4d99\","
            "\"roomId\":\"8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02\","
            "\"sender\":\"3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c01\","
            "\"seq\":44,"
            "\"system\":{\"kind\":\"role_changed\",\"text\":\"owner\","
            "\"user\":\"3f0e3a4c-7a52-4c61-9f4b-0a1d6a5b1c99\"},"
            "\"thread\":{\"count\":2,\"lastAt\":\"2026-02-01T00:00:01.123Z\",\"lastSeq\":43},"
            "\"threadRoot\":\"b1c2d3e4-f5a6-5b7c-8d9e-0f1a2b3c4d99\","
            "\"type\":\"system\"}";
        QCOMPARE(toBytes(toJson(samples::message())), expected);
        User user = samples::user();
        user.deleted = false;
        QVERIFY(!toJson(user).contains(QStringLiteral("deleted")));
        Message plain;
        plain.id = samples::messageId();
        plain.content = QStringLiteral("x");
        QCOMPARE(toJson(plain).keys(),
                 QStringLiteral("changeSeq content createdAt id roomId sender seq type").split(u' '));
        const QStringList roomViewKeys =
            QStringLiteral("archived asOf createdAt direct head id kind lastMessageAt memberCount mentions "
                           "name role seenSeq topic unread version")
                .split(u' ');
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
        addBadFieldRows("User", toJson(samples::user()), rules::user);
        addBadFieldRows("Room", toJson(samples::room()), rules::room);
        addBadFieldRows("RoomView", toJson(samples::roomView()), roomViewRules);
        addBadFieldRows("PublicRoom", toJson(samples::publicRoom()), publicRoomRules);
        addBadFieldRows("Member", toJson(samples::member()), memberRules);
        addBadFieldRows("ReadState", toJson(samples::readState()), rules::readState);
        addBadFieldRows("AuthTokens", toJson(samples::authTokens()), tokensRules);
        addBadFieldRows("ServerInfo", toJson(samples::serverInfo()), serverInfoRules);
        addBadFieldRows("Error", errorJson(), errorRules);
        addBadFieldRows("MemberCursor", toJson(samples::memberCursor()), rules::memberCursor);
        addBadFieldRows("MessageReceipts", toJson(samples::receipts()), rules::receipts);
        addBadFieldRows("MessageVersion", toJson(samples::messageVersion()), rules::messageVersion);
        addBadFieldRows("Presence", toJson(samples::presence()), rules::presence);
        // A number over the limit in seq alone is told as such, not as a changeSeq below it: seq is read
        // first.
        addBadFieldRows("Message", toJson(samples::message()), rules::message);

        addBadRow("User", toJson(samples::user()), "username", R"("Anna")");
        addBadRow("User", toJson(samples::user()), "username", R"("a")");
        addBadRow("User", toJson(samples::user()), "displayName", R"("")");
        addBadRow("User", toJson(samples::user()), "displayName", '"' + QByteArray(65, 'x') + '"');
        addBadRow("User", toJson(samples::user()), "statusText", '"' + QByteArray(101, 'x') + '"');
        addBadRow("User", toJson(samples::user()), "timeZone", '"' + QByteArray(65, 'x') + '"');
        addBadRow("User", toJson(samples::user()), "timeZone", R"("Europe Berlin")");
        const QByteArray quotedId = '"' + samples::userId().toString().toLatin1() + '"';
        addBadRow("Room", toJson(samples::room()), "direct",
                  '[' + quotedId + ',' + quotedId + ',' + quotedId + ']');
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
        addBadRow("Message", toJson(samples::message()), "thread.count", "2147483648");
        addBadRow("Message", toJson(samples::message()), "reactions.0.users", "[]");
        for (const char* emoji : {"\"\"", "\":-(\"", "\"👍 👍\""})
            addBadRow("Message", toJson(samples::message()), "reactions.0.emoji", emoji);
        addBadRow("Message", toJson(samples::message()), "reactions.0.emoji",
                  '"' + QByteArray("👍").repeated(17) + '"');
        addBadRow("Message", toJson(samples::message()), "system.text", '"' + QByteArray(8001, 'x') + '"');
        addBadRow("MessageReceipts", toJson(samples::receipts()), "seen", "2147483648");
        addBadRow("MessageVersion", toJson(samples::messageVersion()), "content", R"("")");
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
        addOptionalFieldRows("User", toJson(samples::user()), rules::user);
        addOptionalFieldRows("Room", toJson(samples::room()), rules::room);
        addOptionalFieldRows("Presence", toJson(samples::presence()), rules::presence);
        addOptionalFieldRows("RoomView", toJson(samples::roomView()), roomViewRules);
        addOptionalFieldRows("Message", toJson(samples::message()), rules::message);
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
        json.insert(QStringLiteral("weather"), QJsonObject{{QStringLiteral("👍"), 3}});
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
        QCOMPARE(toString(PresenceStatus::DoNotDisturb), QStringLiteral("dnd"));
        QCOMPARE(toString(SystemKind::MemberBanned), QStringLiteral("member_banned"));
        QVERIFY(!presenceStatusFromString(u"busy"));
        QVERIFY(!systemKindFromString(u"MemberBanned"));
        QVERIFY(!roomKindFromString(u"Public"));
        QVERIFY(!roomRoleFromString(u""));
        QVERIFY(!messageTypeFromString(u"text "));
        QVERIFY(!registrationFromString(u"no"));
    }
};

QTEST_GUILESS_MAIN(TestCodecModels)
#include "tst_codec_models.moc"
