// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/peer_subjects.h"

#include "tests/bench/load/floor_dialect.h"
#include "tests/bench/load/irc_dialect.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace parlor::load {

namespace {

/// A port that was free a moment ago, for a server that cannot choose one itself.
uint16_t freePort() {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener, reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        perror("parlor-load: bind");
        exit(1);
    }
    close(listener);
    return ntohs(address.sin_port);
}

std::string ircConfiguration(uint16_t port) {
    return "<config format=\"xml\">\n"
           "<server name=\"irc.example.org\" description=\"Load\" network=\"Load\" id=\"0AA\">\n"
           "<admin name=\"Load\" nick=\"load\" email=\"load@example.org\">\n"
           "<bind address=\"127.0.0.1\" port=\"" +
           std::to_string(port) +
           "\" type=\"clients\">\n"
           // Rates are in thousandths of a command per second. Nothing here is ever reached.
           "<connect name=\"all\" allow=\"*\" maxchans=\"20\" timeout=\"600\" pingfreq=\"600\" "
           "hardsendq=\"100M\""
           " softsendq=\"100M\" recvq=\"10M\" threshold=\"1000000\" commandrate=\"1000000000\" fakelag=\"no\""
           " localmax=\"100000\" globalmax=\"100000\" limit=\"100000\" resolvehostnames=\"no\" "
           "useident=\"no\""
           " maxconnwarn=\"no\">\n"
           "<performance netbuffersize=\"65534\" somaxconn=\"4096\" softlimit=\"100000\" "
           "clonesonconnect=\"no\">\n"
           "<options defaultmodes=\"\">\n";
}

} // namespace

void IrcSubject::start() {
    m_port = freePort();
    const std::string file = folder() + "/inspircd.conf";
    std::ofstream(file) << ircConfiguration(m_port);
    m_process.start({"/usr/sbin/inspircd", "--config", file, "--nofork", "--nopid", "--nolog", "--runasroot"},
                    {}, "InspIRCd is now running");
}

std::unique_ptr<Dialect> IrcSubject::populate(Ledger& ledger, const Layout& layout) {
    fillRooms(ledger, layout);
    std::vector<uint32_t> rooms(layout.clients);
    for (uint32_t room = 0; room < layout.rooms; ++room) {
        for (const uint32_t member : ledger.members(room))
            rooms[member] = room;
    }
    return std::make_unique<IrcDialect>(ledger, std::move(rooms), layout.bytes);
}

void FloorSubject::start() {
    const char* program = getenv("FLOOR_SERVER");
    const std::string port = m_process.start({program ? program : "floor_server"}, {}, "ready ");
    m_port = uint16_t(atoi(port.c_str()));
}

std::unique_ptr<Dialect> FloorSubject::populate(Ledger& ledger, const Layout& layout) {
    fillRooms(ledger, layout);
    return std::make_unique<FloorDialect>(ledger, layout.rooms, layout.clients, layout.bytes);
}

} // namespace parlor::load
