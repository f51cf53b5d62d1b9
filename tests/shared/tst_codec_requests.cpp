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

RegisterRequest registerRequest() {
    return {QStringLiteral("anna.b"), QStringLiteral("anna@example.org"), QStringLiteral("pass wörd 1"),
            QStringLiteral("Anna Bär"), QStringLiteral("Laptop")};
}

LoginRequest loginRequest() {
    return {QStringLiteral("Anna@Example.org"), QStringLiteral("x"), QStringLiteral("Laptop")};
}

CreateRoomRequest createRoomRequest() {
    return {QStringLiteral("Küche"), RoomKind::Private, QStringLiteral("Was heute gekocht wird")};
}

SendMessageRequest sendMessageRequest() {
    return {samples::message().content, samples::tempId(), true, samples::messageId()};
}

const QList<FieldRule> registerRules{{"username", Name},
                                     {"email", Name},
                                     {"password", Text},
                                     {"displayName", Name, true},
                                     {"device", Name, true}};
const QList<FieldRule> loginRules{{"login", Text}, {"password", Text}, {"device", Name, true}};
const QList<FieldRule> createRoomRules{{"name", Name}, {"kind", Enumeration}, {"topic", Name, true}};
const QList<FieldRule> sendMessageRules{
    {"content", Content}, {"tempId", Uuid}, {"retry", Boolean, true}, {"replyTo", Uuid, true}};

const QList<FieldRule> editRules{{"content", Content}, {"opId", Uuid, true}, {"retry", Boolean, true}};

EditMessageRequest editRequest() {
    return {samples::message().content, samples::opId(), true};
}

template <typename T>
Result<QByteArray> recode(const QByteArray& text) {
    return decodeBody<T>(text).map([](const T& value) { return toBytes(toJson(value)); });
}

using Recoder = std::function<Result<QByteArray>(const QByteArray&)>;

