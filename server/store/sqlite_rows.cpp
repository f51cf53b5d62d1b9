// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite_rows.h"

#include <QSqlDriver>

#include <sqlite3.h>

#include <atomic>

namespace parlor::store {

namespace {

/// Set once a connection of Qt's turned out to be one of the SQLite that is linked here. There is one driver
/// in a process.
std::atomic<bool> sharesLibrary = false;

/// The connection that this thread's copy of SQLite opened last.
thread_local sqlite3* lastOpened = nullptr;

sqlite3* handleOf(const QSqlDatabase& database) {
    const QVariant handle = database.driver()->handle();
    return handle.typeName() && qstrcmp(handle.typeName(), "sqlite3*") == 0
               ? *static_cast<sqlite3* const*>(handle.constData())
               : nullptr;
}

#ifndef Q_OS_DARWIN
int noteOpened(sqlite3* handle, const char**, const sqlite3_api_routines*) {
    lastOpened = handle;
    return SQLITE_OK;
}
#endif

/// From now on every connection that the SQLite linked here opens is noted. (macOS's own has nothing of the
/// kind: there nothing ever is.)
void watchOpening() {
#ifndef Q_OS_DARWIN
    // Its type is that of any entry point; SQLite calls it with the arguments above.
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(noteOpened));
#endif
}

class SqliteRows final : public RowStatement {
public:
    SqliteRows(sqlite3* handle, sqlite3_stmt* statement)
        : m_handle(handle)
        , m_statement(statement) {}

    std::optional<int> run(std::span<const QVariantList> rows, QSqlError& error) override {
        sqlite3_stmt* const statement = m_statement.get();
        int code = SQLITE_OK;
        int bound = 0;
        for (const QVariantList& row : rows) {
            for (qsizetype i = 0; i < row.size() && code == SQLITE_OK; ++i)
                code = bind(++bound, row.at(i));
        }
        if (code == SQLITE_OK && bound != sqlite3_bind_parameter_count(statement))
            code = SQLITE_RANGE;
        if (code != SQLITE_OK) { // ours, and not the database's: it need not know of it
            error = failure(code, sqlite3_errstr(code));
            return std::nullopt;
        }
        code = sqlite3_step(statement);
        if (code != SQLITE_DONE)
            error = failure(sqlite3_extended_errcode(m_handle), sqlite3_errmsg(m_handle));
        const int affected = sqlite3_changes(m_handle);
        sqlite3_reset(statement);
        return code == SQLITE_DONE ? std::optional(affected) : std::nullopt;
    }

private:
    static QSqlError failure(int code, const char* text) {
        return QSqlError(QStringLiteral("Unable to run the statement"), QString::fromUtf8(text),
                         QSqlError::StatementError, QString::number(code));
    }

    /// Nothing is copied: the values live until the statement was reset.
    int bind(int index, const QVariant& value) {
        sqlite3_stmt* const statement = m_statement.get();
        switch (value.typeId()) {
        case QMetaType::UnknownType:
            return sqlite3_bind_null(statement, index);
        case QMetaType::QByteArray: {
            const auto* bytes = static_cast<const QByteArray*>(value.constData());
            return sqlite3_bind_blob64(statement, index, bytes->constData(), sqlite3_uint64(bytes->size()),
                                       SQLITE_STATIC);
        }
        case QMetaType::QString: {
            const auto* text = static_cast<const QString*>(value.constData());
            return sqlite3_bind_text64(statement, index, reinterpret_cast<const char*>(text->utf16()),
                                       sqlite3_uint64(text->size()) * 2, SQLITE_STATIC, SQLITE_UTF16);
        }
        case QMetaType::Bool:
        case QMetaType::Int:
        case QMetaType::LongLong:
            return sqlite3_bind_int64(statement, index, value.toLongLong());
        default:
            return SQLITE_MISMATCH;
        }
    }

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    sqlite3* const m_handle;
    const std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

} // namespace

bool openSqlite(QSqlDatabase& database) {
    static const bool watching = (watchOpening(), true);
    Q_UNUSED(watching);
    lastOpened = nullptr;
    if (!database.open())
        return false;
    if (lastOpened && lastOpened == handleOf(database))
        sharesLibrary = true;
    return true;
}

std::unique_ptr<RowStatement> prepareSqliteRows(QSqlDatabase& database, const QString& sql) {
    sqlite3* const handle = sharesLibrary ? handleOf(database) : nullptr;
    sqlite3_stmt* statement = nullptr;
    const QByteArray utf8 = sql.toUtf8();
    if (!handle || sqlite3_prepare_v3(handle, utf8.constData(), int(utf8.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr) != SQLITE_OK)
        return nullptr;
    return std::make_unique<SqliteRows>(handle, statement);
}

} // namespace parlor::store
