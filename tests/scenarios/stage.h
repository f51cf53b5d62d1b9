// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/scenarios/play.h"
#include "tests/scenarios/target.h"
#include "tests/support/chat_device.h"

#include <QHash>

#include <functional>
#include <memory>

namespace parlor::scenario {

/// A message that the play knows by its words.
struct KnownMessage {
    RoomId room;
    TempId tempId;
    MessageId id;
    qint64 seq = 0;
};

/// One device of one person of the cast.
struct Role {
    QString person;
    test::ChatDevice device;
    test::TestAccount account;
    QStringList spentRefreshTokens;     ///< oldest first
    QHash<QString, qsizetype> consumed; ///< how far the play has told the received events, by kind and room
    qsizetype connectedAt = 0;     ///< events received before this connection was in step with the server
    QHash<RoomId, int> gapsBefore; ///< gaps already told of
    QString lastRef;               ///< of the last raw frame
    qsizetype rawFrom = 0;         ///< events received before it

    explicit Role(const QString& name)
        : device(name) {}
};

/// What the steps of a play act on: the server, the devices, and the names that the play gave to rooms and
/// messages.
class Stage {
public:
    Stage(Target& target, const QMap<QString, QStringList>& cast);

    Target& target() { return m_target; }
    /// Starts the server if this is the first line that needs it.
    void ensureServer();

    /// "Bob" (the first device) or "Bob (phone)".
    Role& role(const QString& actor);
    QString username(const QString& person) const;
    /// The id of a person who has an account.
    UserId userOf(const QString& person);
    QString personOf(const UserId& id) const;
    QList<Role*> roles() const;

    RoomId room(const QString& name) const;
    void nameRoom(const QString& name, const RoomId& id) { m_rooms.insert(name, id); }
    QString roomName(const RoomId& id) const { return m_rooms.key(id, id.toString()); }
    KnownMessage& message(const QString& words);
    void nameMessage(const QString& words, const KnownMessage& message) { m_messages.insert(words, message); }

    /// Connects and waits until the device is in step (or only authenticated, where `sync` is false).
    void connectDevice(Role& role, bool sync = true);

    /// Waits for `condition`; throws PlayError with what `otherwise` tells.
    static void expect(const std::function<bool()>& condition, const std::function<QString()>& otherwise);
    [[noreturn]] static void fail(const QString& text) { throw PlayError(text); }
    /// Throws unless `answer` has one of the statuses.
    static void expectStatus(const test::HttpAnswer& answer, const QList<int>& statuses);
    static void expectRefused(const test::HttpAnswer& answer, const QString& code);
    static void expectRefused(const std::optional<ServerFrame>& answer, const QString& code);
    /// The next frame of type T for which `belongs` holds that the play has not told yet, waiting for it.
    template <typename T>
    T next(Role& role, const QString& stream, const std::function<bool(const T&)>& belongs,
           const QString& what);

    /// "Alice: Hello", one per message that somebody wrote: system messages have lines of their own.
    QStringList asLines(const QList<Message>& messages) const;
    /// Throws when the lists differ, showing both.
    static void expectLines(const QStringList& expected, const QStringList& actual);

private:
    Target& m_target;
    bool m_started = false;
    std::vector<std::unique_ptr<Role>> m_roles;
    QHash<QString, RoomId> m_rooms;
    QHash<QString, KnownMessage> m_messages;
};

template <typename T>
T Stage::next(Role& role, const QString& stream, const std::function<bool(const T&)>& belongs,
              const QString& what) {
    const T* found = nullptr;
    qsizetype& at = role.consumed[stream];
    at = std::max(at, role.connectedAt);
    expect(
        [&] {
            const auto& events = role.device.socket().events();
            for (; at < events.size() && !found; ++at) {
                const T* frame = std::get_if<T>(&events.at(at).frame);
                if (frame && belongs(*frame))
                    found = frame;
            }
            return found != nullptr;
        },
        [&] { return QStringLiteral("%1 never received %2").arg(role.device.name(), what); });
    return *found;
}

} // namespace parlor::scenario
