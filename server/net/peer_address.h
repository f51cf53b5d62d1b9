// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QPair>

namespace parlor::net {

using Subnets = QList<QPair<QHostAddress, int>>;

/// An IPv4 address that came in on an IPv6 socket, as IPv4: so that rules written for one match.
QHostAddress plainAddress(const QHostAddress& address);
/// Whether the address, made plain, lies in one of the subnets.
bool isInAny(const QHostAddress& address, const Subnets& subnets);

/// The client's address: that of the connection, or, if that is a trusted proxy, the last one in
/// X-Forwarded-For that is not. An entry that is no address ends the search: what is left of it was written
/// by nobody that we trust.
QHostAddress clientAddress(const QHostAddress& connection, const QByteArray& forwardedFor,
                           const Subnets& trustedProxies);

/// Whether `allowed` has `origin`, or "*".
bool originListed(const QByteArray& origin, const QList<QByteArray>& allowed);

/// Whether a browser at `origin` may open a socket: a missing Origin (no browser), that of the server itself
/// (`host` is the request's Host header), or one that is listed; "*" lists all.
bool originAllowed(const QByteArray& origin, const QByteArray& host, const QList<QByteArray>& allowed);

} // namespace parlor::net
