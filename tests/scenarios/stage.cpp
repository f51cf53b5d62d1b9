// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/stage.h"

namespace parlor::scenario {

Stage::Stage(Target& target, const QMap<QString, QStringList>& cast)
    : m_target(target) {
    for (auto it = cast.cbegin(); it != cast.cend(); ++it) {
        for (const QString& device : it.value()) {
            const QString name =
                device.isEmpty() ? it.key() : QStringLiteral("%1 (%2)").arg(it.key(), device);
            auto role = std::make_unique<Role>(name);
            role->person = it.key();
            m_roles.push_back(std::move(role));
        }
    }
}

void Stage::ensureServer() {
    if (m_started)
        return;
    m_started = true;
    m_target.start();
    for (Role* role : roles())
        role->device.http().setBase(m_target.url());
}

Role& Stage::role(const QString& actor) {
    for (const auto& role : m_roles) {
        if (role->device.name() == actor || role->person == actor)
            return *role;
    }
    fail(actor + QStringLiteral(" is not in the cast"));
}

QList<Role*> Stage::roles() const {
    QList<Role*> result;
    for (const auto& role : m_roles)
        result.append(role.get());
    return result;
}

QString Stage::username(const QString& person) const {
    return person.toLower() + m_target.nameSuffix();
}

UserId Stage::userOf(const QString& person) {
    for (const auto& role : m_roles) {
        if (role->person == person && !role->account.tokens.user.id.isNull())
            return role->account.tokens.user.id;
    }
    fail(person + QStringLiteral(" is not in the cast or has no account"));
}

QString Stage::personOf(const UserId& id) const {
    for (const auto& role : m_roles) {
        if (role->account.tokens.user.id == id)
            return role->person;
    }
    return id.toString();
}

RoomId Stage::room(const QString& name) const {
    const auto it = m_rooms.constFind(name);
    if (it == m_rooms.cend())
        fail(QStringLiteral("no room \"%1\" was made in this play").arg(name));
    return *it;
}

KnownMessage& Stage::message(const QString& words) {
    const auto it = m_messages.find(words);
    if (it == m_messages.end())
        fail(QStringLiteral("no message \"%1\" was sent in this play").arg(words));
    return *it;
}

void Stage::connectDevice(Role& role, bool sync) {
    role.device.setAutoSync(sync);
    role.consumed.clear(); // lines about what is received mean this connection
    role.connectedAt = role.device.socket().events().size();
    role.device.connectNow();
    expect(
        [&] {
            return (sync ? role.device.isLive() : role.device.isAuthenticated()) ||
                   role.device.socket().isClosed();
        },
        [&] { return role.device.name() + QStringLiteral(" cannot connect"); });
    if (role.device.socket().isClosed())
        fail(QStringLiteral("%1's connection was closed with %2")
                 .arg(role.device.name())
                 .arg(role.device.socket().closeCode()));
    // A client subscribes first and catches up then. What came by the stream meanwhile was sent before, and
    // its gateway had merely not read it yet: it belongs to the catching up.
    if (sync)
        role.connectedAt = role.device.socket().events().size();
}

void Stage::expect(const std::function<bool()>& condition, const std::function<QString()>& otherwise) {
    if (!test::waitUntil(condition))
        fail(otherwise());
}

void Stage::expectStatus(const test::HttpAnswer& answer, const QList<int>& statuses) {
    if (!statuses.contains(answer.status))
        fail(QStringLiteral("the server answered ") + answer.describe());
}

void Stage::expectRefused(const test::HttpAnswer& answer, const QString& code) {
    if (answer.status < 400 || answer.errorCode() != code)
        fail(QStringLiteral("expected to be refused %1, but the server answered %2")
                 .arg(code, answer.describe()));
    const auto known = errorCodeFromName(code.toLatin1());
    if (!known)
        fail(code + QStringLiteral(" is no error code"));
    if (errorInfo(*known).httpStatus != answer.status)
        fail(QStringLiteral("%1 came with status %2").arg(code).arg(answer.status));
}

void Stage::expectRefused(const std::optional<ServerFrame>& answer, const QString& code) {
    if (!answer)
        fail(QStringLiteral("expected to be refused %1, but no answer came").arg(code));
    const auto* failure = std::get_if<server::Failure>(&*answer);
    if (!failure)
        fail(QStringLiteral("expected to be refused %1, but the answer is %2")
                 .arg(code, QString::fromUtf8(encode(*answer))));
    const QString actual = QString::fromLatin1(errorInfo(failure->error.code()).name);
    if (actual != code)
        fail(QStringLiteral("expected to be refused %1, but the answer is %2 (%3)")
                 .arg(code, actual, failure->error.message()));
}

QStringList Stage::asLines(const QList<Message>& messages) const {
    QStringList lines;
    for (const Message& message : messages) {
        if (message.type == MessageType::Text)
            lines.append(QStringLiteral("%1: %2").arg(personOf(message.sender), message.content));
    }
    return lines;
}

void Stage::expectLines(const QStringList& expected, const QStringList& actual) {
    if (expected == actual)
        return;
    fail(QStringLiteral("expected:\n    %1\nbut it is:\n    %2")
             .arg(expected.join(QLatin1String("\n    ")), actual.join(QLatin1String("\n    "))));
}

} // namespace parlor::scenario
