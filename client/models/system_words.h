// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

/// What a system message says, in the user's language. GUI thread
/// (translations).
namespace parlor::words {

/// "Ann added Ben". `actor` and `user` are the display names of who did it and
/// of event.user (empty where there is none). The English of the wire
/// (noticeText()) is only for those who know no facts.
QString notice(const SystemEvent& event, const QString& actor, const QString& user);

} // namespace parlor::words
