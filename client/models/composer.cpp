// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/composer.h"

#include "client/core/core.h"
#include "client/core/pending_changes.h"
#include "client/models/composer_marks.h"
#include "client/models/people_words.h"
#include "client/models/words.h"
#include "client/text/emoji.h"
#include "client/text/emoji_memory.h"
#include "client/text/markdown.h"
#include "shared/limits.h"

#include <utility>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// A draft that is this old would be missed if the power failed.
constexpr int draftMs = 700;
// As far back as Up in an empty composer looks for a message of one's own.
constexpr int lookBack = 100;
constexpr qsizetype barMax = 200;
// Of the name of somebody who is typing.
constexpr qsizetype typingName = 32;

} // namespace

Composer::Composer(Core& core, QObject* parent)
    : QObject(parent)
    , m_core(core)
    , m_completion(core) {
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(draftMs);
    connect(&m_draftTimer, &QTimer::timeout, this, &Composer::keepDraft);
    const auto reread = [this](const RoomId& room) {
        if (room == m_place.room)
            readRoom();
    };
    connect(&core, &Core::roomChanged, this, reread);
    connect(&core, &Core::typingChanged, this, [this](const RoomId& room) {
        if (room == m_place.room)
            readTyping();
    });
    connect(&core, &Core::usersChanged, this, [this] {
        if (m_place.room.isNull())
            return;
        readTyping();
        if (m_replyTo && !m_editing)
            describe(m_replyTo);
    });
}

void Composer::setPlace(const RoomId& room, const std::optional<MessageId>& thread) {
    const Place place{room, thread};
    if (place == m_place)
        return;
    if (!m_place.room.isNull()) {
        // An edit that is left is given up; the draft is what was there before it.
        const QString text = m_editing ? m_beforeEdit : m_text;
        m_text = text;
        m_editing.reset();
        flush();
        m_drafts.insert(m_place, {text, m_replyTo});
        if (!m_place.thread)
            m_core.setTyping(m_place.room, false);
    }
    m_draftTimer.stop();
    m_place = place;
    m_editing.reset();
    m_replyTo.reset();
    QString text;
    if (const auto draft = m_drafts.constFind(place); draft != m_drafts.cend()) {
        text = draft->text;
        m_replyTo = draft->replyTo;
    } else if (!room.isNull() && m_core.reader()) {
        text = m_core.reader()->draft(room, thread);
    }
    m_completion.setRoom(room);
    setProblem({});
    describe(m_replyTo);
    replaceText(text);
    readRoom();
    readTyping();
}

void Composer::flush() {
    if (m_draftTimer.isActive())
        keepDraft();
}

void Composer::keepDraft() {
    m_draftTimer.stop();
    if (!m_place.room.isNull() && !m_editing)
        m_core.setDraft(m_place.room, m_place.thread, m_text);
}

void Composer::setText(const QString& text) {
    if (text == m_text)
        return;
    m_text = text;
    Q_EMIT textChanged();
    if (!text.isEmpty())
        setProblem({});
    if (m_editing)
        return;
    m_draftTimer.start();
    if (!m_place.thread && !m_place.room.isNull())
        m_core.setTyping(m_place.room, !text.trimmed().isEmpty());
}

void Composer::replaceText(const QString& text) {
    const bool other = text != m_text;
    m_text = text;
    if (other)
        Q_EMIT textChanged();
    Q_EMIT textReplaced();
}

QString Composer::mode() const {
    return m_editing ? u"edit"_s : m_replyTo ? u"reply"_s : QString();
}

QString Composer::barTitle() const {
    if (m_editing)
        return tr("Editing your message");
    return m_replyTo ? tr("Answering %1").arg(m_barName) : QString();
}

int Composer::length() const {
    // Only a text near the limit has to be counted exactly.
    return m_text.size() < limit() / 2 ? static_cast<int>(m_text.size())
                                       : static_cast<int>(m_text.toUcs4().size());
}

int Composer::limit() {
    return limits::messageContentMax;
}

bool Composer::isReady() const {
    return over() == 0 && (m_editing || !QStringView(m_text).trimmed().isEmpty());
}

void Composer::setProblem(const QString& problem) {
    if (problem == m_problem)
        return;
    m_problem = problem;
    Q_EMIT problemChanged();
}

void Composer::tellProblem(const Place& place, const QString& problem) {
    if (place == m_place)
        setProblem(problem);
    else
        Q_EMIT refused(problem);
}

