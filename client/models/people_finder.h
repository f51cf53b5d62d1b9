// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

#include <QObject>
#include <QTimer>

namespace parlor {

class Core;

/// Looks for people: those known here at once, those of the whole server shortly after the last letter, when
/// it can be reached. Deleted and deactivated accounts are left out. GUI thread.
class PeopleFinder : public QObject {
    Q_OBJECT
public:
    explicit PeopleFinder(Core& core, QObject* parent = nullptr);

    /// changed() follows: once with what is known here (before this returns), once more with what the server
    /// found. An empty text finds those with whom one spoke last, and asks nobody.
    void setText(const QString& text);
    QString text() const { return m_text; }
    /// Those known here come first; what the server adds never moves them.
    const QList<User>& found() const { return m_found; }
    bool isLoading() const { return m_loading; }
    /// Why the server's part is missing, in words; empty while offline, for then it is not expected.
    QString error() const { return m_error; }

Q_SIGNALS:
    void changed();

private:
    void ask();
    void add(const QList<User>& users);

    Core& m_core;
    QString m_text;
    QList<User> m_found;
    QString m_error;
    QTimer m_typing;
    bool m_loading = false;
    int m_generation = 0;
};

} // namespace parlor
