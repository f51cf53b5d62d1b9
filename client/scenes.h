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

/// A picture for the documentation.
struct SceneRequest {
    QString file;  ///< PNG
    QString scene; ///< one of sceneNames()
    QString theme; ///< "light", "dark", "system", or empty to leave it
    QSize size;
};

/// "room", "rooms" (the list, in one column), "sign-in".
QStringList sceneNames();

/// Waits until the scene stands still, saves it and quits: 0, or 1 with a line on stderr. GUI thread.
class SceneShooter : public QObject {
    Q_OBJECT
public:
    SceneShooter(App& app, QQuickWindow& window, const SceneRequest& request, QObject* parent = nullptr);

    void start();

private:
    bool isSet();
    void look();

    App& m_app;
    QQuickWindow& m_window;
    SceneRequest m_request;
    QTimer m_timer;
    QImage m_last;
    int m_looks = 0;
};

} // namespace parlor