void Composer::readRoom() {
    const CacheReader* const reader = m_core.reader();
    const auto summary = reader && !m_place.room.isNull() ? reader->room(m_place.room) : std::nullopt;
    QString blocked;
    QString placeholder;
    if (summary) {
        if (summary->room.archived)
            blocked = tr("This room is archived. It can be read, but nothing more can be written in it.");
        placeholder = m_place.thread ? tr("Answer in the thread")
                                     : tr("Message %1").arg(words::roomName(*summary, *reader));
    }
    // With every message the room changes; what is said here about it does not.
    const Place said = std::exchange(m_said, m_place);
    if (said == m_place && blocked == m_blocked && placeholder == m_placeholder)
        return;
    m_blocked = blocked;
    m_placeholder = placeholder;
    Q_EMIT placeChanged();
}

void Composer::readTyping() {
    QStringList names;
    const CacheReader* const reader = m_core.reader();
    const bool shown = reader && !m_place.room.isNull() && !m_place.thread;
    const QList<UserId> ids = shown ? m_core.typing(m_place.room) : QList<UserId>();
    const QHash<UserId, User> users = ids.isEmpty() ? QHash<UserId, User>() : reader->users(ids);
    for (const UserId& id : ids)
        names.append(users.contains(id) ? people::shortName(users[id].displayName, typingName)
                                        : tr("Somebody"));
    QString line;
    if (names.size() == 1)
        line = tr("%1 is typing\u2026").arg(names[0]);
    else if (names.size() == 2)
        line = tr("%1 and %2 are typing\u2026").arg(names[0], names[1]);
    else if (names.size() > 2)
        line = tr("Several people are typing\u2026");
    if (line == m_typing)
        return;
    m_typing = line;
    Q_EMIT typingChanged();
}

std::optional<Message> Composer::shown(const MessageId& id) const {
    const CacheReader* const reader = m_core.reader();
    if (!reader)
        return std::nullopt;
    const QList<OutboxEntry> outbox = reader->outbox(m_place.room);
    std::optional<Message> message = reader->message(id);
    for (const OutboxEntry& entry : outbox) {
        if (message || entry.kind != OutboxKind::Message || entry.messageId != id)
            continue;
        message = Message();
        message->id = id;
        message->roomId = entry.roomId;
        message->sender = m_core.self();
        message->content = entry.content;
        message->createdAt = entry.createdAt;
    }
    if (!message || message->roomId != m_place.room)
        return std::nullopt;
    return withPending(*message, outbox, m_core.self()).message;
}

void Composer::describe(const std::optional<MessageId>& id) {
    m_barName.clear();
    m_barText.clear();
    const auto message = id ? shown(*id) : std::nullopt;
    if (message) {
        const auto sender = m_core.reader()->user(message->sender);
        m_barName = sender ? sender->displayName : tr("a message");
        m_barText = markdown::oneLine(message->content).left(barMax);
    }
    Q_EMIT modeChanged();
}

void Composer::startReply(const QString& key) {
    const auto id = MessageId::parse(key);
    const auto message = id ? shown(*id) : std::nullopt;
    if (!message || message->deletedAt || message->type == MessageType::System || !canWrite())
        return;
    if (m_editing)
        cancel();
    m_replyTo = *id;
    describe(id);
    Q_EMIT focusWanted();
}

void Composer::startEdit(const QString& key) {
    const auto id = MessageId::parse(key);
    const auto message = id ? shown(*id) : std::nullopt;
    if (!message || message->sender != m_core.self() || message->deletedAt ||
        message->type == MessageType::System || !canWrite())
        return;
    if (!m_editing) {
        flush();
        m_beforeEdit = m_text;
    }
    m_editing = *id;
    describe(id);
    replaceText(message->content);
    Q_EMIT focusWanted();
}

bool Composer::editLast() {
    const CacheReader* const reader = m_core.reader();
    if (!reader || m_place.room.isNull())
        return false;
    const auto mine = [&](const Message& message) {
        return message.sender == m_core.self() && message.type == MessageType::Text && !message.deletedAt &&
               (!m_place.thread || message.threadRoot == m_place.thread);
    };
    const QList<OutboxEntry> outbox = reader->outbox(m_place.room);
    for (auto it = outbox.crbegin(); it != outbox.crend(); ++it) {
        const bool here = !m_place.thread || it->replyTo == m_place.thread;
        if (it->kind == OutboxKind::Message && it->state == OutboxState::Pending && here) {
            startEdit(it->messageId.toString());
            return m_editing.has_value();
        }
    }
    const QList<Message> messages =
        m_place.thread ? reader->thread(*m_place.thread, lookBack) : reader->newest(m_place.room, lookBack);
    for (auto it = messages.crbegin(); it != messages.crend(); ++it) {
        if (!mine(withPending(*it, outbox, m_core.self()).message))
            continue;
        startEdit(it->id.toString());
        return m_editing.has_value();
    }
    return false;
}

