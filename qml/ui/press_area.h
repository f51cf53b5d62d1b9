// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QQuickItem>

namespace parlor {

/// What can be pressed, and looks like what is put into it. Behaves as the AbstractButton of Qt Quick's
/// controls does, by mouse, keys and screen reader, without them: to load them costs a tenth of the time to
/// the window's first frame. Return and Enter press it as the space bar does. GUI thread.
class PressArea : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool hovered READ isHovered NOTIFY hoveredChanged FINAL)
    /// Released now it would be clicked.
    Q_PROPERTY(bool down READ isDown NOTIFY downChanged FINAL)
    /// Has the keyboard, which came by the keyboard: that has to be seen.
    Q_PROPERTY(bool visualFocus READ hasVisualFocus NOTIFY visualFocusChanged FINAL)
    /// Qt.TabFocus unless it is set.
    Q_PROPERTY(Qt::FocusPolicy focusPolicy READ focusing WRITE setFocusing NOTIFY focusingChanged FINAL)
    /// The other mouse button asks for a menu.
    Q_PROPERTY(bool hasMenu READ hasMenu WRITE setHasMenu NOTIFY hasMenuChanged FINAL)

public:
    explicit PressArea(QQuickItem* parent = nullptr);

    bool isHovered() const { return m_hovered; }
    bool isDown() const { return m_down; }
    bool hasVisualFocus() const { return m_visualFocus; }
    Qt::FocusPolicy focusing() const { return m_focusing; }
    void setFocusing(Qt::FocusPolicy focusing);
    bool hasMenu() const { return m_hasMenu; }
    void setHasMenu(bool has);

public Q_SLOTS:
    /// As if it had been clicked; nothing while it is disabled.
    void click();
    /// What Qt calls for a screen reader.
    void accessiblePressAction() { click(); }

Q_SIGNALS:
    void clicked();
    void menuAsked();
    void hoveredChanged();
    void downChanged();
    void visualFocusChanged();
    void focusingChanged();
    void hasMenuChanged();

protected:
    void itemChange(ItemChange change, const ItemChangeData& data) override;
    void hoverEnterEvent(QHoverEvent* event) override;
    void hoverMoveEvent(QHoverEvent* event) override;
    void hoverLeaveEvent(QHoverEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseUngrabEvent() override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void setHovered(bool hovered);
    void setDown(bool down);
    void setVisualFocus(bool visual);

    Qt::FocusPolicy m_focusing = Qt::TabFocus;
    bool m_hovered = false;
    bool m_down = false;
    bool m_hasMenu = false;
    bool m_menuPressed = false;
    bool m_visualFocus = false;
};

} // namespace parlor
