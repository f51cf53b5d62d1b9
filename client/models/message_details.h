// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QQmlEngine>

namespace parlor {

class Core;

/// What is asked of the server about one message: who has got it, and what it
/// said before. One question at a time, each forgets the last. GUI thread.
class MessageDetails : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed FINAL)
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)
    /// Lists of {id, name}.
    Q_PROPERTY(QVariantList seenBy READ seenBy NOTIFY changed FINAL)
    Q_PROPERTY(QVariantList deliveredTo READ deliveredTo NOTIFY changed FINAL)
    /// Those who are counted and not named in the lists; of `members` in all, the
    /// sender left out.
    Q_PROPERTY(int seenMore READ seenMore NOTIFY changed FINAL)
    Q_PROPERTY(int deliveredMore READ deliveredMore NOTIFY changed FINAL)
    Q_PROPERTY(int seen READ seen NOTIFY changed FINAL)
    Q_PROPERTY(int members READ members NOTIFY changed FINAL)
    /// List of {time, content}, the newest first, without what it says now.
    Q_PROPERTY(QVariantList versions READ versions NOTIFY changed FINAL)

public:
    explicit MessageDetails(Core& core, QObject* parent = nullptr);

    bool isLoading() const { return m_loading; }
    QString error() const { return m_error; }
    QVariantList seenBy() const { return people(m_receipts.seenBy); }
    QVariantList deliveredTo() const { return people(m_receipts.deliveredTo); }
    int seenMore() const;
    int deliveredMore() const;
    int seen() const { return m_receipts.seen; }
    int members() const { return m_receipts.members; }
    QVariantList versions() const { return m_versions; }

    Q_INVOKABLE void askReceipts(const QString& key);
    Q_INVOKABLE void askVersions(const QString& key);

Q_SIGNALS:
    void changed();

private:
    int begin();
    QVariantList people(const QList<UserId>& ids) const;

    Core& m_core;
    int m_generation = 0;
    bool m_loading = false;
    QString m_error;
    MessageReceipts m_receipts;
    QVariantList m_versions;
};

} // namespace parlor
