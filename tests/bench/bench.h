// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <algorithm>
#include <vector>

namespace parlor::bench {

/// One line of the table.
struct Row {
    QString what;
    QString measured;
    QString floor; ///< what it is held against, if anything
    QString ratio;
    QString goal;
    bool missed = false;
};

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

/// Prints `rows` to the standard output. True if one of them missed its goal.
bool printTable(const QList<Row>& rows);

/// Each gives the rows of its part. `repeats`: how often each figure is taken; the median counts.
QList<Row> measureNetwork(int repeats);
QList<Row> measureParlord(int repeats);
QList<Row> measureLog(int repeats);
QList<Row> measureTail(int repeats);
QList<Row> measureProjection(int repeats);
QList<Row> measureDelivery(int repeats);
/// Large rooms: parts that share one filled store of each kind.
struct RoomParts {
    bool history = false;
    bool members = false;
    bool growth = false;
};
QList<Row> measureRooms(int repeats, const RoomParts& parts);
QList<Row> measureSearch(int repeats);

} // namespace parlor::bench
