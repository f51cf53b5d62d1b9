// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QLocale>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {

struct Text {
    QString context;
    QString source;
    QStringList translations; ///< one, or one for each plural form
    QString type;             ///< "unfinished" or "vanished" where it is
    bool plural = false;
};

QList<Text> readTexts(const QString& file) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&in);
    QList<Text> texts;
    QString context;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement())
            continue;
        if (xml.name() == u"name") {
            context = xml.readElementText();
        } else if (xml.name() == u"message") {
            texts.append({context, {}, {}, {}, xml.attributes().value(u"numerus"_s) == u"yes"});
        } else if (xml.name() == u"source") {
            texts.last().source = xml.readElementText();
        } else if (xml.name() == u"translation") {
            texts.last().type = xml.attributes().value(u"type"_s).toString();
            if (!texts.last().plural)
                texts.last().translations.append(xml.readElementText());
        } else if (xml.name() == u"numerusform") {
            texts.last().translations.append(xml.readElementText());
        }
    }
    return texts;
}

/// %1, %2… in `text`, each once, in order. %n may be left out of a plural form ("a message").
QStringList places(const QString& text) {
    static const QRegularExpression place(u"%L?[1-9]"_s);
    QStringList found;
    for (auto match = place.globalMatch(text); match.hasNext();)
        found.append(match.next().captured());
    found.removeDuplicates();
    found.sort();
    return found;
}

QString translationFile(const QString& language) {
    return QStringLiteral(PARLOR_SOURCE_DIR "/resources/i18n/parlor_%1.ts").arg(language);
}

} // namespace

/// Every text of the client has its German and its Arabic one, so that a further language is a matter of one
/// file.
class TestTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isComplete_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("pluralForms");
        QTest::addRow("German") << u"de"_s << 2;
        QTest::addRow("Arabic") << u"ar"_s << 6;
    }
    void isComplete() {
        QFETCH(QString, language);
        QFETCH(int, pluralForms);
        // As ./dev translations does, on a copy: what the sources have and the file has not becomes
        // unfinished.
        const QTemporaryDir directory;
        const QString copy = directory.filePath(u"parlor_%1.ts"_s.arg(language));
        QVERIFY(QFile::copy(translationFile(language), copy));
        QProcess lupdate;
        lupdate.setWorkingDirectory(QStringLiteral(PARLOR_SOURCE_DIR));
        lupdate.setProcessChannelMode(QProcess::MergedChannels);
        lupdate.start(QStringLiteral(PARLOR_LUPDATE),
                      {u"-I"_s, u"."_s, u"-locations"_s, u"none"_s, u"client"_s, u"qml"_s, u"-ts"_s, copy});
        QVERIFY(lupdate.waitForFinished(120'000));
        const QByteArray said = lupdate.readAll();
        QVERIFY2(lupdate.exitCode() == 0, said.constData());
        // What it cannot read is never translated.
        for (const QByteArray& line : said.split('\n'))
            QVERIFY2(!line.contains("without context") && !line.contains("unknown namespace"),
                     line.constData());

        const QList<Text> texts = readTexts(copy);
        QVERIFY(texts.size() > 200);
        QStringList wrong;
        for (const Text& text : texts) {
            const bool missing =
                !text.type.isEmpty() || text.translations.contains(QString()) || text.translations.isEmpty();
            const bool forms = text.plural && text.translations.size() != pluralForms;
            bool held = true;
            for (const QString& translation : text.translations)
                held = held && places(translation) == places(text.source);
            if (missing || forms || !held)
                wrong.append(u"%1: \"%2\" (%3)"_s.arg(text.context, text.source,
                                                      missing ? u"missing or no longer there"_s
                                                      : forms ? u"plural forms"_s
                                                              : u"other places than the source"_s));
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(u"%1 of %2, run ./dev translations:\n%3"_s.arg(wrong.size())
                                                 .arg(texts.size())
                                                 .arg(wrong.join(u'\n'))));
    }

    void isLoaded() {
        QTranslator german;
        QVERIFY(german.load(QLocale(QLocale::German), u"parlor"_s, u"_"_s, QStringLiteral(PARLOR_I18N_DIR)));
        QVERIFY(german.translate("Main", "Parlor").contains(u"Parlor"_s));
        QTranslator arabic;
        QVERIFY(arabic.load(QLocale(QLocale::Arabic), u"parlor"_s, u"_"_s, QStringLiteral(PARLOR_I18N_DIR)));
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
