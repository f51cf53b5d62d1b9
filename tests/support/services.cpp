// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/services.h"

#include <QFile>

namespace parlor::test {

namespace {

QString addressOf(const char* variable, const char* service) {
    const QString given = qEnvironmentVariable(variable);
    if (!given.isEmpty())
        return given;
    QFile file(qEnvironmentVariable("PARLOR_TEST_SERVICES") + QLatin1Char('/') + QLatin1String(service) +
               QStringLiteral("/address"));
    const QString address =
        file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
    if (address.isEmpty())
        qFatal("This test needs a running %s. Run it by ctest, which starts one, or start one yourself with "
               "tests/support/test-service up %s DIR and set %s to the address that it prints.",
               service, service, variable);
    return address;
}

} // namespace

QString kafkaAddress() {
    return addressOf("PARLOR_TEST_KAFKA", "kafka");
}

QString postgresUrl() {
    return addressOf("PARLOR_TEST_POSTGRES", "postgres");
}

} // namespace parlor::test
