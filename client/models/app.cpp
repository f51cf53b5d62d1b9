// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/app.h"

#include "client/core/credential_store.h"
#include "client/core/profile.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QUrl>

namespace parlor {

using namespace Qt::StringLiterals;

App::App(Profile& profile, CredentialStore& credentials, const Core::Options& options, const QString& server,
         QObject* parent)
    : QObject(parent)
    , m_profile(profile)
    , m_credentials(credentials)
    , m_options(options)
    , m_server(server)
    , m_settings(profile)
    , m_attention(profile, m_accounts)
    , m_places(
          m_accounts,
          [this](Session* session) {
              setForm(nullptr);
              setSession(session);
          },
          [this](const QString& address) { addAccountAt(address); }) {
    connect(&m_attention, &Attention::placeWanted, &m_places, &PlaceOpener::open);
    connect(&m_attention, &Attention::raiseWanted, this, &App::raiseWanted);
    connect(&m_attention, &Attention::quitWanted, this, &App::quitWanted);
}

App::~App() = default;

void App::start() {
    const QString last = m_profile.setting(u"lastAccount"_s).toString();
    Session* shown = nullptr;
    for (const Account& account : m_profile.accounts()) {
        std::unique_ptr<Core> core = makeCore(account);
        Core& opening = *core;
        Session* const session = addSession(std::move(core));
        if (!shown || account.id == last)
            shown = session;
        opening.open();
    }
    if (shown)
        setSession(shown);
    else
        addAccount();
}

QString App::profileName() const {
    return m_profile.name() == "default"_L1 ? QString() : m_profile.name();
}

QString App::version() {
    return QCoreApplication::applicationVersion();
}

void App::addAccount() {
    addAccountAt(m_server);
}

void App::addAccountAt(const QString& server) {
    setForm(
        std::make_unique<SignInForm>([this](const QUrl& url) { return makeCore(newAccount(url)); }, server));
}

void App::signInAgain() {
    if (m_session)
        setForm(std::make_unique<SignInForm>(m_session->core()));
}

void App::cancelSignIn() {
    if (m_session)
        setForm(nullptr);
}

void App::switchTo(int row) {
    if (Session* const session = m_accounts.at(row)) {
        setForm(nullptr);
        setSession(session);
    }
}

void App::openLink(const QString& address) {
    const QUrl url(address, QUrl::StrictMode);
    if (!url.isValid())
        return;
    if (url.scheme() == "parlor"_L1)
        m_places.openLink(address);
    else if (url.scheme() == "http"_L1 || url.scheme() == "https"_L1 || url.scheme() == "mailto"_L1)
        QDesktopServices::openUrl(url);
}

std::unique_ptr<Core> App::makeCore(const Account& account) {
    return std::make_unique<Core>(account, m_profile, m_credentials, m_options);
}

Session* App::addSession(std::unique_ptr<Core> core) {
    auto* const session = new Session(std::move(core), m_profile);
    connect(session, &Session::signedOutByUser, this, [this, session] { forget(session); });
    m_accounts.append(session);
    return session;
}

void App::forget(Session* session) {
    const QString id = session->accountId();
    m_accounts.take(session);
    if (session == m_session) {
        setSession(m_accounts.at(0));
        if (!m_session)
            addAccount();
    }
    // After the signal that brought us here; the files can go once the core that uses them has gone.
    connect(session, &QObject::destroyed, &m_profile, [profile = &m_profile, id] {
        if (const auto removed = profile->remove(id); !removed)
            qWarning("The account could not be removed: %ls", qUtf16Printable(removed.error().message()));
    });
    session->deleteLater();
}

void App::setSession(Session* session) {
    if (session == m_session)
        return;
    m_session = session;
    if (session)
        m_profile.setSetting(u"lastAccount"_s, session->accountId());
    Q_EMIT sessionChanged();
}

void App::setForm(std::unique_ptr<SignInForm> form) {
    if (!form && !m_form)
        return;
    SignInForm* const previous = m_form.release();
    m_form = std::move(form);
    if (m_form) {
        connect(m_form.get(), &SignInForm::done, this, [this, form = m_form.get()] {
            if (std::unique_ptr<Core> core = form->takeCore())
                setSession(addSession(std::move(core)));
            setForm(nullptr);
        });
    }
    Q_EMIT signInFormChanged();
    // It may be the one that is just telling us.
    if (previous)
        previous->deleteLater();
    if (m_form)
        m_form->checkServer();
}

} // namespace parlor
