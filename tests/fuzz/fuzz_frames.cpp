// SPDX-License-Identifier: GPL-3.0-or-later
// One input for the WebSocket codec: whatever it is, and however it is cut, the reader must say what the
// plain reference says.
#include "tests/server/net/frame_reader_reference.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace parlor::net::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// The first byte chooses the limit of a message, the second how the others are cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2)
        return 0;
    const qsizetype maxMessage = data[0] == 0 ? 70'000 : data[0] * 4;
    const QByteArray bytes(reinterpret_cast<const char*>(data) + 2, qsizetype(size) - 2);
    QList<qsizetype> cuts;
    unsigned step = data[1];
    for (qsizetype at = 1 + step % 16; at < bytes.size(); at += 1 + (step >> 4) % 16) {
        cuts.append(at);
        step = step * 5 + 1;
    }
    const QByteArrayList expected = referenceEvents(bytes, maxMessage);
    for (const auto& events : {readAll(bytes, maxMessage, {}), readAll(bytes, maxMessage, cuts)}) {
        if (events == expected)
            continue;
        std::fprintf(stderr, "%s\nlimit %lld, cut by %d\nreader:    %s\nreference: %s\n",
                     bytes.toHex().constData(), static_cast<long long>(maxMessage), data[1],
                     events.join(", ").toPercentEncoding(" ,").constData(),
                     expected.join(", ").toPercentEncoding(" ,").constData());
        std::abort();
    }
    return 0;
}
