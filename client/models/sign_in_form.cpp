// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/sign_in_form.h"

#include "client/models/words.h"
#include "shared/limits.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {
constexpr int typingPauseMs = 500;
}

SignInForm::SignInForm(CoreMaker makeCore, const QString& server, QObject* parent)
    : QObject(parent)
    , m_makeCore(std::move(makeCore))
    , m_server(server) {
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPauseMs);
    connect(&m_typing, &QTimer::timeout, this, &SignInForm::checkServer);
}

SignInForm::SignInForm(Core& core, QObject* parent)
    : SignInForm({}, core.account().server.toString(), parent) {
    m_given = &core;
}

SignInForm::~SignInForm() = default;

void SignInForm::setServer(const QString& server) {
    if (server == m_server || m_given)
        return;
    m_server = server;
    ++m_generation;
    m_serverState = u"unknown"_s;
    m_serverName.clear();
    m_registrationOpen = true;
    m_errors.remove(u"server"_s);
    m_errors.remove(u"form"_s);
    m_typing.start();
    Q_EMIT serverChanged();
    Q_EMIT stateChanged();
}

QString SignInForm::login() const {
    return m_given && m_given->account().user ? m_given->account().user->username : QString();
}

Core* SignInForm::core() {
    if (m_given)
        return m_given;
    const auto url = serverUrlFromInput(m_server);
    if (!url) {
        setError(u"server"_s, words::field(u"server"_s, {url.error(), NetworkProblem::None}));
        return nullptr;
    }
    if (!m_core || m_url != *url) {
        m_core = m_makeCore(*url);
        m_url = *url;
    }
    return m_core.get();
}

void SignInForm::checkServer() {
    m_typing.stop();
    if (m_server.trimmed().isEmpty() || m_busy)
        return;
    Core* const asked = core();
    if (!asked) {
        m_serverState = u"missing"_s;
        Q_EMIT serverChanged();
        return;
    }
    m_serverState = u"checking"_s;
    Q_EMIT serverChanged();
    asked->fetchServerInfo(this, [this, generation = ++m_generation](const Outcome<ServerInfo>& info) {
        if (generation != m_generation)
            return;
        m_serverState = info ? u"found"_s : u"missing"_s;
        if (info) {
            m_serverName = info->name;
            m_registrationOpen = info->registration == Registration::Open;
            m_errors.remove(u"server"_s);
            Q_EMIT stateChanged();
        } else {
            setError(u"server"_s, words::failure(info.error()));
        }
        Q_EMIT serverChanged();
    });
}

void SignInForm::signIn(const QString& login, const QString& password) {
    if (m_busy)
        return;
    begin();
    if (login.trimmed().isEmpty())
        setError(u"login"_s, tr("Enter your user name or email address."));
    if (password.isEmpty())
        setError(u"password"_s, tr("Enter your password."));
    Core* const asked = core();
    if (!asked || !m_errors.isEmpty()) {
        Q_EMIT rejected();
        return;
    }
    m_busy = true;
    Q_EMIT stateChanged();
    asked->signIn(login.trimmed(), password, this,
                  [this](const Outcome<User>& outcome) { finish(outcome, false); });
}

void SignInForm::signUp(const QString& username, const QString& displayName, const QString& email,
                        const QString& password) {
    if (m_busy)
        return;
    begin();
    if (username.isEmpty())
        setError(u"username"_s, tr("Choose a user name."));
    if (email.isEmpty())
        setError(u"email"_s, tr("Enter your email address."));
    if (password.size() < limits::passwordMin)
        setError(u"password"_s, tr("Use at least %n characters.", nullptr, limits::passwordMin));
    Core* const asked = core();
    if (!asked || !m_errors.isEmpty()) {
        Q_EMIT rejected();
        return;
    }
    m_busy = true;
    Q_EMIT stateChanged();
    asked->signUp({username.trimmed(), email.trimmed(), password, displayName.trimmed()}, this,
                  [this](const Outcome<User>& outcome) { finish(outcome, true); });
}

void SignInForm::clearError(const QString& field) {
    if (m_errors.remove(field) + m_errors.remove(u"form"_s) > 0)
        Q_EMIT stateChanged();
}

void SignInForm::begin() {
    m_typing.stop();
    m_errors.clear();
    Q_EMIT stateChanged();
}

void SignInForm::finish(const Outcome<User>& outcome, bool signingUp) {
    m_busy = false;
    if (outcome) {
        Q_EMIT stateChanged();
        Q_EMIT done();
        return;
    }
    const Failure& failure = outcome.error();
    const QString field = failure.error.field().section(u'.', -1);
    if (failure.network != NetworkProblem::None)
        setError(u"server"_s, words::failure(failure));
    else if (!signingUp && failure.error.code() == ErrorCode::Unauthenticated)
        setError(u"password"_s, tr("User name or password is wrong. Nothing was changed."));
    else if (signingUp && failure.error.code() == ErrorCode::Forbidden)
        setError(u"form"_s,
                 tr("This server takes no new accounts from here. Ask its administrator for one."));
    else if (failure.error.code() == ErrorCode::Conflict)
        setError(u"form"_s, tr("You are signed in to this account already."));
    else if (!field.isEmpty())
        setError(field, words::field(field, failure));
    else if (signingUp && failure.error.code() == ErrorCode::Taken)
        setError(u"username"_s, words::field(u"username"_s, failure));
    else
        setError(u"form"_s, words::failure(failure));
    Q_EMIT rejected();
}

void SignInForm::setError(const QString& field, const QString& text) {
    m_errors.insert(field, text);
    Q_EMIT stateChanged();
}

} // namespace parlor
