// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/search_result.h"

#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <functional>

using namespace parlor;

namespace {

struct Example {
    int line = 0; ///< of the fence
    QString tag;  ///< what the comment before it says; empty if there is none
    QByteArray text;
};

/// Decodes the text, encodes it again.
using Recoder = std::function<Result<QJsonObject>(const QByteArray&)>;

template <typename T>
Result<QJsonObject> recode(const QByteArray& text) {
    return decodeBody<T>(text).map([](const T& value) { return toJson(value); });
}

template <typename T>
Result<QJsonObject> recodePage(const QByteArray& text) {
    const auto object = parseObject(text);
    if (!object)
        return fail(object.error());
    return pageFromJson<T>(*object).map([](const Page<T>& page) { return toJson(page); });
}

Result<QJsonObject> recodeClientFrame(const QByteArray& text) {
    const auto request = decodeClientFrame(text);
    if (!request)
        return fail(request.error().error);
    return parseObject(encode(request->frame, request->ref));
}

Result<QJsonObject> recodeServerFrame(const QByteArray& text) {
    const auto event = decodeServerFrame(text);
    if (!event)
        return fail(event.error());
    if (std::holds_alternative<server::Unknown>(event->frame))
        return fail(ErrorCode::Invalid, QStringLiteral("unknown type"));
    return parseObject(encode(event->frame, event->ref));
}

Result<QJsonObject> recodeErrorBody(const QByteArray& text) {
    const auto object = parseObject(text);
    if (!object)
        return object;
    const auto error = fromJson<Error>(object->value(QStringLiteral("error")).toObject());
    if (!error)
        return fail(error.error());
    return QJsonObject{{QStringLiteral("error"), toJson(*error)}};
}

Result<QJsonObject> recodeMessageId(const QByteArray& text) {
    auto object = parseObject(text);
    if (!object)
        return object;
    const auto value = [&](const char* key) { return object->value(QLatin1String(key)).toString(); };
    const auto sender = UserId::parse(value("sender"));
    const auto room = RoomId::parse(value("roomId"));
    const auto tempId = TempId::parse(value("tempId"));
    if (!sender || !room || !tempId)
        return fail(ErrorCode::Invalid);
    object->insert(QStringLiteral("name"), room->toString() + u'/' + tempId->toString());
    object->insert(QStringLiteral("id"), messageIdFor(*sender, *room, *tempId).toString());
    return object;
}

Result<QJsonObject> recodeSearchAnswer(const QByteArray& text) {
    const auto object = parseObject(text);
    if (!object)
        return object;
    return searchAnswerFromJson(*object).map([](const SearchAnswer& answer) { return toJson(answer); });
}

const QHash<QString, Recoder>& recoders() {
    static const QHash<QString, Recoder> table{
        {QStringLiteral("client-frame"), recodeClientFrame},
        {QStringLiteral("server-frame"), recodeServerFrame},
        {QStringLiteral("model:User"), recode<User>},
        {QStringLiteral("model:AccountInfo"), recode<AccountInfo>},
        {QStringLiteral("model:SessionInfo"), recode<SessionInfo>},
        {QStringLiteral("page:AuditEntry"), recodePage<AuditEntry>},
        {QStringLiteral("body:LogoutRequest"), recode<LogoutRequest>},
        {QStringLiteral("body:ChangePasswordRequest"), recode<ChangePasswordRequest>},
        {QStringLiteral("body:UpdateProfileRequest"), recode<UpdateProfileRequest>},
        {QStringLiteral("body:CreateUserRequest"), recode<CreateUserRequest>},
        {QStringLiteral("body:UpdateUserRequest"), recode<UpdateUserRequest>},
        {QStringLiteral("model:Room"), recode<Room>},
        {QStringLiteral("model:RoomView"), recode<RoomView>},
        {QStringLiteral("model:Message"), recode<Message>},
        {QStringLiteral("model:MessageVersion"), recode<MessageVersion>},
        {QStringLiteral("model:MemberCursor"), recode<MemberCursor>},
        {QStringLiteral("model:MessageReceipts"), recode<MessageReceipts>},
        {QStringLiteral("model:Presence"), recode<Presence>},
        {QStringLiteral("model:AuthTokens"), recode<AuthTokens>},
        {QStringLiteral("model:ServerInfo"), recode<ServerInfo>},
        {QStringLiteral("page:User"), recodePage<User>},
        {QStringLiteral("page:RoomView"), recodePage<RoomView>},
        {QStringLiteral("page:PublicRoom"), recodePage<PublicRoom>},
        {QStringLiteral("page:Member"), recodePage<Member>},
        {QStringLiteral("page:Message"), recodePage<Message>},
        {QStringLiteral("body:RegisterRequest"), recode<RegisterRequest>},
        {QStringLiteral("body:LoginRequest"), recode<LoginRequest>},
        {QStringLiteral("body:RefreshRequest"), recode<RefreshRequest>},
        {QStringLiteral("body:CreateRoomRequest"), recode<CreateRoomRequest>},
        {QStringLiteral("body:AddMemberRequest"), recode<AddMemberRequest>},
        {QStringLiteral("body:UpdateRoomRequest"), recode<UpdateRoomRequest>},
        {QStringLiteral("body:RoleRequest"), recode<RoleRequest>},
        {QStringLiteral("page:Ban"), recodePage<Ban>},
        {QStringLiteral("body:SendMessageRequest"), recode<SendMessageRequest>},
        {QStringLiteral("body:EditMessageRequest"), recode<EditMessageRequest>},
        {QStringLiteral("body:ReactionRequest"), recode<ReactionRequest>},
        {QStringLiteral("page:MessageVersion"), recodePage<MessageVersion>},
        {QStringLiteral("body:CursorRequest"), recode<CursorRequest>},
        {QStringLiteral("answer:SearchAnswer"), recodeSearchAnswer},
        {QStringLiteral("error-body"), recodeErrorBody},
        {QStringLiteral("example:message-id"), recodeMessageId},
        {QStringLiteral("other"), parseObject},
    };
    return table;
}

} // namespace

