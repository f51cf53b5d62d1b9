// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

/// Which addresses in a message become links, and what a reader must be shown of where they lead. Pure; any
/// thread.
namespace parlor::links {

struct Found {
    qsizetype start = 0; ///< in UTF-16 units
    qsizetype length = 0;
    QString address; ///< as safeAddress() gives it
    friend bool operator==(const Found&, const Found&) = default;
};

/// The addresses written out in `text` (http, https, mailto, parlor, and "www." which means https), in order,
/// at most `limit`. Punctuation that ends a sentence, emphasis and unopened brackets are not part of one.
QList<Found> find(const QString& text, int limit = 500);

/// `href` as it may be opened: an absolute http or https address with a host, a mailto or a parlor address,
/// encoded. Empty for everything else; nothing else must ever be opened.
QString safeAddress(const QString& href);

/// What a link that shows `shown` must say besides, so that it does not pass for another: the real host if
/// the text looks like an address with another one (or hides its host behind a user name), in its ASCII form
/// if it mixes scripts. Empty if the link is what it seems.
QString hiddenTarget(const QString& shown, const QString& address);

/// Is `host` (Unicode) one whose letters could be taken for others: scripts mixed within a label, or a label
/// of look-alike script beneath an ASCII domain?
bool looksMixed(QStringView host);

} // namespace parlor::links
