// SPDX-License-Identifier: GPL-3.0-or-later
#include "frame_reader_reference.h"

#include "server/net/frame_reader.h"

#include <array>
#include <utility>

namespace parlor::net::test {

namespace {

using Range = std::pair<int, int>;

/// RFC 3629, 4: UTF8-1 to UTF8-4.
const QList<QList<Range>>& characters() {
    static const Range tail{0x80, 0xbf};
    static const QList<QList<Range>> rows{
        {{0x00, 0x7f}},
        {{0xc2, 0xdf}, tail},
        {{0xe0, 0xe0}, {0xa0, 0xbf}, tail},
        {{0xe1, 0xec}, tail, tail},
        {{0xed, 0xed}, {0x80, 0x9f}, tail},
        {{0xee, 0xef}, tail, tail},
        {{0xf0, 0xf0}, {0x90, 0xbf}, tail, tail},
        {{0xf1, 0xf3}, tail, tail, tail},
        {{0xf4, 0xf4}, {0x80, 0x8f}, tail, tail},
    };
    return rows;
}

enum class Utf8 { Whole, Begun, Malformed };

Utf8 utf8(const QByteArray& bytes) {
    qsizetype at = 0;
    while (at < bytes.size()) {
        bool found = false;
        for (const QList<Range>& row : characters()) {
            const qsizetype size = std::min(row.size(), bytes.size() - at);
            bool fits = true;
            for (qsizetype i = 0; i < size; ++i) {
                const int byte = quint8(bytes[at + i]);
                fits = fits && byte >= row[i].first && byte <= row[i].second;
            }
            if (!fits)
                continue;
            if (size < row.size())
                return Utf8::Begun;
            at += size;
            found = true;
            break;
        }
        if (!found)
            return Utf8::Malformed;
    }
    return Utf8::Whole;
}

QByteArray failed(int code) {
    return "failed " + QByteArray::number(code);
}

QByteArray closed(const QByteArray& payload) {
    if (payload.isEmpty())
        return "close 0 ";
    if (payload.size() == 1)
        return failed(1002);
    const int code = quint8(payload[0]) * 256 + quint8(payload[1]);
    const bool known = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
    if (!known && (code < 3000 || code > 4999))
        return failed(1002);
    if (utf8(payload.mid(2)) != Utf8::Whole)
        return failed(1007);
    return "close " + QByteArray::number(code) + ' ' + payload.mid(2);
}

} // namespace

QByteArrayList readAll(const QByteArray& bytes, qsizetype maxMessage, const QList<qsizetype>& cuts) {
    FrameReader reader(maxMessage);
    QByteArrayList events;
    qsizetype from = 0;
    for (qsizetype i = 0; i <= cuts.size(); ++i) {
        const qsizetype to = i < cuts.size() ? cuts[i] : bytes.size();
        const QByteArray piece = bytes.mid(from, to - from); // a copy: reading beyond it is found out
        QByteArrayView view = piece;
        from = to;
        while (!view.isEmpty()) {
            const FrameReader::Read read = reader.next(view);
            const QByteArray code = QByteArray::number(read.code);
            switch (read.event) {
            case FrameReader::Event::NeedMore:
                if (!view.isEmpty())
                    return {"left bytes behind"};
                break;
            case FrameReader::Event::Text:
                events += "text " + read.payload;
                break;
            case FrameReader::Event::Ping:
                events += "ping " + read.payload;
                break;
            case FrameReader::Event::Pong:
                events += "pong " + read.payload;
                break;
            case FrameReader::Event::Close:
                events += "close " + code + ' ' + read.payload;
                return events;
            case FrameReader::Event::Failed:
                events += "failed " + code;
                return events;
            }
        }
    }
    return events;
}

QByteArrayList referenceEvents(const QByteArray& bytes, qsizetype maxMessage) {
    QByteArrayList events;
    QByteArray message;
    bool inMessage = false;
    qsizetype at = 0;
    const auto byte = [&](qsizetype i) { return int(quint8(bytes[at + i])); };
    while (bytes.size() - at >= 2) {
        const qsizetype have = bytes.size() - at;
        const bool final = byte(0) >= 128;
        const int reserved = byte(0) / 16 % 8;
        const int opcode = byte(0) % 16;
        const bool masked = byte(1) >= 128;
        const int form = byte(1) % 128;
        if (reserved != 0 || !masked)
            return events << failed(1002);
        const bool control = opcode == 8 || opcode == 9 || opcode == 10;
        if (!control && opcode > 2)
            return events << failed(1002);
        if (control && (!final || form > 125))
            return events << failed(1002);
        if (opcode == 2)
            return events << failed(1003);
        if ((opcode == 0 && !inMessage) || (opcode == 1 && inMessage))
            return events << failed(1002);

        const int lengthBytes = form == 126 ? 2 : form == 127 ? 8 : 0;
        if (have < 2 + lengthBytes)
            return events;
        quint64 length = lengthBytes == 0 ? quint64(form) : 0;
        for (int i = 0; i < lengthBytes; ++i)
            length = length * 256 + quint64(byte(2 + i));
        if (lengthBytes == 2 && length < 126)
            return events << failed(1002);
        if (lengthBytes == 8 && (length < 65536 || byte(2) >= 128))
            return events << failed(1002);
        if (!control && length > quint64(maxMessage - (inMessage ? message.size() : 0)))
            return events << failed(1009);
        const qsizetype start = 2 + lengthBytes + 4;
        if (have < start)
            return events;

        QByteArray payload;
        for (qsizetype i = 0; i < qsizetype(length) && start + i < have; ++i)
            payload.append(char(byte(start + i) ^ byte(start - 4 + i % 4)));
        const bool whole = payload.size() == qsizetype(length);
        if (!control) {
            message = inMessage ? message + payload : payload;
            inMessage = true;
            const Utf8 text = utf8(message);
            if (text == Utf8::Malformed || (whole && final && text == Utf8::Begun))
                return events << failed(1007);
        }
        if (!whole)
            return events;
        at += start + payload.size();
        if (opcode == 8)
            return events << closed(payload);
        if (control)
            events << (opcode == 9 ? "ping " : "pong ") + payload;
        else if (final)
            events << "text " + message;
        if (!control && final)
            inMessage = false;
    }
    return events;
}

} // namespace parlor::net::test
