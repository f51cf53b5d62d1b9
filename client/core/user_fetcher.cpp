// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/user_fetcher.h"

namespace parlor {

using namespace Qt::StringLiterals;

UserFetcher::UserFetcher(Sync& sync, Api& api, Timing& timing)
    : m_sync(sync)
    , m_api(api)
    , m_timing(timing) {}

UserFetcher::~UserFetcher() {
    m_timing.cancel(m_retry);
}

void UserFetcher::setOnline(bool online) {
    m_online = online;
    m_timing.cancel(std::exchange(m_retry, 0));
    if (online) {
        m_asked.clear();
        pump();
    }
}

void UserFetcher::need(const QSet<UserId>& users) {
    m_needed += users;
    pump();
}

void UserFetcher::pump() {
    if (!m_online || m_inFlight || m_retry != 0)
        return;
    m_needed -= m_asked;
    if (m_needed.isEmpty())
        return;
    QSet<UserId> batch;
    QStringList ids;
    for (const UserId& user : std::as_const(m_needed)) {
        if (batch.size() == batchMax)
            break;
        batch.insert(user);
        ids.append(user.toString());
    }
    m_inFlight = true;
    m_api.call("GET", u"/api/v1/users?ids="_s + ids.join(QLatin1Char(',')), {},
               [self = QPointer(this), batch](const Outcome<QByteArray>& body) {
                   if (!self)
                       return;
                   self->m_inFlight = false;
                   const auto page = decodePage<User>(body);
                   if (page) {
                       self->m_backoff.reset();
                       self->m_asked += batch;
                       self->m_sync.learnUsers(page->items);
                   } else if (page.error().retryable()) {
                       if (self->m_online)
                           self->m_retry = self->m_timing.after(self->m_backoff.next(self->m_timing), [self] {
                               self->m_retry = 0;
                               self->pump();
                           });
                       return;
                   } else {
                       self->m_asked += batch;
                   }
                   self->pump();
               });
}

} // namespace parlor
