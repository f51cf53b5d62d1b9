// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/document_source.h"

#include "server/api/named_values.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace parlor::api {

using namespace Qt::StringLiterals;

namespace {

constexpr auto references = "#/components/schemas/"_L1;

QJsonValue resolved(const QJsonValue& value, const QString& file) {
    if (value.isArray()) {
        QJsonArray items;
        for (const QJsonValue& item : value.toArray())
            items.append(resolved(item, file));
        return items;
    }
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            *it = resolved(*it, file);
        return object;
    }
    const QString text = value.toString();
    if (text.startsWith(u'@')) {
        const auto number = limitNamed(text.mid(1));
        if (!number)
            qFatal("%s names no limit: %s", qUtf8Printable(file), qUtf8Printable(text));
        return *number;
    }
    if (text.startsWith(u'%')) {
        const auto pattern = patternNamed(text.mid(1));
        if (!pattern)
            qFatal("%s names no pattern: %s", qUtf8Printable(file), qUtf8Printable(text));
        return *pattern;
    }
    return value;
}

/// An optional member of a request may be null.
QJsonValue orNull(const QJsonValue& schema) {
    QJsonObject object = schema.toObject();
    if (object.contains("type"_L1) && !object.contains("enum"_L1)) {
        object.insert("type"_L1, QJsonArray{object.value("type"_L1), "null"_L1});
        return object;
    }
    return QJsonObject{{"anyOf"_L1, QJsonArray{schema, QJsonObject{{"type"_L1, "null"_L1}}}}};
}

} // namespace

QJsonObject readSource(const QString& name) {
    QFile file(u":/parlor/api/"_s + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("There is no document %s", qUtf8Printable(name));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (!document.isObject())
        qFatal("%s, byte %d: %s", qUtf8Printable(name), error.offset, qUtf8Printable(error.errorString()));
    return resolved(document.object(), name).toObject();
}

QJsonValue expandSchema(const QJsonValue& schema, Objects objects) {
    if (schema.isString())
        return QJsonObject{{"$ref"_L1, references + schema.toString()}};
    if (!schema.isObject())
        return schema; // true
    QJsonObject expanded = schema.toObject();
    if (expanded.contains("items"_L1))
        expanded.insert("items"_L1, expandSchema(expanded.value("items"_L1), objects));
    if (expanded.contains("anyOf"_L1)) {
        QJsonArray alternatives;
        for (const QJsonValue& one : expanded.value("anyOf"_L1).toArray())
            alternatives.append(expandSchema(one, objects));
        expanded.insert("anyOf"_L1, alternatives);
    }
    if (expanded.value("additionalProperties"_L1).isString())
        expanded.insert("additionalProperties"_L1,
                        expandSchema(expanded.value("additionalProperties"_L1), objects));
    if (!expanded.contains("properties"_L1))
        return expanded;
    QJsonObject properties;
    QJsonArray required;
    const QJsonObject source = expanded.value("properties"_L1).toObject();
    for (auto it = source.constBegin(); it != source.constEnd(); ++it) {
        QString name = it.key();
        QJsonValue property = expandSchema(*it, objects);
        if (!name.endsWith(u'?')) {
            required.append(name);
        } else {
            name.chop(1);
            if (objects == Objects::Open)
                property = orNull(property);
        }
        properties.insert(name, property);
    }
    expanded.insert("type"_L1, "object"_L1);
    expanded.insert("properties"_L1, properties);
    if (!required.isEmpty())
        expanded.insert("required"_L1, required);
    if (objects == Objects::Closed)
        expanded.insert("additionalProperties"_L1, false);
    return expanded;
}

QJsonObject expandSchemas(const QJsonObject& source, Objects objects) {
    QJsonObject schemas;
    for (auto it = source.constBegin(); it != source.constEnd(); ++it)
        schemas.insert(it.key(), expandSchema(*it, objects));
    return schemas;
}

} // namespace parlor::api
