// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/api_routes.h"
#include "server/api/asyncapi.h"
#include "server/api/docs_page.h"
#include "server/api/error_responses.h"
#include "server/api/openapi.h"
#include "server/auth/auth_service.h"
#include "server/gateway/gateway.h"
#include "server/log/embedded_log.h"
#include "server/metrics/health_routes.h"
#include "server/metrics/metrics.h"
#include "server/net/method.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"
#include "shared/search_result.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <functional>

using namespace parlor;
using namespace Qt::StringLiterals;

namespace {

/// Every route of a gateway, as parlord has them.
class AllRoutes {
public:
    AllRoutes()
        : m_store(store::makeSqliteStore(m_dir.filePath(u"store"_s)))
        , m_log(log::openEmbeddedLog(m_dir.filePath(u"log"_s)).value())
        , m_auth(*m_store, authConfig())
        , m_gateway({}, *m_store, *m_log, m_auth, m_pool)
        , m_health({[] { return QStringList(); }, &m_registry, {}}) {
        m_gateway.addRoutes(router);
        m_health.addTo(router);
        api::addRoutes(router, u"1"_s);
    }

    net::Router router;

private:
    static auth::AuthConfig authConfig() {
        auth::AuthConfig config;
        config.jwtSecret = QByteArray(32, 'x');
        config.minimumPasswordCost = true;
        return config;
    }

    QTemporaryDir m_dir;
    QThreadPool m_pool;
    metrics::Registry m_registry;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<log::Log> m_log;
    auth::AuthService m_auth;
    gateway::Gateway m_gateway;
    HealthRoutes m_health;
};

/// Decodes and encodes again.
using Recoder = std::function<Result<QJsonObject>(const QJsonObject&)>;

template <typename T>
Result<QJsonObject> recode(const QJsonObject& json) {
    return fromJson<T>(json).map([](const T& value) { return toJson(value); });
}

Result<QJsonObject> recodeSearchAnswer(const QJsonObject& json) {
    return searchAnswerFromJson(json).map([](const SearchAnswer& answer) { return toJson(answer); });
}

const QHash<QString, Recoder>& recoders() {
    static const QHash<QString, Recoder> table{
        {u"User"_s, recode<User>},
        {u"AccountInfo"_s, recode<AccountInfo>},
        {u"SessionInfo"_s, recode<SessionInfo>},
        {u"AuditEntry"_s, recode<AuditEntry>},
        {u"RoomView"_s, recode<RoomView>},
        {u"Room"_s, recode<Room>},
        {u"PublicRoom"_s, recode<PublicRoom>},
        {u"ReadState"_s, recode<ReadState>},
        {u"Member"_s, recode<Member>},
        {u"Ban"_s, recode<Ban>},
        {u"Message"_s, recode<Message>},
        {u"MemberCursor"_s, recode<MemberCursor>},
        {u"MessageReceipts"_s, recode<MessageReceipts>},
        {u"MessageVersion"_s, recode<MessageVersion>},
        {u"Presence"_s, recode<Presence>},
        {u"SearchAnswer"_s, recodeSearchAnswer},
        {u"AuthTokens"_s, recode<AuthTokens>},
        {u"ServerInfo"_s, recode<ServerInfo>},
        {u"Error"_s, recode<Error>},
        {u"RegisterRequest"_s, recode<RegisterRequest>},
        {u"LoginRequest"_s, recode<LoginRequest>},
        {u"RefreshRequest"_s, recode<RefreshRequest>},
        {u"LogoutRequest"_s, recode<LogoutRequest>},
        {u"ChangePasswordRequest"_s, recode<ChangePasswordRequest>},
        {u"UpdateProfileRequest"_s, recode<UpdateProfileRequest>},
        {u"CreateUserRequest"_s, recode<CreateUserRequest>},
        {u"UpdateUserRequest"_s, recode<UpdateUserRequest>},
        {u"CreateRoomRequest"_s, recode<CreateRoomRequest>},
        {u"UpdateRoomRequest"_s, recode<UpdateRoomRequest>},
        {u"RoleRequest"_s, recode<RoleRequest>},
        {u"AddMemberRequest"_s, recode<AddMemberRequest>},
        {u"SendMessageRequest"_s, recode<SendMessageRequest>},
        {u"EditMessageRequest"_s, recode<EditMessageRequest>},
        {u"ReactionRequest"_s, recode<ReactionRequest>},
        {u"CursorRequest"_s, recode<CursorRequest>},
    };
    return table;
}

/// Objects that have no codec: they are written and read where they are used.
const QSet<QString>& withoutCodec() {
    static const QSet<QString> names{u"Reaction"_s,      u"Thread"_s,          u"Pin"_s,
                                     u"SystemEvent"_s,   u"Health"_s,          u"NotReady"_s,
                                     u"TypingRequest"_s, u"PresenceRequest"_s, u"SearchHit"_s};
    return names;
}

template <typename Frame, std::size_t... index>
QStringList typeNames(std::index_sequence<index...>) {
    return {typeName(Frame(std::in_place_index<index>))...};
}

/// The types of all frames of one side, in alphabetical order.
template <typename Frame>
QStringList typeNames() {
    QStringList names = typeNames<Frame>(std::make_index_sequence<std::variant_size_v<Frame>>());
    names.removeAll(typeName(server::Unknown{}));
    names.sort();
    return names;
}

QJsonObject messagesOf(const QJsonObject& asyncApi) {
    return asyncApi.value("components"_L1).toObject().value("messages"_L1).toObject();
}

/// Calls `visit` with every object in `value` and its path.
void walk(const QJsonValue& value, const QString& path,
          const std::function<void(const QJsonObject&, const QString&)>& visit) {
    if (value.isArray()) {
        const QJsonArray items = value.toArray();
        for (qsizetype i = 0; i < items.size(); ++i)
            walk(items[i], path + u'/' + QString::number(i), visit);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        visit(object, path);
        for (auto it = object.constBegin(); it != object.constEnd(); ++it)
            walk(*it, path + u'/' + it.key(), visit);
    }
}

} // namespace

