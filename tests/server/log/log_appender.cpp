// SPDX-License-Identifier: GPL-3.0-or-later
// Appends until it is killed, and prints a line for every acknowledgement: the child of tst_log_kill.
#include "server/log/embedded_log.h"

#include <QByteArray>
#include <QString>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

using namespace parlor;

namespace {

/// At once and unbuffered: what was printed was acknowledged before.
void print(const QByteArray& line) {
    if (::write(STDOUT_FILENO, line.constData(), std::size_t(line.size())) < 0)
        std::_Exit(2);
}

} // namespace

int main(int argc, char* argv[]) {
    if (argc != 3)
        return 2;
    log::EmbeddedLogOptions options;
    options.queueMaxRecords = 1000;
    options.checkpointPages = 100;
    options.checkpointMaxPages = 300;
    auto log = log::openEmbeddedLog(QString::fromLocal8Bit(argv[1]), options);
    if (!log)
        return 3;
    const QByteArray run(argv[2]);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0;; ++i) {
                const QByteArray value = run + '.' + QByteArray::number(t) + '.' + QByteArray::number(i);
                (*log)->append(log::Topic::Messages, "room", value,
                               [value](const Result<log::Appended>& appended) {
                                   if (appended)
                                       print(QByteArray::number(appended->offset) + ' ' + value + '\n');
                               });
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
}
