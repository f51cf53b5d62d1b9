// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/modules.h"
#include "qml/ui/avatar_style.h"
#include "tests/qml/overlay.h"

#include <QFontInfo>
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
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

private Q_SLOTS:
    void initTestCase() {
        useQmlModules(m_engine);
        tests::Overlay::layOver(m_engine);
        QQmlComponent component(&m_engine);
        component.setData("import QtQml\nimport Parlor.Ui\nQtObject { property string mode\n"
                          "onModeChanged: Theme.mode = mode\n"
                          "function color(name) { return Theme[name]; } }",
                          QUrl());
        m_probe.reset(component.create());
        QVERIFY2(m_probe, qPrintable(component.errorString()));
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
