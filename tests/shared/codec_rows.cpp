// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shared/codec_rows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace parlor {

namespace {

QByteArray jsonText(const QJsonValue& value) {
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

QByteArray replaced(const QJsonValue& base, const QList<QByteArray>& path,
                    const std::optional<QByteArray>& raw) {
    if (path.isEmpty())
        return *raw;
    const bool isArray = base.isArray();
    QList<QByteArray> parts;
    const auto add = [&](const QByteArray& key, const QJsonValue& value) {
        const bool here = key == path.first();
        if (here && path.size() == 1 && !raw)
            return;
        const QByteArray text = here ? replaced(value, path.mid(1), raw) : jsonText(value);
        parts.append(isArray ? text : jsonText(QString::fromUtf8(key)) + ':' + text);
    };
    bool found = false;
    if (isArray) {
        const QJsonArray array = base.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            add(QByteArray::number(i), array.at(i));
            found = found || QByteArray::number(i) == path.first();
        }
    } else {
        const QJsonObject object = base.toObject();
        for (auto it = object.constBegin(); it != object.constEnd(); ++it)
            add(it.key().toUtf8(), *it);
        found = object.contains(QString::fromUtf8(path.first()));
        if (!found)
            add(path.first(), QJsonValue());
    }
    const QByteArray inside = parts.join(',');
    return isArray ? '[' + inside + ']' : '{' + inside + '}';
}

QList<QByteArray> badValues(FieldKind kind) {
    const QList<QByteArray> badText{
        "5", "true", "{}", "[]", R"("a\ud800z")", R"("a\udc00")", R"("\udc00\ud800")", R"("nul \u0000 abc")"};
    const QList<QByteArray> badName =
        badText + QList<QByteArray>{R"("line\nbreak")", R"("tab\tulator")", R"("bell\u0007")",
                                    R"("del\u007f")",   R"("c1\u0085")",    R"("ls\u2028")",
                                    R"("ps\u2029")",    R"("rlo\u202e")",   R"("isolate\u2066")"};
    switch (kind) {
    case FieldKind::Text:
        return badText;
    case FieldKind::Name:
        return badName;
    case FieldKind::Content:
        return badText + QList<QByteArray>{R"("bell\u0007")", R"("escape\u001b[0m")", R"("c1\u0085")",
                                           R"("del\u007f")"};
    case FieldKind::Uuid:
        return {"5",
                "true",
                "{}",
                R"("")",
                R"("8c2b6d0e")",
                R"("{8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02}")",
                R"("8c2b6d0e1f3a4b5c8d7e9f0a1b2c3d02")",
                R"("8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d0g")",
                R"("00000000-0000-0000-0000-000000000000")",
                R"(" 8c2b6d0e-1f3a-4b5c-8d7e-9f0a1b2c3d02")"};
    case FieldKind::Integer:
        return {R"("1")",
                "true",
                "[]",
                "-1",
                "1.5",
                "1e300",
                "-1e300",
                "9007199254740992",
                "9223372036854775808",
                "99999999999999999999999"};
    case FieldKind::Boolean:
        return {"0", "1", R"("true")", "{}"};
    case FieldKind::Time:
        return {"1769903999123",
                "true",
                R"("")",
                R"("2026-01-31")",
                R"("2026-01-31T23:59:59Z")",
                R"("2026-01-31T23:59:59.123")",
                R"("2026-01-31T23:59:59.123+00:00")",
                R"("2026-02-29T23:59:59.123Z")",
                R"("2026-13-01T23:59:59.123Z")",
                R"("2026-01-31T24:00:00.000Z")"};
    case FieldKind::Enumeration:
        return {"0", "true", "{}", R"("")", R"("nonsense")", R"("PUBLIC")"};
    case FieldKind::Object:
        return {"5", "true", R"("text")", "[]"};
    case FieldKind::Array:
        return {"5", "true", R"("text")", "{}", "[5]", "[null]", R"(["x"])"};
    }
    return {};
}

} // namespace

QByteArray withField(const QJsonObject& base, const char* path, const std::optional<QByteArray>& raw) {
    return replaced(base, QByteArray(path).split('.'), raw);
}

QString toldPath(const char* path) {
    QString told;
    for (const QByteArray& part : QByteArray(path).split('.')) {
        bool isIndex = false;
        part.toInt(&isIndex);
        if (isIndex)
            told += u'[' + QString::fromUtf8(part) + u']';
        else
            told += (told.isEmpty() ? QString() : QStringLiteral(".")) + QString::fromUtf8(part);
    }
    return told;
}

void addBadFieldColumns() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("field");
}

void addBadRow(const char* type, const QJsonObject& valid, const char* path,
               const std::optional<QByteArray>& raw) {
    const QByteArray shown = raw ? raw->left(40) : QByteArray("absent");
    QTest::addRow("%s %s %s", type, path, shown.constData())
        << QByteArray(type) << withField(valid, path, raw) << toldPath(path);
}

void addBadFieldRows(const char* type, const QJsonObject& valid, const QList<FieldRule>& rules) {
    for (const FieldRule& rule : rules) {
        if (!rule.optional) {
            addBadRow(type, valid, rule.path, std::nullopt);
            addBadRow(type, valid, rule.path, "null");
        }
        for (const QByteArray& raw : badValues(rule.kind)) {
            const bool insideArray = rule.kind == FieldKind::Array && raw.startsWith('[');
            const QByteArray path = insideArray ? rule.path + QByteArray(".0") : QByteArray(rule.path);
            QTest::addRow("%s %s %s", type, rule.path, raw.constData())
                << QByteArray(type) << withField(valid, rule.path, raw) << toldPath(path.constData());
        }
    }
}

void addOptionalFieldRows(const char* type, const QJsonObject& valid, const QList<FieldRule>& rules) {
    for (const FieldRule& rule : rules) {
        if (!rule.optional)
            continue;
        QTest::addRow("%s %s absent", type, rule.path)
            << QByteArray(type) << withField(valid, rule.path, std::nullopt) << QString();
        QTest::addRow("%s %s null", type, rule.path)
            << QByteArray(type) << withField(valid, rule.path, "null") << QString();
    }
}

} // namespace parlor
