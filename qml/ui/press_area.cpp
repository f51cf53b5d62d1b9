// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/ui/press_area.h"

namespace parlor {

namespace {

/// Held down like a button, and a click when they are let go.
bool holds(const QKeyEvent& event) {
    return event.key() == Qt::Key_Space || event.key() == Qt::Key_Select;
}

/// A click at once.
bool confirms(const QKeyEvent& event) {
    return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

bool isByKeys(Qt::FocusReason reason) {
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
           reason == Qt::ShortcutFocusReason;
}

} // namespace

PressArea::PressArea(QQuickItem* parent)
    : QQuickItem(parent) {
    setAcceptedMouseButtons(Qt::LeftButton);
    setAcceptHoverEvents(true);
    setActiveFocusOnTab(true);
}

void PressArea::setFocusing(Qt::FocusPolicy focusing) {
    if (focusing == m_focusing)
        return;
    m_focusing = focusing;
    setActiveFocusOnTab(focusing & Qt::TabFocus);
    Q_EMIT focusingChanged();
}

void PressArea::setHasMenu(bool has) {
    if (has == m_hasMenu)
        return;
    m_hasMenu = has;
    setAcceptedMouseButtons(has ? Qt::LeftButton | Qt::RightButton : Qt::MouseButtons(Qt::LeftButton));
    Q_EMIT hasMenuChanged();
}

void PressArea::click() {
    if (isEnabled())
        Q_EMIT clicked();
}

void PressArea::setHovered(bool hovered) {
    if (hovered == m_hovered)
        return;
    m_hovered = hovered;
    Q_EMIT hoveredChanged();
}

void PressArea::setDown(bool down) {
    if (down == m_down)
        return;
    m_down = down;
    Q_EMIT downChanged();
}

void PressArea::setVisualFocus(bool visual) {
    if (visual == m_visualFocus)
        return;
    m_visualFocus = visual;
    Q_EMIT visualFocusChanged();
}

void PressArea::itemChange(ItemChange change, const ItemChangeData& data) {
    QQuickItem::itemChange(change, data);
    if ((change == ItemVisibleHasChanged || change == ItemEnabledHasChanged) && !data.boolValue) {
        setHovered(false);
        setDown(false);
    }
}

// --- mouse; a finger is one to an item that does not ask for touches ---

// That it is pointed at is left to what it lies in, too: a row and its toolbar are under the pointer with it.

void PressArea::hoverEnterEvent(QHoverEvent* event) {
    setHovered(true);
    event->ignore();
}

void PressArea::hoverMoveEvent(QHoverEvent* event) {
    setHovered(contains(event->position()));
    event->ignore();
}

void PressArea::hoverLeaveEvent(QHoverEvent* event) {
    setHovered(false);
    event->ignore();
}

void PressArea::mousePressEvent(QMouseEvent* event) {
    if ((m_focusing & Qt::ClickFocus) == Qt::ClickFocus)
        forceActiveFocus(Qt::MouseFocusReason);
    m_menuPressed = event->button() == Qt::RightButton;
    setDown(true);
    event->accept();
}

void PressArea::mouseMoveEvent(QMouseEvent* event) {
    setDown(contains(event->position()));
    event->accept();
}

void PressArea::mouseReleaseEvent(QMouseEvent* event) {
    const bool wasDown = m_down;
    setDown(false);
    event->accept();
    if (!wasDown)
        return;
    if (m_menuPressed)
        Q_EMIT menuAsked();
    else
        click();
}

void PressArea::mouseDoubleClickEvent(QMouseEvent* event) {
    mousePressEvent(event);
}

void PressArea::mouseUngrabEvent() {
    setDown(false);
}

// --- keyboard ---

void PressArea::keyPressEvent(QKeyEvent* event) {
    if (holds(*event)) {
        if (!event->isAutoRepeat())
            setDown(true);
    } else if (confirms(*event)) {
        if (!event->isAutoRepeat())
            click();
    } else {
        event->ignore();
    }
}

void PressArea::keyReleaseEvent(QKeyEvent* event) {
    if (!holds(*event)) {
        event->ignore();
        return;
    }
    if (event->isAutoRepeat())
        return;
    const bool wasDown = m_down;
    setDown(false);
    if (wasDown)
        click();
}

void PressArea::focusInEvent(QFocusEvent* event) {
    QQuickItem::focusInEvent(event);
    setVisualFocus(isByKeys(event->reason()));
}

void PressArea::focusOutEvent(QFocusEvent* event) {
    QQuickItem::focusOutEvent(event);
    setVisualFocus(false);
    setDown(false);
}

} // namespace parlor
