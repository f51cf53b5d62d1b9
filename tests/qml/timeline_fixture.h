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

    /// As far as a hand could: not beyond what there is.
    void scrollUp(qreal by) {
        const qreal top = view->property("originY").toReal();
        view->setProperty("contentY", std::max(top, view->property("contentY").toReal() - by));
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
    qreal fromOldest() const { return view->property("fromOldest").toReal(); }
    /// Where the message itself begins below the upper edge of the list.
    qreal below(QQuickItem* row) const { return top(row) - view->mapToScene(QPointF(0, 0)).y(); }
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

/// The message that stands in `row` of the timeline.
inline Message messageAt(const World& world, int row) {
    const auto id = MessageId::parse(world.at(row, TimelineModel::KeyRole).toString());
    for (const Message& message : world.server.messages(world.harbour.id)) {
        if (message.id == *id)
            return message;
    }
    return {};
}

/// A window on the harbour; everything was read, and the newest is in sight.
struct Reading {
    /// With `count` messages.
    explicit Reading(int count)
        : Reading([count](World& world) { world.fill(world.harbour, count); }) {}
    explicit Reading(const std::function<void(World&)>& fill)
        : w(false) {
        fill(w);
        readAll(w, w.harbour);
        w.signIn();
        s = std::make_unique<Shown>(w);
        w.open(w.harbour);
        const auto most = std::min<qsizetype>(50, w.server.messages(w.harbour.id).size());
        QVERIFY(QTest::qWaitFor([&] { return w.timeline().count() >= most; }, 20'000));
        v = std::make_unique<MessageView>(*s);
        QVERIFY(QTest::qWaitFor([&] { return v->fromNewest() == 0.0; }, 20'000));
    }
    /// Every change so far is laid out from here on.
    void layOut() const { s->window->grabWindow(); }
    /// Reads what is `by` pixels above, with rows enough on both sides.
    /// \returns the row in the middle.
    QQuickItem* scrollUp(qreal by) const {
        v->scrollUp(by);
        const auto settled = [&] { return !w.timeline().isLoading() && v->fromOldest() > v->view->height(); };
        const bool there = QTest::qWaitFor(settled, 20'000);
        layOut();
        QCoreApplication::processEvents();
        layOut();
        return there ? v->middle() : nullptr;
    }

    World w;
    std::unique_ptr<Shown> s;
    std::unique_ptr<MessageView> v;
};

} // namespace parlor::tests