const QHash<QByteArray, Recoder>& recoders() {
    static const QHash<QByteArray, Recoder> table{
        {"Register", recode<RegisterRequest>},       {"Login", recode<LoginRequest>},
        {"Refresh", recode<RefreshRequest>},         {"CreateRoom", recode<CreateRoomRequest>},
        {"AddMember", recode<AddMemberRequest>},     {"SendMessage", recode<SendMessageRequest>},
        {"EditMessage", recode<EditMessageRequest>}, {"Reaction", recode<ReactionRequest>},
        {"Cursor", recode<CursorRequest>},
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

QByteArray quoted(int length) {
    return '"' + QByteArray(length, 'x') + '"';
}

} // namespace

class TestCodecRequests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrips() {
        compareRoundTrip(registerRequest());
        RegisterRequest plain = registerRequest();
        plain.displayName.reset();
        plain.device.clear();
        compareRoundTrip(plain);
        compareRoundTrip(loginRequest());
        compareRoundTrip(RefreshRequest{QStringLiteral("r-123")});
        compareRoundTrip(createRoomRequest());
        compareRoundTrip(CreateRoomRequest{QStringLiteral("x"), RoomKind::Public, {}});
        compareRoundTrip(AddMemberRequest{samples::userId()});
        compareRoundTrip(sendMessageRequest());
        compareRoundTrip(SendMessageRequest{QStringLiteral("kurz"), samples::tempId(), false, std::nullopt});
        compareRoundTrip(editRequest());
        compareRoundTrip(EditMessageRequest{QStringLiteral("kurz"), std::nullopt, false});
        compareRoundTrip(ReactionRequest{QStringLiteral("👍🏽")});
        compareRoundTrip(CursorRequest{limits::integerMax});
        compareRoundTrip(CursorRequest{});
    }

    void whatIsAbsentIsNotWritten() {
        QCOMPARE(toBytes(toJson(CreateRoomRequest{QStringLiteral("x"), RoomKind::Public, {}})),
                 QByteArray(R"({"kind":"public","name":"x"})"));
        QCOMPARE(toJson(SendMessageRequest{QStringLiteral("x"), samples::tempId(), false, {}}).keys(),
                 (QStringList{QStringLiteral("content"), QStringLiteral("tempId")}));
        QCOMPARE(toJson(EditMessageRequest{QStringLiteral("x"), {}, false}).keys(),
                 QStringList{QStringLiteral("content")});
    }

    void badInput_data() {
        addBadFieldColumns();
        const QJsonObject reg = toJson(registerRequest());
        const QJsonObject login = toJson(loginRequest());
        const QJsonObject refresh = toJson(RefreshRequest{QStringLiteral("r")});
        const QJsonObject room = toJson(createRoomRequest());
        const QJsonObject message = toJson(sendMessageRequest());
        addBadFieldRows("Register", reg, registerRules);
        addBadFieldRows("Login", login, loginRules);
        addBadFieldRows("Refresh", refresh, {{"refreshToken", Text}});
        addBadFieldRows("CreateRoom", room, createRoomRules);
        addBadFieldRows("AddMember", toJson(AddMemberRequest{samples::userId()}), {{"userId", Uuid}});
        addBadFieldRows("SendMessage", message, sendMessageRules);
        addBadFieldRows("EditMessage", toJson(editRequest()), editRules);
        addBadFieldRows("Reaction", toJson(ReactionRequest{QStringLiteral("👍")}), {{"emoji", Name}});
        addBadFieldRows("Cursor", toJson(CursorRequest{4}), {{"seq", Integer}});
        addBadRow("EditMessage", toJson(editRequest()), "content", R"("")");
        addBadRow("EditMessage", toJson(editRequest()), "content", quoted(8001));
        addBadRow("Reaction", toJson(ReactionRequest{QStringLiteral("👍")}), "emoji", "\":-(\"");
        addBadRow("SendMessage", message, "attachments", R"(["f"])");

        addBadRow("Register", reg, "username", R"("Anna")");
        addBadRow("Register", reg, "username", R"("a")");
        addBadRow("Register", reg, "username", quoted(33));
        addBadRow("Register", reg, "email", R"("anna")");
        addBadRow("Register", reg, "password", quoted(7));
        addBadRow("Register", reg, "password", quoted(257));
        addBadRow("Register", reg, "displayName", R"("")");
        addBadRow("Register", reg, "displayName", R"("  ")");
        addBadRow("Register", reg, "displayName", quoted(65));
        addBadRow("Register", reg, "device", quoted(101));
        addBadRow("Login", login, "login", R"("")");
        addBadRow("Login", login, "login", quoted(255));
        addBadRow("Login", login, "password", R"("")");
        addBadRow("Login", login, "password", quoted(257));
        addBadRow("Refresh", refresh, "refreshToken", R"("")");
        addBadRow("Refresh", refresh, "refreshToken", quoted(4097));
        addBadRow("CreateRoom", room, "name", R"(" ")");
        addBadRow("CreateRoom", room, "name", quoted(81));
        addBadRow("CreateRoom", room, "topic", quoted(251));
        addBadRow("CreateRoom", room, "kind", R"("direct")");
        addBadRow("SendMessage", message, "content", R"("")");
        addBadRow("SendMessage", message, "content", R"("\n\t")");
        addBadRow("SendMessage", message, "content", quoted(8001));
    }
    void badInput() {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, text);
        const auto result = recoders().value(type)(text);
        QVERIFY2(!result, text.constData());
        QCOMPARE(result.error().code(), ErrorCode::Invalid);
        QTEST(result.error().field(), "field");
    }

    void optionalFields_data() {
        addBadFieldColumns();
        addOptionalFieldRows("Register", toJson(registerRequest()), registerRules);
        addOptionalFieldRows("Login", toJson(loginRequest()), loginRules);
        addOptionalFieldRows("CreateRoom", toJson(createRoomRequest()), createRoomRules);
        addOptionalFieldRows("SendMessage", toJson(sendMessageRequest()), sendMessageRules);
        addOptionalFieldRows("EditMessage", toJson(editRequest()), editRules);
    }
    void optionalFields() {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, text);
        const auto result = recoders().value(type)(text);
        QVERIFY2(result, result ? "" : qPrintable(result.error().message()));
    }

    void aBodyThatIsNoObject_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "[]", "null", "5", "\"x\"", "{", "{}x", "username=anna"})
            QTest::newRow(text) << QByteArray(text);
    }
    void aBodyThatIsNoObject() {
        QFETCH(QByteArray, text);
        const auto result = decodeBody<LoginRequest>(text);
        QVERIFY(!result);
        QCOMPARE(result.error().code(), ErrorCode::Invalid);
        QVERIFY(result.error().field().isEmpty());
    }

    void theFirstFaultIsTold() {
        const auto result = decodeBody<RegisterRequest>(R"({"password":5})");
        QVERIFY(!result);
        QCOMPARE(result.error().field(), QStringLiteral("username"));
        QCOMPARE(result.error().message(), QStringLiteral("username is missing."));
    }
};

QTEST_GUILESS_MAIN(TestCodecRequests)
#include "tst_codec_requests.moc"
