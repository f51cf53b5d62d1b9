// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QQmlAbstractUrlInterceptor>
#include <QQmlEngine>

namespace parlor::tests {

/// Lets the QML files of the directory PARLOR_TEST_OVERLAY stand in the place of those that are built in: for
/// tests/faults. Below it the paths are those of the modules, like Parlor/Ui/Theme.qml.
class Overlay : public QQmlAbstractUrlInterceptor {
public:
    static void layOver(QQmlEngine& engine) {
        static const QString directory = qEnvironmentVariable("PARLOR_TEST_OVERLAY");
        static Overlay overlay(directory);
        if (!directory.isEmpty())
            engine.addUrlInterceptor(&overlay);
    }
    QUrl intercept(const QUrl& url, DataType type) override {
        const QString modules = QStringLiteral("/qt/qml/");
        if (type != QmlFile || url.scheme() != QLatin1String("qrc") || !url.path().startsWith(modules))
            return url;
        const QString file = m_directory + QLatin1Char('/') + url.path().mid(modules.size());
        return QFile::exists(file) ? QUrl::fromLocalFile(file) : url;
    }

private:
    explicit Overlay(const QString& directory)
        : m_directory(directory) {}

    QString m_directory;
};

} // namespace parlor::tests
