// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/core.h"

#include <QObject>
#include <QQmlEngine>
#include <QTimer>

#include <functional>
#include <memory>

namespace parlor {

/// The page where one signs in or makes an account: what was entered, and what is wrong with which field. GUI
/// thread.
class SignInForm : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by App")
    /// What a person typed; checked against the server shortly after.
    Q_PROPERTY(QString server READ server WRITE setServer NOTIFY serverChanged FINAL)
    /// The server and the user are given: a session that ended is begun anew.
    Q_PROPERTY(bool again READ isAgain CONSTANT FINAL)
    Q_PROPERTY(QString login READ login CONSTANT FINAL)
    /// "unknown", "checking", "found" or "missing".
    Q_PROPERTY(QString serverState READ serverState NOTIFY serverChanged FINAL)
    /// The found server's name.
    Q_PROPERTY(QString serverName READ serverName NOTIFY serverChanged FINAL)
    /// False once the server has said that it takes no new accounts from here.
    Q_PROPERTY(bool registrationOpen READ isRegistrationOpen NOTIFY serverChanged FINAL)
    Q_PROPERTY(bool busy READ isBusy NOTIFY stateChanged FINAL)
    /// Field name to what is wrong with it: "server", "login", "username", "email", "password",
    /// "displayName"; what concerns none of them stands under "form".
    Q_PROPERTY(QVariantMap errors READ errors NOTIFY stateChanged FINAL)

public:
    /// Makes the core of an account that nobody has signed in to.
    using CoreMaker = std::function<std::unique_ptr<Core>(const QUrl& server)>;

    SignInForm(CoreMaker makeCore, const QString& server, QObject* parent = nullptr);
    /// For a session that ended; `core` outlives the form.
    SignInForm(Core& core, QObject* parent = nullptr);
    ~SignInForm() override;

    QString server() const { return m_server; }
    void setServer(const QString& server);
    bool isAgain() const { return m_given != nullptr; }
    QString login() const;
    QString serverState() const { return m_serverState; }
    QString serverName() const { return m_serverName; }
    bool isRegistrationOpen() const { return m_registrationOpen; }
    bool isBusy() const { return m_busy; }
    QVariantMap errors() const { return m_errors; }

    Q_INVOKABLE void signIn(const QString& login, const QString& password);
    Q_INVOKABLE void signUp(const QString& username, const QString& displayName, const QString& email,
                            const QString& password);
    /// Looks for the server now.
    Q_INVOKABLE void checkServer();
    Q_INVOKABLE void clearError(const QString& field);

    /// The core that signed in; once, after done(). Null for a session that was begun anew.
    std::unique_ptr<Core> takeCore() { return std::move(m_core); }

Q_SIGNALS:
    void serverChanged();
    void stateChanged();
    /// What was submitted is not accepted: errors() says why.
    void rejected();
    void done();

private:
    /// The core for the entered address, or null with the error set.
    Core* core();
    void begin();
    void finish(const Outcome<User>& outcome, bool signingUp);
    void setError(const QString& field, const QString& text);

    CoreMaker m_makeCore;
    std::unique_ptr<Core> m_core;
    Core* m_given = nullptr;
    QUrl m_url; ///< of m_core
    QString m_server;
    QString m_serverState = QStringLiteral("unknown");
    QString m_serverName;
    bool m_registrationOpen = true;
    bool m_busy = false;
    QVariantMap m_errors;
    QTimer m_typing;
    int m_generation = 0;
};

} // namespace parlor
