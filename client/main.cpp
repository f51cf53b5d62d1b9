// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/credential_store.h"
#include "client/core/demo_conversation.h"
#include "client/core/profile.h"
#include "client/models/app.h"
#ifdef PARLOR_FRAME_LOG
#include "client/frame_log.h"
#endif
#include "client/models/words.h"
#include "client/scenes.h"
#include "qml/modules.h"
#include "resources/resources.h"

#include <QCommandLineParser>
#include <QGuiApplication>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTranslator>

using namespace Qt::StringLiterals;
using namespace parlor;

namespace {

constexpr int linesInPicture = 4;

struct Options {
    QString profile = u"default"_s;
    QString server;
    bool demo = false;
    SceneRequest scene; ///< of --screenshot; its file is empty without
};

Options parseOptions(const QCoreApplication& application) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("main", text); };
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Parlor, team chat."));
    const QCommandLineOption profile(u"profile"_s, tr("Use the accounts and settings kept under <name>."),
                                     u"name"_s, u"default"_s);
    const QCommandLineOption server(u"server"_s, tr("Offer <url> on the sign-in page."), u"url"_s,
                                    u"http://127.0.0.1:8090"_s);
    const QCommandLineOption demo(u"demo"_s, tr("Show a conversation without any server."));
    const QCommandLineOption screenshot(u"screenshot"_s, tr("Save a picture of the demo to <file> and quit."),
                                        u"file"_s);
    const QCommandLineOption scene(
        u"scene"_s, tr("What the picture shows: %1.").arg(sceneNames().join(u", "_s)), u"name"_s, u"room"_s);
    const QCommandLineOption size(u"size"_s, tr("Size of the picture, <width>x<height>."), u"size"_s,
                                  u"1280x800"_s);
    const QCommandLineOption theme(u"theme"_s, tr("light, dark or system."), u"theme"_s);
    parser.addOptions({profile, server, demo, screenshot, scene, size, theme});
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);

    Options options;
    options.profile = parser.value(profile);
    options.server = parser.value(server);
    options.demo = parser.isSet(demo) || parser.isSet(screenshot);
    options.scene.file = parser.value(screenshot);
    options.scene.scene = parser.value(scene);
    options.scene.theme = parser.value(theme);
    const QStringList sides = parser.value(size).split(u'x');
    options.scene.size = sides.size() == 2 ? QSize(sides[0].toInt(), sides[1].toInt()) : QSize();
    return options;
}

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
    if (parlor->load(QLocale(), u"parlor"_s, u"_"_s, u":/i18n"_s) || parlor->load(u":/i18n/parlor_en.qm"_s))
        QCoreApplication::installTranslator(parlor);
}

} // namespace

int main(int argc, char** argv) {
    QGuiApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"parlor"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(PARLOR_VERSION));
    QCoreApplication::setOrganizationName(u"parlor"_s);
    QGuiApplication::setApplicationDisplayName(u"Parlor"_s);
    QGuiApplication::setDesktopFileName(u"org.parlorchat.Parlor"_s);
    QGuiApplication::setWindowIcon(QIcon(resources::applicationIconFile()));
    installTranslations(application);

    Options options = parseOptions(application);
    QTemporaryDir demoData;
    std::unique_ptr<DemoConversation> demo;
    if (options.demo) {
        // Nothing of a demo stays, and nothing of the user's is shown in it.
        qputenv("PARLOR_CLIENT_DATA", demoData.path().toLocal8Bit());
        options.server = u"http://demo.invalid"_s;
        demo = std::make_unique<DemoConversation>();
    }

    auto profile = Profile::open(options.profile);
    if (!profile) {
        if (profile.error().code() == ErrorCode::Locked) {
            return failStart(QCoreApplication::translate(
                                 "main", "Parlor is already open with the profile “%1”. Use that window, or "
                                         "start with --profile NAME to have a second one.")
                                 .arg(options.profile));
        }
        return failStart(QCoreApplication::translate("main", "The profile “%1” cannot be opened: %2")
                             .arg(options.profile, profile.error().message()));
    }

    CredentialStore::Options keeping;
    keeping.service = (*profile)->keyringService();
    keeping.fallbackFile = (*profile)->credentialsFile();
    keeping.keyringAllowed = !options.demo;
    CredentialStore credentials(keeping);
    credentials.probe();

    Core::Options coreOptions;
    if (demo)
        coreOptions.transport = demo->server().factory();
    App app(**profile, credentials, coreOptions, options.server);
    if (!options.scene.theme.isEmpty())
        app.settings()->setTheme(options.scene.theme);

    QQmlApplicationEngine engine;
    useQmlModules(engine);
    engine.setInitialProperties({{u"app"_s, QVariant::fromValue(&app)}});
    app.start();
    engine.load(mainWindowUrl());
    if (engine.rootObjects().isEmpty())
        return failStart(QCoreApplication::translate("main", "The window cannot be made."));
    auto* const window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());

    if (demo) {
        // With the password that everyone has in a demo, straight to the room.
        if (options.scene.scene != "sign-in"_L1 && app.signInForm())
            app.signInForm()->signIn(DemoConversation::login(), DemoConversation::password());
        if (options.scene.file.isEmpty()) {
            demo->start();
        } else {
            for (int line = 0; line < linesInPicture; ++line)
                demo->say();
        }
    }
#ifdef PARLOR_FRAME_LOG
    std::unique_ptr<FrameLog> frames;
    if (const QString file = qEnvironmentVariable("PARLOR_FRAME_LOG"); !file.isEmpty())
        frames = std::make_unique<FrameLog>(file, app, *window);
#endif
    SceneShooter shooter(app, *window, options.scene);
    if (!options.scene.file.isEmpty())
        shooter.start();
    return QGuiApplication::exec();
}
