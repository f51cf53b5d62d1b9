// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/json_cursor.h"

#include <QStringDecoder>
#include <QVarLengthArray>

#include <algorithm>

namespace parlor {

namespace {

/// Stands for itself in a string, whatever surrounds it.
bool isPlain(char c) {
    const auto byte = uchar(c);
    return byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\';
}

/// What `\c` stands for; 0 if that is none of those with one letter.
char unescaped(char c) {
    switch (c) {
    case '"':
    case '\\':
    case '/':
        return c;
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    default:
        return 0;
    }
}

} // namespace

void JsonCursor::skipSpace() {
    while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
        ++m_at;
}

bool JsonCursor::take(char c) {
    skipSpace();
    if (m_at == m_end || *m_at != c)
        return false;
    ++m_at;
    return true;
}

bool JsonCursor::takeExactly(QByteArrayView bytes) {
    if (m_end - m_at < bytes.size() || !std::equal(bytes.begin(), bytes.end(), m_at))
        return false;
    m_at += bytes.size();
    return true;
}

std::optional<QLatin1StringView> JsonCursor::plainString() {
    if (!take('"'))
        return std::nullopt;
    const char* const begin = m_at;
    m_at = std::find_if_not(m_at, m_end, isPlain);
    if (m_at == m_end || *m_at != '"')
        return std::nullopt;
    return QLatin1StringView(begin, m_at++ - begin);
}

QByteArrayView JsonCursor::name() {
    const auto name = plainString();
    return name && take(':') ? QByteArrayView(name->data(), name->size()) : QByteArrayView();
}

bool JsonCursor::string(QString& out) {
    if (!take('"'))
        return false;
    const char* const begin = m_at;
    m_at = std::find_if_not(m_at, m_end, isPlain);
    if (m_at == m_end)
        return false;
    if (*m_at != '"')
        return slowString(begin, out);
    out = QString::fromLatin1(begin, m_at++ - begin);
    return true;
}

bool JsonCursor::slowString(const char* begin, QString& out) {
    QVarLengthArray<char, 1024> utf8(begin, m_at);
    while (m_at != m_end && *m_at != '"') {
        const char c = *m_at++;
        if (c != '\\') {
            if (uchar(c) < 0x20)
                return false;
            utf8.append(c);
            continue;
        }
        if (m_at == m_end)
            return false;
        char meant = unescaped(*m_at);
        // What our own records write for control characters.
        if (meant == 0 && m_end - m_at >= 5 && QByteArrayView(m_at, 3) == "u00") {
            bool ok = false;
            meant = char(QByteArrayView(m_at + 3, 2).toByteArray().toUShort(&ok, 16));
            if (!ok || meant <= 0)
                return false;
            m_at += 4;
        }
        if (meant == 0)
            return false;
        utf8.append(meant);
        ++m_at;
    }
    if (m_at == m_end)
        return false;
    ++m_at;
    // QJsonDocument drops a mark of byte order where a string begins.
    if (QByteArrayView(utf8.constData(), utf8.size()).startsWith("\xEF\xBB\xBF"))
        return false;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    out = decoder(QByteArrayView(utf8.constData(), utf8.size()));
    return !decoder.hasError();
}

std::optional<QUuid> JsonCursor::uuid() {
    const auto text = plainString();
    return text ? parseUuid(*text) : std::nullopt;
}

std::optional<bool> JsonCursor::boolean() {
    skipSpace();
    if (takeExactly("true"))
        return true;
    if (takeExactly("false"))
        return false;
    return std::nullopt;
}

bool JsonCursor::atEnd() {
    skipSpace();
    return m_at == m_end;
}

} // namespace parlor
