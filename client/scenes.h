// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <QSize>
#include <QStringList>
#include <QTimer>

class QQuickWindow;

namespace parlor {

class App;
class DemoConversation;

/// A picture for the documentation.
struct SceneRequest {
    QString file;  ///< PNG
    QString scene; ///< one of sceneNames()
    QString theme; ///< "light", "dark", "system", or empty to leave it
    QSize size;
};

/// "room" and others with something beside it or before it; "rooms" is the list (in one column), "empty" an
/// account without a room, "offline" a room whose server is away.
QStringList sceneNames();
/// Who is signed in to the demo for that scene; empty for nobody.
QString sceneLogin(const QString& scene);

/// Makes the scene, waits until it stands still, saves it and quits: 0, or 1 with a line on stderr. GUI
/// thread. All that it is given outlives it.
class SceneShooter : public QObject {
    Q_OBJECT
public:
    SceneShooter(App& app, QQuickWindow& window, DemoConversation& demo, const SceneRequest& request,
                 QObject* parent = nullptr);

    void start();

private:
    enum class Step { Opening, Filling, Standing };

    bool isSet();
    bool isRoomShown() const;
    void openRoom();
    void fill();
    /// Calls a function of the window, or of its Workspace; ends the program where there is none of that
    /// name.
    void callWindow(const char* function, const std::optional<QString>& argument = {});
    void callWorkspace(const char* function, const std::optional<QString>& argument = {});
    void call(QObject* object, const char* function, const std::optional<QString>& argument);
    void look();
    void fail(const QString& why);

    App& m_app;
    QQuickWindow& m_window;
    DemoConversation& m_demo;
    SceneRequest m_request;
    QTimer m_timer;
    QImage m_last;
    Step m_step = Step::Opening;
    int m_looks = 0;
    int m_still = 0; ///< looks since the last change
};

} // namespace parlor
