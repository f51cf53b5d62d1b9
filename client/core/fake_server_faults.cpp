// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong with FakeServer when a test wants it, and what it remembers of what happened.
#include "client/core/fake_server_private.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

// --- faults ---

void FakeServer::setReachable(bool reachable, NetworkProblem problem) {
    d->reachable = reachable;
    d->problem = problem;
    if (!reachable)
        dropConnections();
}

void FakeServer::dropConnections(int closeCode) {
    d->closeAll([](const Private::Socket&) { return true; }, closeCode);
}

void FakeServer::setDelay(int milliseconds) {
    d->delay = milliseconds;
}

void FakeServer::refuse(const QString& frameType, const Error& error, int count) {
    d->frameFaults.append({frameType, error, count});
}

void FakeServer::loseAnswers(const QString& frameType, int count) {
    d->frameFaults.append({frameType, std::nullopt, count});
}

void FakeServer::refuseMessages(const Error& error, int count) {
    refuse(u"message:new"_s, error, count);
}

void FakeServer::loseAcknowledgements(int count) {
    loseAnswers(u"message:new"_s, count);
}

void FakeServer::failRequests(const QString& path, const std::optional<Error>& error, int count) {
    d->faults.append({path, error, count});
}

void FakeServer::hold(const QString& frameType) {
    d->held.insert(frameType);
}

void FakeServer::release() {
    d->held.clear();
    const auto frames = std::exchange(d->heldFrames, {});
    for (const auto& [socket, text] : frames) {
        d->post([to = socket, frame = text] {
            to.link->post([id = to.id, frame](FakeTransport& transport) { transport.onText(id, frame); });
        });
    }
}

void FakeServer::setMute(bool mute) {
    d->mute = mute;
}

void FakeServer::setAccessTokenLifetime(int seconds) {
    d->accessLifetime = seconds;
}

void FakeServer::expireAccessTokens() {
    for (Private::Session& session : d->sessions)
        session.accessUntil = {};
}

void FakeServer::revokeSessions(const UserId& user) {
    d->endSessions([&](const Private::Session& session) { return session.user == user; });
}

void FakeServer::setSyncChangesMax(int changes) {
    d->syncChangesMax = changes;
}

// --- what happened ---

int FakeServer::openSockets() const {
    return int(d->sockets.size());
}

int FakeServer::refreshes() const {
    return d->refreshCount;
}

int FakeServer::requests(const QString& pathPrefix) const {
    return int(std::count_if(d->requestPaths.begin(), d->requestPaths.end(),
                             [&](const QString& path) { return path.startsWith(pathPrefix); }));
}

QList<ClientFrame> FakeServer::received() const {
    return d->received;
}

void FakeServer::clearReceived() {
    d->received.clear();
}

QList<client::MessageNew> FakeServer::sent() const {
    return d->sent;
}

// --- parcels ---

void FakeServer::Private::post(std::function<void()> send) {
    if (delay == 0 && parcels.empty()) {
        send();
        return;
    }
    // Never before an earlier one, whatever the delay was then.
    const qint64 due = clock.elapsed() + delay;
    parcels.push_back({parcels.empty() ? due : std::max(due, parcels.back().due), std::move(send)});
    if (!parcelTimer.isActive())
        flush();
}

void FakeServer::Private::flush() {
    while (!parcels.empty() && parcels.front().due <= clock.elapsed()) {
        const auto send = std::move(parcels.front().send);
        parcels.pop_front();
        send();
    }
    if (!parcels.empty())
        parcelTimer.start(int(std::max<qint64>(1, parcels.front().due - clock.elapsed())));
}

} // namespace parlor
