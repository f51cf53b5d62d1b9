// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/ui/appearance.h"

#include "client/text/emoji_font.h"
#include "resources/resources.h"

#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPalette>
#include <QResource>
#include <QStyleHints>

#ifdef PARLOR_FONTCONFIG
#include <fontconfig/fontconfig.h>
#endif

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

/// Reads the configuration as fontconfig would when Qt first asks it, without the files that it reads only to
/// list them (conf.avail): they are as many again. What cannot be read is left to fontconfig.
void configureFonts() {
#ifdef PARLOR_FONTCONFIG
    FcConfig* const config = FcConfigCreate();
    if (!config)
        return;
    if (FcConfigParseAndLoad(config, nullptr, FcTrue) && FcConfigBuildFonts(config))
        FcConfigSetCurrent(config); // which has a reference of its own, since 2.12
    FcConfigDestroy(config);
#endif
}

} // namespace

Appearance::Appearance(QObject* parent)
    : QObject(parent) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Appearance::update);
#endif
    // Before Qt 6.5 the palette is all that tells; its change arrives as an event.
    qGuiApp->installEventFilter(this);
    connect(qGuiApp, &QGuiApplication::layoutDirectionChanged, this, &Appearance::update);
    update();
}

bool Appearance::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ApplicationPaletteChange)
        update();
    return QObject::eventFilter(watched, event);
}

void Appearance::update() {
    const QPalette palette = QGuiApplication::palette();
    bool dark = palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    if (QGuiApplication::styleHints()->colorScheme() != Qt::ColorScheme::Unknown)
        dark = QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
#endif
    // Qt has no word for it before 6.10; the variable is also what tests and pictures use.
    const bool reducedMotion = qEnvironmentVariableIntValue("PARLOR_REDUCED_MOTION") != 0;
    const bool mirrored = QGuiApplication::layoutDirection() == Qt::RightToLeft;
    if (dark == m_dark && reducedMotion == m_reducedMotion && mirrored == m_mirrored)
        return;
    m_dark = dark;
    m_reducedMotion = reducedMotion;
    m_mirrored = mirrored;
    Q_EMIT changed();
}

void Appearance::loadFonts() {
    configureFonts();
    for (const QString& file : resources::fontFiles()) {
        // Where it lies in the program: it is not compressed.
        const QResource font(file);
        const auto data = QByteArray::fromRawData(reinterpret_cast<const char*>(font.data()), font.size());
        if (QFontDatabase::addApplicationFontFromData(data) < 0)
            qWarning("Cannot load the font %ls", qUtf16Printable(file));
    }
    // What Inter lacks is looked for here first: else another font's black drawing may stand for a coloured
    // one.
    QFont::insertSubstitutions(u"Inter"_s, emoji::fontFamilies());
    QFont font(u"Inter"_s);
    font.setPixelSize(14);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    QGuiApplication::setFont(font);
    // Reads the list of those that are installed, which else the first text would wait for.
    QFontDatabase::hasFamily(font.family());
}

} // namespace parlor
