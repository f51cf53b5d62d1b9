// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/single_instance.h"

#include "client/attention/place_link.h"
#include "shared/codec.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QJsonObject>
#include <QLocalSocket>
#include <QLoggingCategory>
#include <QStandardPaths>
#include <QThread>
#include <QTimer>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcInstance, "parlor.client.instance", QtInfoMsg)

constexpr int retryMs = 100;
constexpr int activationMax = 512;
const auto taken = "ok\n"_ba;

std::optional<StartRequest> fromLine(const QByteArray& line) {
    const auto json = parseObject(line);
    if (!json)
        return std::nullopt;
    StartRequest request{json->value("link"_L1).toString(), json->value("activation"_L1).toString().toUtf8()};
    // Whether it leads anywhere is said in the window.
    if (request.link.size() > placeLinkMax)
        return std::nullopt;
    if (request.activation.size() > activationMax)
        return std::nullopt;
    return request;
}

} // namespace

QString SingleInstance::doorOf(const QString& directory) {
    // By its real name, whatever way led there. A path of a socket has some hundred bytes at most.
    const QString real = QFileInfo(directory).canonicalFilePath();
    const QByteArray hash =
        QCryptographicHash::hash(real.toUtf8(), QCryptographicHash::Sha256).toHex().left(24);
    const QString name = u"parlor-"_s + QString::fromLatin1(hash);
#ifdef Q_OS_UNIX
    // A directory of this user; Qt checks that it is, and that nobody else may enter it.
    const QString place = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return place.isEmpty() ? QString() : QDir(place).filePath(name);
#else
    return name;
#endif
}

SingleInstance::SingleInstance(const QString& directory, QObject* parent)
    : QObject(parent) {
    const QString door = doorOf(directory);
    if (door.isEmpty())
        return;
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(callersMax);
    QLocalServer::removeServer(door);
    if (!m_server.listen(door)) {
        qCWarning(lcInstance) << "later starts cannot be told of this one:" << m_server.errorString();
        return;
    }
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::take);
    qCDebug(lcInstance) << "the door is open:" << door;
}

void SingleInstance::take() {
    while (QLocalSocket* const caller = m_server.nextPendingConnection()) {
        connect(caller, &QLocalSocket::disconnected, caller, &QObject::deleteLater);
        if (m_server.findChildren<QLocalSocket*>(Qt::FindDirectChildrenOnly).size() > callersMax) {
            caller->abort();
            continue;
        }
        caller->setReadBufferSize(requestMax);
        QTimer::singleShot(callerMs, caller, [caller] { caller->abort(); });
        connect(caller, &QLocalSocket::readyRead, this, [this, caller] { read(caller); });
        read(caller);
    }
}

void SingleInstance::read(QLocalSocket* caller) {
    if (!caller->canReadLine()) {
        if (caller->bytesAvailable() >= requestMax)
            caller->abort();
        return;
    }
    const auto request = fromLine(caller->readLine(requestMax));
    if (!request) {
        qCWarning(lcInstance) << "a start asked for something that makes no sense";
        caller->abort();
        return;
    }
    qCDebug(lcInstance) << "asked to come forward" << request->link;
    caller->write(taken);
    caller->disconnectFromServer();
    Q_EMIT requested(*request);
}

bool SingleInstance::handOver(const QString& directory, const StartRequest& request,
                              std::chrono::milliseconds timeout) {
    const QString door = doorOf(directory);
    if (door.isEmpty())
        return false;
    const QByteArray line =
        toBytes({{"link"_L1, request.link}, {"activation"_L1, QString::fromUtf8(request.activation)}}) + '\n';
    const QDeadlineTimer deadline(timeout);
    const auto left = [&] { return static_cast<int>(deadline.remainingTime()); };
    while (!deadline.hasExpired()) {
        QLocalSocket socket;
        socket.connectToServer(door);
        if (socket.waitForConnected(left())) {
            socket.write(line);
            while (!socket.canReadLine() && socket.waitForReadyRead(left())) {
            }
            if (socket.readLine() == taken)
                return true;
        }
        QThread::msleep(retryMs);
    }
    return false;
}

} // namespace parlor
