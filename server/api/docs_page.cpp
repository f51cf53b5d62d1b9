// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/docs_page.h"

#include "server/api/html.h"
#include "server/api/schema_text.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace parlor::api {

using namespace Qt::StringLiterals;

namespace {

using html::element;

QString paragraph(const QJsonValue& text) {
    const QString plain = text.toString();
    return plain.isEmpty() ? QString() : element("p", html::text(plain));
}

QString example(const QJsonValue& value) {
    const QJsonDocument document =
        value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return element("pre", element("code", QString::fromUtf8(document.toJson()).trimmed().toHtmlEscaped()),
                   u"tabindex=\"0\""_s);
}

class Page {
public:
    Page(const QJsonObject& openApi, const QJsonObject& asyncApi)
        : m_http(openApi)
        , m_socket(asyncApi) {}

    QString body();

private:
    struct Entry {
        QString anchor;
        QString label; ///< HTML
    };
    void begin(const QString& anchor, const QString& title, const QJsonValue& about = {});
    void list(const QString& anchor, const QString& label) {
        m_contents.last().second.append({anchor, label});
    }
    void operations();
    void operation(const QString& path, const QString& method, const QJsonObject& source);
    void frames(const QString& side, const QString& anchor, const QString& title, const QString& about);
    void schemas();
    QString contents() const;

