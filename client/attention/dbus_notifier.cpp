// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/dbus_notifier.h"

#include <QDBusArgument>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QLoggingCategory>

#include <limits>
#include <utility>

namespace parlor {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcNotify, "parlor.client.notify", QtInfoMsg)

const auto service = u"org.freedesktop.Notifications"_s;
const auto path = u"/org/freedesktop/Notifications"_s;
const auto properties = u"org.freedesktop.DBus.Properties"_s;
const auto dunst = u"org.dunstproject.cmd0"_s;
const auto openAction = u"default"_s;
const auto replyAction = u"inline-reply"_s;

// A call has no end of its own. One that was given up would be carried out all the same when a service that
// hung goes on, and nobody would know the bubble. The bus answers for a service that ends.
constexpr int noEnd = std::numeric_limits<int>::max();
constexpr auto patience = 5s;
// The service decides how long a bubble stays.
constexpr int usualTime = -1;
constexpr uint reasonExpired = 1;
// What a picture is worth on the bus, pixels of a side.
constexpr int imageSide = 64;
constexpr uchar urgencyNormal = 1;

/// (iiibiiay) of the specification: width, height, bytes of a row, alpha, bits of a sample, channels, data.
struct WireImage {
    int width = 0;
    int height = 0;
    int stride = 0;
    bool alpha = true;
    int bits = 8;
    int channels = 4;
    QByteArray data;
};

QDBusArgument& operator<<(QDBusArgument& argument, const WireImage& image) {
    argument.beginStructure();
    argument << image.width << image.height << image.stride << image.alpha << image.bits << image.channels
             << image.data;
    argument.endStructure();
    return argument;
}
const QDBusArgument& operator>>(const QDBusArgument& argument, WireImage& image) {
    argument.beginStructure();
    argument >> image.width >> image.height >> image.stride >> image.alpha >> image.bits >> image.channels >>
        image.data;
    argument.endStructure();
    return argument;
}

WireImage wireImage(const QImage& image) {
    const QImage rgba = image.scaled(imageSide, imageSide, Qt::KeepAspectRatio, Qt::SmoothTransformation)
                            .convertToFormat(QImage::Format_RGBA8888);
    return {rgba.width(),
            rgba.height(),
            static_cast<int>(rgba.bytesPerLine()),
            true,
            8,
            4,
            QByteArray(reinterpret_cast<const char*>(rgba.constBits()), rgba.sizeInBytes())};
}

QDBusMessage methodCall(const QString& method) {
    return QDBusMessage::createMethodCall(service, path, service, method);
}

} // namespace

} // namespace parlor

Q_DECLARE_METATYPE(parlor::WireImage)

namespace parlor {

DBusNotifier::DBusNotifier(const QDBusConnection& bus, QObject* parent)
    : Notifier(parent)
    , m_bus(bus)
    , m_watcher(service, bus, QDBusServiceWatcher::WatchForOwnerChange) {
    qDBusRegisterMetaType<WireImage>();
    connect(&m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString& before, const QString& owner) {
                // One that the bus begins because it is asked is the one that was asked.
                if (!before.isEmpty())
                    serviceGone();
                if (owner.isEmpty()) {
                    m_failure = NotifyObstacle::NoService;
                    updateObstacle();
                } else {
                    refresh();
                }
            });
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        qCInfo(lcNotify) << "the service does not answer";
        m_hangs = true;
        updateObstacle();
    });
    if (!m_bus.isConnected()) {
        m_obstacle = m_failure = NotifyObstacle::NoService;
        return;
    }
    m_bus.connect(service, path, service, u"ActionInvoked"_s, this, SLOT(onActionInvoked(uint, QString)));
    m_bus.connect(service, path, service, u"NotificationReplied"_s, this, SLOT(onReplied(uint, QString)));
    m_bus.connect(service, path, service, u"NotificationClosed"_s, this, SLOT(onClosed(uint, uint)));
    m_bus.connect(service, path, service, u"ActivationToken"_s, this, SLOT(onActivationToken(uint, QString)));
    m_bus.connect(service, path, properties, u"PropertiesChanged"_s, this,
                  SLOT(onPropertiesChanged(QString, QVariantMap, QStringList)));
    refresh();
}

void DBusNotifier::call(const QDBusMessage& message, const std::function<void(const QDBusMessage&)>& done) {
    auto* const watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message, noEnd), this);
    if (m_unanswered++ == 0)
        m_patience.start();
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, done, ended = m_ended] {
        watcher->deleteLater();
        if (ended != m_ended)
            return;
        if (--m_unanswered > 0)
            m_patience.start();
        else
            m_patience.stop();
        const bool hung = std::exchange(m_hangs, false);
        done(watcher->reply());
        if (hung)
            updateObstacle();
    });
}

