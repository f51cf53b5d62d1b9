// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Where the real servers are that a test was registered with (SERVICES of parlor_add_test). Other tests use
/// them at the same time: everything made there has a name of the test's own. Each function ends the test,
/// saying what to do, when there is no such server.
namespace parlor::test {

/// "127.0.0.1:PORT" of an Apache Kafka of one node. The environment variable PARLOR_TEST_KAFKA names
/// another one.
QString kafkaAddress();

/// "postgresql://USER:PASSWORD@127.0.0.1:PORT/postgres" of a superuser, who may make databases and roles.
/// The environment variable PARLOR_TEST_POSTGRES names another one.
QString postgresUrl();

} // namespace parlor::test
