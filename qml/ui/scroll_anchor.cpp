// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/ui/scroll_anchor.h"

#include <algorithm>
#include <cmath>

namespace parlor {

namespace {
/// ListView.Center.
constexpr int centre = 1;
constexpr qreal halfPixel = 0.5;
} // namespace

ScrollAnchor::ScrollAnchor(QQuickItem* parent)
    : QQuickItem(parent) {}

void ScrollAnchor::setView(QQuickItem* view) {
    if (view == m_view)
        return;
    if (m_view)
        m_view->disconnect(this);
    m_view = view;
    m_row = nullptr;
    m_key.clear();
    if (m_view) {
        connect(m_view, SIGNAL(contentHeightChanged()), this, SLOT(layoutChanged()));
        connect(m_view, SIGNAL(originYChanged()), this, SLOT(layoutChanged()));
        connect(m_view, &QQuickItem::heightChanged, this, &QQuickItem::polish);
        connect(m_view, SIGNAL(contentYChanged()), this, SLOT(viewMoved()));
    }
    Q_EMIT viewChanged();
}

void ScrollAnchor::setStick(bool stick) {
    if (stick == m_stick)
        return;
    m_stick = stick;
    polish();
    Q_EMIT stickChanged();
}

void ScrollAnchor::setMoving(bool moving) {
    if (moving == m_moving)
        return;
    m_moving = moving;
    record();
    Q_EMIT movingChanged();
}

qreal ScrollAnchor::number(const char* property) const {
    return m_view->property(property).toReal();
}

void ScrollAnchor::viewMoved() {
    if (!m_correcting)
        polish();
}

void ScrollAnchor::record() {
    if (QQuickItem* const row = m_view ? middleRow() : nullptr)
        keep(row, offsetOf(row));
}

void ScrollAnchor::hold(QQuickItem* row) {
    if (!row || !m_view)
        return;
    setStick(false);
    keep(row, offsetOf(row));
}

void ScrollAnchor::place(int index, qreal fraction) {
    if (!m_view || index < 0)
        return;
    setStick(false);
    QMetaObject::invokeMethod(m_view, "positionViewAtIndex", Q_ARG(int, index), Q_ARG(int, centre));
    QQuickItem* row = nullptr;
    QMetaObject::invokeMethod(m_view, "itemAtIndex", Q_RETURN_ARG(QQuickItem*, row), Q_ARG(int, index));
    if (row) {
        keep(row, std::round(m_view->height() * fraction));
        m_placing = true;
        polish();
    }
}

void ScrollAnchor::keep(QQuickItem* row, qreal offset) {
    m_offset = offset;
    m_key = row->property("key").toString();
    if (row == m_row)
        return;
    if (m_row)
        m_row->disconnect(this);
    m_row = row;
    connect(row, &QQuickItem::yChanged, this, &QQuickItem::polish);
}

void ScrollAnchor::updatePolish() {
    if (!m_view || m_moving)
        return;
    if (m_stick) {
        scrollTo(number("originY") + number("contentHeight") - m_view->height());
        return;
    }
    QQuickItem* const row = m_key.isEmpty() ? nullptr : rowOf(m_key);
    if (!row) {
        record();
        return;
    }
    keep(row, m_offset);
    const qreal by = offsetOf(row) - m_offset;
    if (std::abs(by) >= halfPixel) {
        scrollTo(number("contentY") + by);
        // Where the end of what there is kept it from its place, the one that is seen is the one to keep:
        // more may come behind that end.
        if (!m_placing)
            m_offset = offsetOf(row);
    }
    if (m_placing) {
        m_placing = false;
        Q_EMIT placed();
    }
}

// Not beyond what there is to see.
void ScrollAnchor::scrollTo(qreal y) {
    const qreal top = number("originY");
    const qreal bottom = std::max(top, top + number("contentHeight") - m_view->height());
    const qreal wanted = m_stick ? y : std::clamp(y, top, bottom);
    if (std::abs(wanted - number("contentY")) < halfPixel)
        return;
    m_correcting = true;
    m_view->setProperty("contentY", wanted);
    m_correcting = false;
}

QQuickItem* ScrollAnchor::rowOf(const QString& key) const {
    if (m_row && m_row->isVisible() && m_row->property("key") == key)
        return m_row;
    const auto* const content = m_view->property("contentItem").value<QQuickItem*>();
    for (QQuickItem* const row : content->childItems()) {
        if (row->isVisible() && row->property("key") == key)
            return row;
    }
    return nullptr;
}

// The row in the middle of the view, or the one nearest to it.
QQuickItem* ScrollAnchor::middleRow() const {
    const auto* const content = m_view->property("contentItem").value<QQuickItem*>();
    const qreal middle = number("contentY") + m_view->height() / 2;
    QQuickItem* nearest = nullptr;
    qreal distance = 0;
    for (QQuickItem* const row : content->childItems()) {
        if (!row->isVisible() || row->height() <= 0)
            continue;
        const qreal away = std::max(row->y() - middle, middle - (row->y() + row->height()));
        if ((nearest && away >= distance) || !row->property("key").isValid())
            continue;
        nearest = row;
        distance = away;
    }
    return nearest;
}

qreal ScrollAnchor::offsetOf(const QQuickItem* row) const {
    return row->y() + row->property("anchorY").toReal() - number("contentY");
}

} // namespace parlor