void DBusNotifier::refresh() {
    if (!m_bus.isConnected() || m_finding)
        return;
    m_finding = true;
    // Also wakes a service that the bus starts when it is first asked.
    call(methodCall(u"GetCapabilities"_s), [this](const QDBusMessage& answer) {
        m_finding = false;
        if (answer.type() == QDBusMessage::ErrorMessage)
            notFound(QDBusError(answer).type() == QDBusError::AccessDenied ? NotifyObstacle::Denied
                                                                           : NotifyObstacle::NoService);
        else
            found(answer.arguments().value(0).toStringList());
    });
    call(methodCall(u"GetServerInformation"_s), [this](const QDBusMessage& answer) {
        const QString name = answer.arguments().value(0).toString();
        if (answer.type() == QDBusMessage::ErrorMessage || name == m_abilities.service)
            return;
        m_abilities.service = name;
        Q_EMIT stateChanged();
    });
}

void DBusNotifier::found(const QStringList& capabilities) {
    NotifierAbilities abilities = m_abilities;
    abilities.reply = capabilities.contains(replyAction);
    abilities.sound = capabilities.contains(u"sound"_s);
    m_markup = capabilities.contains(u"body-markup"_s);
    m_actions = capabilities.contains(u"actions"_s);
    const bool changed = abilities != m_abilities;
    m_abilities = abilities;
    m_found = true;
    const NotifyObstacle before = m_obstacle;
    updateObstacle();
    if (changed && before == m_obstacle)
        Q_EMIT stateChanged();
    findInhibited();
    const QStringList keys = m_bubbles.keys();
    for (const QString& key : keys)
        askNext(key);
}

void DBusNotifier::notFound(NotifyObstacle why) {
    m_found = false;
    m_failure = why;
    updateObstacle();
    const QStringList keys = m_bubbles.keys();
    for (const QString& key : keys) {
        const Bubble bubble = m_bubbles.value(key);
        if (bubble.asking || !bubble.next)
            continue;
        m_bubbles.remove(key);
        Q_EMIT closed(key);
    }
}

void DBusNotifier::findInhibited() {
    const auto get = [this](const QString& interface, const QString& name, bool DBusNotifier::*member) {
        QDBusMessage message = QDBusMessage::createMethodCall(service, path, properties, u"Get"_s);
        message.setArguments({interface, name});
        call(message, [this, member](const QDBusMessage& answer) {
            // Those who do not know the property do not know the thing.
            this->*member = answer.type() == QDBusMessage::ReplyMessage &&
                            answer.arguments().value(0).value<QDBusVariant>().variant().toBool();
            updateObstacle();
        });
    };
    get(service, u"Inhibited"_s, &DBusNotifier::m_inhibited);
    get(dunst, u"paused"_s, &DBusNotifier::m_paused);
}

void DBusNotifier::onPropertiesChanged(const QString& interface, const QVariantMap& changed,
                                       const QStringList& gone) {
    const auto has = [&](const QString& name) { return changed.contains(name) || gone.contains(name); };
    if ((interface == service && has(u"Inhibited"_s)) || (interface == dunst && has(u"paused"_s)))
        findInhibited();
}

void DBusNotifier::updateObstacle() {
    const NotifyObstacle obstacle = m_hangs                   ? NotifyObstacle::NotAnswering
                                    : !m_found                ? m_failure
                                    : m_inhibited || m_paused ? NotifyObstacle::DesktopQuiet
                                                              : NotifyObstacle::None;
    if (obstacle == m_obstacle)
        return;
    m_obstacle = obstacle;
    Q_EMIT stateChanged();
}

void DBusNotifier::serviceGone() {
    // Its ids mean nothing any more, and its bubbles have gone with it.
    const QStringList keys = m_bubbles.keys();
    m_bubbles.clear();
    ++m_ended;
    m_unanswered = 0;
    m_patience.stop();
    m_hangs = m_finding = m_found = m_inhibited = m_paused = m_markup = m_actions = false;
    m_abilities = {};
    m_token.clear();
    for (const QString& key : keys)
        Q_EMIT closed(key);
}

void DBusNotifier::show(const Notification& notification) {
    if (!m_bus.isConnected())
        return;
    Bubble& bubble = m_bubbles[notification.key];
    bubble.withdrawn = false;
    bubble.next = notification;
    // Whether a text is to be escaped, the service says.
    if (m_found)
        askNext(notification.key);
    else
        refresh();
}

