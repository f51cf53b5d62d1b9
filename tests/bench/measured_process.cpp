// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/measured_process.h"

#include <QCoreApplication>
#include <QFile>

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace parlor::bench {

double cpuMicroseconds(qint64 pid) {
    clockid_t clock{};
    timespec time{};
    // Nanoseconds, where /proc/PID/stat counts in hundredths of a second.
    if (clock_getcpuclockid(pid_t(pid), &clock) != 0 || clock_gettime(clock, &time) != 0) {
        fprintf(stderr, "bench: the processor time of process %lld cannot be read\n",
                static_cast<long long>(pid));
        exit(1);
    }
    return double(time.tv_sec) * 1e6 + double(time.tv_nsec) / 1e3;
}

qint64 residentBytes(qint64 pid) {
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray& line : lines) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').constFirst().toLongLong() * 1024;
    }
    return 0;
}

void raiseDescriptorLimit() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

MeasuredProcess::MeasuredProcess(const QString& name) {
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationDirPath() + QLatin1Char('/') + name, {});
    QByteArray line;
    while (!line.contains('\n')) {
        if (!m_process.waitForReadyRead(10'000)) {
            fprintf(stderr, "bench: %s did not start\n", qPrintable(name));
            exit(1);
        }
        line += m_process.readAllStandardOutput();
    }
    m_port = line.trimmed().split(' ').constLast().toUShort();
}

MeasuredProcess::~MeasuredProcess() {
    m_process.kill();
    m_process.waitForFinished();
}

} // namespace parlor::bench
