// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/target.h"

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
    const QUrl url(what);
    if (url.isValid() && url.scheme() == QLatin1String("http") && url.port() > 0)
        return std::make_unique<RunningTarget>(url);
    throw PlayError(QStringLiteral("--target is \"parlord\" or \"http://host:port\", not \"%1\"").arg(what));
}

} // namespace parlor::scenario
