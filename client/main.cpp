// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/desktop.h"
#include "client/attention/single_instance.h"
#include "client/core/credential_store.h"
#include "client/core/demo_conversation.h"
#include "client/core/held_transport.h"
#include "client/core/network_transport.h"
#include "client/core/profile.h"
#include "client/models/app.h"
#ifdef PARLOR_FRAME_LOG
#include "client/frame_log.h"
#endif
#include "client/models/words.h"
#include "client/options.h"
#include "client/scenes.h"
#include "qml/modules.h"
#include "qml/ui/avatar_style.h"
#include "resources/resources.h"
#include "shared/termination.h"

#include <QApplication>
#include <QEventLoop>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickWindow>
#include <QScopeGuard>
#include <QScreen>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>
#include <QTranslator>

#include <optional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace parlor;

namespace {

constexpr int faceSide = 64; // pixels, on a notification
// After these the window is shown without rooms, and the network is used although no frame was seen.
constexpr auto cacheMost = 150ms;
constexpr auto firstFrameMost = 3s;
constexpr auto activationVariable = "XDG_ACTIVATION_TOKEN";

int failStart(const QString& text) {
    QTextStream(stderr) << text << Qt::endl;
    return 1;
}

void installTranslations(QCoreApplication& application) {
    auto* const qt = new QTranslator(&application);
    if (qt->load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt);
    auto* const parlor = new QTranslator(&application);
    // Where there is no translation, English has its plurals all the same.
    if (parlor->load(QLocale(), u"parlor"_s, u"_"_s, u":/i18n"_s) || parlor->load(u":/i18n/parlor_en.qm"_s)) {
        QCoreApplication::installTranslator(parlor);
        // The window runs as its texts do, whether or not Qt has its own texts in that language.
        QGuiApplication::setLayoutDirection(QLocale(parlor->language()).textDirection());
    }
}

/// Before the eyes, whatever it was: hidden, minimised, or behind others.
void raise(QWindow& window, const QByteArray& activation) {
    // What Qt's Wayland platform shows to the compositor.
    if (!activation.isEmpty())
        qputenv(activationVariable, activation);
    if (window.windowState() == Qt::WindowMinimized)
        window.showNormal();
    else
        window.show();
    window.raise();
    window.requestActivate();
}

/// Until the shown account has its rooms; not for long, if its cache takes its time.
void waitForRooms(App& app) {
    Session* const session = app.session();
    if (!session || session->isReady() || !session->fatal().isEmpty())
        return;
    QEventLoop loop;
    QObject::connect(session, &Session::readyChanged, &loop, &QEventLoop::quit);
    QTimer::singleShot(cacheMost, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Null if there is an error in its files.
std::unique_ptr<QQuickWindow> makeMainWindow(QQmlEngine& engine, App& app, bool visible) {
    QQmlComponent files(&engine, mainWindowUrl());
    const QScreen* const screen = QGuiApplication::primaryScreen();
    std::unique_ptr<QObject> made(files.createWithInitialProperties(
        {{u"app"_s, QVariant::fromValue(&app)},
         {u"screenSize"_s, screen ? QSizeF(screen->availableSize()) : QSizeF()},
         {u"visible"_s, visible}}));
    auto* const window = qobject_cast<QQuickWindow*>(made.get());
    if (!window) {
        qWarning("%ls", qUtf16Printable(files.errorString()));
        return nullptr;
    }
    (void)made.release();
    return std::unique_ptr<QQuickWindow>(window);
}

/// What is kept on this device, as soon as there is a cache to keep it beside.
void arrange(App& app, const DemoConversation& demo) {
    Session* const session = app.session();
    if (!session)
        return;
    if (session->isReady())
        demo.arrange(session->core());
    else
        QObject::connect(session, &Session::readyChanged, &app,
                         [session, &demo] { demo.arrange(session->core()); });
}

} // namespace

int main(int argc, char** argv) {
    // Of Qt Widgets, which the tray icon and its menu are made of.
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"parlor"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(PARLOR_VERSION));
    QCoreApplication::setOrganizationName(u"parlor"_s);
    QGuiApplication::setApplicationDisplayName(u"Parlor"_s);
    QGuiApplication::setDesktopFileName(u"org.parlorchat.Parlor"_s);
    if (const QString language = languageOption(QCoreApplication::arguments()); !language.isEmpty())
        QLocale::setDefault(QLocale(language));
    installTranslations(application);

    Options options = parseOptions(application);
    std::optional<QTemporaryDir> demoData;
    std::unique_ptr<DemoConversation> demo;
    if (options.demo) {
        // Nothing of a demo stays, and nothing of the user's is shown in it.
        qputenv("PARLOR_CLIENT_DATA", demoData.emplace().path().toLocal8Bit());
        options.server = u"http://demo.invalid"_s;
        demo = std::make_unique<DemoConversation>();
    }

    // A thread of the engine's reads what the window is made of; this one opens profile and cache meanwhile.
    // No QQmlApplicationEngine: it asks for four variants of each file and icon, which nobody has made.
    spareCompilations();
    auto engine = std::make_unique<QQmlEngine>();
    findQmlModules(*engine);
    auto windowFiles =
        std::make_unique<QQmlComponent>(engine.get(), mainWindowUrl(), QQmlComponent::Asynchronous);

    auto profile = Profile::open(options.profile);
    if (!profile) {
        if (profile.error().code() == ErrorCode::Locked) {
            const StartRequest request{options.link, qgetenv(activationVariable)};
            if (SingleInstance::handOver(Profile::directoryOf(options.profile), request))
                return 0;
            return failStart(QCoreApplication::translate(
                                 "main",
                                 "Parlor is already open with the profile “%1”, and does not answer. Use "
                                 "that window, or start with --profile NAME to have a second one.")
                                 .arg(options.profile));
        }
        return failStart(QCoreApplication::translate("main", "The profile “%1” cannot be opened: %2")
                             .arg(options.profile, profile.error().message()));
    }

    // Keyring and network wait for the window's first frame.
    StartGate gate;
    CredentialStore::Options keeping;
    keeping.service = (*profile)->keyringService();
    keeping.fallbackFile = (*profile)->credentialsFile();
    keeping.keyringAllowed = !options.demo;
    keeping.gate = &gate;
    CredentialStore credentials(keeping);
    credentials.probe();

    Core::Options coreOptions;
    if (demo)
        coreOptions.transport = demo->server().factory();
    else
        coreOptions.transport = heldTransportFactory(networkTransportFactory(), gate);
    App app(**profile, credentials, coreOptions, options.server);
    app.attention()->setFaces(
        [](const QString& name, const QString& id) { return AvatarStyle::picture(name, id, faceSide); });
    if (!options.scene.theme.isEmpty())
        app.settings()->setTheme(options.scene.theme);

    app.start();
    // Both threads are at work now, and want this one only when they are done.
    loadFonts();
    waitForRooms(app);
    // What the window shows outlives it.
    std::unique_ptr<QQuickWindow> window;
    const auto windowEnds = qScopeGuard([&window, &engine] {
        window.reset();
        engine.reset();
    });
    window = makeMainWindow(*engine, app, !options.minimised);
    windowFiles.reset();
    if (!window)
        return failStart(QCoreApplication::translate("main", "The window cannot be made."));

    // What can be later than the first frame. Where none comes, because nobody sees the window, it is time
    // anyway.
    std::optional<SingleInstance> instance; // until then a second start knocks again and again
    QTimer beginning;
    beginning.setSingleShot(true);
    // A picture is of Parlor alone.
    const auto useDesktop = [&app, picture = !options.scene.file.isEmpty()] {
        if (!picture)
            app.attention()->setDesktop(makeDesktop());
    };
    QObject::connect(&beginning, &QTimer::timeout, &application, [&, useDesktop] {
        instance.emplace((*profile)->directory());
        QObject::connect(&*instance, &SingleInstance::requested, &app, [&app](const StartRequest& request) {
            app.raise(request.activation);
            if (!request.link.isEmpty())
                app.places()->openLink(request.link);
        });
        QGuiApplication::setWindowIcon(QIcon(resources::applicationIconFile()));
        spareCollections(*engine);
        if (!options.minimised)
            useDesktop();
        gate.open();
    });
    QObject::connect(
        window.get(), &QQuickWindow::frameSwapped, &application,
        [&beginning] {
            if (beginning.isActive())
                beginning.start(0ms);
        },
        static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
    beginning.start(options.minimised ? 0ms : firstFrameMost);

    // The window says what closing it means.
    QGuiApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(&app, &App::quitWanted, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    // The end of a desktop's session asks so: a cache that is not closed is looked through at the next start.
    const Termination termination([&app] { app.quit(); });
    QObject::connect(&app, &App::raiseWanted, window.get(),
                     [&window](const QByteArray& activation) { raise(*window, activation); });
    if (options.minimised) {
        useDesktop();
        if (!app.attention()->isTrayAvailable())
            window->showMinimized();
    }
    if (!options.link.isEmpty())
        app.places()->openLink(options.link);

    if (demo) {
        QObject::connect(&app, &App::sessionChanged, &app, [&app, &demo] { arrange(app, *demo); });
        // With the password that everyone has in a demo, straight to the room.
        const QString login = sceneLogin(options.scene.scene);
        if (!login.isEmpty() && app.signInForm())
            app.signInForm()->signIn(login, DemoConversation::password());
        if (options.scene.file.isEmpty())
            demo->start();
    }
#ifdef PARLOR_FRAME_LOG
    std::unique_ptr<FrameLog> frames;
    if (const QString file = qEnvironmentVariable("PARLOR_FRAME_LOG"); !file.isEmpty())
        frames = std::make_unique<FrameLog>(file, app, *window);
#endif
    std::unique_ptr<SceneShooter> shooter;
    if (demo && !options.scene.file.isEmpty()) {
        shooter = std::make_unique<SceneShooter>(app, *window, *demo, options.scene);
        shooter->start();
    }
    return QGuiApplication::exec();
}
