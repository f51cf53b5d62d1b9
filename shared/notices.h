// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

namespace parlor {

/// The English content of a system message, for those who do not word its facts themselves: "Ann added Ben".
/// `actor` and `user` are display names, of who did it and of event.user (empty where there is none). Pure.
QString noticeText(const SystemEvent& event, const QString& actor, const QString& user = {});

} // namespace parlor
