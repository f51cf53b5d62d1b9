// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/message_new_reader.h"

#include "shared/json_cursor.h"
#include "shared/limits.h"
#include "shared/text_rules.h"

namespace parlor {

namespace {

/// Members of an object, each at most once, in any order.
class Once {
public:
    bool first(unsigned member) {
        const bool known = (m_met & (1U << member)) != 0;
        m_met |= 1U << member;
        return !known;
    }
    bool has(unsigned member) const { return (m_met & (1U << member)) != 0; }

private:
    unsigned m_met = 0;
};

template <typename IdType>
bool take(JsonCursor& cursor, IdType& id) {
    const auto uuid = cursor.uuid();
    if (uuid)
        id = IdType(*uuid);
    return uuid.has_value();
}

bool readContent(JsonCursor& cursor, QString& content) {
    return cursor.string(content) && messageContentProblem(content).isNull();
}

bool readRetry(JsonCursor& cursor, bool& retry) {
    const auto value = cursor.boolean();
    retry = value.value_or(false);
    return value.has_value();
}

bool readData(JsonCursor& cursor, client::MessageNew& frame) {
    enum : unsigned { RoomIdMember, TypeMember, ContentMember, TempIdMember, RetryMember, ReplyToMember };
    Once once;
    if (!cursor.take('{'))
        return false;
    do {
        const QByteArrayView name = cursor.name();
        bool read = false;
        if (name == "roomId")
            read = once.first(RoomIdMember) && take(cursor, frame.roomId);
        else if (name == "type")
            read = once.first(TypeMember) && cursor.plainString() == QLatin1StringView("text");
        else if (name == "content")
            read = once.first(ContentMember) && readContent(cursor, frame.content);
        else if (name == "tempId")
            read = once.first(TempIdMember) && take(cursor, frame.tempId);
        else if (name == "retry")
            read = once.first(RetryMember) && readRetry(cursor, frame.retry);
        else if (name == "replyTo")
            read = once.first(ReplyToMember) && take(cursor, frame.replyTo.emplace());
        if (!read)
            return false;
    } while (cursor.take(','));
    return cursor.take('}') && once.has(RoomIdMember) && once.has(TypeMember) && once.has(ContentMember) &&
           once.has(TempIdMember);
}

bool readRef(JsonCursor& cursor, std::optional<QString>& ref) {
    return cursor.string(ref.emplace()) && textProblem(*ref, 1, limits::refMax, TextRule::Any).isNull();
}

} // namespace

std::optional<ClientRequest> readUsualMessageNew(QByteArrayView text) {
    enum : unsigned { TypeMember, RefMember, DataMember };
    JsonCursor cursor(text);
    Once once;
    std::optional<QString> ref;
    client::MessageNew frame;
    if (!cursor.take('{'))
        return std::nullopt;
    do {
        const QByteArrayView name = cursor.name();
        bool read = false;
        if (name == "type")
            read = once.first(TypeMember) && cursor.plainString() == QLatin1StringView("message:new");
        else if (name == "ref")
            read = once.first(RefMember) && readRef(cursor, ref);
        else if (name == "data")
            read = once.first(DataMember) && readData(cursor, frame);
        if (!read)
            return std::nullopt;
    } while (cursor.take(','));
    if (!cursor.take('}') || !cursor.atEnd() || !once.has(TypeMember) || !once.has(DataMember))
        return std::nullopt;
    return ClientRequest{std::move(ref), std::move(frame)};
}

} // namespace parlor
