// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>

namespace parlor::test {

/// One run of the real parlord (the binary that PARLORD names) to its end.
struct ParlordRun {
    QStringList arguments;
    QMap<QString, QString> environment; ///< PARLOR_* variables; no others of that name are passed on
    QByteArray input;
    std::function<void()> inChild; ///< called in the child before the program; async-signal-safe only
};

struct ParlordOutcome {
    int status = -1; ///< -1: it crashed, or did not end
    QByteArray out;
    QByteArray err;

    /// For messages of failing tests.
    QByteArray describe() const { return "status " + QByteArray::number(status) + '\n' + out + err; }
};

ParlordOutcome runParlord(const ParlordRun& run);

} // namespace parlor::test
