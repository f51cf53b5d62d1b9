// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/asyncapi.h"

#include "server/api/document_source.h"
#include "server/api/openapi.h"
#include "shared/limits.h"

#include <QJsonArray>

namespace parlor::api {

using namespace Qt::StringLiterals;

namespace {

/// A frame's type as part of a key, where AsyncAPI allows no colon.
QString key(const QString& side, const QString& type) {
    return side + u'.' + QString(type).replace(u':', u'.');
}

QJsonObject inChannel(const QString& key) {
    return {{"$ref"_L1, u"#/channels/socket/messages/"_s + key}};
}

class Builder {
public:
    QJsonObject build(const QString& version);

private:
    void addMessage(const QString& side, const QString& type, const QJsonObject& source,
                    const QJsonValue& data, Objects objects);
    void addRequest(const QString& type, const QJsonObject& source);
    QJsonValue exampleOf(const QJsonObject& source, const QJsonValue& data) const;

    const QJsonObject m_schemas = componentSchemas();
    QJsonObject m_messages;
    QJsonObject m_channel; ///< references to m_messages
    QJsonObject m_operations;
};

/// Its own, or that of the schema that its data is.
QJsonValue Builder::exampleOf(const QJsonObject& source, const QJsonValue& data) const {
    if (source.contains("example"_L1) || !data.isString())
        return source.value("example"_L1);
    return m_schemas.value(data.toString()).toObject().value("examples"_L1).toArray().first();
}

void Builder::addMessage(const QString& side, const QString& type, const QJsonObject& source,
                         const QJsonValue& data, Objects objects) {
    QJsonObject frame{
        {"type"_L1, QJsonObject{{"const"_L1, type}}},
        {"ref?"_L1,
         QJsonObject{{"type"_L1, "string"_L1}, {"minLength"_L1, 1}, {"maxLength"_L1, limits::refMax}}}};
    // What nothing is said about is optional to those who ask.
    frame.insert(source.value("dataOptional"_L1).toBool() && side == "client"_L1 ? "data?"_L1 : "data"_L1,
                 data);
    QJsonObject payload = expandSchema(QJsonObject{{"properties"_L1, frame}}, objects).toObject();
    QJsonObject message{
        {"name"_L1, type}, {"summary"_L1, source.value("summary"_L1)}, {"payload"_L1, payload}};
    if (side != "ok"_L1) {
        const QJsonObject example{{"type"_L1, type}, {"data"_L1, exampleOf(source, data)}};
        message.insert("examples"_L1, QJsonArray{QJsonObject{{"payload"_L1, example}}});
    }
    m_messages.insert(key(side, type), message);
    m_channel.insert(key(side, type),
                     QJsonObject{{"$ref"_L1, u"#/components/messages/"_s + key(side, type)}});
}

void Builder::addRequest(const QString& type, const QJsonObject& source) {
    addMessage(u"client"_s, type, source, source.value("data"_L1), Objects::Open);
    QString answer = key(u"server"_s, source.value("answer"_L1).toString());
    if (source.contains("ok"_L1)) {
        answer = key(u"ok"_s, type);
        addMessage(u"ok"_s, type, {{"summary"_L1, u"Answers `%1`."_s.arg(type)}}, source.value("ok"_L1),
                   Objects::Closed);
        QJsonObject message = m_messages.value(answer).toObject();
        QJsonObject payload = message.value("payload"_L1).toObject();
        QJsonObject properties = payload.value("properties"_L1).toObject();
        properties.insert("type"_L1, QJsonObject{{"const"_L1, "ok"_L1}});
        payload.insert("properties"_L1, properties);
        message.insert("payload"_L1, payload);
        message.insert("name"_L1, "ok"_L1);
        m_messages.insert(answer, message);
    }
    m_operations.insert(
        key(u"client"_s, type),
        QJsonObject{{"action"_L1, "receive"_L1},
                    {"channel"_L1, QJsonObject{{"$ref"_L1, "#/channels/socket"_L1}}},
                    {"summary"_L1, source.value("summary"_L1)},
                    {"messages"_L1, QJsonArray{inChannel(key(u"client"_s, type))}},
                    {"reply"_L1, QJsonObject{{"channel"_L1, QJsonObject{{"$ref"_L1, "#/channels/socket"_L1}}},
                                             {"messages"_L1, QJsonArray{inChannel(answer),
                                                                        inChannel(u"server.error"_s)}}}}});
}

QJsonObject Builder::build(const QString& version) {
    const QJsonObject source = readSource(u"frames.json"_s);
    const QJsonObject events = source.value("server"_L1).toObject();
    for (auto it = events.constBegin(); it != events.constEnd(); ++it) {
        const QJsonObject frame = it->toObject();
        addMessage(u"server"_s, it.key(), frame, frame.value("data"_L1), Objects::Closed);
        m_operations.insert(key(u"server"_s, it.key()),
                            QJsonObject{{"action"_L1, "send"_L1},
                                        {"channel"_L1, QJsonObject{{"$ref"_L1, "#/channels/socket"_L1}}},
                                        {"summary"_L1, frame.value("summary"_L1)},
                                        {"messages"_L1, QJsonArray{inChannel(key(u"server"_s, it.key()))}}});
    }
    const QJsonObject requests = source.value("client"_L1).toObject();
    for (auto it = requests.constBegin(); it != requests.constEnd(); ++it)
        addRequest(it.key(), it->toObject());
    QJsonObject info = source.value("info"_L1).toObject();
    info.insert("version"_L1, version);
    return {{"asyncapi"_L1, "3.0.0"_L1},
            {"info"_L1, info},
            {"defaultContentType"_L1, "application/json"_L1},
            {"channels"_L1,
             QJsonObject{{"socket"_L1, QJsonObject{{"address"_L1, "/ws"_L1}, {"messages"_L1, m_channel}}}}},
            {"operations"_L1, m_operations},
            {"components"_L1, QJsonObject{{"schemas"_L1, m_schemas}, {"messages"_L1, m_messages}}}};
}

} // namespace

QJsonObject asyncApi(const QString& version) {
    return Builder().build(version);
}

} // namespace parlor::api
