// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/qml/window_fixture.h"

namespace parlor::tests {

/// The list of messages of a window: of the room, or with "threadView" of the
/// thread beside it.
struct MessageView {
    explicit MessageView(Shown& in, const QString& name = QStringLiteral("timelineView"))
        : shown(in)
        , view(in.item(name)) {}

    void scrollUp(qreal by) {
        view->setProperty("contentY", view->property("contentY").toReal() - by);
        QMetaObject::invokeMethod(view, "noteMove");
    }
    QList<QQuickItem*> rows() const {
        QList<QQuickItem*> found;
        for (QQuickItem* row : view->property("contentItem").value<QQuickItem*>()->childItems()) {
            if (row->isVisible() && row->property("key").isValid())
                found.append(row);
        }
        return found;
    }
    /// The row in the middle of what is shown.
    QQuickItem* middle() const {
        auto* const content = view->property("contentItem").value<QQuickItem*>();
        const QPointF centre = view->mapToItem(content, QPointF(view->width() / 2, view->height() / 2));
        for (QQuickItem* row : rows()) {
            if (row->y() <= centre.y() && row->y() + row->height() > centre.y())
                return row;
        }
        return nullptr;
    }
    QQuickItem* row(const MessageId& id) const {
        for (QQuickItem* row : rows()) {
            if (row->property("key").toString() == id.toString())
                return row;
        }
        return nullptr;
    }
    /// Waits for it too.
    QQuickItem* waitFor(const MessageId& id) const {
        const bool there = QTest::qWaitFor([&] { return row(id) != nullptr; }, 10'000);
        shown.window->grabWindow();
        return there ? row(id) : nullptr;
    }
    /// Where the message itself begins: what stands above it belongs to its row.
    static qreal top(QQuickItem* row) {
        return row->mapToScene(QPointF(0, row->property("anchorY").toReal())).y();
    }
    static qreal bottom(QQuickItem* row) { return row->mapToScene(QPointF(0, row->height())).y(); }
    qreal fromNewest() const { return view->property("fromNewest").toReal(); }
    /// A point of the text of a row.
    static QPoint inText(QQuickItem* row, qreal x, qreal y = 8) {
        auto* const edit =
            row->property("messageBody").value<QQuickItem*>()->property("edit").value<QQuickItem*>();
        return edit->mapToScene(QPointF(x, y)).toPoint();
    }
    void hover(QQuickItem* row) {
        QTest::mouseMove(shown.window, inText(row, 3));
        QTest::mouseMove(shown.window, inText(row, 4));
    }

    Shown& shown;
    QQuickItem* view;
};

/// Everything in `room` was read.
inline void readAll(World& world, const Room& room) {
    world.server.setSeen(room.id, world.mara.id, world.server.head(room.id));
}

} // namespace parlor::tests