/// The documents cannot say anything else than the code: neither less nor more.
class TestDocuments : public QObject {
    Q_OBJECT

    const QJsonObject m_http = api::openApi(u"1.2.3"_s);
    const QJsonObject m_socket = api::asyncApi(u"1.2.3"_s);

private Q_SLOTS:
    void everyRouteIsDescribed() {
        QStringList described;
        const QJsonObject paths = m_http.value("paths"_L1).toObject();
        for (auto path = paths.constBegin(); path != paths.constEnd(); ++path) {
            const QStringList methods = path->toObject().keys();
            for (const QString& method : methods) {
                if (method != "put"_L1) // said with patch, and answered by its route
                    described.append(method.toUpper() + u' ' + path.key());
            }
        }
        AllRoutes all;
        QStringList routes;
        const auto rows = all.router.routes();
        for (const auto& [method, pattern] : rows)
            routes.append(QLatin1String(net::methodName(method)) + u' ' + QString::fromLatin1(pattern));
        described.sort();
        routes.sort();
        QCOMPARE(described.join(u'\n'), routes.join(u'\n'));
    }

    void everyFrameIsDescribed() {
        QStringList requests;
        QStringList events;
        const QJsonObject messages = messagesOf(m_socket);
        for (auto it = messages.constBegin(); it != messages.constEnd(); ++it) {
            const QString type = it->toObject().value("name"_L1).toString();
            if (it.key().startsWith("client."_L1))
                requests.append(type);
            if (it.key().startsWith("server."_L1))
                events.append(type);
        }
        requests.sort();
        events.sort();
        QCOMPARE(requests, typeNames<ClientFrame>());
        QCOMPARE(events, typeNames<ServerFrame>());
    }

