// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/openapi.h"

#include "server/api/document_source.h"
#include "server/api/error_responses.h"
#include "shared/codec.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace parlor::api {

using namespace Qt::StringLiterals;

namespace {

// In the order in which they are shown.
constexpr std::array operationFiles{"operations_server.json"_L1,   "operations_auth.json"_L1,
                                    "operations_users.json"_L1,    "operations_administration.json"_L1,
                                    "operations_rooms.json"_L1,    "operations_messages.json"_L1,
                                    "operations_statuses.json"_L1, "operations_search.json"_L1};

/// What any request may be answered with, whatever it asks for.
const QList<ErrorCode>& alwaysPossible() {
    using enum ErrorCode;
    static const QList<ErrorCode> codes{Invalid,    Timeout,          LengthRequired,  TooLarge,
                                        UriTooLong, UnsupportedMedia, HeadersTooLarge, RateLimited,
                                        Internal,   Unavailable};
    return codes;
}

/// `{id}` of a path, in order.
QStringList pathParameters(const QString& path) {
    static const QRegularExpression name(u"\\{(\\w+)\\}"_s);
    QStringList names;
    for (auto it = name.globalMatch(path); it.hasNext();)
        names.append(it.next().captured(1));
    return names;
}

QJsonValue schemaIn(const QJsonObject& response) {
    return response.value("content"_L1).toObject().value("application/json"_L1).toObject().value("schema"_L1);
}

/// For a status that is told with a body of its own, or with an error.
QJsonObject either(QJsonObject response, const QJsonObject& errors, const QString& status) {
    QJsonObject error = errors.value(status).toObject();
    if (const QString shared = error.value("$ref"_L1).toString(); !shared.isEmpty())
        error = sharedErrorResponses().value(shared.section(u'/', -1)).toObject();
    const QJsonObject media{
        {"schema"_L1, QJsonObject{{"oneOf"_L1, QJsonArray{schemaIn(response), schemaIn(error)}}}}};
    response.insert("headers"_L1, error.value("headers"_L1));
    response.insert("content"_L1, QJsonObject{{"application/json"_L1, media}});
    return response;
}

class Builder {
public:
    explicit Builder(const QString& version)
        : m_version(version)
        , m_parameters(readSource(u"parameters.json"_s))
        , m_schemas(componentSchemas()) {}

    QJsonObject build();

private:
    QJsonObject parameter(const QString& name) const;
    QJsonObject parameter(const QString& name, const QJsonObject& source) const;
    QJsonObject operation(const QString& tag, const QString& path, const QJsonObject& source) const;
    QJsonObject answer(const QString& status, const QString& what, bool document) const;
    QJsonObject jsonContent(const QString& schema) const;
    QJsonValue exampleOf(const QString& schema) const;
    void addPages(const QJsonObject& answers);
    void add(const QString& tag, const QJsonObject& source);

