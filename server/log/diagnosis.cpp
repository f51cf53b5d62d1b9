// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/diagnosis.h"

#include "server/log/kafka_identity.h"
#include "server/log/kafka_topics.h"
#include "server/log/log_file.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>

namespace parlor::log {

namespace {

constexpr char brokersSubject[] = "brokers";
constexpr char topicsSubject[] = "topics";
constexpr int patience = 4000; // ms, for each question

/// Remembers why a broker could not be reached: the question itself only says that time is up.
class Reasons final : public KafkaEvents {
public:
    void failed(rd_kafka_t*, rd_kafka_resp_err_t, const QString& reason) override {
        if (m_text.isEmpty() || m_text.contains(QLatin1StringView("all broker"), Qt::CaseInsensitive))
            m_text = reason;
    }
    QString text() const { return m_text.isEmpty() ? QStringLiteral("no answer in time") : m_text; }

private:
    QString m_text;
};

struct Client {
    Reasons reasons; ///< outlives the handle
    KafkaHandle handle;
};

using Metadata = KafkaOwned<const rd_kafka_metadata_t>;

/// Asks, hearing the reasons in between. Null: nobody answered.
Metadata ask(Client& client, rd_kafka_topic_t* topic) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < patience) {
        const rd_kafka_metadata_t* answer = nullptr;
        constexpr int slice = 500; // ms
        const auto error = rd_kafka_metadata(client.handle.get(), 0, topic, &answer, slice);
        rd_kafka_poll(client.handle.get(), 0);
        if (!error)
            return Metadata(answer);
        if (kafkaRefusesUs(error))
            break;
    }
    return nullptr;
}

Result<std::unique_ptr<Client>> makeClient(KafkaOptions options, const QString& brokers) {
    options.brokers = brokers;
    auto client = std::make_unique<Client>();
    auto handle = makeKafkaHandle(
        RD_KAFKA_CONSUMER, options,
        {{"group.id", kafkaIdentityGroup(options)}, {"enable.auto.commit", "false"}}, &client->reasons);
    if (!handle)
        return fail(handle.error());
    client->handle = *std::move(handle);
    return client;
}

/// Whether the one broker at `address` answers.
Result<Metadata> reach(const KafkaOptions& options, const QString& address) {
    auto client = makeClient(options, address);
    if (!client)
        return fail(client.error());
    auto metadata = ask(**client, nullptr);
    if (!metadata)
        return fail(ErrorCode::Unavailable, (*client)->reasons.text());
    return metadata;
}

QStringList configuredBrokers(const KafkaOptions& options) {
    QStringList addresses;
    for (const QString& item : options.brokers.split(QLatin1Char(','), Qt::SkipEmptyParts))
        addresses.append(item.trimmed());
    return addresses;
}

/// The brokers that are configured, and those that they name. Gives one that answers; empty: none does.
QString checkBrokers(const KafkaOptions& options, Findings& findings) {
    QStringList addresses = configuredBrokers(options);
    const qsizetype configured = addresses.size();
    QString reached;
    int answering = 0;
    Findings silent;
    for (qsizetype i = 0; i < addresses.size(); ++i) {
        const QString address = addresses.at(i);
        const auto metadata = reach(options, address);
        if (!metadata) {
            const QString why =
                QStringLiteral("%1 does not answer: %2").arg(address, metadata.error().message());
            silent.append(
                i < configured
                    ? warning(brokersSubject, why + QStringLiteral(". Start it, or correct kafka_brokers"))
                    : failed(brokersSubject,
                             why + QStringLiteral(". The brokers name it themselves (their "
                                                  "advertised.listeners): start it, or correct that")));
            continue;
        }
        ++answering;
        if (reached.isEmpty())
            reached = address;
        for (int b = 0; b < (*metadata)->broker_cnt; ++b) {
            const QString named = QStringLiteral("%1:%2")
                                      .arg(QString::fromUtf8((*metadata)->brokers[b].host))
                                      .arg((*metadata)->brokers[b].port);
            if (!addresses.contains(named))
                addresses.append(named);
        }
    }
    if (reached.isEmpty()) {
        findings.append(
            failed(brokersSubject,
                   QStringLiteral("none answers. Check kafka_brokers, kafka_security and the firewall")));
        for (Finding& one : silent)
            one.verdict = Finding::Verdict::Failed;
    } else {
        findings.append(
            fine(brokersSubject, QStringLiteral("%1 of %2 answer").arg(answering).arg(addresses.size())));
    }
    findings.append(silent);
    return reached;
}

std::optional<TopicState> stateOf(Client& client, const QByteArray& name, int minInsync) {
    const KafkaOwned<rd_kafka_topic_t> topic(
        rd_kafka_topic_new(client.handle.get(), name.constData(), nullptr));
    const Metadata metadata = ask(client, topic.get());
    if (!metadata || metadata->topic_cnt != 1)
        return std::nullopt;
    TopicState state;
    const rd_kafka_metadata_topic& found = metadata->topics[0];
    state.partitions = found.partition_cnt;
    for (int i = 0; i < found.partition_cnt; ++i) {
        const rd_kafka_metadata_partition& partition = found.partitions[i];
        state.leaderless += partition.leader < 0 ? 1 : 0;
        state.behind += partition.isr_cnt < partition.replica_cnt ? 1 : 0;
        state.belowMin += partition.isr_cnt < minInsync ? 1 : 0;
    }
    return state;
}