    void examplesOfModelsAreWhatTheCodecSays() {
        const QJsonObject schemas = m_http.value("components"_L1).toObject().value("schemas"_L1).toObject();
        for (auto it = schemas.constBegin(); it != schemas.constEnd(); ++it) {
            const QJsonObject one = it->toObject();
            if (!one.contains("properties"_L1) || it.key().endsWith("Page"_L1) ||
                withoutCodec().contains(it.key()))
                continue;
            QVERIFY2(recoders().contains(it.key()), qPrintable(it.key()));
            if (it.key() == "Error"_L1)
                continue; // its examples are made by the codec
            const QJsonArray examples = one.value("examples"_L1).toArray();
            QVERIFY2(!examples.isEmpty(), qPrintable(it.key()));
            for (const QJsonValue& example : examples) {
                const auto recoded = recoders().value(it.key())(example.toObject());
                QVERIFY2(recoded, recoded ? "" : qPrintable(it.key() + u": "_s + recoded.error().message()));
                QCOMPARE(*recoded, example.toObject());
            }
        }
        for (auto it = recoders().keyBegin(); it != recoders().keyEnd(); ++it)
            QVERIFY2(schemas.contains(*it), qPrintable(*it));
    }

    void examplesOfFramesAreWhatTheCodecSays() {
        const QJsonObject messages = messagesOf(m_socket);
        for (auto it = messages.constBegin(); it != messages.constEnd(); ++it) {
            if (it.key().startsWith("ok."_L1))
                continue;
            const QJsonArray examples = it->toObject().value("examples"_L1).toArray();
            QVERIFY2(!examples.isEmpty(), qPrintable(it.key()));
            for (const QJsonValue& example : examples) {
                const QJsonObject written = example.toObject().value("payload"_L1).toObject();
                QByteArray recoded;
                if (it.key().startsWith("client."_L1)) {
                    const auto request = decodeClientFrame(toBytes(written));
                    QVERIFY2(request, request ? "" : qPrintable(request.error().error.message()));
                    recoded = encode(request->frame, request->ref);
                } else {
                    const auto event = decodeServerFrame(toBytes(written));
                    QVERIFY2(event, event ? "" : qPrintable(event.error().message()));
                    recoded = encode(event->frame, event->ref);
                }
                QCOMPARE(*parseObject(recoded), written);
            }
        }
    }

    void everyReferenceLeadsSomewhere_data() {
        QTest::addColumn<QJsonObject>("document");
        QTest::newRow("openapi") << m_http;
        QTest::newRow("asyncapi") << m_socket;
    }

    void everyReferenceLeadsSomewhere() {
        QFETCH(QJsonObject, document);
        int count = 0;
        walk(document, {}, [&](const QJsonObject& object, const QString& path) {
            const QString target = object.value("$ref"_L1).toString();
            if (target.isEmpty())
                return;
            ++count;
            QJsonValue found = document;
            const QStringList steps = target.mid(2).split(u'/');
            for (const QString& step : steps)
                found = found.toObject().value(step);
            if (!found.isObject())
                QFAIL(qPrintable(path + u" refers to "_s + target));
        });
        QVERIFY(count > 50);
    }

    void everyAnswerIsClosed() {
        // Whatever the server answers with names all its members. What is asked of it may have more.
        const QJsonObject schemas = m_http.value("components"_L1).toObject().value("schemas"_L1).toObject();
        for (auto it = schemas.constBegin(); it != schemas.constEnd(); ++it) {
            if (it.key().endsWith("Request"_L1))
                continue;
            walk(*it, it.key(), [](const QJsonObject& object, const QString& path) {
                if (object.value("properties"_L1).isObject())
                    QVERIFY2(object.contains("additionalProperties"_L1), qPrintable(path));
            });
        }
    }

