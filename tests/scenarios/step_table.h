// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/scenarios/stage.h"

#include <QRegularExpression>

#include <functional>
#include <vector>

namespace parlor::scenario {

/// The values of a line's placeholders, in order, and its block.
struct StepArgs {
    QStringList values;
    QStringList block;
    const QString& operator[](qsizetype i) const { return values.at(i); }
    int number(qsizetype i) const { return values.at(i).toInt(); }
};

using Step = std::function<void(Stage&, const StepArgs&)>;

/// Every kind of line that a play may hold. A pattern is the line's own words with placeholders: {actor} for
/// a device of the cast, {person}, {text} for anything in double quotes (given without them), {word} and
/// {number}.
class StepTable {
public:
    StepTable();

    /// `needsServer`: the server is started before the first such line.
    void add(const QString& pattern, Step step, bool needsServer = true);
    /// As add(), for a line that announces a block.
    void addWithBlock(const QString& pattern, Step step);

    /// Throws PlayError for a line that no pattern matches, and for whatever the step finds wrong.
    void play(Stage& stage, const PlayLine& line) const;
    /// All patterns, for `--steps`.
    QStringList patterns() const;

private:
    struct Row {
        QString pattern;
        QRegularExpression expression;
        Step step;
        bool block = false;
        bool needsServer = true;
    };
    void addRow(const QString& pattern, Step step, bool block, bool needsServer);

    std::vector<Row> m_rows;
};

void addAccountSteps(StepTable& table);
void addTokenSteps(StepTable& table);
void addRoomSteps(StepTable& table);
void addRoomActSteps(StepTable& table);
void addMessageSteps(StepTable& table);
void addChangeSteps(StepTable& table);
void addHistorySteps(StepTable& table);
void addReadSteps(StepTable& table);
void addPresenceSteps(StepTable& table);
void addConnectionSteps(StepTable& table);
void addUserSteps(StepTable& table);
void addAdministrationSteps(StepTable& table);
void addSearchSteps(StepTable& table);
void addServerSteps(StepTable& table);

} // namespace parlor::scenario
