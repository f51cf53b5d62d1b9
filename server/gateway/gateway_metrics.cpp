// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/gateway_metrics.h"

#include "server/gateway/ephemera.h"
#include "server/gateway/gateway.h"
#include "server/gateway/hub.h"
#include "server/gateway/message_sender.h"
#include "server/gateway/receipts.h"
#include "server/gateway/tail.h"

#include <algorithm>

namespace parlor::gateway {

namespace {

using metrics::Type;

class Names {
public:
    explicit Names(metrics::Registry& registry)
        : m_registry(registry) {}

    void add(const char* name, const char* help, const metrics::Counter& counter,
             const metrics::Labels& labels = {}) {
        m_kept.push_back(m_registry.add(name, help, counter, labels));
    }
    void add(const char* name, const char* help, const metrics::Histogram& histogram) {
        m_kept.push_back(m_registry.add(name, help, histogram));
    }
    void gauge(const char* name, const char* help, std::function<double()> value,
               const metrics::Labels& labels = {}) {
        m_kept.push_back(m_registry.collect(name, help, Type::Gauge, std::move(value), labels));
    }
    void add(metrics::Registrations more) { std::ranges::move(more, std::back_inserter(m_kept)); }
    metrics::Registrations take() { return std::move(m_kept); }

    metrics::Registry& registry() { return m_registry; }

private:
    metrics::Registry& m_registry;
    metrics::Registrations m_kept;
};

void nameSender(Names& names, const MessageSender& sender) {
    const SenderFigures& figures = sender.figures();
    const char* messages = "Messages that clients sent, by what became of them.";
    names.add("parlor_messages_total", messages, figures.acknowledged, {{"result", "acknowledged"}});
    names.add("parlor_messages_total", messages, figures.conflicts, {{"result", "conflict"}});
    names.add("parlor_messages_total", messages, figures.refused, {{"result", "refused"}});
    names.add("parlor_message_acknowledge_duration_seconds",
              "Time from a message's arrival to its acknowledgement.", figures.latency);
    names.gauge("parlor_messages_waiting", "Messages that are not acknowledged yet.",
                [&sender] { return double(sender.waitingCount()); });
}

void nameTail(Names& names, const Tail& tail) {
    const TailFigures& figures = tail.figures();
    names.add("parlor_tail_records_total", "Records of the log that the gateway met.", figures.records);
    names.add("parlor_tail_read_bytes_total", "Bytes of these records.", figures.bytes);
    names.add("parlor_tail_delivered_total", "Of these records, those that somebody here wanted.",
              figures.delivered);
    names.add("parlor_tail_duplicates_total", "Records dropped because they had been met before.",
              figures.duplicates);
    names.add("parlor_tail_damaged_total", "Records skipped because nobody can read them.", figures.damaged);
    names.gauge("parlor_tail_held_bytes",
                "Records that the gateway holds, most of them not in the store yet.",
                [&tail] { return double(tail.bytes()); });
    names.gauge("parlor_tail_held_records", "How many records these are.",
                [&tail] { return double(tail.entries()); });
    for (const auto topic : {log::Topic::Messages, log::Topic::Users, log::Topic::Receipts}) {
        names.gauge("parlor_tail_lag_seconds", "How far the gateway is behind the end of the log.",
                    [&tail, topic] { return std::chrono::duration<double>(tail.lag(topic)).count(); },
                    {{"topic", log::topicName(topic).toUtf8()}});
    }
}

void nameHub(Names& names, const Hub& hub) {
    const HubFigures& figures = hub.figures();
    names.gauge("parlor_sessions", "WebSocket sessions, those that log in included.",
                [&hub] { return double(hub.sessionCount()); });
    names.add("parlor_fanout_batches_total", "Batches of events handed to the network threads.",
              figures.batches);
    names.add("parlor_fanout_events_total", "Events in these batches.", figures.events);
    names.add("parlor_fanout_wakeups_total", "Wake-ups of network threads for these batches.",
              figures.wakeups);
    names.add("parlor_deliveries_total", "Frames of events queued for sessions: one for each recipient.",
              figures.deliveries);
    names.add(figures.errors.registerAs(names.registry(), "websocket"));
}

void nameEphemera(Names& names, const Ephemera& ephemera, const Receipts& receipts) {
    const PresenceService& presence = ephemera.presence();
    const PresenceFigures& figures = presence.figures();
    names.gauge("parlor_presence_users", "Users who are there, on all gateways.",
                [&presence] { return double(presence.users()); });
    names.add("parlor_presence_broadcasts_total", "What this gateway told the others of presence and typing.",
              figures.broadcasts);
    names.add("parlor_presence_heard_total", "What the other gateways told.", figures.heard);
    names.add("parlor_presence_changes_total",
              "Users who came, went or changed, of whom rooms here were told.", figures.changes);
    names.add("parlor_presence_frames_total", "Frames encoded to tell rooms of them.", figures.frames);
    names.add("parlor_typing_frames_total", "Frames encoded to tell rooms who is typing.",
              ephemera.typing().frames());
    names.add("parlor_status_frames_total", "Frames encoded to tell rooms how far members have come.",
              ephemera.statuses().frames());
    names.add("parlor_receipt_records_total", "Records of cursors that this gateway appended to the log.",
              receipts.records());
}

} // namespace

metrics::Registrations registerMetrics(metrics::Registry& registry, const Gateway& gateway) {
    Names names(registry);
    nameSender(names, gateway.sender());
    nameTail(names, gateway.tail());
    nameHub(names, gateway.hub());
    nameEphemera(names, gateway.ephemera(), gateway.receipts());
    return names.take();
}

} // namespace parlor::gateway
