// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/core.h"
#include "client/models/accounts_model.h"
#include "client/models/attention.h"
#include "client/models/place_opener.h"
#include "client/models/session.h"
#include "client/models/settings.h"
#include "client/models/sign_in_form.h"

#include <QObject>
#include <QQmlEngine>

namespace parlor {

class CredentialStore;
class Profile;

/// The whole client for the user interface: the accounts, the one that is shown, and the page to sign in. GUI
/// thread.
class App : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by main")
    Q_PROPERTY(parlor::AccountsModel* accounts READ accounts CONSTANT FINAL)
    Q_PROPERTY(parlor::Settings* settings READ settings CONSTANT FINAL)
    Q_PROPERTY(parlor::Attention* attention READ attention CONSTANT FINAL)
    Q_PROPERTY(parlor::PlaceOpener* places READ places CONSTANT FINAL)
    /// The account that is shown; null while there is none.
    Q_PROPERTY(parlor::Session* session READ session NOTIFY sessionChanged FINAL)
    /// The page to sign in; null while none is shown.
    Q_PROPERTY(parlor::SignInForm* signInForm READ signInForm NOTIFY signInFormChanged FINAL)
    Q_PROPERTY(QString profileName READ profileName CONSTANT FINAL)
    Q_PROPERTY(QString version READ version CONSTANT FINAL)

public:
    /// `profile` and `credentials` outlive it. `server` is offered on the sign-in page.
    App(Profile& profile, CredentialStore& credentials, const Core::Options& options, const QString& server,
        QObject* parent = nullptr);
    ~App() override;

    /// Opens every account of the profile; without any, shows the page to sign in.
    void start();

    AccountsModel* accounts() { return &m_accounts; }
    Settings* settings() { return &m_settings; }
    Attention* attention() { return &m_attention; }
    PlaceOpener* places() { return &m_places; }
    Session* session() const { return m_session; }
    SignInForm* signInForm() const { return m_form.get(); }
    /// Empty for the usual profile.
    QString profileName() const;
    static QString version();

    /// Shows the page to sign in to one more account.
    Q_INVOKABLE void addAccount();
    /// Shows the page to begin the shown account's session anew.
    Q_INVOKABLE void signInAgain();
    /// Back from the page, if there is an account to show.
    Q_INVOKABLE void cancelSignIn();
    /// Does nothing for a row out of range.
    Q_INVOKABLE void switchTo(int row);
    /// Opens an http, https or mailto address in its program, and a parlor address here; anything else is
    /// ignored.
    Q_INVOKABLE void openLink(const QString& address);
    /// The window is to come forward; see Attention::raiseWanted().
    void raise(const QByteArray& activation = {}) { Q_EMIT raiseWanted(activation); }
    Q_INVOKABLE void quit() { Q_EMIT quitWanted(); }

Q_SIGNALS:
    void sessionChanged();
    void signInFormChanged();
    void raiseWanted(const QByteArray& activation);
    void quitWanted();

private:
    std::unique_ptr<Core> makeCore(const Account& account);
    void addAccountAt(const QString& server);
    Session* addSession(std::unique_ptr<Core> core);
    void forget(Session* session);
    void setSession(Session* session);
    void setForm(std::unique_ptr<SignInForm> form);

    Profile& m_profile;
    CredentialStore& m_credentials;
    Core::Options m_options;
    QString m_server;
    Settings m_settings;
    AccountsModel m_accounts;
    Attention m_attention;
    PlaceOpener m_places;
    Session* m_session = nullptr;
    std::unique_ptr<SignInForm> m_form;
};

} // namespace parlor
