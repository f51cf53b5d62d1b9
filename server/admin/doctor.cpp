// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/doctor.h"

#include "server/admin/data_directory.h"
#include "server/admin/local_checks.h"

namespace parlor::admin {

namespace {

constexpr char epochSubject[] = "epoch";

QString wordOf(Finding::Verdict verdict) {
    switch (verdict) {
    case Finding::Verdict::Ok:
        return QStringLiteral("ok");
    case Finding::Verdict::Warning:
        return QStringLiteral("warning");
    case Finding::Verdict::Failed:
        break;
    }
    return QStringLiteral("failed");
}

QString placeOf(const QString& identity) {
    if (const auto kafka = log::kafkaIdentity(identity)) {
        return QStringLiteral("Kafka cluster %1 with topics \"%2.…\"")
            .arg(kafka->cluster, kafka->topicPrefix);
    }
    return QStringLiteral("the embedded log %1").arg(identity);
}

} // namespace

Findings compareEpoch(const store::StoreDiagnosis& store, const log::LogDiagnosis& log) {
    if (!store.epoch)
        return {};
    const store::Epoch& epoch = *store.epoch;
    if (epoch.number == 0)
        return {fine(epochSubject, QStringLiteral("none yet; the first start begins one"))};
    if (log.identity.isEmpty()) {
        const bool asked = std::none_of(log.findings.begin(), log.findings.end(), [](const Finding& finding) {
            return finding.verdict == Finding::Verdict::Failed;
        });
        if (!asked)
            return {};
        return {warning(epochSubject,
                        QStringLiteral("the store belongs to %1, and the log that is configured is not there "
                                       "yet. Check kafka_brokers, kafka_topics and data_dir; if the log was "
                                       "lost, the next start begins a new epoch, and what was not stored yet "
                                       "is gone")
                            .arg(placeOf(epoch.logIdentity)))};
    }
    const auto theirs = log::kafkaIdentity(epoch.logIdentity);
    const auto ours = log::kafkaIdentity(log.identity);
    const bool samePlace = (!theirs && !ours) || (theirs && ours && theirs->cluster == ours->cluster &&
                                                  theirs->topicPrefix == ours->topicPrefix);
    if (!samePlace) {
        return {
            failed(epochSubject,
                   QStringLiteral("the store belongs to %1, and the configuration names %2. Correct "
                                  "kafka_brokers, kafka_topics or database_url; or, if the move is meant, "
                                  "stop all processes and run `parlord epoch begin`")
                       .arg(placeOf(epoch.logIdentity), placeOf(log.identity)))};
    }
    if (epoch.logIdentity != log.identity) {
        return {
            warning(epochSubject, QStringLiteral("the log was made anew since epoch %1: the next start of a "
                                                 "worker begins another, and clients fetch anew")
                                      .arg(epoch.number))};
    }
    if (epoch.partitions != log.partitions) {
        return {
            warning(epochSubject, QStringLiteral("the log has %1 partitions instead of %2: the next start of "
                                                 "a worker begins another epoch, and clients fetch anew")
                                      .arg(log.partitions)
                                      .arg(epoch.partitions))};
    }
    return {fine(epochSubject, QStringLiteral("%1, of this log").arg(epoch.number))};
}

void examine(const Configuration& configuration, const Backend& backend,
             const std::function<void(const Finding&)>& found) {
    const Settings& settings = configuration.settings;
    const auto all = [&found](const Findings& findings) {
        for (const Finding& finding : findings)
            found(finding);
    };
    found(configuration.warnings.isEmpty()
              ? fine("configuration", QStringLiteral("can be read, and every setting is allowed"))
              : warning("configuration", configuration.warnings.join(QLatin1Char(' '))));
    all(checkSecret(settings));
    all(checkExposure(settings));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (!settings.tlsCertificate.isEmpty())
        found(checkCertificate("tls_certificate", settings.tlsCertificate, now));
    if (!settings.kafka.certificateFile.isEmpty())
        found(checkCertificate("kafka_certificate", settings.kafka.certificateFile, now));
    const auto [soft, hard] = currentDescriptorLimits();
    all(checkDescriptors(settings, soft, hard));
    found(checkClock(now));
    all(checkDataDirectory(settings));
    const QString directory = settings.dataDir + QLatin1Char('/');
    const auto store = backend.diagnoseStore(settings, directory + DataDirectory::storeName);
    all(store.findings);
    const auto log = backend.diagnoseLog(settings, directory + DataDirectory::logName);
    all(log.findings);
    all(compareEpoch(store, log));
    // Run by root, SQLite's files beside the databases may have been made just now.
    if (const auto data = DataDirectory::openExisting(settings.dataDir); data && settings.role == Role::All)
        data->handOverToOwner();
}

QString lineOf(const Finding& finding) {
    return QStringLiteral("%1 %2: %3\n").arg(wordOf(finding.verdict), -7).arg(finding.subject, finding.text);
}

} // namespace parlor::admin
