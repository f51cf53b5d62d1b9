// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/transport.h"

namespace parlor {

Transport::Transport(QObject* parent)
    : QObject(parent) {}

Transport::~Transport() = default;

} // namespace parlor
