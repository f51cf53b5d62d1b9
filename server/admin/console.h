// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QString>

/// What verbs say and ask at the terminal. Main thread.
namespace parlor::admin {

void printOut(const QString& text);
void printError(const QString& text);

/// The first line of stdin, without its end. Invalid when there is none, or it is not UTF-8 or too long.
Result<QString> readSecretFromStdin();
/// Asks twice at the terminal, without echo. Invalid when stdin is no terminal or the two differ.
Result<QString> askNewSecret(const QString& prompt);

} // namespace parlor::admin
