// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/scenes.h"

#include "client/models/app.h"

#include <QCoreApplication>
#include <QQuickWindow>
#include <QTextStream>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {
constexpr int lookMs = 150;
constexpr int looksMost = 100;
} // namespace

QStringList sceneNames() {
    return {u"room"_s, u"rooms"_s, u"sign-in"_s};
}

SceneShooter::SceneShooter(App& app, QQuickWindow& window, const SceneRequest& request, QObject* parent)
    : QObject(parent)
    , m_app(app)
    , m_window(window)
    , m_request(request) {
    m_timer.setInterval(lookMs);
    connect(&m_timer, &QTimer::timeout, this, &SceneShooter::look);
}

void SceneShooter::start() {
    if (!m_request.size.isEmpty())
        m_window.resize(m_request.size);
    m_window.requestActivate();
    m_timer.start();
}

bool SceneShooter::isSet() {
    if (m_request.scene == "sign-in"_L1)
        return m_app.signInForm() && m_app.signInForm()->serverState() == "found"_L1;
    Session* const session = m_app.session();
    if (!session || !session->isReady() || !session->isOnline() || session->rooms()->count() == 0)
        return false;
    if (m_request.scene == "rooms"_L1)
        return true;
    if (session->roomId().isEmpty()) {
        // The room that has most to show.
        RoomListModel& rooms = *session->rooms();
        for (int row = 0; row < rooms.count(); ++row) {
            if (rooms.index(row).data(RoomListModel::NameRole) == u"General"_s)
                session->openRoom(rooms.roomAt(row));
        }
        session->timeline()->send(u"On it. I will send a second pair of eyes and a cup of tea."_s);
        return false;
    }
    const TimelineModel& timeline = *session->timeline();
    return timeline.count() > 1 && !timeline.isLoading() &&
           timeline.index(0).data(TimelineModel::StateRole) == u"saved"_s;
}

void SceneShooter::look() {
    if (++m_looks > looksMost) {
        QTextStream(stderr) << u"The scene did not come to rest."_s << Qt::endl;
        QCoreApplication::exit(1);
        m_timer.stop();
        return;
    }
    if (!isSet())
        return;
    const QImage picture = m_window.grabWindow();
    const bool still = !picture.isNull() && picture == m_last;
    m_last = picture;
    if (!still)
        return;
    m_timer.stop();
    const bool saved = picture.convertToFormat(QImage::Format_RGB888).save(m_request.file, "PNG", 1);
    if (!saved)
        QTextStream(stderr) << u"Cannot write %1"_s.arg(m_request.file) << Qt::endl;
    QCoreApplication::exit(saved ? 0 : 1);
}

} // namespace parlor
