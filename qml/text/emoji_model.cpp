// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/text/emoji_model.h"

#include <QCoreApplication>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {
constexpr int foundMax = 200;
}

EmojiModel::EmojiModel(QObject* parent)
    : QAbstractListModel(parent) {
    connect(&EmojiMemory::instance(), &EmojiMemory::changed, this, &EmojiModel::rebuild);
}

int EmojiModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant EmojiModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case TextRole:
        return textAt(index.row());
    case NameRole:
    case Qt::DisplayRole:
        return nameAt(index.row());
    case CodeRole:
        return codeAt(index.row());
    case TonesRole:
        return hasTones(index.row());
    default:
        return {};
    }
}

QHash<int, QByteArray> EmojiModel::roleNames() const {
    return {{TextRole, "emoji"}, {NameRole, "name"}, {CodeRole, "code"}, {TonesRole, "tones"}};
}

void EmojiModel::setSearch(const QString& search) {
    if (search == m_search)
        return;
    m_search = search;
    rebuild();
}

void EmojiModel::setGroup(int group) {
    if (group == m_group || group < -1 || group >= emoji::groupCount)
        return;
    m_group = group;
    rebuild();
}

void EmojiModel::setActive(bool active) {
    if (active == m_active)
        return;
    m_active = active;
    rebuild();
}

void EmojiModel::rebuild() {
    beginResetModel();
    m_rows.clear();
    const int tone = EmojiMemory::instance().tone();
    if (!m_active) {
        // Nothing to show, nothing to load.
    } else if (!m_search.trimmed().isEmpty()) {
        for (const emoji::Emoji* found : emoji::search(m_search, foundMax))
            m_rows.append({found->toned(tone), found});
    } else if (m_group < 0) {
        for (const QString& text : EmojiMemory::instance().recent())
            m_rows.append({text, emoji::find(text)});
    } else {
        for (const emoji::Emoji& one : emoji::all()) {
            if (static_cast<int>(one.group) == m_group)
                m_rows.append({one.toned(tone), &one});
        }
    }
    endResetModel();
    Q_EMIT changed();
}

const EmojiModel::Row* EmojiModel::at(int row) const {
    return row >= 0 && row < m_rows.size() ? &m_rows[row] : nullptr;
}

QString EmojiModel::textAt(int row) const {
    const Row* const found = at(row);
    return found ? found->text : QString();
}

QString EmojiModel::nameAt(int row) const {
    const Row* const found = at(row);
    return found && found->emoji ? found->emoji->name.toString() : textAt(row);
}

QString EmojiModel::codeAt(int row) const {
    const Row* const found = at(row);
    return found && found->emoji ? found->emoji->code() : QString();
}

bool EmojiModel::hasTones(int row) const {
    const Row* const found = at(row);
    return found && found->emoji && !found->emoji->lightest.isEmpty();
}

QString EmojiModel::toned(int row, int tone) const {
    const Row* const found = at(row);
    return found && found->emoji ? found->emoji->toned(tone) : textAt(row);
}

QString EmojiModel::sample(int tone) {
    const emoji::Emoji* const hand = emoji::find(u"\u270B"_s);
    return hand ? hand->toned(tone) : QString();
}

QString EmojiModel::groupName(int group) {
    switch (group) {
    case 0:
        return tr("Smileys");
    case 1:
        return tr("People");
    case 2:
        return tr("Animals and nature");
    case 3:
        return tr("Food and drink");
    case 4:
        return tr("Travel and places");
    case 5:
        return tr("Activities");
    case 6:
        return tr("Objects");
    case 7:
        return tr("Symbols");
    case 8:
        return tr("Flags");
    default:
        return tr("Used last");
    }
}

} // namespace parlor
