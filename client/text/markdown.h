// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

/// What a message says, from its Markdown source. No HTML is ever interpreted, no picture loaded; only
/// addresses that links::safeAddress() allows lead anywhere. Pure; any thread.
namespace parlor::markdown {

/// Somebody whom the message calls.
struct Mention {
    QString id;        ///< of the user; empty for everybody in the room
    QString name;      ///< what stands behind the @, in any case
    bool self = false; ///< it calls the reader
    friend bool operator==(const Mention&, const Mention&) = default;
};

enum Flag : quint8 {
    Bold = 1,
    Italic = 2,
    Strike = 4,
    Code = 8,
    Aside = 16,      ///< said by the client, not by the sender: where a link leads to
    Called = 32,     ///< a mention
    CalledSelf = 64, ///< of the reader
};
/// Text of one look.
struct Run {
    QString text;
    quint8 flags = 0; ///< of Flag
    QString address;  ///< of a link: to be opened as it is; of a mention: its user's id
    friend bool operator==(const Run&, const Run&) = default;
};

enum class Kind {
    Line,    ///< of a paragraph or list item: what was a line for the writer is one
    Heading, ///< a bold line
    Code,    ///< a block of code, or a table; its one run may have several lines
    Rule,    ///< a line across; no text
};
/// A paragraph of the document.
struct Block {
    Kind kind = Kind::Line;
    bool gap = false;   ///< space above it: something new begins
    bool item = false;  ///< begins a list item: its text begins with the marker and a tab
    int indent = 0;     ///< lists that it stands in, at most indentMax
    int quote = 0;      ///< quotes that it stands in, at most quoteMax
    int markerSize = 0; ///< characters of the widest marker of its list; 0 outside of lists
    QList<Run> runs;
    friend bool operator==(const Block&, const Block&) = default;
};
inline constexpr int indentMax = 5;
inline constexpr int quoteMax = 4;

struct Text {
    QList<Block> blocks;
    bool emojiOnly = false; ///< a few emoji and nothing else: shown larger
    friend bool operator==(const Text&, const Text&) = default;
};

/// Reads `source`. What costs too much to read as Markdown (nested without end, a table of thousands of
/// cells, longer than any message) is read as by plain().
Text parse(const QString& source, const QList<Mention>& mentions = {});
/// Line by line as it is, with links and mentions only.
Text plain(const QString& source, const QList<Mention>& mentions = {});

/// All of it as one line without markup: for notifications, quotes, lists.
QString oneLine(const QString& source);

/// A few emoji (at most twelve), and nothing else but spaces?
bool isEmojiOnly(const QString& text);

} // namespace parlor::markdown
