// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"

#include <QStringList>

namespace parlor::resources {

using namespace Qt::StringLiterals;

QStringList fontFiles() {
    return {u":/parlor/fonts/Inter-Regular.otf"_s, u":/parlor/fonts/Inter-SemiBold.otf"_s,
            u":/parlor/fonts/Inter-Bold.otf"_s};
}

QString iconFile(const QString& name) {
    return u":/parlor/icons/%1.svg"_s.arg(name);
}

QString applicationIconFile() {
    return u":/parlor/app/parlor.svg"_s;
}

QString emojiFile() {
    return u":/parlor/emoji/emoji.tsv"_s;
}

} // namespace parlor::resources
