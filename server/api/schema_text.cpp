// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/schema_text.h"

#include "server/api/html.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace parlor::api {

using namespace Qt::StringLiterals;

namespace {

QString number(const QJsonValue& value) {
    return QString::number(value.toInteger());
}

QString code(const QJsonValue& value) {
    const QString text = value.isBool() ? (value.toBool() ? u"true"_s : u"false"_s) : value.toString();
    return html::element("code", text.toHtmlEscaped());
}

/// "1 to 80", "at most 80", or nothing.
QString range(const QJsonObject& schema, QLatin1StringView min, QLatin1StringView max) {
    const bool hasMin = schema.contains(min);
    if (!schema.contains(max))
        return hasMin ? u"at least "_s + number(schema.value(min)) : QString();
    return hasMin ? number(schema.value(min)) + u" to "_s + number(schema.value(max))
                  : u"at most "_s + number(schema.value(max));
}

QString alternatives(const QJsonArray& schemas) {
    QStringList told;
    for (const QJsonValue& schema : schemas) {
        if (const QString text = schemaText(schema); text != "null"_L1)
            told.append(text);
    }
    return told.join(u" or "_s);
}

/// The kind; null is left out, because the page says "optional" instead.
QString kind(const QJsonValue& type) {
    if (type.isString())
        return type.toString();
    QStringList kinds;
    for (const QJsonValue& one : type.toArray()) {
        if (one.toString() != "null"_L1)
            kinds.append(one.toString());
    }
    return kinds.join(u" or "_s);
}

} // namespace

QString schemaText(const QJsonValue& value) {
    const QJsonObject schema = value.toObject();
    if (const QString target = schema.value("$ref"_L1).toString(); !target.isEmpty()) {
        const QString name = target.section(u'/', -1);
        return html::link(u"type-"_s + name, name);
    }
    if (schema.contains("const"_L1))
        return code(schema.value("const"_L1));
    for (const auto one : {"anyOf"_L1, "oneOf"_L1}) {
        if (schema.contains(one))
            return alternatives(schema.value(one).toArray());
    }
    if (schema.contains("enum"_L1)) {
        QStringList values;
        for (const QJsonValue& one : schema.value("enum"_L1).toArray())
            values.append(code(one));
        return values.join(u", "_s);
    }
    const QString type = kind(schema.value("type"_L1));
    if (type == "array"_L1) {
        const QString size = range(schema, "minItems"_L1, "maxItems"_L1);
        const QString items =
            schema.contains("items"_L1) ? u" of "_s + schemaText(schema.value("items"_L1)) : QString();
        return u"list"_s + items + (size.isEmpty() ? QString() : u", "_s + size);
    }
    if (type == "string"_L1) {
        const QString size = range(schema, "minLength"_L1, "maxLength"_L1);
        return size.isEmpty() ? u"text"_s : u"text, %1 characters"_s.arg(size);
    }
    if (type == "integer"_L1) {
        const QString size = range(schema, "minimum"_L1, "maximum"_L1);
        return size.isEmpty() ? u"number"_s : u"number, "_s + size;
    }
    if (type == "object"_L1) {
        const QJsonValue values = schema.value("additionalProperties"_L1);
        if (schema.contains("properties"_L1))
            return propertiesTable(schema);
        return values.isObject() ? u"object from name to "_s + schemaText(values) : u"object"_s;
    }
    return type.toHtmlEscaped();
}

QString propertiesTable(const QJsonObject& schema) {
    const QJsonArray required = schema.value("required"_L1).toArray();
    const QJsonObject properties = schema.value("properties"_L1).toObject();
    QStringList rows;
    for (auto it = properties.constBegin(); it != properties.constEnd(); ++it) {
        const bool optional = !required.contains(it.key());
        rows.append(html::row(
            {html::element("code", it.key().toHtmlEscaped()) + (optional ? u" optional"_s : QString()),
             schemaText(*it)}));
    }
    return rows.isEmpty() ? html::element("p", u"No members."_s)
                          : html::table({u"Member"_s, u"Type"_s}, rows);
}

} // namespace parlor::api
