// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/server_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace parlor::load {

namespace {

std::string contentOf(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

} // namespace

ServerProcess::ServerProcess() = default;

ServerProcess::~ServerProcess() {
    stop();
}

std::string ServerProcess::start(const std::vector<std::string>& command,
                                 const std::vector<std::pair<std::string, std::string>>& environment,
                                 const std::string& marker) {
    const std::string output = folder() + "/output";
    std::vector<char*> arguments;
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    std::vector<std::string> variables;
    for (char** variable = environ; *variable; ++variable) {
        if (std::string_view(*variable).substr(0, 7) != "PARLOR_")
            variables.emplace_back(*variable);
    }
    for (const auto& [name, value] : environment)
        variables.push_back(name + '=' + value);
    std::vector<char*> settings;
    for (std::string& variable : variables)
        settings.push_back(variable.data());
    settings.push_back(nullptr);

    m_pid = fork();
    if (m_pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(file, STDOUT_FILENO);
        dup2(file, STDERR_FILENO);
        execvpe(arguments[0], arguments.data(), settings.data());
        perror(arguments[0]);
        _exit(127);
    }
    for (int i = 0; i < 2000; ++i) {
        const std::string text = contentOf(output);
        const size_t at = text.find(marker);
        const size_t end = at == std::string::npos ? at : text.find('\n', at);
        if (end != std::string::npos)
            return text.substr(at + marker.size(), end - at - marker.size());
        if (!running())
            break;
        usleep(10'000);
    }
    fprintf(stderr, "parlor-load: %s did not start:\n%s", command[0].c_str(), contentOf(output).c_str());
    stop();
    exit(1);
}

bool ServerProcess::running() const {
    // It stays to be waited for by stop(), so that its number is nobody else's until then.
    siginfo_t ended{};
    return m_pid > 0 && waitid(P_PID, id_t(m_pid), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid == 0;
}

void ServerProcess::stop() {
    if (m_pid <= 0)
        return;
    kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
    m_pid = -1;
}

} // namespace parlor::load
