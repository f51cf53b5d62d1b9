// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/json_reader.h"

#include "shared/codec.h"

#include <limits>

namespace parlor {

namespace {

QString joined(const QString& path, const QString& key) {
    return path.isEmpty() ? key : path + u'.' + key;
}

} // namespace

Error JsonReader::error(const QString& path) const {
    const QString field = joined(path, m_path);
    return Error(ErrorCode::Invalid, field + u' ' + m_problem + u'.', field);
}

void JsonReader::fail(const QString& key, const QString& problem) {
    if (m_failed)
        return;
    m_failed = true;
    m_path = key;
    m_problem = problem;
}

void JsonReader::adopt(const JsonReader& child, const QString& key) {
    fail(joined(key, child.m_path), child.m_problem);
}

bool JsonReader::has(QLatin1StringView key) const {
    const auto it = m_json.constFind(key);
    return it != m_json.constEnd() && !it->isNull();
}

QJsonValue JsonReader::field(QLatin1StringView key) {
    if (m_failed)
        return QJsonValue(QJsonValue::Undefined);
    const auto it = m_json.constFind(key);
    if (it == m_json.constEnd() || it->isNull()) {
        fail(key, QStringLiteral("is missing"));
        return QJsonValue(QJsonValue::Undefined);
    }
    return *it;
}

QString JsonReader::text(QLatin1StringView key, int min, int max, TextRule rule) {
    const QJsonValue value = field(key);
    if (m_failed)
        return {};
    if (!value.isString()) {
        fail(key, QStringLiteral("must be text"));
        return {};
    }
    QString text = value.toString();
    if (const QString problem = textProblem(text, min, max, rule); !problem.isNull()) {
        fail(key, problem);
        return {};
    }
    return text;
}

std::optional<QString> JsonReader::optionalText(QLatin1StringView key, int min, int max, TextRule rule) {
    if (has(key))
        return text(key, min, max, rule);
    return std::nullopt;
}

QString JsonReader::text(QLatin1StringView key, QString (*problem)(QStringView)) {
    const QJsonValue value = field(key);
    if (m_failed)
        return {};
    if (!value.isString()) {
        fail(key, QStringLiteral("must be text"));
        return {};
    }
    QString text = value.toString();
    if (const QString found = problem(text); !found.isNull()) {
        fail(key, found);
        return {};
    }
    return text;
}

std::optional<QString> JsonReader::optionalText(QLatin1StringView key, QString (*problem)(QStringView)) {
    if (has(key))
        return text(key, problem);
    return std::nullopt;
}

QString JsonReader::integerProblem(const QJsonValue& value, qint64 min, qint64 max, qint64& result) {
    if (!value.isDouble())
        return QStringLiteral("must be a number");
    // toInteger gives its default for a number with a fraction and for one that no qint64 holds.
    const qint64 number = value.toInteger(std::numeric_limits<qint64>::min());
    if (number == std::numeric_limits<qint64>::min() || number < min || number > max)
        return QStringLiteral("must be a whole number from %1 to %2").arg(min).arg(max);
    result = number;
    return {};
}

qint64 JsonReader::integer(QLatin1StringView key, qint64 min, qint64 max) {
    const QJsonValue value = field(key);
    if (m_failed)
        return 0;
    qint64 result = 0;
    if (const QString problem = integerProblem(value, min, max, result); !problem.isNull())
        fail(key, problem);
    return result;
}

std::optional<int> JsonReader::optionalSmallInteger(QLatin1StringView key, int min, int max) {
    if (has(key))
        return smallInteger(key, min, max);
    return std::nullopt;
}

bool JsonReader::boolean(QLatin1StringView key) {
    const QJsonValue value = field(key);
    if (!m_failed && !value.isBool())
        fail(key, QStringLiteral("must be true or false"));
    return value.toBool();
}

bool JsonReader::optionalBoolean(QLatin1StringView key, bool absent) {
    return has(key) ? boolean(key) : absent;
}

QDateTime JsonReader::time(QLatin1StringView key) {
    const QJsonValue value = field(key);
    if (m_failed)
        return {};
    if (value.isString()) {
        if (const auto time = timeFromString(value.toString()))
            return *time;
    }
    fail(key, QStringLiteral("must be a time like 2026-01-31T23:59:59.123Z"));
    return {};
}

std::optional<QDateTime> JsonReader::optionalTime(QLatin1StringView key) {
    if (has(key))
        return time(key);
    return std::nullopt;
}

QJsonObject JsonReader::object(QLatin1StringView key) {
    const QJsonValue value = field(key);
    if (!m_failed && !value.isObject())
        fail(key, QStringLiteral("must be an object"));
    return value.toObject();
}

QJsonArray JsonReader::array(QLatin1StringView key, int max) {
    const QJsonValue value = field(key);
    if (m_failed)
        return {};
    if (!value.isArray()) {
        fail(key, QStringLiteral("must be an array"));
        return {};
    }
    const QJsonArray items = value.toArray();
    if (items.size() > max) {
        fail(key, QStringLiteral("must not have more than %1 items").arg(max));
        return {};
    }
    return items;
}

QString JsonReader::itemKey(QLatin1StringView key, qsizetype index) {
    return QString(key) + u'[' + QString::number(index) + u']';
}

} // namespace parlor
