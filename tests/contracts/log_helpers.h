// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <QList>

#include <condition_variable>
#include <memory>
#include <mutex>

/// Waiting for a log, for tests.
namespace parlor::test {

/// The answers to a number of appends, in the order in which append() was called.
class Appends {
public:
    explicit Appends(log::Log& log)
        : m_log(log) {}

    void add(log::Topic topic, const QByteArray& key, const QByteArray& value);
    /// False when not all were answered within 30 s.
    bool wait();
    /// After wait(): all succeeded.
    bool allDurable() const;
    QList<Result<log::Appended>> results() const;
    int answers() const; ///< calls of callbacks, also surplus ones

private:
    struct State {
        mutable std::mutex mutex;
        std::condition_variable changed;
        QList<Result<log::Appended>> results;
        QList<bool> answered;
        int answers = 0;
        qsizetype open = 0;
    };
    log::Log& m_log;
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

/// Appends one record and waits until it is durable.
Result<log::Appended> appendOne(log::Log& log, log::Topic topic, const QByteArray& key,
                                const QByteArray& value);
/// Appends "value 0" to "value count-1" with one key to Topic::Messages; false on any failure.
bool appendMany(log::Log& log, int count, const QByteArray& key = QByteArrayLiteral("room"));

/// Reads until `count` records came or 30 s have passed or reading failed (`error`, if given, says why).
QList<log::Record> readRecords(log::LogReader& reader, qsizetype count, Error* error = nullptr);
/// Everything that the log holds.
QList<log::Record> readAll(log::Log& log);

QList<QByteArray> values(const QList<log::Record>& records);

} // namespace parlor::test
