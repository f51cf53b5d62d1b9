// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/scenarios/play.h"
#include "tests/support/parlord_process.h"

#include <QUrl>

#include <memory>

namespace parlor::scenario {

/// The server that a play is played against. A target that cannot do what a line asks throws PlayError.
class Target {
public:
    virtual ~Target() = default;

    virtual QUrl url() const = 0;
    /// A setting ("PARLOR_REGISTRATION"), before the first start or while it is stopped.
    virtual void set(const QString& name, const QString& value) = 0;
    virtual void start() = 0;
    virtual void kill() = 0;
    virtual void requestStop() = 0;
    /// The exit status, -1 for a crash.
    virtual int waitForEnd() = 0;
    /// Removes the event log, so that the next start must begin another epoch.
    virtual void loseLog() = 0;
    /// Goes behind user names, where the server may know those of earlier plays.
    virtual QString nameSuffix() const = 0;
    /// What it wrote, for the report of a failure.
    virtual QByteArray output() const = 0;
};

/// "parlord": one process on embedded storage. "cluster": gateways and a worker on Kafka and PostgreSQL,
/// which must run (tests/support/services.h). "http://host:port": a server that somebody else runs, which can
/// be talked to but neither configured nor killed. Throws PlayError for anything else.
std::unique_ptr<Target> makeTarget(const QString& what);

} // namespace parlor::scenario
