// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/shared/codec_rows.h"
#include "tests/shared/samples.h"

/// What every field of every frame must be.
namespace parlor {

struct FrameRules {
    const char* name;
    QJsonObject valid;
    QList<FieldRule> rules;
};

/// One entry for each type of client::, in the order of the variant.
QList<FrameRules> clientFrameRules();
/// The same of server::, without Unknown.
QList<FrameRules> serverFrameRules();

/// The first sample of type T, encoded with a ref.
template <typename T>
QJsonObject clientSample() {
    for (const ClientFrame& frame : samples::clientFrames()) {
        if (std::holds_alternative<T>(frame))
            return *parseObject(encode(frame, QStringLiteral("r1")));
    }
    return {};
}

template <typename T>
QJsonObject serverSample() {
    for (const ServerFrame& frame : samples::serverFrames()) {
        if (std::holds_alternative<T>(frame) && frame != ServerFrame(T()))
            return *parseObject(encode(frame, QStringLiteral("r1")));
    }
    return {};
}

} // namespace parlor
