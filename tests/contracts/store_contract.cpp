// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/store_contract.h"

#include <QTest>

namespace parlor::test {

void StoreSuite::make() {
    m_store = m_factory();
    QVERIFY(m_store);
}

} // namespace parlor::test
