// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <QObject>

#include <functional>
#include <memory>

namespace parlor::test {

/// A log to test, empty when made. Its destructor removes it.
class LogUnderTest {
public:
    virtual ~LogUnderTest() = default;
    virtual log::Log& log() = 0;
    /// Closes the log and opens it again, as a process does that starts anew.
    virtual Result<void> reopen() = 0;
};

/// What server/log/log.h promises, as a test that every implementation passes unchanged: nothing here knows
/// how many partitions there are, how offsets are numbered, or what is underneath.
class LogContract : public QObject {
    Q_OBJECT

public:
    using Factory = std::function<std::unique_ptr<LogUnderTest>()>;
    explicit LogContract(Factory factory)
        : m_factory(std::move(factory)) {}

private Q_SLOTS:
    void init();
    void cleanup();

    void whatIsAppendedIsRead();
    void valuesAreBytes_data();
    void valuesAreBytes();
    void everyAppendIsAnsweredOnce();
    void onePartitionPerKey();
    void orderPerThreadAndKey();
    void aReaderSeesOnlyItsTopics();
    void aReaderResumesAtItsPositions();
    void readersAreIndependent();
    void aReadTakesAtMostWhatIsAsked();
    void aWaitingReaderGetsTheNextRecord();
    void wakeEndsAWait();
    void wakeBeforeReadIsNotLost();
    void aReadWithoutRecordsEnds();
    void endIsAboveEverything();
    void beyondTheEndIsAnError();
    void aPartitionThatIsNotThereIsAnError();
    void trimForgets();
    void trimmedOffsetsAreNotGivenAgain();
    void trimBeyondTheEndIsRefused();
    void reopeningKeepsEverything();
    void closeFinishesWhatWasQueued();
    void positionsByTime();
    void aMemberAloneGetsAllPartitions();
    void broadcastsAreHeard();
    void whoStoppedListeningHearsNothing();
    void broadcastsAreNotRecords();

private:
    log::Log& log() { return m_log->log(); }

    Factory m_factory;
    std::unique_ptr<LogUnderTest> m_log;
};

} // namespace parlor::test
