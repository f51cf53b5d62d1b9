// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/peer_address.h"

#include <algorithm>

namespace parlor::net {

namespace {

/// An IPv4 address that came in on an IPv6 socket, as IPv4: so that rules written for one match.
QHostAddress plain(const QHostAddress& address) {
    bool mapped = false;
    const quint32 v4 = address.toIPv4Address(&mapped);
    return mapped ? QHostAddress(v4) : address;
}

} // namespace

QHostAddress clientAddress(const QHostAddress& connection, const QByteArray& forwardedFor,
                           const QList<QPair<QHostAddress, int>>& trustedProxies) {
    const auto trusted = [&trustedProxies](const QHostAddress& address) {
        return std::any_of(trustedProxies.begin(), trustedProxies.end(), [&address](const auto& subnet) {
            return address.isInSubnet(subnet.first, subnet.second);
        });
    };
    QHostAddress client = plain(connection);
    const auto hops = forwardedFor.split(',');
    for (auto hop = hops.rbegin(); hop != hops.rend() && trusted(client); ++hop) {
        const QHostAddress next(QString::fromLatin1(hop->trimmed()));
        if (next.isNull())
            break;
        client = plain(next);
    }
    return client;
}

bool originAllowed(const QByteArray& origin, const QByteArray& host, const QList<QByteArray>& allowed) {
    if (origin.isEmpty())
        return true;
    for (const QByteArray& entry : allowed) {
        if (entry == "*" || entry.compare(origin, Qt::CaseInsensitive) == 0)
            return true;
    }
    const qsizetype scheme = origin.indexOf("://");
    if (scheme < 0 || host.isEmpty())
        return false;
    return origin.mid(scheme + 3).compare(host, Qt::CaseInsensitive) == 0;
}

} // namespace parlor::net
