// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"
#include "client/models/completion_model.h"

#include <QObject>
#include <QQmlEngine>
#include <QTimer>

namespace parlor {

class Core;

/// What is being written in one place: a room, or a thread of it. Drafts are kept per place and survive a
/// restart; an answer or an edit is begun here. The text field tells every change, and does what
/// replaceWanted() and textReplaced() say. GUI thread; nothing that a key does waits for a disk.
class Composer : public QObject {
    Q_OBJECT
    QML_NAMED_ELEMENT(ComposerState)
    QML_UNCREATABLE("made by Session")
    /// As the field shows it.
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged FINAL)
    /// "", "reply" or "edit".
    Q_PROPERTY(QString mode READ mode NOTIFY modeChanged FINAL)
    /// Whom one answers, or that one edits; and what the message says, in one line.
    Q_PROPERTY(QString barTitle READ barTitle NOTIFY modeChanged FINAL)
    Q_PROPERTY(QString barText READ barText NOTIFY modeChanged FINAL)
    Q_PROPERTY(bool canWrite READ canWrite NOTIFY placeChanged FINAL)
    /// Why one cannot write here; empty if one can.
    Q_PROPERTY(QString blocked READ blocked NOTIFY placeChanged FINAL)
    /// "Message harbour", "Answer in the thread".
    Q_PROPERTY(QString placeholder READ placeholder NOTIFY placeChanged FINAL)
    /// "Ines is typing…"; empty for nobody.
    Q_PROPERTY(QString typing READ typing NOTIFY typingChanged FINAL)
    /// As the limit counts it: code points.
    Q_PROPERTY(int length READ length NOTIFY textChanged FINAL)
    Q_PROPERTY(int limit READ limit CONSTANT FINAL)
    Q_PROPERTY(int over READ over NOTIFY textChanged FINAL)
    /// Ready to be sent: something is written, and not too much.
    Q_PROPERTY(bool ready READ isReady NOTIFY textChanged FINAL)
    /// Why the last message was not taken; until something else is typed.
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged FINAL)
    Q_PROPERTY(parlor::CompletionModel* completion READ completion CONSTANT FINAL)

public:
    /// `core` is opened, and outlives it.
    explicit Composer(Core& core, QObject* parent = nullptr);

    /// Writes elsewhere: what was written here is kept as this place's draft. A null room is nowhere.
    void setPlace(const RoomId& room, const std::optional<MessageId>& thread = {});
    /// Hands what is not kept yet to the core; before the program ends.
    void flush();
    RoomId room() const { return m_place.room; }

    QString text() const { return m_text; }
    void setText(const QString& text);
    QString mode() const;
    QString barTitle() const;
    QString barText() const { return m_barText; }
    bool canWrite() const { return !m_place.room.isNull() && m_blocked.isEmpty(); }
    QString blocked() const { return m_blocked; }
    QString placeholder() const { return m_placeholder; }
    QString typing() const { return m_typing; }
    int length() const;
    static int limit();
    int over() const { return std::max(0, length() - limit()); }
    bool isReady() const;
    QString problem() const { return m_problem; }
    CompletionModel* completion() { return &m_completion; }

    /// Sends, or keeps the edit. An edit that leaves nothing asks for the deletion of the message.
    Q_INVOKABLE void submit();
    /// `key` is a message's id, as the models' KeyRole. Does nothing for one that is unknown here.
    Q_INVOKABLE void startReply(const QString& key);
    /// Does nothing either for a message of somebody else.
    Q_INVOKABLE void startEdit(const QString& key);
    /// The last message of mine here; false if there is none.
    Q_INVOKABLE bool editLast();
    /// No answer and no edit any more; false if there was neither.
    Q_INVOKABLE bool cancel();
    /// After deleteWanted(); it can be undone for a while as every deletion.
    Q_INVOKABLE void deleteMessage(const QString& key);
    /// The cursor moved, or text was typed; with `composing` an input method is at work and nothing is
    /// offered.
    Q_INVOKABLE void look(int cursor, bool composing);
    /// Takes what completion offers in `row`.
    Q_INVOKABLE void complete(int row, int cursor);
    /// Puts `mark` ("**", "*", "`") around the selection, or takes it away; code of several lines gets
    /// fences.
    Q_INVOKABLE void toggleMark(const QString& mark, int start, int end);
    /// As typed at the cursor, with the spaces that a word needs.
    Q_INVOKABLE void insertWord(const QString& word, int start, int end);

Q_SIGNALS:
    void textChanged();
    /// The field shows another text: another place, an edit begun or left, a message that was sent.
    void textReplaced();
    /// Part of the field's text is another, as if typed: so it can be undone.
    void replaceWanted(int from, int to, const QString& text, int selectFrom, int selectTo);
    void modeChanged();
    void placeChanged();
    void typingChanged();
    void problemChanged();
    /// A message was kept and is shown.
    void sent();
    void focusWanted();
    void deleteWanted(const QString& key);
    /// What was written in a place that is no longer shown could not be kept or changed; what to say. A new
    /// message is the draft of its place again.
    void refused(const QString& why);

private:
    struct Place {
        RoomId room;
        std::optional<MessageId> thread;
        friend bool operator==(const Place&, const Place&) = default;
        friend size_t qHash(const Place& place, size_t seed = 0) {
            return qHashMulti(seed, place.room, place.thread.value_or(MessageId()));
        }
    };
    /// What is written in a place while another is shown.
    struct Draft {
        QString text;
        std::optional<MessageId> replyTo;
    };
    void keepDraft();
    void replaceText(const QString& text);
    void setProblem(const QString& problem);
    /// Below the field if `place` is the one shown, else by refused().
    void tellProblem(const Place& place, const QString& problem);
    void readRoom();
    void readTyping();
    void describe(const std::optional<MessageId>& message);
    void finish(const QString& text, const Outcome<OutboxEntry>& outcome, const Place& place);
    std::optional<Message> shown(const MessageId& id) const;

    Core& m_core;
    CompletionModel m_completion;
    Place m_place;
    Place m_said; ///< the one that placeChanged() told of last
    QHash<Place, Draft> m_drafts;
    QString m_text;
    std::optional<MessageId> m_replyTo;
    std::optional<MessageId> m_editing;
    QString m_beforeEdit;
    QString m_barName;
    QString m_barText;
    QString m_blocked;
    QString m_placeholder;
    QString m_typing;
    QString m_problem;
    QTimer m_draftTimer;
};

} // namespace parlor
