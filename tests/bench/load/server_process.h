// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace parlor::load {

/// A server that is under load: a child process that ends with this one. What it writes goes to a file of a
/// folder of its own, so that nobody must read it for it to go on.
class ServerProcess {
public:
    ServerProcess();
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    /// The folder, which goes with this object.
    std::string folder() const { return m_folder.path().toStdString(); }
    /// Starts it and waits until it has written `marker`; what follows that on its line is the answer. Ends
    /// this process with what the server has written if it ends, or is silent for 20 seconds. Variables
    /// PARLOR_… of the caller do not reach it.
    std::string start(const std::vector<std::string>& command,
                      const std::vector<std::pair<std::string, std::string>>& environment,
                      const std::string& marker);
    pid_t pid() const { return m_pid; }
    bool running() const;
    /// SIGKILL, and waits for the end.
    void stop();

private:
    QTemporaryDir m_folder;
    pid_t m_pid = -1;
};

} // namespace parlor::load