    const QJsonObject& m_http;
    const QJsonObject& m_socket;
    QString m_main;
    QList<QPair<Entry, QList<Entry>>> m_contents;
};

void Page::begin(const QString& anchor, const QString& title, const QJsonValue& about) {
    m_contents.append({{anchor, title.toHtmlEscaped()}, {}});
    m_main += element("h2", html::link(anchor, title), u"id=\"%1\""_s.arg(anchor)) + paragraph(about);
}

void Page::operation(const QString& path, const QString& method, const QJsonObject& source) {
    const QString anchor = source.value("operationId"_L1).toString();
    const QString badge = element("span", method.toUpper(), u"class=\"method %1\""_s.arg(method));
    list(anchor, badge + u' ' + element("span", QString(path).remove(u"/api/v1"_s).toHtmlEscaped()));
    QString inner = element("h3", badge + u' ' + element("code", path.toHtmlEscaped()) + u' ' +
                                      html::link(anchor, u"#"_s));
    inner += element("p", element("strong", html::text(source.value("summary"_L1).toString())));
    inner += paragraph(source.value("description"_L1));
    if (source.contains("security"_L1))
        inner += element("p", u"No token is needed."_s, u"class=\"note\""_s);

    QStringList rows;
    for (const QJsonValue& value : source.value("parameters"_L1).toArray()) {
        const QJsonObject parameter = value.toObject();
        rows.append(html::row({element("code", parameter.value("name"_L1).toString().toHtmlEscaped()),
                               parameter.value("in"_L1).toString(), schemaText(parameter.value("schema"_L1)),
                               html::text(parameter.value("description"_L1).toString())}));
    }
    if (!rows.isEmpty())
        inner += html::table({u"Parameter"_s, u"In"_s, u"Type"_s, u"Meaning"_s}, rows);

    const auto media = [](const QJsonValue& owner) {
        return owner.toObject().value("content"_L1).toObject().value("application/json"_L1).toObject();
    };
    const auto exampleIn = [](const QJsonObject& content) {
        return content.value("examples"_L1).toObject().value("example"_L1).toObject().value("value"_L1);
    };
    if (const QJsonObject body = media(source.value("requestBody"_L1)); !body.isEmpty())
        inner += element("h4", u"Body: "_s + schemaText(body.value("schema"_L1))) + example(exampleIn(body));

    QStringList answers;
    QString shown;
    const QJsonObject responses = source.value("responses"_L1).toObject();
    for (auto it = responses.constBegin(); it != responses.constEnd(); ++it) {
        QJsonObject response = it->toObject();
        if (const QString shared = response.value("$ref"_L1).toString(); !shared.isEmpty())
            response = m_http.value("components"_L1)
                           .toObject()
                           .value("responses"_L1)
                           .toObject()
                           .value(shared.section(u'/', -1))
                           .toObject();
        const QJsonObject content = media(response);
        const bool good = it.key() < "400"_L1;
        if (good && exampleIn(content).isObject())
            shown = element("h4", u"Answer"_s) + example(exampleIn(content));
        answers.append(
            html::row({element("code", it.key()),
                       good && !content.isEmpty() ? schemaText(content.value("schema"_L1)) : QString(),
                       html::text(response.value("description"_L1).toString())}));
    }
    inner += shown;
    inner += element("details", element("summary", u"Every answer"_s) +
                                    html::table({u"Status"_s, u"Body"_s, u"When"_s}, answers));
    m_main += element("section", inner, u"id=\"%1\""_s.arg(anchor));
}

void Page::operations() {
    const QJsonObject paths = m_http.value("paths"_L1).toObject();
    for (const QJsonValue& tag : m_http.value("tags"_L1).toArray()) {
        const QString name = tag.toObject().value("name"_L1).toString();
        begin(u"tag-"_s + name, name, tag.toObject().value("description"_L1));
        for (auto path = paths.constBegin(); path != paths.constEnd(); ++path) {
            const QJsonObject item = path->toObject();
            // In the order in which one reads them; PUT is said with PATCH.
            for (const auto method : {"get"_L1, "post"_L1, "patch"_L1, "delete"_L1}) {
                const QJsonObject source = item.value(method).toObject();
                if (source.value("tags"_L1).toArray().first() == name)
                    operation(path.key(), method, source);
            }
        }
    }
}

void Page::frames(const QString& side, const QString& anchor, const QString& title, const QString& about) {
    begin(anchor, title, about);
    const QJsonObject messages = m_socket.value("components"_L1).toObject().value("messages"_L1).toObject();
    const QJsonObject operations = m_socket.value("operations"_L1).toObject();
    for (auto it = messages.constBegin(); it != messages.constEnd(); ++it) {
        if (!it.key().startsWith(side + u'.'))
            continue;
        const QJsonObject message = it->toObject();
        const QString type = message.value("name"_L1).toString();
        list(it.key(), element("span", type.toHtmlEscaped()));
        QString inner =
            element("h3", element("code", type.toHtmlEscaped()) + u' ' + html::link(it.key(), u"#"_s));
        inner += paragraph(message.value("summary"_L1));
        const QJsonObject data = message.value("payload"_L1)
                                     .toObject()
                                     .value("properties"_L1)
                                     .toObject()
                                     .value("data"_L1)
                                     .toObject();
        inner += data.contains("properties"_L1) ? propertiesTable(data)
                                                : element("p", u"data: "_s + schemaText(data));
        const QJsonObject reply = operations.value(it.key()).toObject().value("reply"_L1).toObject();
        if (!reply.isEmpty()) {
            const QString answer = reply.value("messages"_L1)
                                       .toArray()
                                       .first()
                                       .toObject()
                                       .value("$ref"_L1)
                                       .toString()
                                       .section(u'/', -1);
            const QJsonObject ok = messages.value(answer).toObject();
            const QJsonObject given = ok.value("payload"_L1)
                                          .toObject()
                                          .value("properties"_L1)
                                          .toObject()
                                          .value("data"_L1)
                                          .toObject();
            inner += element(
                "p", u"Answered by "_s + element("code", ok.value("name"_L1).toString().toHtmlEscaped()) +
                         (answer.startsWith("ok."_L1) && !given.value("properties"_L1).toObject().isEmpty()
                              ? u" with"_s + propertiesTable(given)
                              : u"."_s));
        }
        for (const QJsonValue& shown : message.value("examples"_L1).toArray())
            inner += example(shown.toObject().value("payload"_L1));
        m_main += element("section", inner, u"id=\"%1\""_s.arg(it.key()));
    }
}

void Page::schemas() {
    begin(u"schemas"_s, u"Types"_s);
    const QJsonObject all = m_http.value("components"_L1).toObject().value("schemas"_L1).toObject();
    for (auto it = all.constBegin(); it != all.constEnd(); ++it) {
        const QString anchor = u"type-"_s + it.key();
        const QJsonObject schema = it->toObject();
        list(anchor, element("span", it.key().toHtmlEscaped()));
        QString inner = element("h3", it.key().toHtmlEscaped() + u' ' + html::link(anchor, u"#"_s));
        inner += paragraph(schema.value("description"_L1));
        inner +=
            schema.contains("properties"_L1) ? propertiesTable(schema) : element("p", schemaText(schema));
        m_main += element("section", inner, u"id=\"%1\""_s.arg(anchor));
    }
}

QString Page::contents() const {
    QString inner;
    for (const auto& [chapter, entries] : m_contents) {
        QString items;
        for (const Entry& entry : entries)
            items += element("li", element("a", entry.label, u"href=\"#%1\""_s.arg(entry.anchor)));
        inner += element("li", element("a", chapter.label, u"href=\"#%1\""_s.arg(chapter.anchor)) +
                                   element("ul", items));
    }
    return element("nav", element("ul", inner), u"aria-label=\"Contents\""_s);
}

QString Page::body() {
    const QJsonObject info = m_http.value("info"_L1).toObject();
    m_main += element("h1", u"Parlor "_s + info.value("version"_L1).toString().toHtmlEscaped());
    m_main += paragraph(info.value("summary"_L1)) + paragraph(info.value("description"_L1));
    m_main += element("p", u"For tools: <a href=\"/api/v1/openapi.json\">openapi.json</a>, "
                           "<a href=\"/api/v1/asyncapi.json\">asyncapi.json</a>."_s);
    operations();
    frames(u"client"_s, u"requests"_s, u"Socket: requests"_s,
           m_socket.value("info"_L1).toObject().value("description"_L1).toString());
    frames(u"server"_s, u"events"_s, u"Socket: answers and events"_s, {});
    schemas();
    return contents() + element("main", m_main);
}

} // namespace

DocsPage docsPage(const QJsonObject& openApi, const QJsonObject& asyncApi) {
    QFile file(u":/parlor/api/docs.css"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The style of /docs is missing");
    const QByteArray style = file.readAll();
    const QString head =
        u"<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<meta name=\"color-scheme\" content=\"light dark\"><title>Parlor: the protocol</title><style>"_s +
        QString::fromUtf8(style) + u"</style>"_s;
    DocsPage page;
    page.html = ("<!DOCTYPE html>"_L1 +
                 element("html", element("head", head) + element("body", Page(openApi, asyncApi).body()),
                         u"lang=\"en\""_s) +
                 u'\n')
                    .toUtf8();
    page.policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                  "style-src 'sha256-" +
                  QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64() + "'";
    return page;
}

} // namespace parlor::api
