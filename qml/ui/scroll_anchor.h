// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QQuickItem>

namespace parlor {

/// Keeps what one reads in a ListView where it is, to the pixel, whatever comes
/// or changes its height above or below it. Put it beside the view (it paints
/// nothing). Works in the polish phase, so that no frame shows what it
/// corrects.
///
/// A row is known by its property `key`; where it has a property `anchorY`,
/// that point of it is kept and not its upper edge (what stands above a
/// message, like its day, belongs to its row). GUI thread.
class ScrollAnchor : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickItem* view READ view WRITE setView NOTIFY viewChanged FINAL)
    /// The view stays at its lower end, whatever grows.
    Q_PROPERTY(bool stick READ sticks WRITE setStick NOTIFY stickChanged FINAL)
    /// The user moves the view just now: then nothing is corrected.
    Q_PROPERTY(bool moving READ isMoving WRITE setMoving NOTIFY movingChanged FINAL)

public:
    explicit ScrollAnchor(QQuickItem* parent = nullptr);

    QQuickItem* view() const { return m_view; }
    void setView(QQuickItem* view);
    bool sticks() const { return m_stick; }
    void setStick(bool stick);
    bool isMoving() const { return m_moving; }
    void setMoving(bool moving);

    /// What is in the middle now is what is kept.
    Q_INVOKABLE void record();
    /// `row` is what is kept, where it is now: its height is about to change.
    Q_INVOKABLE void hold(QQuickItem* row);
    /// Moves the view so that the row at `index` stands `fraction` of the view's
    /// height below its upper edge, as far as there is something to show, and
    /// keeps it there.
    Q_INVOKABLE void place(int index, qreal fraction);

Q_SIGNALS:
    void viewChanged();
    void stickChanged();
    void movingChanged();
    /// What place() asked for is shown, as far as there is something to show.
    void placed();

protected:
    void updatePolish() override;

private Q_SLOTS:
    void layoutChanged() { polish(); }
    void viewMoved();

private:
    qreal number(const char* property) const;
    QQuickItem* rowOf(const QString& key) const;
    QQuickItem* middleRow() const;
    qreal offsetOf(const QQuickItem* row) const;
    void keep(QQuickItem* row, qreal offset);
    void scrollTo(qreal y);

    QPointer<QQuickItem> m_view;
    QPointer<QQuickItem> m_row;
    QString m_key;
    qreal m_offset = 0; ///< of the kept point below the view's upper edge, pixels
    bool m_stick = true;
    bool m_moving = false;
    bool m_correcting = false;
    bool m_placing = false;
};

} // namespace parlor
