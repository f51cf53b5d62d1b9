// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite_search.h"

namespace parlor::store {

namespace {

QString asText(const QSet<QByteArray>& tokens) {
    QByteArray text;
    for (const QByteArray& token : tokens) {
        text += token;
        text += ' ';
    }
    return QString::fromUtf8(text);
}

QByteArray quoted(const QByteArray& token) {
    return '"' + token + '"';
}

class SqliteSearch final : public SearchIndex {
public:
    QStringList schema() const override {
        return {QStringLiteral("CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', "
                               "columnsize=0, detail=none, tokenize=\"ascii tokenchars '_'\")")};
    }

    void add(Transaction& t, const QList<IndexedMessage>& messages) const override {
        for (const IndexedMessage& message : messages)
            t.exec(QStringLiteral("INSERT INTO search_index(rowid, tokens) VALUES(?, ?)"),
                   {message.rowNo, asText(message.tokens)});
    }

    void remove(Transaction& t, const IndexedMessage& message) const override {
        t.exec(QStringLiteral("INSERT INTO search_index(search_index, rowid, tokens) VALUES('delete', ?, ?)"),
               {message.rowNo, asText(message.tokens)});
    }

    void clear(Transaction& t) const override {
        t.exec(QStringLiteral("INSERT INTO search_index(search_index) VALUES('delete-all')"));
    }

    void prepare(Transaction&) const override {}
    void done(Transaction&) const override {}
    qint64 firstWindow() const override { return 65'536; }

    Source find(const search::Criteria::Wanted& wanted, qint64 from, qint64 below, int limit) const override {
        QByteArrayList all;
        for (const QByteArray& token : wanted.all)
            all.append(quoted(token));
        for (const QList<QByteArray>& any : wanted.anyOf) {
            QByteArrayList some;
            for (const QByteArray& token : any)
                some.append(quoted(token));
            all.append('(' + some.join(" OR ") + ')');
        }
        return {QStringLiteral("(SELECT rowid AS row_no FROM search_index WHERE search_index MATCH ? AND "
                               "rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) AS s"),
                {QString::fromUtf8(all.join(" AND ")), from, below, limit}};
    }

    QString lockFree() const override { return {}; }
};

} // namespace

const SearchIndex& sqliteSearch() {
    static const SqliteSearch index;
    return index;
}

} // namespace parlor::store
