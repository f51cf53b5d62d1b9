// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>

#include <cstdint>

namespace parlor::bench {

/// Processor time that a process has used, all its threads together, in microseconds.
double cpuMicroseconds(qint64 pid);
/// Its resident memory in bytes.
qint64 residentBytes(qint64 pid);
/// Raises the descriptor limit of this process, and so of those that it starts, to what the system allows.
void raiseDescriptorLimit();

/// A server of this folder, which tells its port in a line "ready PORT". Ends the program when it cannot be
/// started.
class MeasuredProcess {
public:
    /// `name`: of a binary beside this one.
    explicit MeasuredProcess(const QString& name);
    ~MeasuredProcess();

    uint16_t port() const { return m_port; }
    qint64 pid() const { return m_process.processId(); }
    double cpu() const { return cpuMicroseconds(pid()); }
    qint64 memory() const { return residentBytes(pid()); }

private:
    QProcess m_process;
    uint16_t m_port = 0;
};

} // namespace parlor::bench
