// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

namespace parlor::tests {

/// One thing that is wrong in a copy of the client, and the check that has to see it.
struct Fault {
    /// Unlike that of every other fault; says what is wrong.
    const char* name;
    /// The source, from the root of the repository: of a QML module, or C++ that
    /// the faulty twin of `program` is built from (see CMakeLists.txt).
    const char* file;
    /// Stands in `file` exactly once. In C++ a whole statement that declares
    /// nothing and does not return a value, or a whole expression.
    const char* text;
    /// Stands there instead; of the same kind.
    const char* instead;
    /// The test program, and the function of it that has to fail, with
    /// ":row" where it has rows.
    const char* program;
    const char* check;
};

/// Of what keeps the messages in their places.
QList<Fault> anchoringFaults();
/// Of what is painted.
QList<Fault> paintingFaults();
/// Of what the first frame has to wait for.
QList<Fault> startFaults();

inline QList<Fault> allFaults() {
    return anchoringFaults() + paintingFaults() + startFaults();
}

} // namespace parlor::tests
