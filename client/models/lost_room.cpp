// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/lost_room.h"

#include <QClipboard>
#include <QGuiApplication>

namespace parlor {

void LostRoom::set(const QString& name, const QString& text) {
    if (name == m_name && text == m_text)
        return;
    m_name = name;
    m_text = text;
    m_copied = false;
    Q_EMIT changed();
}

void LostRoom::copy() {
    if (m_text.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(m_text);
    m_copied = true;
    Q_EMIT changed();
}

} // namespace parlor
