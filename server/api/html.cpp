// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/html.h"

#include <QStringList>

namespace parlor::api::html {

using namespace Qt::StringLiterals;

QString text(const QString& plain) {
    QString result;
    bool code = false;
    const QStringList parts = plain.toHtmlEscaped().split(u'`');
    for (const QString& part : parts) {
        result += code && !part.isEmpty() ? u"<code>%1</code>"_s.arg(part) : part;
        code = !code;
    }
    return result;
}

QString element(const char* name, const QString& inner, const QString& attributes) {
    const QString tag = QLatin1String(name);
    return u'<' + tag + (attributes.isEmpty() ? QString() : u' ' + attributes) + u'>' + inner + u"</"_s +
           tag + u'>';
}

QString row(const QStringList& cells) {
    QString inner;
    for (const QString& cell : cells)
        inner += element("td", cell);
    return element("tr", inner);
}

QString table(const QStringList& heads, const QStringList& rows) {
    QString head;
    for (const QString& cell : heads)
        head += element("th", cell.toHtmlEscaped(), u"scope=\"col\""_s);
    // A wide one scrolls by itself, not the page.
    return element(
        "div",
        element("table", element("thead", element("tr", head)) + element("tbody", rows.join(QString()))),
        u"class=\"wide\" tabindex=\"0\""_s);
}

QString link(const QString& anchor, const QString& plain) {
    return element("a", plain.toHtmlEscaped(), u"href=\"#%1\""_s.arg(anchor.toHtmlEscaped()));
}

} // namespace parlor::api::html
