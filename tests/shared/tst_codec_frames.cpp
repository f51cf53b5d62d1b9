// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/limits.h"
#include "tests/shared/frame_rules.h"

#include <QSet>
#include <QTest>

using namespace parlor;

namespace {

QJsonObject parsed(const QByteArray& text) {
    return parseObject(text).value();
}

QByteArray quoted(int length) {
    return '"' + QByteArray(length, 'x') + '"';
}

const QList<FieldRule> envelopeRules{{"type", FieldKind::Text}, {"ref", FieldKind::Text, true}};

template <typename Frame>
void addFrameRows(const QList<Frame>& frames) {
    QTest::addColumn<int>("index");
    QTest::addColumn<bool>("withRef");
    for (int i = 0; i < frames.size(); ++i) {
        QTest::addRow("%d %s", i, qPrintable(typeName(frames[i]))) << i << false;
        QTest::addRow("%d %s with ref", i, qPrintable(typeName(frames[i]))) << i << true;
    }
}

std::optional<QString> refFor(bool withRef) {
    // Needs escaping, and is as long as can be.
    return withRef ? std::optional<QString>(QStringLiteral("\"r\\1\"\n🐻") + QString(56, u'x')) : std::nullopt;
}

} // namespace

class TestCodecFrames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTypeHasASampleAndRules() {
        QSet<std::size_t> clientTypes;
        for (const ClientFrame& frame : samples::clientFrames())
            clientTypes.insert(frame.index());
        QCOMPARE(std::size_t(clientTypes.size()), std::variant_size_v<ClientFrame>);
        QCOMPARE(std::size_t(clientFrameRules().size()), std::variant_size_v<ClientFrame>);
        QSet<std::size_t> serverTypes;
        for (const ServerFrame& frame : samples::serverFrames())
            serverTypes.insert(frame.index());
        QCOMPARE(std::size_t(serverTypes.size()), std::variant_size_v<ServerFrame>);
        QCOMPARE(std::size_t(serverFrameRules().size()) + 1, std::variant_size_v<ServerFrame>);
        for (const FrameRules& frame : clientFrameRules() + serverFrameRules())
            QCOMPARE(frame.valid.value(QStringLiteral("type")).toString(), QLatin1String(frame.name));
    }

    void clientRoundTrip_data() { addFrameRows(samples::clientFrames()); }
    void clientRoundTrip() {
        QFETCH(int, index);
        QFETCH(bool, withRef);
        const ClientRequest request{refFor(withRef), samples::clientFrames().at(index)};
        const QByteArray text = encode(request.frame, request.ref);
        const auto decoded = decodeClientFrame(text);
        QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().error.message()));
        QVERIFY(*decoded == request);
        QCOMPARE(encode(decoded->frame, decoded->ref), text);
    }

    void serverRoundTrip_data() { addFrameRows(samples::serverFrames()); }
    void serverRoundTrip() {
        QFETCH(int, index);
        QFETCH(bool, withRef);
        const ServerEvent event{refFor(withRef), samples::serverFrames().at(index)};
        const QByteArray text = encode(event.frame, event.ref);
        const auto decoded = decodeServerFrame(text);
        QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().message()));
        QVERIFY(*decoded == event);
        QCOMPARE(encode(decoded->frame, decoded->ref), text);
    }

    void badClientFrames_data() {
        addBadFieldColumns();
        for (const FrameRules& frame : clientFrameRules())
            addBadFieldRows(frame.name, frame.valid, envelopeRules + frame.rules);

        const QJsonObject authenticate = clientSample<client::Authenticate>();
        addBadRow("authenticate", authenticate, "type", R"("poll:add")");
        addBadRow("authenticate", authenticate, "type", R"("")");
        addBadRow("authenticate", authenticate, "type", quoted(100000));
        addBadRow("authenticate", authenticate, "type", R"("authenticated")");
        addBadRow("authenticate", authenticate, "ref", R"("")");
        addBadRow("authenticate", authenticate, "ref", quoted(65));
        addBadRow("authenticate", authenticate, "data.token", R"("")");
        addBadRow("authenticate", authenticate, "data.token", quoted(4097));

        const QJsonObject message = clientSample<client::MessageNew>();
        addBadRow("message:new", message, "data.type", R"("system")");
        addBadRow("message:new", message, "data.content", R"("")");
        addBadRow("message:new", message, "data.content", R"(" \n\u200b")");
        addBadRow("message:new", message, "data.content", quoted(8001));
        // Kept for files: empty or absent.
        addBadRow("message:new", message, "data.attachments", R"(["f"])");
        addBadRow("message:new", message, "data.attachments", "{}");

        const QJsonObject edit = clientSample<client::MessageEdit>();
        addBadRow("message:edit", edit, "data.content", R"(" ")");
        addBadRow("message:edit", edit, "data.content", quoted(8001));
        const QJsonObject reaction = clientSample<client::ReactionAdd>();
        for (const char* emoji : {R"("")", R"("ok")", R"("👍 ")", R"("\u200d")"})
            addBadRow("reaction:add", reaction, "data.emoji", emoji);
        addBadRow("reaction:add", reaction, "data.emoji", '"' + QByteArray("👍").repeated(17) + '"');
        addBadRow("presence:set", clientSample<client::PresenceSet>(), "data.status", R"("offline")");
        const QByteArray user = '"' + samples::userId().toString().toLatin1() + '"';
        addBadRow("presence:get", clientSample<client::PresenceGet>(), "data.userIds",
                  '[' + (user + ',').repeated(limits::presenceQueryMax) + user + ']');
    }
    void badClientFrames() {
        QFETCH(QByteArray, text);
        const auto result = decodeClientFrame(text);
        QVERIFY2(!result, text.constData());
        const FrameError& failure = result.error();
        QCOMPARE(failure.error.code(), ErrorCode::Invalid);
        QTEST(failure.error.field(), "field");
        QVERIFY(failure.error.message().size() < 300);
        if (failure.error.field() == QStringLiteral("ref"))
            QVERIFY(!failure.ref);
        else
            QCOMPARE(failure.ref, QStringLiteral("r1"));
    }

    void badCursors_data() {
        QTest::addColumn<QByteArray>("rooms");
        QTest::addColumn<QString>("field");
        const QString room = QStringLiteral("data.rooms.8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02");
        const auto row = [](const char* name, const QByteArray& rooms, const QString& field) {
            QTest::newRow(name) << rooms << field;
        };
        row("no UUID", R"({"kitchen":1})", QStringLiteral("data.rooms.kitchen"));
        row("empty key", R"({"":1})", QStringLiteral("data.rooms."));
        row("hostile key", "{\"\\ud800\\n" + QByteArray(1000, 'x') + "\":1}",
            QStringLiteral("data.rooms.??") + QString(62, u'x'));
        row("text", R"({"8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02":"1"})", room);
        row("null", R"({"8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02":null})", room);
        row("fraction", R"({"8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02":1.5})", room);
        row("negative", R"({"8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02":-1})", room);
        row("over the limit", R"({"8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02":9007199254740992})", room);
        row("twice", R"({"8C2B6D0E-1F3A-4B5C-8D7E-9F0A1B2C3D02":1,"8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02":1})",
            room);
    }
    void badCursors() {
        QFETCH(QByteArray, rooms);
        const auto result = decodeClientFrame(
            "{\"type\":\"sync\",\"ref\":\"r1\",\"data\":{\"epoch\":1,\"rooms\":" + rooms + "}}");
        QVERIFY(!result);
        QTEST(result.error().error.field(), "field");
        QCOMPARE(result.error().ref, QStringLiteral("r1"));
    }

    void tooManyCursors() {
        client::Sync frame;
        // 5,000 fit in a frame, with numbers as they are in practice; more than the limit in number never do.
        for (int i = 0; i < 5000; ++i)
            frame.rooms.insert(RoomId::create(), 9999999999);
        const QByteArray text = encode(frame);
        QVERIFY(text.size() <= limits::frameMax);
        const auto decoded = decodeClientFrame(text);
        QVERIFY(decoded);
        QVERIFY(decoded->frame == ClientFrame(frame));
        while (frame.rooms.size() <= limits::syncRoomsMax)
            frame.rooms.insert(RoomId::create(), 0);
        const auto refused = decodeClientFrame(encode(frame));
        QVERIFY(!refused);
        QCOMPARE(refused.error().error.code(), ErrorCode::TooLarge);
        // Names that are no rooms' are shorter: of those it is the number that is refused, and none is looked
        // at.
        QByteArray names;
        for (int i = 0; i <= limits::syncRoomsMax; ++i)
            names += (names.isEmpty() ? "\"" : ",\"") + QByteArray::number(i) + "\":0";
        const QByteArray many = R"({"type":"sync","data":{"epoch":1,"rooms":{)" + names + "}}}";
        QVERIFY(many.size() <= limits::frameMax);
        const auto counted = decodeClientFrame(many);
        QVERIFY(!counted);
        QCOMPARE(counted.error().error.code(), ErrorCode::Invalid);
        QVERIFY2(counted.error().error.field().endsWith(QStringLiteral("rooms")),
                 qPrintable(counted.error().error.field()));
    }

    void aFrameOverTheLimit() {
        const QByteArray text = "{\"type\":\"ping\",\"x\":\"" + QByteArray(limits::frameMax, 'x') + "\"}";
        const auto result = decodeClientFrame(text);
        QVERIFY(!result);
        QCOMPARE(result.error().error.code(), ErrorCode::TooLarge);
        QVERIFY(!result.error().ref);
    }

    void badServerFrames_data() {
        addBadFieldColumns();
        for (const FrameRules& frame : serverFrameRules())
            addBadFieldRows(frame.name, frame.valid, envelopeRules + frame.rules);

        const QJsonObject synced = serverSample<server::Synced>();
        addBadRow("synced", synced, "data.rooms.0.roomId", R"("8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3dff")");
        addBadRow("synced", synced, "data.rooms.0.unread", "1001");
        addBadRow("synced", synced, "data.rooms.0.changes.1.content", R"("not empty though deleted")");
        QByteArray tooMany = "[0";
        for (int i = 0; i < limits::syncChangesMax; ++i)
            tooMany += ",0";
        addBadRow("synced", synced, "data.rooms.0.changes", tooMany + ']');
        for (int i = limits::syncChangesMax; i < limits::syncRoomsMax; ++i)
            tooMany += ",0";
        addBadRow("synced", synced, "data.rooms", tooMany + ']');
        addBadRow("synced", synced, "data.removed", tooMany + ']');
        const QJsonObject ok = serverSample<server::Ok>();
        addBadRow("ok", ok, "data.any", R"(["\ud800"])");
        addBadRow("ok", ok, "data.any", R"({"a":{"\ud800":1}})");
        addBadRow("ok", ok, "data.any", R"("\u0000")");
        addBadRow("error", serverSample<server::Failure>(), "data.message", R"("")");
        addBadRow("gap", serverSample<server::Gap>(), "ref", quoted(65));
        addBadRow("gap", serverSample<server::Gap>(), "type", quoted(65));
    }
    void badServerFrames() {
        QFETCH(QByteArray, text);
        const auto result = decodeServerFrame(text);
        QVERIFY2(!result, text.constData());
        QCOMPARE(result.error().code(), ErrorCode::Invalid);
        QTEST(result.error().field(), "field");
    }

    void optionalFields() {
        for (const FrameRules& frame : clientFrameRules()) {
            for (const FieldRule& rule : envelopeRules + frame.rules) {
                if (!rule.optional)
                    continue;
                QVERIFY2(decodeClientFrame(withField(frame.valid, rule.path, std::nullopt)), rule.path);
                QVERIFY2(decodeClientFrame(withField(frame.valid, rule.path, "null")), rule.path);
            }
        }
        for (const FrameRules& frame : serverFrameRules()) {
            for (const FieldRule& rule : envelopeRules + frame.rules) {
                if (!rule.optional)
                    continue;
                QVERIFY2(decodeServerFrame(withField(frame.valid, rule.path, std::nullopt)), rule.path);
                QVERIFY2(decodeServerFrame(withField(frame.valid, rule.path, "null")), rule.path);
            }
        }
    }

    void textThatIsNoFrame_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"", "[]", "5", "null", "{", "{}x", "ping", "{\"type\":\"ping\",\"ref\":\"\xFF\"}"})
            QTest::newRow(text) << QByteArray(text);
    }
    void textThatIsNoFrame() {
        QFETCH(QByteArray, text);
        const auto request = decodeClientFrame(text);
        QVERIFY(!request);
        QCOMPARE(request.error().error.code(), ErrorCode::Invalid);
        QVERIFY(!request.error().ref);
        QVERIFY(!decodeServerFrame(text));
    }

    void pingMayBeBare() {
        const auto bare = decodeClientFrame(R"({"type":"ping"})");
        QVERIFY(bare);
        QVERIFY(*bare == (ClientRequest{std::nullopt, client::Ping{}}));
        const QByteArray written = R"({"type":"ping","data":{}})";
        QCOMPARE(encode(ClientFrame(client::Ping{})), written);
    }

    void unknownServerTypesAreKept() {
        const auto event = decodeServerFrame(R"({"type":"poll:update","data":{"emoji":"👍"}})");
        QVERIFY(event);
        QVERIFY(*event == (ServerEvent{std::nullopt, server::Unknown{QStringLiteral("poll:update")}}));
        // Whatever its data may be.
        const QByteArray number = R"({"type":"later","data":5})";
        QVERIFY(decodeServerFrame(number));
        const QByteArray bare = R"({"type":"later"})";
        QVERIFY(decodeServerFrame(bare));
        const server::Unknown odd{QStringLiteral("a\"b\\\n")};
        QVERIFY(decodeServerFrame(encode(ServerFrame(odd)))->frame == ServerFrame(odd));
    }

    void anUnknownErrorCodeBecomesInternal() {
        const auto event =
            decodeServerFrame(R"({"type":"error","ref":"a","data":{"code":"teapot","message":"m"}})");
        QVERIFY(event);
        QCOMPARE(std::get<server::Failure>(event->frame).error.code(), ErrorCode::Internal);
    }

    void headIsThatOfTheRoom() {
        server::SyncedRoom room = samples::syncedRoom();
        room.head = 99; // the view beside it still says 46
        const auto event = decodeServerFrame(encode(ServerFrame(server::Synced{1, {room}, {}})));
        QVERIFY(event);
        const server::SyncedRoom& decoded = std::get<server::Synced>(event->frame).rooms.first();
        QCOMPARE(decoded.head, 99);
        QCOMPARE(decoded.room.head, 99);
    }

    // The documented order of members, and the message's own codec, whichever way the frame is written.
    void exactForm() {
        const QByteArray gap =
            R"({"type":"gap","ref":"r","data":{"roomId":"8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02"}})";
        QCOMPARE(encode(ServerFrame(server::Gap{samples::roomId()}), QStringLiteral("r")), gap);
        const QByteArray begin = R"({"type":"message:new","data":{)";
        for (const ServerFrame& frame : samples::serverFrames()) {
            if (const auto* message = std::get_if<server::MessageNew>(&frame)) {
                const QByteArray text = encode(frame);
                QVERIFY(text.startsWith(begin));
                QCOMPARE(parsed(text).value(QStringLiteral("data")).toObject(), toJson(message->message));
            }
        }
    }

    // What a text may hold goes through the frame's own writer unharmed.
    void everyCharacterSurvives() {
        QString content = QStringLiteral("\n\r\t");
        for (char32_t c = 0x20; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 37) {
            if (c >= 0x7F && c < 0xA0)
                continue;
            if (!QChar::isSurrogate(c))
                content += QString::fromUcs4(&c, 1);
        }
        for (qsizetype at = 0; at < content.size();) {
            qsizetype length = qMin<qsizetype>(4000, content.size() - at);
            if (content[at + length - 1].isHighSurrogate())
                --length;
            server::MessageNew frame{samples::plainMessage()};
            frame.message.content = u'x' + content.mid(at, length);
            const QByteArray text = encode(ServerFrame(frame));
            const auto event = decodeServerFrame(text);
            QVERIFY2(event, event ? "" : qPrintable(event.error().message()));
            QVERIFY(event->frame == ServerFrame(frame));
            QCOMPARE(parsed(text).value(QStringLiteral("data")).toObject(), toJson(frame.message));
            at += length;
        }
    }

    // Encoding cannot fail, whatever is in the text: it stays valid JSON.
    void encodingIsAlwaysJson() {
        server::MessageNew frame{samples::plainMessage()};
        frame.message.content = QString(QChar(0xD800)) + QChar(0) + QChar(0x1F) + QStringLiteral("x") +
                                QChar(0xDC00) + QChar(0xDBFF);
        const auto object = parseObject(encode(ServerFrame(frame)));
        QVERIFY(object);
        QCOMPARE(object->value(QStringLiteral("data")).toObject().value(QStringLiteral("content")).toString(),
                 QString(QChar(0xFFFD)) + QChar(0) + QChar(0x1F) + u'x' + QChar(0xFFFD) + QChar(0xFFFD));
    }

    void encodeCost() {
        const ServerFrame frame = server::MessageNew{samples::plainMessage()};
        QBENCHMARK {
            encode(frame);
        }
    }
    void decodeCost() {
        const QByteArray text = encode(samples::clientFrames().at(5), QStringLiteral("r1"));
        QBENCHMARK {
            QVERIFY(decodeClientFrame(text));
        }
    }
};

QTEST_GUILESS_MAIN(TestCodecFrames)
#include "tst_codec_frames.moc"