    void everyOperationTellsItsErrors() {
        walk(m_http.value("paths"_L1), {}, [](const QJsonObject& object, const QString& path) {
            if (!object.contains("operationId"_L1))
                return;
            const QJsonObject responses = object.value("responses"_L1).toObject();
            for (const auto status : {"400"_L1, "413"_L1, "415"_L1, "429"_L1, "500"_L1, "503"_L1})
                QVERIFY2(responses.contains(status), qPrintable(path));
            if (!object.contains("security"_L1))
                QVERIFY2(responses.contains("401"_L1), qPrintable(path));
            if (path.contains(u'{'))
                QVERIFY2(responses.contains("404"_L1), qPrintable(path));
        });
        QJsonObject shared = m_http.value("components"_L1).toObject().value("responses"_L1).toObject();
        QCOMPARE(shared.size(), api::codesOnWire().size());
    }

    void thePageShowsEverything() {
        const api::DocsPage page = api::docsPage(m_http, m_socket);
        const QString html = QString::fromUtf8(page.html);
        QVERIFY(html.startsWith("<!DOCTYPE html>"_L1));
        QVERIFY(page.policy.contains("default-src 'none'") && !page.policy.contains("unsafe"));
        // Nothing that a browser would fetch or run.
        for (const auto forbidden :
             {"<script"_L1, "src="_L1, "url("_L1, "@import"_L1, "style=\""_L1, "onclick"_L1})
            QVERIFY2(!html.contains(forbidden), forbidden.data());
        QSet<QString> anchors;
        static const QRegularExpression id(u"id=\"([^\"]+)\""_s);
        for (auto it = id.globalMatch(html); it.hasNext();) {
            const QString anchor = it.next().captured(1);
            QVERIFY2(!anchors.contains(anchor), qPrintable(anchor));
            anchors.insert(anchor);
        }
        static const QRegularExpression href(u"href=\"#([^\"]+)\""_s);
        for (auto it = href.globalMatch(html); it.hasNext();) {
            const QString anchor = it.next().captured(1);
            QVERIFY2(anchors.contains(anchor), qPrintable(anchor));
        }
        walk(m_http.value("paths"_L1), {}, [&](const QJsonObject& object, const QString& path) {
            if (object.contains("operationId"_L1) && !path.endsWith("/put"_L1))
                QVERIFY2(anchors.contains(object.value("operationId"_L1).toString()), qPrintable(path));
        });
    }

    void documentsAreServedOnce() {
        AllRoutes all;
        for (const QByteArray path : {"/api/v1/openapi.json", "/api/v1/asyncapi.json", "/docs"}) {
            const auto match = all.router.match(net::Method::Get, path);
            QVERIFY(match.outcome == net::Router::Match::Outcome::Found);
            net::HttpRequest request;
            net::HttpResponse response;
            const auto ask = [&] {
                (*match.handler)(request, match.args,
                                 [&](const Result<net::HttpResponse>& answer) { response = answer.value(); });
            };
            const auto header = [&](const char* name) {
                for (const auto& [key, value] : std::as_const(response.headers)) {
                    if (key == name)
                        return value;
                }
                return QByteArray();
            };
            ask();
            QCOMPARE(response.status, 200);
            QVERIFY(!response.body.isEmpty());
            const QByteArray tag = header("ETag");
            QVERIFY(tag.size() > 10);
            QCOMPARE(header("Cache-Control"), QByteArray("public, no-cache"));
            for (const QByteArray& known : {tag, "W/" + tag, "\"other\", " + tag, QByteArray("*")}) {
                request.headers = {{"if-none-match", known}};
                ask();
                QCOMPARE(response.status, 304);
                QVERIFY(response.body.isEmpty());
                QCOMPARE(header("ETag"), tag);
            }
            request.headers = {{"if-none-match", "\"other\""}};
            ask();
            QCOMPARE(response.status, 200);
        }
    }
};

QTEST_GUILESS_MAIN(TestDocuments)
#include "tst_documents.moc"