class TestProtocolExamples : public QObject {
    Q_OBJECT

    QStringList m_lines;
    QList<Example> m_examples;

    static QString tagOf(const QString& line) {
        static const QRegularExpression comment(QStringLiteral("^<!-- (.+) -->$"));
        return comment.match(line).captured(1);
    }

    /// The rows of the table behind `<!-- table:name -->`, without head and rule.
    QList<QStringList> table(const QString& name) const {
        QList<QStringList> rows;
        for (qsizetype i = m_lines.indexOf(QStringLiteral("<!-- table:%1 -->").arg(name)) + 3;
             i > 2 && i < m_lines.size() && m_lines[i].startsWith(u'|'); ++i) {
            QStringList cells = m_lines[i].split(u'|');
            for (QString& cell : cells)
                cell = cell.trimmed().remove(u'`');
            rows.append(cells.mid(1));
        }
        return rows;
    }

private Q_SLOTS:
    void initTestCase() {
        QFile file(QStringLiteral(PARLOR_PROTOCOL_MD));
        QVERIFY2(file.open(QIODevice::ReadOnly), PARLOR_PROTOCOL_MD);
        m_lines = QString::fromUtf8(file.readAll()).split(u'\n');
        QString tag;
        for (int i = 0; i < m_lines.size(); ++i) {
            if (!m_lines[i].startsWith(QLatin1String("```"))) {
                if (!m_lines[i].isEmpty())
                    tag = tagOf(m_lines[i]);
                continue;
            }
            Example example{i + 1, tag, {}};
            const bool json = m_lines[i] == QLatin1String("```json");
            for (++i; i < m_lines.size() && m_lines[i] != QLatin1String("```"); ++i)
                example.text += m_lines[i].toUtf8() + '\n';
            QVERIFY2(i < m_lines.size(), "a fence is not closed");
            if (json)
                m_examples.append(example);
            tag.clear();
        }
        QVERIFY(!m_examples.isEmpty());
    }

    void everyExample() {
        for (const Example& example : m_examples) {
            const auto where = [&](const QString& what) {
                return QStringLiteral("docs/protocol.md:%1 (%2): %3")
                    .arg(example.line)
                    .arg(example.tag, what)
                    .toUtf8();
            };
            QVERIFY2(!example.tag.isEmpty(),
                     where(QStringLiteral("no comment says what this is")).constData());
            QVERIFY2(recoders().contains(example.tag),
                     where(QStringLiteral("an unknown kind of example")).constData());
            const auto written = parseObject(example.text);
            QVERIFY2(written, written ? "" : where(written.error().message()).constData());
            const auto recoded = recoders().value(example.tag)(example.text);
            QVERIFY2(recoded, recoded ? "" : where(recoded.error().message()).constData());
            if (*recoded != *written)
                QFAIL(
                    where(QStringLiteral("encodes to ") + QString::fromUtf8(toBytes(*recoded))).constData());
        }
    }

