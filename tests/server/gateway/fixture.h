// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/tail.h"
#include "server/log/embedded_log.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"
#include "tests/server/gateway/projecting.h"

#include <QTemporaryDir>
#include <QTest>

#include <condition_variable>
#include <mutex>

namespace parlor::test {

/// A real log, a real store and a tail between them; the projector is played by hand, so that a test decides
/// what is in the store and what in the tail alone.
class GatewayFixture {
public:
    explicit GatewayFixture(gateway::TailLimits limits = {})
        : m_log(std::move(*log::openEmbeddedLog(m_dir.filePath(QStringLiteral("log.sqlite")))))
        , m_store(store::makeSqliteStore(m_dir.filePath(QStringLiteral("store.sqlite"))))
        , m_tail(*m_log, limits) {
        must(m_store->open());
        m_epoch = must(m_store->beginEpoch(0, m_log->identity(), m_log->messagePartitions(),
                                           must(m_log->begin()), false));
    }
    ~GatewayFixture() {
        m_tail.stop();
        m_log->close();
    }

    void startTail(const gateway::Tail::Listener& listener = [](const auto&) {}) {
        must(m_tail.start(m_epoch, must(m_store->snapshot()).positions, listener));
    }

    log::Log& log() { return *m_log; }
    store::Store& store() { return *m_store; }
    gateway::Tail& tail() { return m_tail; }
    const store::Epoch& epoch() const { return m_epoch; }

    User addUser(const QString& name) {
        const auto user = must(m_store->createUser({UserId::create(),
                                                    name,
                                                    name + QStringLiteral("@example.org"),
                                                    name,
                                                    QByteArrayLiteral("hash"),
                                                    {}}));
        return user.value.user;
    }
    Room addRoom(const User& owner, const QString& name, RoomKind kind = RoomKind::Public) {
        const Room room{RoomId::create(), name, kind, {}, 1, utcNow()};
        must(m_store->createRoom(room, owner.id));
        return room;
    }
    void join(const Room& room, const User& user) {
        must(m_store->setMember(room.id, user.id, RoomRole::Member));
    }

    /// Appends and waits until it is durable, and until a running tail has met it.
    log::Appended append(log::Topic topic, const QByteArray& key, const log::Event& event,
                         bool awaitTail = true) {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<Result<log::Appended>> outcome;
        m_log->append(topic, key, log::encode(event), [&](Result<log::Appended> result) {
            const std::lock_guard lock(mutex);
            outcome = std::move(result);
            changed.notify_all();
        });
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return outcome.has_value(); });
        const log::Appended appended = must(*outcome);
        if (awaitTail && !m_tail.waitFor(appended.where, appended.offset, std::chrono::seconds(10)))
            qFatal("the tail did not come");
        return appended;
    }
    static log::MessageRecord messageRecord(const User& sender, const Room& room, const QString& content,
                                            const TempId& tempId = TempId::create()) {
        return {messageIdFor(sender.id, room.id, tempId),
                room.id,
                sender.id,
                tempId,
                MessageType::Text,
                content,
                utcNow(),
                std::nullopt};
    }
    log::Appended say(const User& sender, const Room& room, const QString& content) {
        return append(log::Topic::Messages, log::keyOf(room.id), messageRecord(sender, room, content));
    }
    log::Appended seen(const User& user, const Room& room, qint64 seq) {
        return append(log::Topic::Receipts, log::keyOf(user.id), log::SeenRecord{user.id, room.id, seq});
    }
    qint64 seqOf(const log::Appended& appended) const { return m_epoch.base + appended.offset; }

    void projectAll() { test::projectAll(*m_log, *m_store, m_epoch); }

private:
    QTemporaryDir m_dir;
    std::unique_ptr<log::Log> m_log;
    std::unique_ptr<store::Store> m_store;
    store::Epoch m_epoch;
    gateway::Tail m_tail;
};

} // namespace parlor::test