void checkTopics(Client& client, const KafkaOptions& options, LogDiagnosis& diagnosis) {
    const struct {
        QByteArray name;
        int minInsync;
    } topics[] = {
        {kafkaTopicName(options, Topic::Messages), options.minInsync},
        {kafkaTopicName(options, Topic::Users), options.minInsync},
        {kafkaTopicName(options, Topic::Receipts), options.minInsync},
        {kafkaPresenceTopic(options), 1},
    };
    QStringList missing;
    for (const auto& topic : topics) {
        const QString name = QString::fromUtf8(topic.name);
        const auto state = stateOf(client, topic.name, topic.minInsync);
        if (!state)
            diagnosis.findings.append(
                failed(topicsSubject,
                       QStringLiteral("Kafka does not tell about %1: %2").arg(name, client.reasons.text())));
        else if (state->partitions == 0)
            missing.append(name);
        else
            diagnosis.findings.append(topicFinding(name, *state));
        if (state && topic.name == topics[0].name)
            diagnosis.partitions = state->partitions;
    }
    if (!missing.isEmpty()) {
        diagnosis.findings.append(
            fine(topicsSubject, QStringLiteral("%1: not there yet; the first start makes them")
                                    .arg(missing.join(QLatin1StringView(", ")))));
    }
    if (const auto configured = inspectKafkaTopics(client.handle.get(), options, QDeadlineTimer(patience));
        !configured)
        diagnosis.findings.append(failed(topicsSubject, configured.error().message()));
    else if (missing.isEmpty())
        diagnosis.findings.append(fine(topicsSubject, QStringLiteral("configured as they must be")));
}

} // namespace

Finding topicFinding(const QString& name, const TopicState& state) {
    const QString text = QStringLiteral("%1: %2 partitions").arg(name).arg(state.partitions);
    if (state.leaderless > 0) {
        return failed(topicsSubject, text + QStringLiteral(", %1 of them without a leader: start the brokers "
                                                           "that are down")
                                                .arg(state.leaderless));
    }
    if (state.belowMin > 0) {
        return failed(topicsSubject, text + QStringLiteral(", %1 of them with fewer copies in step than "
                                                           "kafka_min_insync: nothing can be sent there "
                                                           "until more brokers are up")
                                                .arg(state.belowMin));
    }
    if (state.behind > 0) {
        return warning(topicsSubject,
                       text + QStringLiteral(", %1 of them with copies that are behind or away: "
                                             "one more loss may stop them. Look for a broker "
                                             "that is down or slow")
                                  .arg(state.behind));
    }
    return fine(topicsSubject, text + QStringLiteral(", all copies in step"));
}

LogDiagnosis diagnoseKafka(const KafkaOptions& options) {
    LogDiagnosis diagnosis;
    const QString reached = checkBrokers(options, diagnosis.findings);
    if (reached.isEmpty())
        return diagnosis;
    auto client = makeClient(options, options.brokers);
    if (!client) {
        diagnosis.findings.append(failed(brokersSubject, client.error().message()));
        return diagnosis;
    }
    char* id = rd_kafka_clusterid((*client)->handle.get(), patience);
    if (!id) {
        diagnosis.findings.append(
            failed(brokersSubject, QStringLiteral("the brokers do not tell their cluster")));
        return diagnosis;
    }
    const QString cluster = QString::fromUtf8(id);
    rd_kafka_mem_free((*client)->handle.get(), id);
    checkTopics(**client, options, diagnosis);
    if (diagnosis.partitions == 0)
        return diagnosis;
    const auto incarnation = readKafkaIncarnation((*client)->handle.get(), options, QDeadlineTimer(patience));
    if (!incarnation)
        diagnosis.findings.append(failed(topicsSubject, incarnation.error().message()));
    else
        diagnosis.identity = QStringLiteral("kafka:%1:%2:%3").arg(cluster, options.topicPrefix, *incarnation);
    return diagnosis;
}

LogDiagnosis diagnoseEmbedded(const QString& file) {
    constexpr char subject[] = "event log";
    LogDiagnosis diagnosis;
    if (QFileInfo(file).size() == 0) { // or not there
        diagnosis.findings.append(fine(subject, QStringLiteral("%1 is made at the first start").arg(file)));
        return diagnosis;
    }
    auto connection = openLogFileForReading(file, {});
    const auto identity = connection ? (*connection)->text("SELECT value FROM meta WHERE name = 'identity'")
                                     : Result<QString>(fail(connection.error()));
    if (!identity) {
        diagnosis.findings.append(failed(subject, identity.error().message()));
        return diagnosis;
    }
    diagnosis.identity = *identity;
    diagnosis.partitions = 1;
    diagnosis.findings.append(fine(subject, QStringLiteral("embedded, %1").arg(file)));
    return diagnosis;
}

} // namespace parlor::log