    const QString m_version;
    const QJsonObject m_parameters;
    QJsonObject m_schemas;
    QJsonObject m_paths;
};

QJsonValue Builder::exampleOf(const QString& schema) const {
    return m_schemas.value(schema).toObject().value("examples"_L1).toArray().first();
}

QJsonObject Builder::parameter(const QString& name) const {
    if (!m_parameters.contains(name))
        qFatal("There is no parameter %s", qUtf8Printable(name));
    return parameter(name, m_parameters.value(name).toObject());
}

QJsonObject Builder::parameter(const QString& name, const QJsonObject& source) const {
    QJsonObject parameter = source;
    if (!parameter.contains("name"_L1))
        parameter.insert("name"_L1, name);
    if (!parameter.contains("in"_L1))
        parameter.insert("in"_L1, "query"_L1);
    if (parameter.value("in"_L1) == "path"_L1)
        parameter.insert("required"_L1, true);
    const QJsonValue schema = source.value("schema"_L1);
    if (schema.isString())
        parameter.insert("example"_L1, exampleOf(schema.toString()));
    parameter.insert("schema"_L1, expandSchema(schema, Objects::Open));
    return parameter;
}

QJsonObject Builder::jsonContent(const QString& schema) const {
    QJsonObject examples;
    const QJsonArray written = m_schemas.value(schema).toObject().value("examples"_L1).toArray();
    for (qsizetype i = 0; i < written.size(); ++i)
        examples.insert(i == 0 ? u"example"_s : u"example%1"_s.arg(i + 1),
                        QJsonObject{{"value"_L1, written[i]}});
    QJsonObject media{{"schema"_L1, expandSchema(schema, Objects::Closed)}};
    if (!examples.isEmpty())
        media.insert("examples"_L1, examples);
    return {{"application/json"_L1, media}};
}

/// `what`: a schema, "[Schema]" for a page of it, a media type, or nothing.
QJsonObject Builder::answer(const QString& status, const QString& what, bool document) const {
    QJsonObject response{{"headers"_L1, responseHeaders()}};
    QString told = u"Done."_s;
    if (what.startsWith(u'[')) {
        const QString item = what.mid(1, what.size() - 2);
        told = u"A page of the list."_s;
        response.insert("content"_L1, jsonContent(item + u"Page"_s));
    } else if (what.contains(u'/')) {
        const bool json = what == "application/json"_L1;
        told = u"The document."_s;
        response.insert(
            "content"_L1,
            QJsonObject{{what, QJsonObject{{"schema"_L1,
                                            QJsonObject{{"type"_L1, json ? "object"_L1 : "string"_L1}}}}}});
    } else if (!what.isEmpty()) {
        if (!m_schemas.contains(what))
            qFatal("There is no schema %s", qUtf8Printable(what));
        told = status == "201"_L1 ? u"Made."_s : u"Here it is."_s;
        response.insert("content"_L1, jsonContent(what));
    } else if (status == "304"_L1) {
        told = u"It is as it was (`If-None-Match`)."_s;
    }
    response.insert("description"_L1, told);
    if (document) {
        QJsonObject headers = responseHeaders();
        for (const auto name : {"ETag"_L1, "Cache-Control"_L1})
            headers.insert(name, QJsonObject{{"$ref"_L1, "#/components/headers/"_L1 + name}});
        response.insert("headers"_L1, headers);
    }
    return response;
}

void Builder::addPages(const QJsonObject& answers) {
    for (const QJsonValue& answer : answers) {
        const QString what = answer.toString();
        if (!what.startsWith(u'['))
            continue;
        const QString item = what.mid(1, what.size() - 2);
        if (!m_schemas.contains(item))
            qFatal("There is no schema %s", qUtf8Printable(item));
        const QJsonObject properties{{"items"_L1, QJsonObject{{"type"_L1, "array"_L1}, {"items"_L1, item}}},
                                     {"next"_L1, "Cursor"_L1}};
        QJsonObject page =
            expandSchema(QJsonObject{{"properties"_L1, properties}}, Objects::Closed).toObject();
        page.insert("examples"_L1, QJsonArray{QJsonObject{{"items"_L1, QJsonArray{exampleOf(item)}},
                                                          {"next"_L1, QJsonValue()}}});
        m_schemas.insert(item + u"Page"_s, page);
    }
}

QJsonObject Builder::operation(const QString& tag, const QString& path, const QJsonObject& source) const {
    const bool open = source.value("open"_L1).toBool();
    QJsonObject operation{{"operationId"_L1, source.value("id"_L1)},
                          {"tags"_L1, QJsonArray{tag}},
                          {"summary"_L1, source.value("summary"_L1)}};
    if (source.contains("description"_L1))
        operation.insert("description"_L1, source.value("description"_L1));
    if (open)
        operation.insert("security"_L1, QJsonArray{});

    QJsonArray parameters;
    const QStringList inPath = pathParameters(path);
    for (const QString& name : inPath)
        parameters.append(parameter(name));
    for (const QJsonValue& query : source.value("query"_L1).toArray())
        parameters.append(query.isString() ? parameter(query.toString()) : parameter({}, query.toObject()));
    if (!parameters.isEmpty())
        operation.insert("parameters"_L1, parameters);
    if (const QString body = source.value("body"_L1).toString(); !body.isEmpty()) {
        if (!m_schemas.contains(body))
            qFatal("There is no schema %s", qUtf8Printable(body));
        operation.insert("requestBody"_L1,
                         QJsonObject{{"required"_L1, !source.value("bodyOptional"_L1).toBool()},
                                     {"content"_L1, jsonContent(body)}});
    }

    Reasons reasons;
    for (const ErrorCode code : alwaysPossible())
        reasons.insert(code, {});
    if (!open)
        reasons.insert(ErrorCode::Unauthenticated, {});
    if (!inPath.isEmpty())
        reasons.insert(ErrorCode::NotFound, {});
    const QJsonObject errors = source.value("errors"_L1).toObject();
    for (auto it = errors.constBegin(); it != errors.constEnd(); ++it) {
        const auto code = errorCodeFromName(it.key().toLatin1());
        if (!code)
            qFatal("There is no error %s", qUtf8Printable(it.key()));
        reasons.insert(*code, it->toString());
    }
    QJsonObject responses = errorResponses(reasons);
    const QJsonObject answers = source.value("answers"_L1).toObject();
    for (auto it = answers.constBegin(); it != answers.constEnd(); ++it) {
        QJsonObject response = answer(it.key(), it->toString(), source.value("document"_L1).toBool());
        // A status that says an error too: either body.
        if (responses.contains(it.key()))
            response = either(response, errorResponses(reasons), it.key());
        responses.insert(it.key(), response);
    }
    operation.insert("responses"_L1, responses);
    return operation;
}

void Builder::add(const QString& tag, const QJsonObject& source) {
    const QStringList request = source.value("request"_L1).toString().split(u' ');
    const QString method = request.first().toLower();
    const QString& path = request.last();
    addPages(source.value("answers"_L1).toObject());
    QJsonObject item = m_paths.value(path).toObject();
    if (item.contains(method))
        qFatal("%s is there twice", qUtf8Printable(source.value("request"_L1).toString()));
    QJsonObject written = operation(tag, path, source);
    item.insert(method, written);
    if (method == "patch"_L1) {
        // For clients that cannot send PATCH; the router answers it by the same row.
        written.insert("operationId"_L1, source.value("id"_L1).toString() + u"ByPut"_s);
        written.insert("description"_L1, u"The same as PATCH."_s);
        item.insert("put"_L1, written);
    }
    m_paths.insert(path, item);
}

QJsonObject Builder::build() {
    QJsonArray tags;
    for (const QLatin1StringView file : operationFiles) {
        const QJsonObject source = readSource(file);
        tags.append(QJsonObject{{"name"_L1, source.value("tag"_L1)},
                                {"description"_L1, source.value("description"_L1)}});
        for (const QJsonValue& row : source.value("operations"_L1).toArray())
            add(source.value("tag"_L1).toString(), row.toObject());
    }
    const QJsonObject about = readSource(u"about.json"_s);
    QJsonObject info = about.value("info"_L1).toObject();
    info.insert("version"_L1, m_version);
    return {{"openapi"_L1, "3.1.0"_L1},
            {"info"_L1, info},
            {"servers"_L1, QJsonArray{QJsonObject{{"url"_L1, "/"_L1}}}},
            {"security"_L1, QJsonArray{QJsonObject{{"accessToken"_L1, QJsonArray{}}}}},
            {"tags"_L1, tags},
            {"paths"_L1, m_paths},
            {"components"_L1, QJsonObject{{"schemas"_L1, m_schemas},
                                          {"responses"_L1, sharedErrorResponses()},
                                          {"headers"_L1, about.value("headers"_L1)},
                                          {"securitySchemes"_L1, about.value("securitySchemes"_L1)}}}};
}

void merge(QJsonObject& into, const QJsonObject& from) {
    for (auto it = from.constBegin(); it != from.constEnd(); ++it) {
        if (into.contains(it.key()))
            qFatal("The schema %s is there twice", qUtf8Printable(it.key()));
        into.insert(it.key(), *it);
    }
}

/// As the codec writes it, with the limits that there are.
QJsonObject serverInfoSchema() {
    ServerInfo info;
    info.name = u"Parlor"_s;
    info.version = u"0.1.0"_s;
    const QJsonObject written = toJson(info);
    QJsonObject limits;
    const QJsonObject told = written.value("limits"_L1).toObject();
    for (auto it = told.constBegin(); it != told.constEnd(); ++it)
        limits.insert(it.key(), "Number"_L1);
    QJsonObject properties;
    for (auto it = written.constBegin(); it != written.constEnd(); ++it)
        properties.insert(it.key(), QJsonObject{{"type"_L1, it->isBool() ? "boolean"_L1 : "string"_L1}});
    properties.insert("registration"_L1, "Registration"_L1);
    properties.insert("limits"_L1, QJsonObject{{"properties"_L1, limits}});
    QJsonObject schema = expandSchema(QJsonObject{{"properties"_L1, properties}}, Objects::Closed).toObject();
    schema.insert("examples"_L1, QJsonArray{written});
    return schema;
}

} // namespace

QJsonObject componentSchemas() {
    QJsonObject schemas = expandSchemas(readSource(u"schemas_texts.json"_s), Objects::Closed);
    merge(schemas, expandSchemas(readSource(u"schemas_models.json"_s), Objects::Closed));
    merge(schemas, expandSchemas(readSource(u"schemas_bodies.json"_s), Objects::Open));
    merge(schemas, {{"ServerInfo"_L1, serverInfoSchema()}, {"Error"_L1, errorSchema(codesOnWire())}});
    return schemas;
}

QJsonObject openApi(const QString& version) {
    return Builder(version).build();
}

} // namespace parlor::api
