// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/people_finder.h"

#include "client/core/core.h"
#include "client/models/words.h"

#include <algorithm>

namespace parlor {

namespace {
constexpr int typingPauseMs = 200;
constexpr int knownMax = 50;
} // namespace

PeopleFinder::PeopleFinder(Core& core, QObject* parent)
    : QObject(parent)
    , m_core(core) {
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPauseMs);
    connect(&m_typing, &QTimer::timeout, this, &PeopleFinder::ask);
}

void PeopleFinder::setText(const QString& text) {
    ++m_generation;
    m_text = text.trimmed();
    m_found.clear();
    m_error.clear();
    add(m_core.reader()->people(m_text, knownMax));
    m_loading = !m_text.isEmpty() && m_core.status().state == ConnectionState::Online;
    if (m_loading)
        m_typing.start();
    else
        m_typing.stop();
    Q_EMIT changed();
}

void PeopleFinder::ask() {
    m_core.searchUsers(m_text, this, [this, generation = m_generation](const Outcome<Page<User>>& page) {
        if (generation != m_generation)
            return;
        m_loading = false;
        if (page)
            add(page->items);
        else
            m_error = words::failure(page.error());
        Q_EMIT changed();
    });
}

void PeopleFinder::add(const QList<User>& users) {
    for (const User& user : users) {
        const bool known = std::any_of(m_found.cbegin(), m_found.cend(),
                                       [&](const User& other) { return other.id == user.id; });
        if (!known && !user.deleted && !user.deactivated)
            m_found.append(user);
    }
}

} // namespace parlor
