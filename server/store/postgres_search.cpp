// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres_search.h"

#include <algorithm>
#include <limits>

namespace parlor::store {

namespace {

/// FNV-1a of 32 bits: in the index for as long as search::tokenVersion stands.
qint32 hashOf(const QByteArray& token) {
    quint32 hash = 2166136261U;
    for (const char c : token)
        hash = (hash ^ static_cast<uchar>(c)) * 16777619U;
    return static_cast<qint32>(hash);
}

template <typename Tokens>
QString arrayOf(const Tokens& tokens) {
    QList<qint32> hashes;
    for (const QByteArray& token : tokens)
        hashes.append(hashOf(token));
    std::sort(hashes.begin(), hashes.end());
    QString array(QLatin1Char('{'));
    for (const qint32 hash : std::as_const(hashes)) {
        if (array.size() > 1)
            array += QLatin1Char(',');
        array += QString::number(hash);
    }
    return array + QLatin1Char('}');
}

class PostgresSearch final : public SearchIndex {
public:
    QStringList schema() const override {
        // Tokens are many small numbers: compressing them costs more than the room that it saves.
        return {QStringLiteral(
                    "CREATE TABLE search_documents(row_no BIGINT PRIMARY KEY, tokens INTEGER[] NOT NULL)"),
                QStringLiteral("ALTER TABLE search_documents ALTER COLUMN tokens SET STORAGE EXTERNAL"),
                QStringLiteral("CREATE INDEX search_documents_tokens ON search_documents USING GIN(tokens)")};
    }

    void add(Transaction& t, const QList<IndexedMessage>& messages) const override {
        static const QList<Column> columns{{QStringLiteral("row_no"), ColumnType::BigInt},
                                           {QStringLiteral("tokens"), ColumnType::Text}};
        QList<QVariantList> rows;
        for (const IndexedMessage& message : messages)
            rows.append({message.rowNo, arrayOf(message.tokens)});
        t.execRows(QStringLiteral("INSERT INTO search_documents(row_no, tokens) SELECT row_no, "
                                  "tokens::INTEGER[] FROM {rows} ON CONFLICT(row_no) DO UPDATE SET tokens = "
                                  "excluded.tokens"),
                   columns, rows);
    }

    void remove(Transaction& t, const IndexedMessage& message) const override {
        t.exec(QStringLiteral("DELETE FROM search_documents WHERE row_no = ?"), {message.rowNo});
    }

    void clear(Transaction& t) const override { t.exec(QStringLiteral("DELETE FROM search_documents")); }

    void prepare(Transaction& t) const override {
        // Which way is best depends on how frequent the tokens are: a plan for any tokens is a bad one. One
        // search must not take the database from all others.
        t.command(QStringLiteral("SELECT set_config('plan_cache_mode', 'force_custom_plan', true), "
                                 "set_config('statement_timeout', '5s', true), "
                                 "set_config('work_mem', '32MB', true)"));
    }

    void done(Transaction& t) const override {
        t.command(QStringLiteral("SET LOCAL plan_cache_mode = auto"));
    }

    /// What a GIN index has of a token is read as a whole, whichever rows are wanted.
    qint64 firstWindow() const override { return std::numeric_limits<qint64>::max(); }

    Source find(const search::Criteria::Wanted& wanted, qint64 from, qint64 below, int limit) const override {
        QStringList conditions;
        QVariantList values;
        if (!wanted.all.isEmpty()) {
            conditions.append(QStringLiteral("tokens @> ?::INTEGER[]"));
            values.append(arrayOf(wanted.all));
        }
        for (const QList<QByteArray>& any : wanted.anyOf) {
            conditions.append(QStringLiteral("tokens && ?::INTEGER[]"));
            values.append(arrayOf(any));
        }
        conditions.append(QStringLiteral("row_no >= ? AND row_no < ?"));
        values << from << below << limit;
        // OFFSET 0 keeps the limit from having a say in how the rows are found: it would read the table from
        // its end, in the hope of meeting enough of them soon.
        return {QStringLiteral("(SELECT row_no FROM (SELECT row_no FROM search_documents WHERE %1 OFFSET 0) "
                               "AS found ORDER BY row_no DESC LIMIT ?) AS s")
                    .arg(conditions.join(QLatin1StringView(" AND "))),
                values};
    }

    QString lockFree() const override { return QStringLiteral(" FOR SHARE SKIP LOCKED"); }
};

} // namespace

const SearchIndex& postgresSearch() {
    static const PostgresSearch index;
    return index;
}

} // namespace parlor::store
