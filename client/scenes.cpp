// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/scenes.h"

#include "client/core/demo_conversation.h"
#include "client/models/app.h"

#include <QCoreApplication>
#include <QQuickWindow>
#include <QTextStream>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int lookMs = 150;
constexpr int looksMost = 100;
// As many looks without a change; shorter than the caret takes to blink.
constexpr int looksStill = 2;

} // namespace

QStringList sceneNames() {
    return {u"room"_s,     u"rooms"_s,    u"thread"_s, u"members"_s, u"pins"_s,  u"search"_s, u"direct"_s,
            u"switcher"_s, u"settings"_s, u"keys"_s,   u"offline"_s, u"empty"_s, u"sign-in"_s};
}

QString sceneLogin(const QString& scene) {
    if (scene == "sign-in"_L1)
        return {};
    return scene == "empty"_L1 ? DemoConversation::newcomer() : DemoConversation::login();
}

SceneShooter::SceneShooter(App& app, QQuickWindow& window, DemoConversation& demo,
                           const SceneRequest& request, QObject* parent)
    : QObject(parent)
    , m_app(app)
    , m_window(window)
    , m_demo(demo)
    , m_request(request) {
    m_timer.setInterval(lookMs);
    connect(&m_timer, &QTimer::timeout, this, &SceneShooter::look);
}

void SceneShooter::start() {
    if (!sceneNames().contains(m_request.scene)) {
        fail(u"There is no scene “%1”."_s.arg(m_request.scene));
        return;
    }
    if (!m_request.size.isEmpty())
        m_window.resize(m_request.size);
    m_app.settings()->setReducedMotion(true);
    m_window.requestActivate();
    m_timer.start();
}

bool SceneShooter::isSet() {
    if (m_request.scene == "sign-in"_L1)
        return m_app.signInForm() && m_app.signInForm()->serverState() == "found"_L1;
    Session* const session = m_app.session();
    const bool offline = m_request.scene == "offline"_L1 && m_step != Step::Opening;
    if (!session || !session->isReady() || (!session->isOnline() && !offline))
        return false;
    if (m_request.scene == "empty"_L1)
        return true;
    if (session->rooms()->count() == 0)
        return false;
    if (m_request.scene == "rooms"_L1)
        return true;
    switch (m_step) {
    case Step::Opening:
        openRoom();
        m_step = Step::Filling;
        return false;
    case Step::Filling:
        if (isRoomShown()) {
            fill();
            m_step = Step::Standing;
        }
        return false;
    case Step::Standing:
        return !offline || !session->notice().isEmpty();
    }
    return false;
}

bool SceneShooter::isRoomShown() const {
    const TimelineModel& timeline = *m_app.session()->timeline();
    return timeline.rowCount() > 1 && !timeline.isLoading();
}

void SceneShooter::openRoom() {
    const bool direct = m_request.scene == "direct"_L1;
    const RoomId room = m_demo.room(direct ? u"@ines"_s : u"design"_s);
    m_app.session()->openRoom(room.toString());
    if (direct)
        return;
    // What the person at the screen answers, and one line that the server has yet to take.
    m_app.session()->core().sendMessage(
        room, u"On it. Icon plus colour, 13 px minimum, and I will send a print proof at 11:30."_s, {}, this,
        [](const Outcome<OutboxEntry>&) {});
}

void SceneShooter::fill() {
    const QString& scene = m_request.scene;
    m_demo.type(u"design"_s, u"ines"_s);
    if (scene == "thread"_L1)
        callWorkspace("openThread", m_demo.message(u"map"_s).toString());
    else if (scene == "members"_L1 || scene == "pins"_L1 || scene == "search"_L1)
        callWorkspace("openSide", scene);
    else if (scene == "switcher"_L1)
        callWorkspace("jump");
    else if (scene == "settings"_L1)
        callWindow("openSettings", QString());
    else if (scene == "keys"_L1)
        callWindow("openKeys");
    else if (scene == "offline"_L1)
        m_demo.server().setReachable(false);
    if (scene == "search"_L1)
        m_app.session()->search()->setText(u"berth"_s);
}

void SceneShooter::callWindow(const char* function, const std::optional<QString>& argument) {
    call(&m_window, function, argument);
}

void SceneShooter::callWorkspace(const char* function, const std::optional<QString>& argument) {
    call(m_window.property("workspace").value<QObject*>(), function, argument);
}

void SceneShooter::call(QObject* object, const char* function, const std::optional<QString>& argument) {
    const bool called = object && (argument ? QMetaObject::invokeMethod(object, function,
                                                                        Q_ARG(QVariant, QVariant(*argument)))
                                            : QMetaObject::invokeMethod(object, function));
    if (!called)
        fail(u"The window has no %1()."_s.arg(QLatin1String(function)));
}

void SceneShooter::fail(const QString& why) {
    QTextStream(stderr) << why << Qt::endl;
    m_timer.stop();
    QMetaObject::invokeMethod(
        this, [] { QCoreApplication::exit(1); }, Qt::QueuedConnection);
}

void SceneShooter::look() {
    if (++m_looks > looksMost) {
        fail(u"The scene did not come to rest."_s);
        return;
    }
    if (!isSet())
        return;
    const QImage picture = m_window.grabWindow();
    m_still = !picture.isNull() && picture == m_last ? m_still + 1 : 0;
    m_last = picture;
    if (m_still < looksStill)
        return;
    m_timer.stop();
    if (!picture.convertToFormat(QImage::Format_RGB888).save(m_request.file, "PNG", 1)) {
        fail(u"Cannot write %1"_s.arg(m_request.file));
        return;
    }
    QCoreApplication::exit(0);
}

} // namespace parlor
