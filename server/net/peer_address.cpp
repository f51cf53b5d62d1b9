// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/peer_address.h"

#include <algorithm>

namespace parlor::net {

QHostAddress plainAddress(const QHostAddress& address) {
    bool mapped = false;
    const quint32 v4 = address.toIPv4Address(&mapped);
    return mapped ? QHostAddress(v4) : address;
}

bool isInAny(const QHostAddress& address, const Subnets& subnets) {
    const QHostAddress plain = plainAddress(address);
    return std::any_of(subnets.begin(), subnets.end(), [&plain](const auto& subnet) {
        return plain.isInSubnet(subnet.first, subnet.second);
    });
}

QHostAddress clientAddress(const QHostAddress& connection, const QByteArray& forwardedFor,
                           const Subnets& trustedProxies) {
    QHostAddress client = plainAddress(connection);
    const auto hops = forwardedFor.split(',');
    for (auto hop = hops.rbegin(); hop != hops.rend() && isInAny(client, trustedProxies); ++hop) {
        const QHostAddress next(QString::fromLatin1(hop->trimmed()));
        if (next.isNull())
            break;
        client = plainAddress(next);
    }
    return client;
}

bool originListed(const QByteArray& origin, const QList<QByteArray>& allowed) {
    return std::any_of(allowed.begin(), allowed.end(), [&](const QByteArray& entry) {
        return entry == "*" || entry.compare(origin, Qt::CaseInsensitive) == 0;
    });
}

bool originAllowed(const QByteArray& origin, const QByteArray& host, const QList<QByteArray>& allowed) {
    if (origin.isEmpty() || originListed(origin, allowed))
        return true;
    const qsizetype scheme = origin.indexOf("://");
    if (scheme < 0 || host.isEmpty())
        return false;
    return origin.mid(scheme + 3).compare(host, Qt::CaseInsensitive) == 0;
}

} // namespace parlor::net
