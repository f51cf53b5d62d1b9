// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/password_hasher.h"

#include "server/auth/sodium.h"

#include <QThread>

#include <sodium.h>

#include <algorithm>

namespace parlor::auth {

namespace {

struct Limits {
    unsigned long long operations;
    size_t memory;
};

Limits limitsOf(PasswordHasher::Cost cost) {
    if (cost == PasswordHasher::Cost::Minimum)
        return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};
    return {crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
}

/// What is hashed. Normalised, because keyboards of different systems spell one letter in different ways (RFC
/// 8265, 4.2).
QByteArray passwordBytes(const QString& password) {
    return password.normalized(QString::NormalizationForm_C).toUtf8();
}

/// Empty when there is not enough memory.
QByteArray argon2id(const QByteArray& password, PasswordHasher::Cost cost) {
    const Limits limits = limitsOf(cost);
    char text[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(text, password.constData(), static_cast<unsigned long long>(password.size()),
                              limits.operations, limits.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return {};
    return QByteArray(text);
}

Error busy(const QString& message) {
    return Error(ErrorCode::Unavailable, message).withRetryAfter(1);
}

} // namespace

/// One of the few places at the hashing table, held while in scope.
class PasswordHasher::Turn {
public:
    explicit Turn(PasswordHasher& hasher)
        : m_hasher(hasher) {
        std::unique_lock lock(hasher.m_mutex);
        if (hasher.m_running >= hasher.m_parallel && hasher.m_waiting >= hasher.m_maxQueued)
            return;
        ++hasher.m_waiting;
        hasher.m_freed.wait(lock, [&hasher] { return hasher.m_running < hasher.m_parallel; });
        --hasher.m_waiting;
        ++hasher.m_running;
        m_granted = true;
    }
    ~Turn() {
        if (!m_granted)
            return;
        const std::lock_guard lock(m_hasher.m_mutex);
        --m_hasher.m_running;
        m_hasher.m_freed.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    bool granted() const { return m_granted; }
    Error refusal() const {
        return busy(QStringLiteral("Too many people are signing in at once. Try again in a moment."));
    }

private:
    PasswordHasher& m_hasher;
    bool m_granted = false;
};

PasswordHasher::PasswordHasher(Cost cost, int maxQueued, int parallel)
    : m_cost(cost)
    , m_maxQueued(std::max(0, maxQueued))
    , m_parallel(parallel > 0 ? parallel : std::max(1, QThread::idealThreadCount() - 1)) {
    requireSodium();
    m_dummy = argon2id(randomBytes(16).toHex(), m_cost);
}

PasswordHasher::~PasswordHasher() = default;

Result<QByteArray> PasswordHasher::hash(const QString& password) {
    const Turn turn(*this);
    if (!turn.granted())
        return fail(turn.refusal());
    ++m_operations;
    const QByteArray text = argon2id(passwordBytes(password), m_cost);
    if (text.isEmpty())
        return fail(busy(QStringLiteral("There is not enough memory to hash a password.")));
    return text;
}

Result<bool> PasswordHasher::verify(const QString& password, const QByteArray& hash) {
    const Turn turn(*this);
    if (!turn.granted())
        return fail(turn.refusal());
    ++m_operations;
    if (hash.size() >= qsizetype(crypto_pwhash_STRBYTES))
        return false;
    const QByteArray bytes = passwordBytes(password);
    return crypto_pwhash_str_verify(hash.constData(), bytes.constData(),
                                    static_cast<unsigned long long>(bytes.size())) == 0;
}

Result<void> PasswordHasher::pretend(const QString& password) {
    const auto verified = verify(password, m_dummy);
    if (!verified)
        return fail(verified.error());
    return {};
}

bool PasswordHasher::needsRehash(const QByteArray& hash) const {
    if (m_cost == Cost::Minimum || hash.size() >= qsizetype(crypto_pwhash_STRBYTES))
        return false;
    const Limits limits = limitsOf(m_cost);
    return crypto_pwhash_str_needs_rehash(hash.constData(), limits.operations, limits.memory) == 1;
}

} // namespace parlor::auth
