// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/options.h"

#include "client/attention/place_link.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// Whose texts these are, for lupdate.
class CommandLine {
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

} // namespace

Options parseOptions(const QCoreApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(CommandLine::tr("Parlor, team chat."));
    const QCommandLineOption profile(u"profile"_s,
                                     CommandLine::tr("Use the accounts and settings kept under <name>."),
                                     u"name"_s, u"default"_s);
    const QCommandLineOption server(u"server"_s, CommandLine::tr("Offer <url> on the sign-in page."),
                                    u"url"_s, u"http://127.0.0.1:8090"_s);
    const QCommandLineOption minimised(
        u"minimised"_s, CommandLine::tr("Start in the tray, or as a minimised window where there is none."));
    const QCommandLineOption demo(u"demo"_s, CommandLine::tr("Show a conversation without any server."));
    const QCommandLineOption screenshot(
        u"screenshot"_s, CommandLine::tr("Save a picture of the demo to <file> and quit."), u"file"_s);
    const QCommandLineOption scene(
        u"scene"_s, CommandLine::tr("What the picture shows: %1.").arg(sceneNames().join(u", "_s)), u"name"_s,
        u"room"_s);
    const QCommandLineOption size(u"size"_s, CommandLine::tr("Size of the picture, <width>x<height>."),
                                  u"size"_s, u"1280x800"_s);
    const QCommandLineOption theme(u"theme"_s, CommandLine::tr("light, dark or system."), u"theme"_s);
    const QCommandLineOption language(
        u"language"_s, CommandLine::tr("Language of the interface, such as de; the system's unless told."),
        u"code"_s);
    parser.addOptions({profile, server, minimised, demo, screenshot, scene, size, theme, language});
    parser.addPositionalArgument(
        u"link"_s,
        CommandLine::tr(
            "A parlor:// address of a room or message to open; a Parlor that is open already does."),
        u"[link]"_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);

    Options options;
    options.profile = parser.value(profile);
    options.server = parser.value(server);
    // What is too long to be a link leads as little anywhere when it is cut.
    options.link = parser.positionalArguments().value(0).left(placeLinkMax);
    options.minimised = parser.isSet(minimised);
    options.demo = parser.isSet(demo) || parser.isSet(screenshot);
    options.scene.file = parser.value(screenshot);
    options.scene.scene = parser.value(scene);
    options.scene.theme = parser.value(theme);
    const QStringList sides = parser.value(size).split(u'x');
    options.scene.size = sides.size() == 2 ? QSize(sides[0].toInt(), sides[1].toInt()) : QSize();
    return options;
}

QString languageOption(const QStringList& arguments) {
    const QString name = u"--language"_s;
    for (qsizetype at = 1; at < arguments.size(); ++at) {
        if (arguments.at(at) == name)
            return arguments.value(at + 1);
        if (arguments.at(at).startsWith(name + u'='))
            return arguments.at(at).mid(name.size() + 1);
    }
    return {};
}

} // namespace parlor