void DBusNotifier::askNext(const QString& key) {
    Bubble& bubble = m_bubbles[key];
    if (bubble.asking || !bubble.next)
        return;
    const Notification next = *bubble.next;
    bubble.next.reset();
    ask(key, next);
}

void DBusNotifier::ask(const QString& key, const Notification& notification) {
    Bubble& bubble = m_bubbles[key];
    bubble.asking = true;
    QStringList actions;
    if (m_actions) {
        actions << openAction << tr("Open");
        if (notification.canReply && m_abilities.reply)
            actions << replyAction << tr("Reply");
    }
    QVariantMap hints{
        {u"category"_s, u"im.received"_s},
        {u"desktop-entry"_s, QGuiApplication::desktopFileName()},
        {u"urgency"_s, QVariant::fromValue(urgencyNormal)},
    };
    if (notification.sound && m_abilities.sound)
        hints.insert(u"sound-name"_s, u"message-new-instant"_s);
    else
        hints.insert(u"suppress-sound"_s, true);
    if (!notification.image.isNull())
        hints.insert(u"image-data"_s, QVariant::fromValue(wireImage(notification.image)));
    if (notification.canReply && m_abilities.reply)
        hints.insert(u"x-kde-reply-placeholder-text"_s, tr("Reply"));
    QDBusMessage message = methodCall(u"Notify"_s);
    message.setArguments({QGuiApplication::applicationDisplayName(), bubble.id,
                          QGuiApplication::desktopFileName(), notification.title,
                          m_markup ? notification.body.toHtmlEscaped() : notification.body, actions, hints,
                          usualTime});
    call(message, [this, key](const QDBusMessage& answer) { answered(key, answer); });
}

void DBusNotifier::answered(const QString& key, const QDBusMessage& answer) {
    const auto bubble = m_bubbles.find(key);
    const bool failed = answer.type() == QDBusMessage::ErrorMessage;
    const uint id = failed ? 0 : answer.arguments().value(0).toUInt();
    if (bubble == m_bubbles.end())
        return;
    bubble->asking = false;
    if (failed) {
        qCInfo(lcNotify) << "not shown:" << answer.errorName() << answer.errorMessage();
        m_bubbles.erase(bubble);
        refresh();
        Q_EMIT closed(key);
        return;
    }
    bubble->id = id;
    if (bubble->withdrawn) {
        close(id);
        m_bubbles.erase(bubble);
        return;
    }
    if (bubble->next) {
        askNext(key);
        return;
    }
    Q_EMIT shown(key);
}

void DBusNotifier::withdraw(const QString& key) {
    const auto bubble = m_bubbles.find(key);
    if (bubble == m_bubbles.end())
        return;
    if (bubble->asking) {
        bubble->withdrawn = true;
        bubble->next.reset();
        return;
    }
    if (bubble->id != 0)
        close(bubble->id);
    m_bubbles.erase(bubble);
}

void DBusNotifier::close(uint id) {
    QDBusMessage message = methodCall(u"CloseNotification"_s);
    message.setArguments({id});
    // One that is gone already is an error to some services, and none to us.
    m_bus.asyncCall(message, noEnd);
}

QString DBusNotifier::keyOf(uint id) const {
    for (auto it = m_bubbles.cbegin(); it != m_bubbles.cend(); ++it) {
        if (it->id == id && id != 0)
            return it.key();
    }
    return {};
}

void DBusNotifier::onActivationToken(uint id, const QString& token) {
    if (keyOf(id).isEmpty())
        return;
    m_tokenFor = id;
    m_token = token.toUtf8();
}

void DBusNotifier::onActionInvoked(uint id, const QString& action) {
    const QString key = keyOf(id);
    if (key.isEmpty() || action != openAction)
        return;
    Q_EMIT activated(key, m_tokenFor == id ? m_token : QByteArray());
    m_token.clear();
}

void DBusNotifier::onReplied(uint id, const QString& text) {
    const QString key = keyOf(id);
    if (!key.isEmpty() && !text.trimmed().isEmpty())
        Q_EMIT replied(key, text);
}

void DBusNotifier::onClosed(uint id, uint reason) {
    const QString key = keyOf(id);
    // One that only left the screen is in the desktop's list still, and is found and replaced by its id.
    if (key.isEmpty() || reason == reasonExpired)
        return;
    m_bubbles.remove(key);
    Q_EMIT closed(key);
}

} // namespace parlor
