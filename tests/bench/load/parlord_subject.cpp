// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/parlord_subject.h"

#include "tests/bench/load/http_channel.h"
#include "tests/bench/load/latency.h"
#include "tests/bench/load/parlord_dialect.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>

namespace parlor::load {

namespace {

constexpr uint32_t channels = 16;        // requests under way while users and rooms are made
constexpr uint32_t socketsPerUser = 25;  // of idle ones: below the limit of sockets that one user may have
constexpr double longestCatchUp = 120;   // seconds
constexpr useconds_t askAgain = 100'000; // between two looks at the metrics, which cost the server something

QJsonObject objectOf(const std::string& body) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

[[noreturn]] void refused(const char* what, int status, const std::string& body) {
    fprintf(stderr, "parlor-load: %s: %d %s\n", what, status, body.c_str());
    exit(1);
}

/// Calls `work` with a connection and each number below `count`, several at a time.
void inParallel(uint16_t port, uint32_t count, const std::function<void(HttpChannel&, uint32_t)>& work) {
    std::atomic<uint32_t> next = 0;
    std::vector<std::thread> threads;
    for (uint32_t i = 0; i < std::min(channels, count); ++i) {
        threads.emplace_back([&] {
            HttpChannel http(port);
            for (uint32_t number; (number = next++) < count;)
                work(http, number);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
}

} // namespace

ParlordSubject::ParlordSubject(Settings settings)
    : m_settings{
          {"PARLOR_PASSWORD_COST", "minimum"}, {"PARLOR_RATE_LIMITS", "off"}, {"PARLOR_SEARCH", "off"}} {
    for (auto& setting : settings) {
        std::erase_if(m_settings, [&](const auto& known) { return known.first == setting.first; });
        m_settings.push_back(std::move(setting));
    }
}

void ParlordSubject::start() {
    const char* program = getenv("PARLORD");
    if (!program) {
        fprintf(stderr, "parlor-load: the environment variable PARLORD does not name the parlord binary\n");
        exit(1);
    }
    Settings settings = m_settings;
    settings.emplace_back("PARLOR_DATA_DIR", m_process.folder());
    settings.emplace_back("PARLOR_LISTEN", "127.0.0.1:0");
    const std::string url = m_process.start({program, "serve"}, settings, "parlord ready on ");
    m_port = uint16_t(atoi(url.c_str() + url.rfind(':') + 1));
}

std::vector<std::string> ParlordSubject::registerUsers(uint32_t count) {
    std::vector<std::string> tokens(count);
    inParallel(m_port, count, [&](HttpChannel& http, uint32_t number) {
        const std::string name = std::string("user").append(std::to_string(m_users + number));
        int status = 0;
        const std::string body = http.ask("POST", "/api/v1/auth/register", {},
                                          R"({"username":")" + name + R"(","email":")" + name +
                                              R"(@example.org","password":"correct horse battery"})",
                                          status);
        if (status != 201)
            refused("registering", status, body);
        tokens[number] = objectOf(body).value(QLatin1String("accessToken")).toString().toStdString();
    });
    m_users += count;
    return tokens;
}

std::string ParlordSubject::makeRoom(const std::vector<std::string>& tokens) {
    int status = 0;
    const std::string body = HttpChannel(m_port).ask("POST", "/api/v1/rooms", tokens.front(),
                                                     R"({"name":"Load","kind":"public"})", status);
    const std::string id = objectOf(body).value(QLatin1String("id")).toString().toStdString();
    if (status != 201)
        refused("making a room", status, body);
    inParallel(m_port, uint32_t(tokens.size()) - 1, [&](HttpChannel& http, uint32_t number) {
        int joined = 0;
        const std::string answer =
            http.ask("POST", "/api/v1/rooms/" + id + "/join", tokens[number + 1], {}, joined);
        if (joined != 200)
            refused("joining", joined, answer);
    });
    return id;
}

std::unique_ptr<Dialect> ParlordSubject::populate(Ledger& ledger, const Layout& layout) {
    const uint32_t idleUsers = (layout.idle + socketsPerUser - 1) / socketsPerUser;
    std::vector<std::string> tokens = registerUsers(layout.clients + idleUsers);
    fillRooms(ledger, layout);
    std::vector<std::string> rooms;
    for (uint32_t room = 0; room < layout.rooms; ++room) {
        std::vector<std::string> members;
        for (const uint32_t member : ledger.members(room))
            members.push_back(tokens[member]);
        rooms.push_back(makeRoom(members));
    }
    auto dialect = std::make_unique<ParlordDialect>(ledger, layout.bytes);
    dialect->setTokens(std::move(tokens), layout.clients);
    dialect->setRooms(std::move(rooms));
    catchUp(0);
    return dialect;
}

std::string ParlordSubject::metrics() {
    int status = 0;
    return HttpChannel(m_port).ask("GET", "/metrics", {}, {}, status);
}

int64_t ParlordSubject::slowAppends() {
    const std::string text = metrics();
    const std::string name = "parlor_log_append_duration_seconds";
    static_assert(slowAppend == 0.1);
    return std::llround(metric(text, name + "_count") - metric(text, name + "_bucket", "le=\"0.1\""));
}

double ParlordSubject::metric(const std::string& text, const std::string& name, const std::string& label) {
    double sum = 0;
    for (size_t at = text.find('\n' + name); at != std::string::npos; at = text.find('\n' + name, at + 1)) {
        const size_t behind = at + 1 + name.size();
        if (text[behind] != ' ' && text[behind] != '{')
            continue;
        const size_t labels = text[behind] == '{' ? text.find('}', behind) - behind : 0;
        if (text.substr(behind, labels).find(label) != std::string::npos)
            sum += atof(text.c_str() + text.find(' ', behind + labels) + 1);
    }
    return sum;
}

double ParlordSubject::catchUp(int64_t messages) {
    const int64_t begin = now();
    const auto seconds = [&] { return double(now() - begin) / 1e9; };
    m_projected += double(messages);
    const auto caughtUp = [this](const std::string& text) {
        return metric(text, "parlor_projector_records_total") >= m_projected &&
               metric(text, "parlor_projector_lag_records") == 0 &&
               metric(text, "parlor_search_lag_messages") == 0;
    };
    std::string text = metrics();
    while (!caughtUp(text)) {
        if (seconds() > longestCatchUp) {
            fprintf(stderr, "parlor-load: the store does not catch up with the log\n");
            break;
        }
        usleep(askAgain);
        text = metrics();
    }
    m_projected = metric(text, "parlor_projector_records_total");
    return seconds();
}

} // namespace parlor::load
