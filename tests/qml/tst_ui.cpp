// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/modules.h"
#include "qml/ui/avatar_style.h"
#include "tests/qml/overlay.h"

#include <QDirIterator>
#include <QFile>
#include <QFontInfo>
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace parlor;

class TestUi : public QObject {
    Q_OBJECT

    QQmlEngine m_engine;
    std::unique_ptr<QObject> m_probe;

    QColor color(const char* name, const char* mode) {
        m_probe->setProperty("mode", QString::fromLatin1(mode));
        QVariant value;
        QMetaObject::invokeMethod(m_probe.get(), "color", Q_RETURN_ARG(QVariant, value),
                                  Q_ARG(QVariant, QString::fromLatin1(name)));
        return value.value<QColor>();
    }
    int number(const char* name) {
        QVariant value;
        QMetaObject::invokeMethod(m_probe.get(), "color", Q_RETURN_ARG(QVariant, value),
                                  Q_ARG(QVariant, QString::fromLatin1(name)));
        return value.toInt();
    }

private Q_SLOTS:
    void initTestCase() {
        useQmlModules(m_engine);
        tests::Overlay::layOver(m_engine);
        QQmlComponent component(&m_engine);
        component.setData("import QtQml\nimport Parlor.Ui\nQtObject { property string mode\n"
                          "property bool calm\nonModeChanged: Theme.mode = mode\n"
                          "onCalmChanged: Theme.calm = calm\n"
                          "function color(name) { return Theme[name]; } }",
                          QUrl());
        m_probe.reset(component.create());
        QVERIFY2(m_probe, qPrintable(component.errorString()));
    }

    void onlyTheThemeNamesColoursAndDurations() {
        // A colour by its digits or a usual name; a time that is not the theme's.
        const QRegularExpression literal(u"\"#[0-9A-Fa-f]{3,8}\"|color: *\"[a-z]+\"|\\bduration: *[1-9]"_s);
        QStringList found;
        int files = 0;
        QDirIterator it(QStringLiteral(PARLOR_SOURCE_DIR "/qml"), {u"*.qml"_s}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (it.fileName() == u"Theme.qml"_s)
                continue;
            ++files;
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
            for (const QString& line : lines) {
                if (line.contains(literal) && !line.contains(u"\"transparent\""_s))
                    found.append(it.fileName() + u": "_s + line.trimmed());
            }
        }
        QVERIFY(files > 90);
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    }

    void nothingMovesForWhoWantsNoMotion() {
        const auto durations = [this] {
            QList<int> list;
            for (const char* name : {"appear", "pulse", "fade"})
                list.append(number(name));
            return list;
        };
        m_probe->setProperty("calm", true);
        QCOMPARE(durations(), QList<int>({0, 0, 0}));
        m_probe->setProperty("calm", false);
        const QList<int> usual = durations();
        QVERIFY(std::all_of(usual.cbegin(), usual.cend(), [](int duration) { return duration > 0; }));
    }

    void textCanBeReadOnItsGround_data() {
        QTest::addColumn<QByteArray>("ink");
        QTest::addColumn<QByteArray>("ground");
        const QList<std::pair<const char*, QList<const char*>>> pairs{
            {"text",
             {"rail", "side", "base", "raised", "hover", "accentSoft", "mentionSoft", "dangerSoft", "badge"}},
            {"muted", {"rail", "side", "base", "raised", "hover"}},
            {"accent", {"base", "side", "raised", "accentSoft", "hover"}},
            {"accentInk", {"accent", "accentHover"}},
            {"mention", {"base", "side", "mentionSoft"}},
            {"base", {"mention", "text"}},
            {"danger", {"base", "side", "raised"}},
            {"dangerInk", {"danger", "dangerHover"}},
        };
        for (const auto& [ink, grounds] : pairs) {
            for (const char* ground : grounds)
                QTest::addRow("%s on %s", ink, ground) << QByteArray(ink) << QByteArray(ground);
        }
    }
    void textCanBeReadOnItsGround() {
        QFETCH(QByteArray, ink);
        QFETCH(QByteArray, ground);
        for (const char* mode : {"light", "dark"}) {
            const qreal contrast =
                AvatarStyle::contrast(color(ink.constData(), mode), color(ground.constData(), mode));
            QVERIFY2(contrast >= 4.5, qPrintable(u"%1 in %2"_s.arg(contrast).arg(QString::fromLatin1(mode))));
        }
    }

    void thePaletteIsTheOneAgreed() {
        QCOMPARE(color("rail", "light"), QColor(u"#E4E7EA"_s));
        QCOMPARE(color("base", "dark"), QColor(u"#1C2025"_s));
        QCOMPARE(color("accent", "light"), QColor(u"#0A7264"_s));
        QCOMPARE(color("mention", "dark"), QColor(u"#E5A54B"_s));
    }

    void avatarsCanBeReadAndAreNeverAmber() {
        for (int i = 0; i < 500; ++i) {
            const QString id = QString::number(i);
            for (const bool dark : {false, true}) {
                const QColor ground = AvatarStyle::ground(id, dark);
                QVERIFY(AvatarStyle::contrast(ground, AvatarStyle::ink(id, dark)) >= 4.5);
                QVERIFY(ground.hslHue() < 24 || ground.hslHue() > 51);
                QCOMPARE(ground, AvatarStyle::ground(id, dark));
            }
        }
    }

    void initials_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("letters");
        QTest::newRow("two words") << u"Mara Lindqvist"_s << u"ML"_s;
        QTest::newRow("three words") << u"Anna van Dyck"_s << u"AD"_s;
        QTest::newRow("one word") << u"harbour"_s << u"HA"_s;
        QTest::newRow("user name") << u"tom.okafor"_s << u"TO"_s;
        QTest::newRow("one letter") << u"x"_s << u"X"_s;
        QTest::newRow("empty") << QString() << u"?"_s;
        QTest::newRow("ideographs") << u"\u738B\u5C0F\u660E"_s << u"\u738B"_s;
        QTest::newRow("keycap") << u"2\uFE0F\u20E3 team"_s << u"2T"_s;
        QTest::newRow("lone keycap") << u"2\uFE0F\u20E3team"_s << u"2"_s;
        QTest::newRow("heart") << u"\u2764\uFE0F"_s << u"\u2764"_s;
        QTest::newRow("emoji") << u"\U0001F600 cat"_s << u"\U0001F600C"_s;
    }
    void initials() {
        QFETCH(QString, name);
        QFETCH(QString, letters);
        QCOMPARE(AvatarStyle::initials(name), letters);
    }

    void interIsThere() { QCOMPARE(QFontInfo(QGuiApplication::font()).family(), u"Inter"_s); }
};

QTEST_MAIN(TestUi)
#include "tst_ui.moc"
