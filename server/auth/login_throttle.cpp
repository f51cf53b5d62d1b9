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

Result<void> LoginThrottle::admit(const QString& login, const QHostAddress& address,
                                  const KnownAddresses& known) {
    const QString pair = pairKey(login, address);
    if (const auto wait = m_pairs.take(pair))
        return slowDown(*wait);
    const auto wait = m_accounts.take(loginKey(login));
    if (!wait)
        return {};
    const auto addresses = known();
    if (!addresses) {
        m_pairs.giveBack(pair);
        return fail(addresses.error());
    }
    const QString group = addressGroup(address);
    const bool isKnown = std::any_of(addresses->begin(), addresses->end(), [&](const QString& text) {
        return addressGroup(QHostAddress(text)) == group;
    });
    if (isKnown)
        return {};
    m_pairs.giveBack(pair); // nothing was tried
    return slowDown(*wait);
}

void LoginThrottle::succeeded(const QString& login, const QHostAddress& address) {
    m_pairs.giveBack(pairKey(login, address));
    m_accounts.giveBack(loginKey(login));
}

QString LoginThrottle::loginKey(const QString& login) {
    return login.toLower();
}

QString LoginThrottle::pairKey(const QString& login, const QHostAddress& address) {
    return addressGroup(address) + QLatin1Char(' ') + loginKey(login);
}

} // namespace parlor::auth
