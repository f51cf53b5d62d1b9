// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QVariantMap>

namespace parlor::tests {

/// A real session bus of the test's own, with nothing on it.
class PrivateBus {
public:
    /// What is sent to `begun`, a name that nobody has, waits for it: the bus believes that it begins the
    /// service.
    explicit PrivateBus(const QString& begun = {}) {
        if (!begun.isEmpty()) {
            QFile file(m_directory.filePath(begun + QStringLiteral(".service")));
            if (!file.open(QIODevice::WriteOnly))
                qFatal("cannot write the service's file");
            file.write(QStringLiteral("[D-BUS Service]\nName=%1\nExec=/bin/true\n").arg(begun).toUtf8());
        }
        QFile configuration(m_directory.filePath(QStringLiteral("bus.conf")));
        if (!configuration.open(QIODevice::WriteOnly))
            qFatal("cannot write the bus's configuration");
        configuration.write(
            QStringLiteral("<busconfig><type>session</type><listen>unix:path=%1/bus</listen>"
                           "<servicedir>%1</servicedir>"
                           "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
                           "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>")
                .arg(m_directory.path())
                .toUtf8());
        configuration.close();
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("dbus-daemon"),
                        {QStringLiteral("--nofork"), QStringLiteral("--print-address=1"),
                         QStringLiteral("--config-file=") + configuration.fileName()});
        if (!m_process.waitForStarted() || !m_process.waitForReadyRead())
            qFatal("dbus-daemon does not start");
        m_address = QString::fromLatin1(m_process.readLine().trimmed());
    }
    ~PrivateBus() {
        m_process.kill();
        m_process.waitForFinished();
    }
    QString address() const { return m_address; }
    QDBusConnection connect(const QString& name) const {
        return QDBusConnection::connectToBus(m_address, name);
    }

private:
    QTemporaryDir m_directory;
    QProcess m_process;
    QString m_address;
};

/// What a desktop's notification service does, and all that can go wrong with it.
class FakeService : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
    Q_PROPERTY(bool Inhibited READ isInhibited)
public:
    struct Call {
        uint id = 0;
        uint replaces = 0;
        QString application;
        QString icon;
        QString summary;
        QString body;
        QStringList actions;
        QVariantMap hints;
        int timeout = 0;
    };

    explicit FakeService(const QDBusConnection& bus)
        : m_bus(bus) {
        if (!m_bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
                                  QDBusConnection::ExportAllContents) ||
            !m_bus.registerService(QStringLiteral("org.freedesktop.Notifications")))
            qFatal("the fake service cannot have its name");
    }
    ~FakeService() override {
        m_bus.unregisterService(QStringLiteral("org.freedesktop.Notifications"));
        m_bus.unregisterObject(QStringLiteral("/org/freedesktop/Notifications"));
    }

    bool isInhibited() const { return inhibited; }
    void setInhibited(bool on) {
        inhibited = on;
        QDBusMessage signal = QDBusMessage::createSignal(QStringLiteral("/org/freedesktop/Notifications"),
                                                         QStringLiteral("org.freedesktop.DBus.Properties"),
                                                         QStringLiteral("PropertiesChanged"));
        signal.setArguments({QStringLiteral("org.freedesktop.Notifications"),
                             QVariantMap{{QStringLiteral("Inhibited"), on}}, QStringList()});
        m_bus.send(signal);
    }
    /// Answers what was kept back by `hang`.
    void answerAll() {
        hang = false;
        for (const auto& [message, answer] : std::as_const(m_waiting))
            m_bus.send(message.createReply(answer));
        m_waiting.clear();
    }

    QStringList capabilities{QStringLiteral("body"), QStringLiteral("body-markup"),
                             QStringLiteral("actions")};
    bool inhibited = false;
    bool hang = false; ///< what is asked waits for answerAll()
    QString error;     ///< its name: Notify is refused
    QList<Call> calls;
    QList<uint> closedIds;

public Q_SLOTS:
    QStringList GetCapabilities() {
        if (hang)
            wait(capabilities);
        return capabilities;
    }
    QString GetServerInformation(QString& vendor, QString& version, QString& specification) const {
        vendor = QStringLiteral("tests");
        version = QStringLiteral("1");
        specification = QStringLiteral("1.2");
        return QStringLiteral("fake");
    }
    uint Notify(const QString& application, uint replaces, const QString& icon, const QString& summary,
                const QString& body, const QStringList& actions, const QVariantMap& hints, int timeout) {
        const uint id = replaces != 0 ? replaces : ++m_last;
        calls.append({id, replaces, application, icon, summary, body, actions, hints, timeout});
        if (!error.isEmpty()) {
            sendErrorReply(error, QStringLiteral("no"));
        } else if (hang) {
            wait(id);
        }
        return id;
    }
    void CloseNotification(uint id) {
        closedIds.append(id);
        Q_EMIT NotificationClosed(id, 3);
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
    void NotificationReplied(uint id, const QString& text);
    void NotificationClosed(uint id, uint reason);
    void ActivationToken(uint id, const QString& token);

private:
    void wait(const QVariant& answer) {
        setDelayedReply(true);
        m_waiting.append({message(), answer});
    }

    QDBusConnection m_bus;
    QList<std::pair<QDBusMessage, QVariant>> m_waiting;
    uint m_last = 0;
};

} // namespace parlor::tests
