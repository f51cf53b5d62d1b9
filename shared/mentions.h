// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

#include <QHash>
#include <QStringList>
#include <QStringView>

namespace parlor {

/// Who a text calls, before it is known who is in the room.
struct CalledNames {
    /// Per call, in the order of the text: the usernames that it may mean, lower case, the longest first
    /// ("@bob." is bob unless somebody is called "bob.").
    QList<QStringList> calls;
    bool room = false; ///< @room, @all or @here

    bool isEmpty() const { return calls.isEmpty() && !room; }
    /// All of the names, each once.
    QStringList names() const;
    /// `members` has the ids of those names that members of the room bear. At most limits::mentionsMax people
    /// are called by name, the first ones.
    Mentions resolved(const QHash<QString, UserId>& members) const;
};

/// Finds @name where the @ does not follow a letter, a digit or another @, and is not inside of `code` or
/// ```code``` (any number of backticks, up to the same number). Looks at the first few hundred calls only.
/// Linear for what people write; pure.
CalledNames findCalls(QStringView text);

} // namespace parlor
