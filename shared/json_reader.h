// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/error.h"
#include "shared/ids.h"
#include "shared/limits.h"
#include "shared/text_rules.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>

#include <optional>

namespace parlor {

/// Reads the fields of one JSON object strictly, and remembers the first thing that is wrong, with its path.
/// After that every read gives a default value at once, so that a decoder is a plain list of reads followed
/// by one look at failed(). A field that is null counts as absent. Internal to parlor_shared; one thread at a
/// time.
class JsonReader {
public:
    explicit JsonReader(const QJsonObject& json)
        : m_json(json) {}

    bool failed() const { return m_failed; }
    /// The first failure, its field prefixed by `path` (may be empty). Only if failed().
    Error error(const QString& path = {}) const;
    const QJsonObject& json() const { return m_json; }

    /// Records a failure of `key`, unless there is one already. `problem` ends a sentence that begins with
    /// the field.
    void fail(const QString& key, const QString& problem);
    void fail(QLatin1StringView key, const QString& problem) { fail(QString(key), problem); }

    bool has(QLatin1StringView key) const;

    QString text(QLatin1StringView key, int min, int max, TextRule rule = TextRule::Any);
    std::optional<QString> optionalText(QLatin1StringView key, int min, int max,
                                        TextRule rule = TextRule::Any);
    /// A text under a rule of its own (usernameProblem, …).
    QString text(QLatin1StringView key, QString (*problem)(QStringView));
    std::optional<QString> optionalText(QLatin1StringView key, QString (*problem)(QStringView));

    qint64 integer(QLatin1StringView key, qint64 min = 0, qint64 max = limits::integerMax);
    int smallInteger(QLatin1StringView key, int min, int max) { return int(integer(key, min, max)); }
    std::optional<int> optionalSmallInteger(QLatin1StringView key, int min, int max);

    bool boolean(QLatin1StringView key);
    bool optionalBoolean(QLatin1StringView key, bool absent);

    QDateTime time(QLatin1StringView key);
    std::optional<QDateTime> optionalTime(QLatin1StringView key);

    template <typename IdType>
    IdType id(QLatin1StringView key) {
        const QJsonValue value = field(key);
        if (m_failed)
            return {};
        if (const auto uuid = uuidOf(value))
            return IdType(*uuid);
        fail(key, uuidProblem());
        return {};
    }
    template <typename IdType>
    std::optional<IdType> optionalId(QLatin1StringView key) {
        if (has(key))
            return id<IdType>(key);
        return std::nullopt;
    }
    template <typename IdType>
    QList<IdType> idArray(QLatin1StringView key, int max) {
        QList<IdType> result;
        const QJsonArray items = array(key, max);
        result.reserve(items.size());
        for (qsizetype i = 0; i < items.size() && !m_failed; ++i) {
            if (const auto uuid = uuidOf(items.at(i)))
                result.append(IdType(*uuid));
            else
                fail(itemKey(key, i), uuidProblem());
        }
        return result;
    }

    /// `names` is for the error: "public, private or direct".
    template <typename Enum>
    Enum enumeration(QLatin1StringView key, std::optional<Enum> (*parse)(QStringView), const char* names) {
        const QJsonValue value = field(key);
        if (m_failed)
            return {};
        if (value.isString()) {
            if (const auto parsed = parse(value.toString()))
                return *parsed;
        }
        fail(key, QStringLiteral("must be ") + QLatin1String(names));
        return {};
    }

    QJsonObject object(QLatin1StringView key);
    QJsonArray array(QLatin1StringView key, int max);

    /// An object decoded by `read`, whose failure becomes that of this reader.
    template <typename T>
    T model(QLatin1StringView key, T (*read)(JsonReader&)) {
        const QJsonObject json = object(key);
        if (m_failed)
            return {};
        JsonReader child(json);
        T result = read(child);
        if (child.failed())
            adopt(child, key);
        return result;
    }
    template <typename T>
    QList<T> modelArray(QLatin1StringView key, int max, T (*read)(JsonReader&)) {
        QList<T> result;
        const QJsonArray items = array(key, max);
        result.reserve(items.size());
        for (qsizetype i = 0; i < items.size() && !m_failed; ++i) {
            const QJsonValue item = items.at(i);
            if (!item.isObject()) {
                fail(itemKey(key, i), QStringLiteral("must be an object"));
                break;
            }
            JsonReader child(item.toObject());
            result.append(read(child));
            if (child.failed())
                adopt(child, itemKey(key, i));
        }
        return result;
    }

    /// What is wrong with `value` as an integer of that range; a null string, and the integer in `result`, if
    /// nothing.
    static QString integerProblem(const QJsonValue& value, qint64 min, qint64 max, qint64& result);

private:
    /// The value of a required field; undefined if failed.
    QJsonValue field(QLatin1StringView key);
    static std::optional<QUuid> uuidOf(const QJsonValue& value) {
        return value.isString() ? parseUuid(value.toString()) : std::nullopt;
    }
    static QString uuidProblem() { return QStringLiteral("must be a UUID"); }
    static QString itemKey(QLatin1StringView key, qsizetype index);
    void adopt(const JsonReader& child, const QString& key);

    QJsonObject m_json;
    bool m_failed = false;
    QString m_path;
    QString m_problem;
};

} // namespace parlor
