// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/text/links.h"
#include "client/text/markdown.h"

#include <QHash>

namespace parlor::markdown {

/// The addresses of a source, out of the way of Markdown: each is one private character there, so that what
/// is in an address (an underscore, a bracket) is never read as markup.
class Addresses {
public:
    /// `source` with a private character for each address; characters that it has of that plane become
    /// U+FFFD, as do NUL and those that override the direction of text.
    QString hide(const QString& source);
    /// `text` as it was written.
    QString expand(const QString& text) const;

    struct Hidden {
        QString written; ///< with the angle brackets around it, if there were any
        QString shown;
        QString address;
    };
    /// The one that stands at `text`[`at`]; null if none does. It takes two UTF-16 units.
    const Hidden* at(const QString& text, qsizetype at) const;

private:
    QList<Hidden> m_hidden;
};

/// Looks for whom a text calls.
class Callees {
public:
    explicit Callees(const QList<Mention>& mentions);
    /// The callee named at `text`[`at`], which is an @, and the length with the @; null if it is nobody's.
    const Mention* at(const QString& text, qsizetype at, qsizetype& length) const;
    bool isEmpty() const { return m_byName.isEmpty(); }

private:
    QHash<QString, Mention> m_byName;
};

/// Appends `text` to `runs`, with its addresses as links and its calls as mentions. `flags` are those of the
/// text around.
void appendText(QList<Run>& runs, const QString& text, quint8 flags, const Addresses& addresses,
                const Callees& callees);
/// Appends one run, or lengthens the last one if it looks the same.
void appendRun(QList<Run>& runs, const QString& text, quint8 flags, const QString& address = {});
/// Appends a link's text and, if it hides where it leads, that too.
void appendLink(QList<Run>& runs, const QString& shown, quint8 flags, const QString& address);

} // namespace parlor::markdown
