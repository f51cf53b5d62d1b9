// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/model_codec.h"
#include "shared/search_result.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

QJsonValue orNull(const std::optional<Message>& message) {
    return message ? QJsonValue(toJson(*message)) : QJsonValue(QJsonValue::Null);
}

QJsonArray toJson(const QList<TextSpan>& spans) {
    QJsonArray json;
    for (const TextSpan& span : spans)
        json.append(QJsonArray{span.start, span.length});
    return json;
}

QList<TextSpan> readSpans(JsonReader& reader, QLatin1StringView key) {
    QList<TextSpan> spans;
    for (const QJsonValue& item : reader.array(key, limits::messageContentMax)) {
        const QJsonArray pair = item.toArray();
        qint64 start = 0;
        qint64 length = 0;
        const bool good =
            pair.size() == 2 &&
            JsonReader::integerProblem(pair.at(0), 0, limits::messageContentMax, start).isNull() &&
            JsonReader::integerProblem(pair.at(1), 1, limits::messageContentMax, length).isNull();
        if (!good) {
            reader.fail(key, u"must be pairs of a start and a length"_s);
            return {};
        }
        spans.append({int(start), int(length)});
    }
    return spans;
}

SearchHit readSearchHit(JsonReader& reader) {
    SearchHit hit;
    hit.message = reader.model("message"_L1, readMessage);
    hit.room = reader.model("room"_L1, readRoom);
    if (reader.has("before"_L1))
        hit.before = reader.model("before"_L1, readMessage);
    if (reader.has("after"_L1))
        hit.after = reader.model("after"_L1, readMessage);
    hit.highlights = readSpans(reader, "highlights"_L1);
    return hit;
}

} // namespace

QJsonObject toJson(const SearchAnswer& answer) {
    QJsonArray items;
    for (const SearchHit& hit : answer.items) {
        items.append(QJsonObject{{"message"_L1, toJson(hit.message)},
                                 {"room"_L1, toJson(hit.room)},
                                 {"before"_L1, orNull(hit.before)},
                                 {"after"_L1, orNull(hit.after)},
                                 {"highlights"_L1, toJson(hit.highlights)}});
    }
    return {{"items"_L1, items},
            {"next"_L1, answer.next ? QJsonValue(*answer.next) : QJsonValue(QJsonValue::Null)},
            {"incomplete"_L1, answer.incomplete}};
}

Result<SearchAnswer> searchAnswerFromJson(const QJsonObject& json) {
    JsonReader reader(json);
    SearchAnswer answer;
    answer.items = reader.modelArray("items"_L1, limits::pageMax, readSearchHit);
    answer.next = reader.optionalText("next"_L1, 1, limits::tokenMax);
    answer.incomplete = reader.boolean("incomplete"_L1);
    return finished(reader, std::move(answer), QString());
}

} // namespace parlor
