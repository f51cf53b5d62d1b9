// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/migrations.h"

#include <QRegularExpression>

namespace parlor::store {

namespace {

/// The parts of `text` between commas outside of brackets.
QStringList parts(const QString& text) {
    QStringList result{QString()};
    int depth = 0;
    for (const QChar c : text) {
        depth += c == QLatin1Char('(') ? 1 : c == QLatin1Char(')') ? -1 : 0;
        if (c == QLatin1Char(',') && depth == 0)
            result.append(QString());
        else
            result.last().append(c);
    }
    return result;
}

std::optional<ColumnType> typeOf(const QString& word) {
    static const QHash<QString, ColumnType> known{{QStringLiteral("BIGINT"), ColumnType::BigInt},
                                                  {QStringLiteral("SMALLINT"), ColumnType::SmallInt},
                                                  {QStringLiteral("TEXT"), ColumnType::Text},
                                                  {QStringLiteral("{blob}"), ColumnType::Blob},
                                                  {QStringLiteral("{identity}"), ColumnType::Identity}};
    const auto it = known.find(word);
    return it == known.end() ? std::nullopt : std::optional(*it);
}

void addColumn(const QString& definition, Table& table) {
    const QStringList words = definition.simplified().split(QLatin1Char(' '));
    // What is not "name TYPE …" is a constraint of the table.
    if (const auto type = typeOf(words.value(1)))
        table.columns.append({words.at(0), *type});
}

QList<Table> readTables() {
    static const QRegularExpression create(QStringLiteral("^CREATE TABLE (\\w+)\\s*\\((.*)\\)$"));
    static const QRegularExpression add(QStringLiteral("^ALTER TABLE (\\w+) ADD COLUMN (.*)$"));
    static const QRegularExpression drop(QStringLiteral("^DROP TABLE (\\w+)$"));
    static const QRegularExpression rename(QStringLiteral("^ALTER TABLE (\\w+) RENAME TO (\\w+)$"));
    QList<Table> tables;
    for (const Migration& migration : migrations()) {
        for (const QString& statement : migration.statements) {
            if (const auto match = create.match(statement); match.hasMatch()) {
                tables.append({match.captured(1), {}});
                for (const QString& definition : parts(match.captured(2)))
                    addColumn(definition, tables.last());
            } else if (const auto added = add.match(statement); added.hasMatch()) {
                for (Table& table : tables) {
                    if (table.name == added.captured(1))
                        addColumn(added.captured(2), table);
                }
            } else if (const auto dropped = drop.match(statement); dropped.hasMatch()) {
                tables.removeIf([&](const Table& table) { return table.name == dropped.captured(1); });
            } else if (const auto renamed = rename.match(statement); renamed.hasMatch()) {
                for (Table& table : tables) {
                    if (table.name == renamed.captured(1))
                        table.name = renamed.captured(2);
                }
            }
        }
    }
    tables.removeIf([](const Table& table) { return table.name.startsWith(QLatin1StringView("search_")); });
    return tables;
}

} // namespace

const QList<Table>& schemaTables() {
    static const QList<Table> tables = readTables();
    return tables;
}

} // namespace parlor::store
