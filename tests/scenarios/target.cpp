// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/target.h"

#include "tests/support/cluster_process.h"

#include <QDir>
#include <QRandomGenerator>

namespace parlor::scenario {

namespace {

class ParlordTarget : public Target {
public:
    QUrl url() const override { return m_process.url(); }
    void set(const QString& name, const QString& value) override { m_process.set(name, value); }
    void start() override {
        if (!m_process.start())
            throw PlayError(QStringLiteral("parlord did not start"));
    }
    void kill() override { m_process.kill9(); }
    void requestStop() override { m_process.requestStop(); }
    int waitForEnd() override { return m_process.waitForEnd(); }
    void loseLog() override {
        QDir dir(m_process.dataDir());
        const QStringList files = dir.entryList({QStringLiteral("log.db*")}, QDir::Files);
        if (files.isEmpty())
            throw PlayError(QStringLiteral("there is no log in ") + dir.path());
        for (const QString& file : files)
            dir.remove(file);
    }
    QString nameSuffix() const override { return {}; }
    QByteArray output() const override { return m_process.errorOutput(); }

private:
    test::ParlordProcess m_process;
};

/// Two gateways, so that the devices of a play are on different ones, and a worker, behind nginx.
class ClusterTarget : public Target {
public:
    QUrl url() const override { return m_cluster.url(); }
    void set(const QString& name, const QString& value) override { m_cluster.set(name, value); }
    void start() override {
        if (!m_cluster.start())
            throw PlayError(QStringLiteral("the cluster did not start"));
    }
    void kill() override { m_cluster.kill9(); }
    void requestStop() override { m_cluster.requestStop(); }
    int waitForEnd() override { return m_cluster.waitForEnd(); }
    void loseLog() override {
        if (!m_cluster.deleteLog())
            throw PlayError(QStringLiteral("the topics cannot be deleted"));
    }
    QString nameSuffix() const override { return {}; }
    QByteArray output() const override { return m_cluster.errorOutput(); }

private:
    test::ClusterProcess m_cluster{test::ClusterPlan()};
};

class RunningTarget : public Target {
public:
    explicit RunningTarget(QUrl url)
        : m_url(std::move(url))
        , m_suffix(QString::number(QRandomGenerator::global()->generate() % 1'000'000)) {}
    QUrl url() const override { return m_url; }
    void set(const QString&, const QString&) override { cannot("be configured"); }
    void start() override {}
    void kill() override { cannot("be killed"); }
    void requestStop() override { cannot("be stopped"); }
    int waitForEnd() override { cannot("be waited for"); }
    void loseLog() override { cannot("lose its log"); }
    QString nameSuffix() const override { return m_suffix; }
    QByteArray output() const override { return {}; }

private:
    [[noreturn]] void cannot(const char* what) const {
        throw PlayError(m_url.toString() + QStringLiteral(" is run by somebody else and cannot ") +
                        QLatin1String(what));
    }

    QUrl m_url;
    QString m_suffix;
};

} // namespace

std::unique_ptr<Target> makeTarget(const QString& what) {
    if (what == QLatin1String("parlord"))
        return std::make_unique<ParlordTarget>();
    if (what == QLatin1String("cluster"))
        return std::make_unique<ClusterTarget>();
    const QUrl url(what);
    if (url.isValid() && url.scheme() == QLatin1String("http") && url.port() > 0)
        return std::make_unique<RunningTarget>(url);
    throw PlayError(
        QStringLiteral("--target is \"parlord\", \"cluster\" or \"http://host:port\", not \"%1\"").arg(what));
}

} // namespace parlor::scenario
