// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <utility>

/// What people say in the demo: data for DemoConversation. Texts are English as people's messages are; they
/// are not translated.
namespace parlor::demo {

struct Person {
    const char* name; ///< username
    const char* shown;
    const char* status; ///< what they say of themselves, or ""
};

struct Place {
    const char* name;
    const char* topic;
    bool isPrivate;
    const char* members; ///< usernames, parted by blanks; the first is the owner; "*" is everybody
};

/// A message of the past. Direct rooms are called "@" and the other's name.
struct Line {
    const char* room;
    const char* who;
    int ago; ///< minutes before the demo began
    const char* text;
    const char* key = nullptr;     ///< a name for others to refer to it
    const char* answers = nullptr; ///< the key of what it is a reply to
};

/// What somebody did to a message.
struct Touch {
    enum Kind { Reaction, Edit, Deletion, Pinning };
    Kind kind;
    const char* key;
    const char* who;  ///< of a reaction several, parted by blanks
    const char* text; ///< emoji, or new content
};

/// One thing that happens while one watches.
struct Happening {
    enum Kind { Says, Answers, Reacts, Edits, Comes, Goes };
    Kind kind;
    const char* room; ///< "" for those that come and go
    const char* who;
    const char* text; ///< words, emoji; of Edits what is added to their last message there
};

QList<Person> people();
QList<Place> places();
/// Ascending in time.
QList<Line> past();
QList<Touch> touches();
/// Told over and over.
QList<Happening> live();
/// What is answered to what the person at the screen says.
QList<const char*> answers();
/// Who said what in the room "general", line `number` of a long past; no two say the same.
std::pair<const char*, QString> longAgo(int number);

} // namespace parlor::demo