    void everyKindHasAnExample() {
        QSet<QString> tags;
        for (const Example& example : m_examples)
            tags.insert(example.tag);
        for (auto it = recoders().keyBegin(); it != recoders().keyEnd(); ++it)
            QVERIFY2(tags.contains(*it), qPrintable(*it));
    }

    void everyFrameHasAnExample() {
        QSet<std::size_t> clientTypes;
        QSet<std::size_t> serverTypes;
        for (const Example& example : m_examples) {
            if (example.tag == QLatin1String("client-frame"))
                clientTypes.insert(decodeClientFrame(example.text).value().frame.index());
            if (example.tag == QLatin1String("server-frame"))
                serverTypes.insert(decodeServerFrame(example.text).value().frame.index());
        }
        QCOMPARE(std::size_t(clientTypes.size()), std::variant_size_v<ClientFrame>);
        // All but Unknown, which is none.
        QCOMPARE(std::size_t(serverTypes.size()), std::variant_size_v<ServerFrame> - 1);
    }

    void theTablesOfFramesAreTheFrames() {
        // An example of each is there, and names it.
        QStringList client;
        QStringList server;
        for (const Example& example : m_examples) {
            const QString type = parseObject(example.text).value().value(QStringLiteral("type")).toString();
            if (example.tag == QLatin1String("client-frame") && !client.contains(type))
                client.append(type);
            if (example.tag == QLatin1String("server-frame") && !server.contains(type))
                server.append(type);
        }
        const auto told = [this](const char* name) {
            QStringList names;
            static const QRegularExpression link(QStringLiteral("^\\[(.+)\\]\\(.*\\)$"));
            for (const QStringList& row : table(QLatin1String(name))) {
                const auto match = link.match(row[0]);
                names.append(match.hasMatch() ? match.captured(1) : row[0]);
            }
            return names;
        };
        client.sort();
        server.sort();
        QStringList toldClient = told("client-frames");
        QStringList toldServer = told("server-frames");
        toldClient.sort();
        toldServer.sort();
        QCOMPARE(toldClient, client);
        QCOMPARE(toldServer, server);
    }

    void theTableOfLimitsIsTheLimits() {
        const QJsonObject limits = toJson(ServerInfo()).value(QStringLiteral("limits")).toObject();
        QJsonObject told;
        for (const QStringList& row : table(QStringLiteral("limits"))) {
            told.insert(row[0], row[1].toInt());
            QVERIFY2(!row[2].isEmpty(), qPrintable(row[0]));
        }
        QCOMPARE(told, limits);
    }

    void theTableOfSystemKindsIsTheKinds() {
        const QList<QStringList> rows = table(QStringLiteral("system-kinds"));
        QCOMPARE(int(rows.size()), int(SystemKind::MessagePinned) + 1);
        for (int i = 0; i < rows.size(); ++i)
            QCOMPARE(rows[i][0], toString(SystemKind(i)));
    }

    void theTableOfErrorsIsTheCodes() {
        const QList<QStringList> rows = table(QStringLiteral("errors"));
        QList<ErrorCode> told;
        for (const QStringList& row : rows) {
            const auto code = errorCodeFromName(row[0].toLatin1());
            QVERIFY2(code, qPrintable(row[0]));
            const ErrorInfo& info = errorInfo(*code);
            QCOMPARE(row[1].toInt(), info.httpStatus);
            QCOMPARE(row[2], info.retryable ? QStringLiteral("yes") : QStringLiteral("no"));
            told.append(*code);
        }
        for (int i = 0; i <= int(ErrorCode::PositionMoved); ++i)
            QCOMPARE(told.count(ErrorCode(i)), isOnWire(ErrorCode(i)) ? 1 : 0);
    }

    void theTableOfCloseCodesIsTheCodes() {
        QList<int> told;
        for (const QStringList& row : table(QStringLiteral("close-codes")))
            told.append(row[0].toInt());
        QList<int> codes;
        for (const CloseCode code :
             {CloseCode::Normal, CloseCode::GoingAway, CloseCode::ProtocolError, CloseCode::UnsupportedData,
              CloseCode::BadUtf8, CloseCode::PolicyViolation, CloseCode::TooBig, CloseCode::InternalError,
              CloseCode::Unauthorized, CloseCode::TooSlow, CloseCode::RateLimited})
            codes.append(int(code));
        QCOMPARE(told, codes);
    }
};

QTEST_GUILESS_MAIN(TestProtocolExamples)
#include "tst_protocol_examples.moc"
