// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/ui/icons.h"

#include "resources/resources.h"

#include <QFile>
#include <QLoggingCategory>
#include <QPainter>
#include <QQuickImageProvider>
#include <QSvgRenderer>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

const auto providerName = u"parlor-icon"_s;

/// Draws "name/rrggbb". SVG images of Qt Quick cannot be tinted without shaders, which the software renderer
/// lacks.
class IconProvider : public QQuickImageProvider {
public:
    IconProvider()
        : QQuickImageProvider(QQuickImageProvider::Image) {}

    QImage requestImage(const QString& id, QSize* size, const QSize& requested) override {
        const QSize wanted = requested.isValid() && !requested.isEmpty() ? requested : QSize(24, 24);
        if (size)
            *size = wanted;
        QImage image(wanted, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);

        QFile file(resources::iconFile(id.section(u'/', 0, 0)));
        if (!file.open(QIODevice::ReadOnly)) {
            qWarning("No such icon: %ls", qUtf16Printable(id));
            return image;
        }
        QByteArray svg = file.readAll();
        svg.replace("currentColor", "#" + id.section(u'/', 1, 1).toLatin1());
        QSvgRenderer renderer(svg);
        QPainter painter(&image);
        renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(wanted)));
        return image;
    }
};

} // namespace

Icons* Icons::create(QQmlEngine* engine, QJSEngine*) {
    if (!engine->imageProvider(providerName))
        engine->addImageProvider(providerName, new IconProvider);
    return new Icons;
}

QUrl Icons::source(const QString& name, const QColor& color) const {
    if (name.isEmpty())
        return {};
    return QUrl(u"image://%1/%2/%3"_s.arg(providerName, name, color.name().mid(1)));
}

} // namespace parlor