bool Composer::cancel() {
    if (m_editing) {
        m_editing.reset();
        describe(m_replyTo);
        replaceText(m_beforeEdit);
        setProblem({});
        return true;
    }
    if (!m_replyTo)
        return false;
    m_replyTo.reset();
    describe({});
    return true;
}

void Composer::submit() {
    if (!canWrite() || !isReady())
        return;
    m_completion.dismiss();
    const QString written = m_text;
    const Place place = m_place;
    // Line ends after the last word mean nothing; spaces before the first may be code.
    QString content = emoji::withCodesReplaced(written, EmojiMemory::instance().tone());
    while (!content.isEmpty() && content.back().isSpace())
        content.chop(1);
    if (m_editing) {
        const MessageId id = *m_editing;
        const auto before = shown(id);
        if (content.isEmpty()) {
            cancel();
            Q_EMIT deleteWanted(id.toString());
            return;
        }
        cancel();
        if (before && before->content == content)
            return;
        m_core.editMessage(place.room, id, content, this,
                           [this, id, written, place](const Outcome<OutboxEntry>& outcome) {
                               if (outcome)
                                   return;
                               // What was written comes back, to be put right.
                               if (place == m_place) {
                                   startEdit(id.toString());
                                   replaceText(written);
                               }
                               tellProblem(place, words::messageRefused(outcome.error().error));
                           });
        return;
    }
    const std::optional<MessageId> replyTo = m_replyTo ? m_replyTo : place.thread;
    m_replyTo.reset();
    describe({});
    replaceText({});
    m_core.setDraft(place.room, place.thread, {});
    m_draftTimer.stop();
    if (!place.thread)
        m_core.setTyping(place.room, false);
    setProblem({});
    m_core.sendMessage(
        place.room, content, replyTo, this,
        [this, written, place](const Outcome<OutboxEntry>& outcome) { finish(written, outcome, place); });
}

void Composer::finish(const QString& text, const Outcome<OutboxEntry>& outcome, const Place& place) {
    if (outcome) {
        Q_EMIT sent();
        return;
    }
    if (place == m_place && m_text.isEmpty()) {
        replaceText(text);
        m_draftTimer.start();
        setProblem(words::messageRefused(outcome.error().error));
    } else {
        m_drafts[place].text = text;
        m_core.setDraft(place.room, place.thread, text);
        tellProblem(place, words::messageRefused(outcome.error().error));
    }
}

void Composer::deleteMessage(const QString& key) {
    const auto id = MessageId::parse(key);
    if (!id || m_place.room.isNull())
        return;
    m_core.deleteMessage(m_place.room, *id, this,
                         [this, place = m_place](const Outcome<OutboxEntry>& outcome) {
                             if (!outcome)
                                 tellProblem(place, words::failure(outcome.error()));
                         });
}

void Composer::look(int cursor, bool composing) {
    if (composing)
        m_completion.dismiss();
    else
        m_completion.look(m_text, cursor);
}

void Composer::complete(int row, int cursor) {
    const QString chosen = m_completion.chosen(row);
    const int start = m_completion.start();
    if (chosen.isEmpty() || start < 0 || cursor < start)
        return;
    if (m_completion.kind() == u"emoji"_s)
        EmojiMemory::instance().note(chosen.trimmed());
    const int end = start + static_cast<int>(chosen.size());
    // A space that is there already is enough.
    const bool spaced = cursor < m_text.size() && m_text[cursor] == u' ';
    m_completion.dismiss();
    Q_EMIT replaceWanted(start, spaced ? cursor + 1 : cursor, chosen, end, end);
}

void Composer::toggleMark(const QString& mark, int start, int end) {
    const marks::Edit edit = marks::toggled(m_text, start, end, mark);
    Q_EMIT replaceWanted(edit.from, edit.to, edit.text, edit.selectFrom, edit.selectTo);
}

void Composer::insertWord(const QString& word, int start, int end) {
    const marks::Edit edit = marks::inserted(m_text, start, end, word);
    Q_EMIT replaceWanted(edit.from, edit.to, edit.text, edit.selectFrom, edit.selectTo);
}

} // namespace parlor
