// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/tokens.h"
#include "client/core/transport.h"
#include "shared/codec.h"

#include <QList>
#include <QStringList>

namespace parlor::tests {

/// A transport that does nothing but what the test tells it to.
class StubTransport : public Transport {
    Q_OBJECT
public:
    struct Asked {
        HttpRequest request;
        HttpDone done;
    };

    void request(const HttpRequest& request, HttpDone done) override {
        asked.append({request, std::move(done)});
    }
    void openSocket(const QString& token) override { opened.append(token); }
    void sendText(const QByteArray& text) override { sent.append(text); }
    void dropSocket() override { ++drops; }

    /// Answers the oldest request.
    void answer(int status, const QByteArray& body, std::optional<int> retryAfter = {}) {
        asked.takeFirst().done(HttpResponse{status, body, retryAfter});
    }
    void answer(const AuthTokens& tokens) { answer(200, toBytes(toJson(tokens))); }
    void fail(NetworkProblem problem) { asked.takeFirst().done(tl::unexpected(networkFailure(problem))); }

    QList<Asked> asked;
    QStringList opened;
    QList<QByteArray> sent;
    int drops = 0;
};

/// A vault in memory whose answers come when the test says so.
class StubVault : public TokenVault {
public:
    void read(QObject*, Done<QString> done) override {
        later([this, done] { done(token); });
    }
    void write(const QString& fresh, QObject*, Done<bool> done) override {
        later([this, fresh, done] {
            token = fresh;
            done(true);
        });
    }
    void remove(QObject*, Done<bool> done) override {
        later([this, done] {
            token.clear();
            done(true);
        });
    }
    void release() {
        held = false;
        const auto waiting = std::exchange(m_waiting, {});
        for (const auto& one : waiting)
            one();
    }

    QString token;
    bool held = false;

private:
    void later(const std::function<void()>& what) {
        if (held)
            m_waiting.append(what);
        else
            what();
    }
    QList<std::function<void()>> m_waiting;
};

} // namespace parlor::tests
