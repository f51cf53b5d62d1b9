// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/local_broadcasts.h"

#include "shared/named_thread.h"

namespace parlor::log {

namespace {

constexpr std::size_t waitingMax = 10'000; // beyond, broadcasts are dropped: nobody keeps them anyway

} // namespace

class LocalBroadcasts::Listener final : public Subscription {
public:
    Listener(LocalBroadcasts& broadcasts, quint64 number)
        : m_broadcasts(broadcasts)
        , m_number(number) {}
    ~Listener() override {
        const std::lock_guard calling(m_broadcasts.m_calling);
        const std::lock_guard lock(m_broadcasts.m_mutex);
        m_broadcasts.m_listeners.remove(m_number);
    }

private:
    LocalBroadcasts& m_broadcasts;
    const quint64 m_number;
};

LocalBroadcasts::~LocalBroadcasts() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        m_changed.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
}

void LocalBroadcasts::broadcast(const QByteArray& key, const QByteArray& value) {
    const std::lock_guard lock(m_mutex);
    if (m_listeners.isEmpty() || m_waiting.size() >= waitingMax)
        return;
    m_waiting.emplace_back(key, value);
    m_changed.notify_all();
}

std::unique_ptr<Subscription> LocalBroadcasts::listen(BroadcastCallback heard) {
    const std::lock_guard lock(m_mutex);
    if (!m_thread.joinable())
        m_thread = namedThread("broadcasts", [this] { run(); });
    const quint64 number = m_nextListener++;
    m_listeners.insert(number, std::move(heard));
    return std::make_unique<Listener>(*this, number);
}

void LocalBroadcasts::run() {
    while (true) {
        std::deque<std::pair<QByteArray, QByteArray>> due;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_stop || !m_waiting.empty(); });
            if (m_stop)
                return;
        }
        const std::lock_guard calling(m_calling);
        QHash<quint64, BroadcastCallback> listeners;
        {
            const std::lock_guard lock(m_mutex);
            due.swap(m_waiting);
            listeners = m_listeners;
        }
        for (const auto& [key, value] : due) {
            for (const BroadcastCallback& heard : std::as_const(listeners))
                heard(key, value);
        }
    }
}

} // namespace parlor::log
