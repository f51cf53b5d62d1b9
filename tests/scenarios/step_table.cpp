// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"

namespace parlor::scenario {

namespace {

QRegularExpression compile(const QString& pattern) {
    QString text = QRegularExpression::escape(pattern);
    const auto put = [&text](const char* name, const char* expression) {
        text.replace(QRegularExpression::escape(QLatin1Char('{') + QLatin1String(name) + QLatin1Char('}')),
                     QLatin1String(expression));
    };
    put("actor", "([A-Z][a-z]+(?: \\([a-z]+\\))?)");
    put("person", "([A-Z][a-z]+)");
    put("text", "\"((?:[^\"\\\\]|\\\\.)*)\"");
    put("word", "([A-Za-z_]+)");
    put("number", "([0-9]+)");
    return QRegularExpression(QRegularExpression::anchoredPattern(text));
}

/// Inside quotes: \" and \\ stand for themselves, \n for a new line.
QString unescape(const QString& text) {
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == QLatin1Char('\\') && i + 1 < text.size()) {
            ++i;
            result += text.at(i) == QLatin1Char('n') ? QLatin1Char('\n') : text.at(i);
        } else {
            result += text.at(i);
        }
    }
    return result;
}

} // namespace

StepTable::StepTable() {
    addAccountSteps(*this);
    addTokenSteps(*this);
    addRoomSteps(*this);
    addRoomActSteps(*this);
    addMessageSteps(*this);
    addChangeSteps(*this);
    addHistorySteps(*this);
    addReadSteps(*this);
    addPresenceSteps(*this);
    addConnectionSteps(*this);
    addUserSteps(*this);
    addAdministrationSteps(*this);
    addSearchSteps(*this);
    addServerSteps(*this);
}

void StepTable::add(const QString& pattern, Step step, bool needsServer) {
    addRow(pattern, std::move(step), false, needsServer);
}

void StepTable::addWithBlock(const QString& pattern, Step step) {
    addRow(pattern, std::move(step), true, true);
}

void StepTable::addRow(const QString& pattern, Step step, bool block, bool needsServer) {
    m_rows.push_back({pattern, compile(pattern), std::move(step), block, needsServer});
}

void StepTable::play(Stage& stage, const PlayLine& line) const {
    for (const Row& row : m_rows) {
        const auto match = row.expression.match(line.text);
        if (!match.hasMatch() || row.block != line.hasBlock)
            continue;
        StepArgs args;
        for (int i = 1; i <= match.lastCapturedIndex(); ++i)
            args.values.append(unescape(match.captured(i)));
        args.block = line.block;
        if (row.needsServer)
            stage.ensureServer();
        row.step(stage, args);
        return;
    }
    throw PlayError(
        QStringLiteral("nobody knows how to play this line (--steps lists those that there are): ") +
        line.text);
}

QStringList StepTable::patterns() const {
    QStringList result;
    for (const Row& row : m_rows)
        result.append(row.block ? row.pattern + QLatin1Char(':') : row.pattern);
    return result;
}

} // namespace parlor::scenario
