// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/subject.h"

#include "tests/bench/load/parlord_subject.h"
#include "tests/bench/load/peer_subjects.h"

namespace parlor::load {

void fillRooms(Ledger& ledger, const Layout& layout) {
    for (uint32_t room = 0; room < layout.rooms; ++room)
        ledger.addRoom();
    for (uint32_t client = 0; client < layout.clients && layout.rooms > 0; ++client)
        ledger.addMember(client % layout.rooms, client);
}

std::unique_ptr<Subject> makeSubject(const std::string& name, const Settings& settings) {
    if (name == "parlord")
        return std::make_unique<ParlordSubject>(settings);
    if (name == "inspircd")
        return std::make_unique<IrcSubject>();
    if (name == "floor")
        return std::make_unique<FloorSubject>();
    return nullptr;
}

} // namespace parlor::load
