// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contracts/store_contract.h"

#include <QList>

#include <functional>

namespace parlor::test {

/// A store whose search index can be looked into, past everything that hides what is not to be found.
struct SearchUnderTest {
    std::unique_ptr<StoreUnderTest> store;
    /// Rows of messages that the index holds under `token`.
    std::function<QList<qint64>(const QByteArray& token)> rowsWithToken;
};
using SearchFactory = std::function<SearchUnderTest()>;
/// For a store that is SQLite in `file`.
QList<qint64> sqliteRowsWithToken(const QString& file, const QByteArray& token);

/// Finding messages by what they say.
class StoreSearchContract : public QObject {
    Q_OBJECT

public:
    explicit StoreSearchContract(SearchFactory factory)
        : m_factory(std::move(factory)) {}

private Q_SLOTS:
    void init() { m_made = m_factory(); }
    void cleanup() { m_made = {}; }

    void everythingIsFound_data();
    void everythingIsFound();
    void filters_data();
    void filters();
    void namesThatThereAreNotAreRefused_data();
    void namesThatThereAreNotAreRefused();
    void onlyRoomsOfTheAsker_data();
    void onlyRoomsOfTheAsker();
    void manyRooms();
    void pages_data();
    void pages();
    void contextAndHighlights();
    void editedIsFoundAsItIs_data();
    void editedIsFoundAsItIs();
    void deletedIsGoneFromTheIndex();
    void indexingGoesInSteps();
    void indexingBesideProjection();
    void aBackupFindsTheSame();
    void aNewEpochChangesNothing();

private:
    store::Store& store() { return m_made.store->store(); }
    QList<qint64> rows(const char* token) { return m_made.rowsWithToken(token); }

    const SearchFactory m_factory;
    SearchUnderTest m_made;
};

} // namespace parlor::test
