// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/transaction.h"
#include "shared/models.h"

/// Messages as rows of the table `messages`.
namespace parlor::store {

/// Every column that a message consists of, prefixed (with "x." for example), and its reader.
QString messageColumns(const QString& prefix = {});
Message readMessage(const Rows& rows, int first = 0);

/// Values of columns that hold more than one thing; NULL where there is nothing.
QVariant bindMentioned(const Mentions& mentions);
QVariant bindMentionsRoom(const Mentions& mentions);
QVariant bindReactions(const QList<Reaction>& reactions);
QVariant bindSystem(const std::optional<SystemEvent>& system);

} // namespace parlor::store
