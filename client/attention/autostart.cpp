// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/autostart.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

/// An argument of Exec=: quoted, and the signs that mean something within quotes escaped, twice where the
/// file format takes one away.
QString quoted(const QString& argument) {
    QString text;
    for (const QChar c : argument) {
        if (c == u'"' || c == u'`' || c == u'$')
            text += u"\\\\"_s;
        else if (c == u'\\')
            text += u"\\\\\\"_s;
        else if (c == u'%')
            text += u'%';
        text += c;
    }
    return u'"' + text + u'"';
}

} // namespace

Autostart::Autostart(const QString& profile)
    : m_profile(profile) {
    const QString suffix = profile == "default"_L1 ? QString() : u'-' + profile;
    m_file = QDir(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation))
                 .filePath(u"autostart/org.parlorchat.Parlor%1.desktop"_s.arg(suffix));
}

bool Autostart::isSupported() {
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    return true;
#else
    return false;
#endif
}

bool Autostart::isOn() const {
    return isSupported() && QFile::exists(m_file);
}

bool Autostart::setOn(bool on) {
    if (!isSupported())
        return false;
    if (!on)
        return !QFile::exists(m_file) || QFile::remove(m_file);
    QDir().mkpath(QFileInfo(m_file).path());
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    QString command = quoted(QCoreApplication::applicationFilePath()) + u" --minimised"_s;
    if (m_profile != "default"_L1)
        command += u" --profile "_s + quoted(m_profile);
    file.write(u"[Desktop Entry]\nType=Application\nName=Parlor\nIcon=org.parlorchat.Parlor\nExec=%1\n"
               "X-GNOME-Autostart-enabled=true\n"_s.arg(command)
                   .toUtf8());
    return file.commit();
}

} // namespace parlor
