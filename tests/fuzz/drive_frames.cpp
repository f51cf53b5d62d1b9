// SPDX-License-Identifier: GPL-3.0-or-later
// Drives fuzz_frames.cpp with inputs that are nearly right: conversations of a client, damaged a little.
#include <QByteArray>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

class Conversation {
public:
    explicit Conversation(unsigned seed)
        : m_random(seed) {}

    QByteArray damaged() {
        QByteArray bytes;
        bytes.append(char(below(3) == 0 ? below(256) : 0)).append(char(below(256)));
        for (int frames = 1 + below(6); frames > 0; --frames)
            addFrame(bytes);
        for (int damages = below(4); damages > 0; --damages)
            damage(bytes);
        return bytes;
    }

private:
    // std::uniform_int_distribution differs between standard libraries; the remainder does not.
    int below(int end) { return end > 0 ? int(m_random() % unsigned(end)) : 0; }

    QByteArray text() {
        static const QByteArray pieces[] = {"a",
                                            "hello, world",
                                            "12345678",
                                            "\xc3\xbc",
                                            "\xe2\x82\xac",
                                            "\xf0\x9f\x91\x8b",
                                            "\xed\x9f\xbf",
                                            "\xf4\x8f\xbf\xbf",
                                            "{\"type\":\"ping\"}",
                                            "\xed\xa0\x80",
                                            "\xc0\xaf",
                                            "\xff"};
        QByteArray made;
        for (int count = below(12); count > 0; --count)
            made += pieces[below(below(20) == 0 ? 12 : 9)];
        if (below(200) == 0)
            made = made.repeated(1 + 66'000 / (1 + int(made.size())));
        return made.left(below(4) == 0 ? below(int(made.size()) + 1) : made.size());
    }

    void addFrame(QByteArray& bytes) {
        static constexpr quint8 firsts[] = {0x81, 0x81, 0x81, 0x01, 0x01, 0x00, 0x00, 0x80,
                                            0x80, 0x89, 0x8a, 0x88, 0x82, 0x09, 0xc1, 0x83};
        const quint8 first = firsts[below(below(8) == 0 ? 16 : 11)];
        QByteArray payload = text();
        if (first == 0x88)
            payload.prepend(char(below(256))).prepend(char(below(20)));
        if ((first & 0x08) && below(10) > 0)
            payload.truncate(below(126));
        const auto size = quint64(payload.size());
        const int form = below(30) == 0 ? 125 + below(3) : size < 126 ? 125 : size < 65536 ? 126 : 127;
        const int masked = below(60) == 0 ? 0 : 0x80;
        bytes.append(char(first)).append(char(masked | (form == 125 ? int(size & 0x7f) : form)));
        for (int shift = form == 127 ? 56 : 8; form > 125 && shift >= 0; shift -= 8)
            bytes.append(char(size >> shift));
        char mask[4];
        for (char& byte : mask) {
            byte = char(below(256));
            bytes.append(byte);
        }
        for (qsizetype i = 0; i < payload.size(); ++i)
            bytes.append(char(payload[i] ^ mask[i % 4]));
    }

    void damage(QByteArray& bytes) {
        const int at = 2 + below(int(bytes.size()) - 2);
        if (at >= bytes.size())
            return;
        switch (below(5)) {
        case 0:
            bytes[at] = char(bytes[at] ^ (1 << below(8)));
            break;
        case 1:
            bytes[at] = char(below(256));
            break;
        case 2:
            bytes.remove(at, 1 + below(8));
            break;
        case 3:
            bytes.insert(at, bytes.mid(2 + below(int(bytes.size()) - 2), 1 + below(20)));
            break;
        default:
            bytes.truncate(at);
            break;
        }
    }

    std::mt19937 m_random;
};

} // namespace

/// tst_websocket_fuzz [INPUTS [SEED]]
int main(int argc, char** argv) {
    const long inputs = argc > 1 ? std::atol(argv[1]) : 100'000;
    Conversation conversation(argc > 2 ? unsigned(std::atol(argv[2])) : 6455);
    for (long i = 0; i < inputs; ++i) {
        const QByteArray bytes = conversation.damaged();
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                               std::size_t(bytes.size()));
    }
    std::printf("%ld inputs agree\n", inputs);
    return 0;
}
