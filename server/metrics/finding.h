// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace parlor {

/// What `parlord doctor` found out about one thing.
struct Finding {
    enum class Verdict { Ok, Warning, Failed };

    Verdict verdict = Verdict::Ok;
    QString subject; ///< a few words: "database schema"
    QString text;    ///< what is, and, unless it is fine, what to do

    friend bool operator==(const Finding&, const Finding&) = default;
};
using Findings = QList<Finding>;

inline Finding fine(const char* subject, const QString& text) {
    return {Finding::Verdict::Ok, QString::fromUtf8(subject), text};
}
inline Finding warning(const char* subject, const QString& text) {
    return {Finding::Verdict::Warning, QString::fromUtf8(subject), text};
}
inline Finding failed(const char* subject, const QString& text) {
    return {Finding::Verdict::Failed, QString::fromUtf8(subject), text};
}

} // namespace parlor
