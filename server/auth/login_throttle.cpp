// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/login_throttle.h"

#include <algorithm>

namespace parlor::auth {

namespace {

tl::unexpected<Error> slowDown(int seconds) {
    return tl::unexpected<Error>(
        Error(ErrorCode::RateLimited, QStringLiteral("Too many wrong passwords. Try again later."))
            .withRetryAfter(seconds));
}

} // namespace

QString addressGroup(const QHostAddress& address) {
    bool mapped = false;
    const quint32 v4 = address.toIPv4Address(&mapped);
    if (mapped)
        return QHostAddress(v4).toString();
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return address.toString();
    Q_IPV6ADDR bytes = address.toIPv6Address();
    std::fill(bytes.c + 8, bytes.c + 16, quint8(0));
    return QHostAddress(bytes).toString();
}

LoginThrottle::LoginThrottle(const LoginBudgets& budgets, Clock clock)
    : m_pairs(budgets.pair, clock)
    , m_accounts(budgets.account, clock) {}

Result<LoginThrottle::Ticket> LoginThrottle::admit(const QString& login, const QHostAddress& address,
                                                   const KnownAddresses& known) {
    const QString account = login.toLower();
    const QString group = addressGroup(address);
    const Ticket ticket{group + QLatin1Char(' ') + account, account};
    if (const auto wait = m_pairs.take(ticket.pair))
        return slowDown(*wait);
    const auto wait = m_accounts.take(account);
    if (!wait)
        return ticket;
    const auto addresses = known();
    if (!addresses) {
        m_pairs.giveBack(ticket.pair);
        return fail(addresses.error());
    }
    const bool isKnown = std::any_of(addresses->begin(), addresses->end(), [&](const QString& text) {
        return addressGroup(QHostAddress(text)) == group;
    });
    if (isKnown)
        return Ticket{ticket.pair, std::nullopt};
    m_pairs.giveBack(ticket.pair); // nothing was tried
    return slowDown(*wait);
}

void LoginThrottle::succeeded(const Ticket& ticket) {
    m_pairs.giveBack(ticket.pair);
    if (ticket.account)
        m_accounts.giveBack(*ticket.account);
}

} // namespace parlor::auth
