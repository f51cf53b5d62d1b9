// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QUuid>

#include <optional>

namespace parlor {

/// The same as parseUuid() in ids.h, of a text in Latin-1.
std::optional<QUuid> parseUuid(QLatin1StringView text);

/// Reads JSON in passing, without building a tree, for what comes with every message: a fifth of the cost of
/// QJsonDocument.
///
/// It knows only what programs usually write. What it refuses may be right all the same: whoever is refused
/// takes the way over QJsonDocument and JsonReader, which know every rule and word every error. What it
/// accepts they accept too, and read the same from it.
///
/// Each function skips white space first; after one has refused, the cursor is of no more use. Any thread.
class JsonCursor {
public:
    explicit JsonCursor(QByteArrayView text)
        : m_at(text.data())
        , m_end(text.data() + text.size()) {}

    /// One character of punctuation.
    bool take(char c);
    /// Exactly these bytes, without white space before them.
    bool takeExactly(QByteArrayView bytes);
    /// A name and its colon; no escapes, printable ASCII. Empty if refused.
    QByteArrayView name();
    bool string(QString& out);
    /// A string without escapes, of printable ASCII.
    std::optional<QLatin1StringView> plainString();
    std::optional<QUuid> uuid();
    std::optional<bool> boolean();
    /// Nothing but white space is left.
    bool atEnd();

private:
    void skipSpace();
    bool slowString(const char* begin, QString& out);

    const char* m_at;
    const char* m_end;
};

} // namespace parlor
