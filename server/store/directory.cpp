// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/account_rows.h"
#include "server/store/sql_store.h"

namespace parlor::store {

namespace {

QString everybody() {
    return QStringLiteral("SELECT ") + userColumns() +
           QStringLiteral(" FROM users u WHERE u.deleted = 0 AND u.username_lower > ? ORDER BY "
                          "u.username_lower LIMIT ?");
}

/// Two searches, each in an index of its own: a pattern bound to LIKE would find none. Only the first is
/// limited and ordered: else the second might go through all usernames in order, looking for the few who
/// match. Its values are those of valuesOf().
QString startingWith() {
    const QString columns =
        QStringLiteral("id, username, display_name, deleted, active, status_text, time_zone, username_lower");
    return QStringLiteral(
               "SELECT %1 FROM (SELECT %1 FROM users WHERE username_lower >= ? AND username_lower < ? AND "
               "username_lower > ? AND deleted = 0 ORDER BY username_lower LIMIT ?) AS a "
               "UNION SELECT %1 FROM users WHERE display_name_lower >= ? AND display_name_lower < ? AND "
               "username_lower > ? AND deleted = 0 ORDER BY username_lower LIMIT ?")
        .arg(columns);
}

QVariantList valuesOf(const QString& prefix, const QString& after, int limit) {
    const QString from = prefix.toLower();
    // Above everything that starts so: no text holds the last code point.
    const QString to = from + QString::fromUcs4(U"\U0010FFFF", 1);
    return {from, to, after, limit, from, to, after, limit};
}

/// What holds the text without starting with it. No index helps to find it: the table is gone through, once
/// those who start with it do not fill a page. Its values are those of containingValues().
QString containing() {
    return QStringLiteral("SELECT ") + userColumns() +
           QStringLiteral(" FROM users u WHERE u.deleted = 0 AND u.username_lower > ? AND "
                          "(u.username_lower LIKE ? ESCAPE '\\' OR u.display_name_lower LIKE ? ESCAPE '\\') "
                          "AND u.username_lower NOT LIKE ? ESCAPE '\\' AND u.display_name_lower NOT LIKE ? "
                          "ESCAPE '\\' ORDER BY u.username_lower LIMIT ?");
}

QVariantList containingValues(const QString& text, const QString& after, int limit) {
    const QString prefix = likeLiteral(text) + QLatin1Char('%');
    const QString anywhere = QLatin1Char('%') + prefix;
    return {after, anywhere, anywhere, prefix, prefix, limit};
}

/// Where a search goes on: which of its two groups, and after whom in it.
struct SearchCursor {
    bool starting = true;
    QString after;

    static std::optional<SearchCursor> parse(const std::optional<QString>& text) {
        if (!text)
            return SearchCursor();
        const bool starting = text->startsWith(QLatin1StringView("p:"));
        if (!starting && !text->startsWith(QLatin1StringView("s:")))
            return std::nullopt;
        return SearchCursor{starting, text->mid(2)};
    }
    QString toString() const {
        return (starting ? QLatin1StringView("p:") : QLatin1StringView("s:")) + after;
    }
};

/// One page of users, the rows of which are one more than fit when there is another page.
Page<User> pageOf(Rows rows, int wanted) {
    Page<User> page;
    while (rows.next()) {
        if (page.items.size() == wanted) {
            page.next = page.items.last().username.toLower();
            break;
        }
        page.items.append(readUser(rows));
    }
    return page;
}

Page<User> findUsers(Transaction& t, const QString& text, SearchCursor cursor, int wanted) {
    Page<User> page;
    if (cursor.starting) {
        page = pageOf(t.select(startingWith(), valuesOf(text, cursor.after, wanted + 1)), wanted);
        if (page.next) {
            page.next = SearchCursor{true, *page.next}.toString();
            return page;
        }
        if (page.items.size() == wanted) {
            page.next = SearchCursor{false, {}}.toString();
            return page;
        }
        cursor = {false, {}};
    }
    const int left = wanted - int(page.items.size());
    const Page<User> rest =
        pageOf(t.select(containing(), containingValues(text, cursor.after, left + 1)), left);
    page.items += rest.items;
    if (rest.next)
        page.next = SearchCursor{false, *rest.next}.toString();
    return page;
}

} // namespace

Result<Page<User>> SqlStore::directory(const QString& prefix, const std::optional<QString>& cursor,
                                       int limit) {
    return read<Page<User>>([&](Transaction& t) -> Result<Page<User>> {
        const int wanted = pageLimit(limit);
        const QString after = cursor.value_or(QStringLiteral("")).toLower();
        return pageOf(prefix.isEmpty() ? t.select(everybody(), {after, wanted + 1})
                                       : t.select(startingWith(), valuesOf(prefix, after, wanted + 1)),
                      wanted);
    });
}

Result<Page<User>> SqlStore::searchUsers(const QString& text, const std::optional<QString>& cursor,
                                         int limit) {
    if (text.isEmpty())
        return directory(text, cursor, limit);
    const auto from = SearchCursor::parse(cursor);
    if (!from)
        return fail(ErrorCode::Invalid, QStringLiteral("That is not where a search of users goes on."));
    return read<Page<User>>(
        [&](Transaction& t) -> Result<Page<User>> { return findUsers(t, text, *from, pageLimit(limit)); });
}

Result<Page<Account>> SqlStore::accounts(const std::optional<QString>& cursor, int limit) {
    return read<Page<Account>>([&](Transaction& t) -> Result<Page<Account>> {
        const int wanted = pageLimit(limit);
        Rows rows = t.select(accountSelect() + QStringLiteral("WHERE u.deleted = 0 AND u.username_lower > ? "
                                                              "ORDER BY u.username_lower LIMIT ?"),
                             {cursor.value_or(QString()).toLower(), wanted + 1});
        Page<Account> page;
        while (rows.next()) {
            if (page.items.size() == wanted) {
                page.next = page.items.last().user.username.toLower();
                break;
            }
            page.items.append(readAccount(rows));
        }
        return page;
    });
}

} // namespace parlor::store
