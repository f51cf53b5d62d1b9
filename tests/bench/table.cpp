// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include <QTextStream>

bool parlor::bench::printTable(const QList<Row>& rows) {
    QTextStream out(stdout);
    out << "| what | measured | against | ratio | goal | |\n| --- | --- | --- | --- | --- | --- |\n";
    bool missed = false;
    for (const Row& row : rows) {
        missed = missed || row.missed;
        out << "| " << row.what << " | " << row.measured << " | " << row.floor << " | " << row.ratio << " | "
            << row.goal << " | "
            << (row.goal.isEmpty() ? ""
                : row.missed       ? "missed"
                                   : "met")
            << " |\n";
    }
    out.flush();
    return missed;
}
