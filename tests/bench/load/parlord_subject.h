// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/server_process.h"
#include "tests/bench/load/subject.h"

namespace parlor::load {

/// The binary that PARLORD names, with everything at its default but for rate limits (off), the cost of
/// passwords (minimum) and the search index (off), which the settings may turn on again.
class ParlordSubject : public Subject {
public:
    explicit ParlordSubject(Settings settings);

    void start() override;
    std::unique_ptr<Dialect> populate(Ledger& ledger, const Layout& layout) override;
    double catchUp(int64_t messages) override;
    int64_t slowAppends() override;
    bool echoes() const override { return true; }
    pid_t pid() const override { return m_process.pid(); }
    uint16_t port() const override { return m_port; }
    std::string folder() const override { return m_process.folder(); }

    /// Access tokens of `count` users who are registered now.
    std::vector<std::string> registerUsers(uint32_t count);
    /// The id of a public room that is made now, with all of them in it.
    std::string makeRoom(const std::vector<std::string>& tokens);
    /// What /metrics says.
    std::string metrics();
    /// The sum of all samples of a metric in what metrics() said, or of those with `label`; 0 if there are
    /// none.
    static double metric(const std::string& text, const std::string& name, const std::string& label = {});

private:
    Settings m_settings;
    ServerProcess m_process;
    uint16_t m_port = 0;
    uint32_t m_users = 0;
    double m_projected = 0;
};

} // namespace parlor::load
