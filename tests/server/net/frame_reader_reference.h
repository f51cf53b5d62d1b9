// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>
#include <QList>

namespace parlor::net::test {

/// What FrameReader makes of `bytes` when they come cut before each of `cuts` (ascending): one word and what
/// belongs to it for each event, as "text hello", "ping x", "close 1000 bye", "failed 1002". Ends with the
/// last event that the reader may give.
QByteArrayList readAll(const QByteArray& bytes, qsizetype maxMessage, const QList<qsizetype>& cuts);

/// The same, as slowly and plainly as RFC 6455 and RFC 3629 are written: all bytes at once, no state, nothing
/// shared with the reader.
QByteArrayList referenceEvents(const QByteArray& bytes, qsizetype maxMessage);

} // namespace parlor::net::test
