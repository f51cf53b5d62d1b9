// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/listener.h"

#include <QLoggingCategory>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#endif

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

namespace parlor::net {

namespace {

Q_LOGGING_CATEGORY(lcListener, "parlor.net.listener")

/// Connections that the kernel makes before they are accepted (at most net.core.somaxconn). Of more it drops
/// the first packet, which comes again a second later.
constexpr int backlog = 4096;
constexpr int resumeAfterMs = 100;
constexpr int descriptorReserve = 128;
/// Bytes that the kernel keeps for a client that does not read. By itself it takes 4 MiB, each copied; what
/// waits with us is shared by all who wait for it.
constexpr int unsentMax = 512 * 1024;

} // namespace

Listener::Listener(Environment& environment, std::vector<NetworkThread*> threads)
    : m_environment(environment)
    , m_threads(std::move(threads)) {
    setListenBacklogSize(backlog);
    m_resume.setSingleShot(true);
    m_resume.setInterval(resumeAfterMs);
    connect(&m_resume, &QTimer::timeout, this, [this] {
        if (m_incoming)
            m_incoming->setEnabled(true);
        else
            resumeAccepting();
    });
    connect(this, &QTcpServer::acceptError, this, [this] { pause(errorString()); });
}

void Listener::pause(const QString& why) {
    m_environment.metrics.refusedDescriptors.add();
    qCWarning(lcListener, "Cannot accept a connection: %s. Trying again shortly.", qUtf8Printable(why));
    m_resume.start();
}

Result<void> Listener::start() {
    const ServerConfig& config = m_environment.config;
    if (!listen(config.address, config.port)) {
        const QString where = QStringLiteral("port %1 on %2").arg(config.port).arg(config.address.toString());
        switch (serverError()) {
        case QAbstractSocket::AddressInUseError:
            return fail(ErrorCode::Io,
                        QStringLiteral("%1 is in use by another program. Stop that program, or choose "
                                       "another port (PARLOR_LISTEN).")
                            .arg(where));
        case QAbstractSocket::SocketAddressNotAvailableError:
            return fail(ErrorCode::Io, QStringLiteral("%1 is not an address of this machine (PARLOR_LISTEN).")
                                           .arg(config.address.toString()));
        case QAbstractSocket::SocketAccessError:
            return fail(ErrorCode::Io,
                        QStringLiteral("%1 may not be opened by this user. Choose a port above 1023 "
                                       "(PARLOR_LISTEN).")
                            .arg(where));
        default:
            return fail(ErrorCode::Io, QStringLiteral("Cannot listen to %1: %2.").arg(where, errorString()));
        }
    }
#ifdef Q_OS_UNIX
    // Accepted sockets inherit it. Qt never sets it on the server's side, and Nagle's delay costs 40 ms per
    // answer.
    const int on = 1;
    ::setsockopt(int(socketDescriptor()), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef TCP_NOTSENT_LOWAT
    ::setsockopt(int(socketDescriptor()), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsentMax, sizeof unsentMax);
#endif
    // When the process is out of descriptors, Qt 6.4 either never accepts again or spins (it takes the error
    // for the one before it). So it only listens, and accepting is ours.
    pauseAccepting();
    m_incoming = std::make_unique<QSocketNotifier>(socketDescriptor(), QSocketNotifier::Read);
    connect(m_incoming.get(), &QSocketNotifier::activated, this, &Listener::acceptLater);
#endif
    return {};
}

void Listener::acceptLater() {
    // Once per turn of the loop, after the clients that had something to say in it.
    if (std::exchange(m_acceptPosted, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_acceptPosted = false;
            acceptSome();
        },
        Qt::QueuedConnection);
}

void Listener::acceptSome() {
#ifdef Q_OS_UNIX
    for (int i = 0; i < acceptsPerTurn; ++i) {
#ifdef Q_OS_LINUX
        const int descriptor =
            ::accept4(int(socketDescriptor()), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
#else
        const int descriptor = ::accept(int(socketDescriptor()), nullptr, nullptr);
        if (descriptor >= 0)
            ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
#endif
        if (descriptor >= 0) {
            incomingConnection(descriptor);
            continue;
        }
        switch (errno) {
        case EAGAIN:
#if EWOULDBLOCK != EAGAIN
        case EWOULDBLOCK:
#endif
            return;
        case EMFILE:
        case ENFILE:
        case ENOBUFS:
        case ENOMEM:
            m_incoming->setEnabled(false);
            pause(QString::fromStdString(std::generic_category().message(errno)));
            return;
        default: // the connection was gone before we came to it (EINTR, ECONNABORTED, network errors:
                 // accept(2))
            break;
        }
    }
#endif
}

void Listener::incomingConnection(qintptr descriptor) {
    const bool full = m_environment.connections.value() >= m_environment.maxConnections;
    auto accepted = std::make_shared<AcceptedDescriptor>(m_environment, descriptor);
    if (full) {
        m_environment.metrics.refusedFull.add();
#ifdef Q_OS_UNIX
        if (!m_environment.tls) {
            static constexpr char busy[] =
                "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n"
                "Content-Length: 0\r\n\r\n";
            [[maybe_unused]] const auto sent =
                ::send(int(descriptor), busy, sizeof busy - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
        }
#endif
        return; // closes it
    }
    m_environment.metrics.accepted.add();
    NetworkThread* thread = m_threads[m_next++ % m_threads.size()];
    thread->tasks()->post([thread, accepted] { thread->accept(*accepted); });
}

int connectionLimit() {
#ifdef Q_OS_UNIX
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        if (limit.rlim_cur < limit.rlim_max) {
            rlimit raised = limit;
            raised.rlim_cur = raised.rlim_max;
            if (::setrlimit(RLIMIT_NOFILE, &raised) == 0)
                limit = raised;
        }
        const auto most = std::min<rlim_t>(limit.rlim_cur, 1'000'000);
        return std::max(int(most) - descriptorReserve, 16);
    }
#endif
    return 10'000;
}

} // namespace parlor::net
