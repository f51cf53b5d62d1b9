// SPDX-License-Identifier: GPL-3.0-or-later
#include "config_fixture.h"
#include "server/admin/arguments.h"
#include "server/admin/logging.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTimeZone>

#include <span>

using namespace parlor;
using namespace parlor::admin;
using namespace parlor::admin::test;

/// Where settings come from: files, the environment, arguments; and what is said of them.
class TestConfigSources : public QObject, private ConfigFile {
    Q_OBJECT

private Q_SLOTS:
    void precedence();
    void fileOfTheEnvironment();
    void emptyVariableIsNotSet();
    void fileMayHoldCommentsAndSpaces();
    void wrongFiles_data();
    void wrongFiles();
    void missingFile();
    void misspeltVariableIsWarnedOf();
    void descriptionIsAFileOfSettings();
    void nearestWord_data();
    void nearestWord();
    void arguments();
    void wrongArguments_data();
    void wrongArguments();
    void logLines_data();
    void logLines();
};

void TestConfigSources::precedence() {
    const QByteArray file = "listen = 127.0.0.1:1\n";
    const QMap<QString, QString> environment{
        {QStringLiteral("PARLOR_LISTEN"), QStringLiteral("127.0.0.1:2")}};
    const QMap<QString, QString> flags{{QStringLiteral("listen"), QStringLiteral("127.0.0.1:3")}};
    QCOMPARE(load(path(), file)->settings.listenPort, quint16(1));
    QCOMPARE(load(path(), file)->values.first().origin, QStringLiteral("line 1 of %1").arg(path()));
    QCOMPARE(load(path(), file, environment)->settings.listenPort, quint16(2));
    QCOMPARE(load(path(), file, environment)->values.first().origin,
             QStringLiteral("PARLOR_LISTEN in the environment"));
    QCOMPARE(load(path(), file, environment, flags)->settings.listenPort, quint16(3));
    QCOMPARE(load(path(), file, environment, flags)->values.first().origin, QStringLiteral("--listen"));
    // A wrong value that something better hides is not used, and so no error.
    QVERIFY(load(path(), "listen = nowhere\n", environment));
}

void TestConfigSources::fileOfTheEnvironment() {
    QVERIFY(load(path(), "threads = 3\n"));
    ConfigurationInput input;
    input.environment.insert(QStringLiteral("PARLOR_CONFIG"), path());
    QCOMPARE(loadConfiguration(input)->settings.threads, 3);
    input.file = m_dir.filePath(QStringLiteral("other.conf"));
    QFile other(input.file);
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("threads = 5\n") > 0 && other.flush());
    QCOMPARE(loadConfiguration(input)->settings.threads, 5);
}

void TestConfigSources::emptyVariableIsNotSet() {
    const auto loaded = load(path(), "threads = 3\n", {{QStringLiteral("PARLOR_THREADS"), QString()}});
    QCOMPARE(loaded->settings.threads, 3);
}

void TestConfigSources::fileMayHoldCommentsAndSpaces() {
    const auto loaded = load(path(), "\n   # threads = 9\n\t threads\t=  3  \r\n#\n\n");
    QVERIFY(loaded);
    QCOMPARE(loaded->settings.threads, 3);
}

void TestConfigSources::wrongFiles_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown name") << QByteArray("# x\nlisen = 127.0.0.1:80\n") << QStringLiteral("Line 2");
    QTest::newRow("nearest name") << QByteArray("lisen = 127.0.0.1:80\n")
                                  << QStringLiteral("Did you mean listen?");
    QTest::newRow("dashes") << QByteArray("data-dir = /srv\n") << QStringLiteral("Did you mean data_dir?");
    QTest::newRow("nothing near") << QByteArray("qwertyuiop = 1\n")
                                  << QStringLiteral("there is no setting \"qwertyuiop\"");
    QTest::newRow("no equals sign") << QByteArray("listen 127.0.0.1:80\n") << QStringLiteral("name = value");
    QTest::newRow("section of an INI file") << QByteArray("[server]\n") << QStringLiteral("name = value");
    QTest::newRow("no name") << QByteArray("= 5\n") << QStringLiteral("there is no setting");
    QTest::newRow("twice") << QByteArray("threads = 1\n\nthreads = 1\n")
                           << QStringLiteral("again, after line 1");
    QTest::newRow("not UTF-8") << QByteArray("server_name = B\xfcro\n") << QStringLiteral("UTF-8");
    QTest::newRow("NUL") << QByteArray("threads = 1\0\n", 13) << QStringLiteral("UTF-8");
    QTest::newRow("another kind of file") << QByteArray(300'000, '\n') << QStringLiteral("too large");
}

void TestConfigSources::wrongFiles() {
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto loaded = load(path(), text);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code(), ErrorCode::Invalid);
    QVERIFY2(loaded.error().message().contains(says), qPrintable(loaded.error().message()));
    QVERIFY2(loaded.error().message().contains(path()), qPrintable(loaded.error().message()));
}

void TestConfigSources::missingFile() {
    ConfigurationInput input;
    input.file = m_dir.filePath(QStringLiteral("absent.conf"));
    const auto loaded = loadConfiguration(input);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code(), ErrorCode::Io);
    QVERIFY(loaded.error().message().contains(input.file));
}

void TestConfigSources::misspeltVariableIsWarnedOf() {
    const auto loaded = load(path(), {}, {{QStringLiteral("PARLOR_LISTNE"), QStringLiteral("x")}});
    QVERIFY(loaded);
    QCOMPARE(loaded->warnings.size(), 1);
    QVERIFY(loaded->warnings.first().contains(QStringLiteral("Did you mean PARLOR_LISTEN?")));
    QVERIFY(load(path(), {}, {{QStringLiteral("PARLOR_LISTEN"), QStringLiteral("*:1")}})->warnings.isEmpty());
}

void TestConfigSources::descriptionIsAFileOfSettings() {
    const auto first =
        load(path(), {},
             {{QStringLiteral("PARLOR_ALLOWED_ORIGINS"), QStringLiteral("https://a.example,*")},
              {QStringLiteral("PARLOR_DATA_DIR"), QStringLiteral("/srv/with space/#1")}},
             {{QStringLiteral("server_name"), QStringLiteral(" Büro = Nord ")}});
    QVERIFY2(first, first ? "" : qPrintable(first.error().message()));
    const QString described = describeConfiguration(*first);
    const auto second = load(path(), described.toUtf8());
    QVERIFY2(second, second ? "" : qPrintable(second.error().message()));
    QVERIFY(second->settings == first->settings);
    for (const SettingRow& row : settingRows()) {
        QVERIFY2(described.contains(row.flag()), row.name);
        QVERIFY2(described.contains(row.environmentName()), row.name);
        QVERIFY2(described.contains(row.key() + QStringLiteral(" = ")), row.name);
    }
    QVERIFY(described.contains(QStringLiteral("From PARLOR_DATA_DIR in the environment.")));
}

void TestConfigSources::nearestWord_data() {
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("found");
    QTest::newRow("same") << QStringLiteral("serve") << QStringLiteral("serve");
    QTest::newRow("swapped") << QStringLiteral("sevre") << QStringLiteral("serve");
    QTest::newRow("cut") << QStringLiteral("back") << QStringLiteral("backup");
    QTest::newRow("far") << QStringLiteral("xyzzy") << QString();
    QTest::newRow("short") << QStringLiteral("x") << QString();
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("endless") << QString(100'000, QLatin1Char('s')) << QString();
}

void TestConfigSources::nearestWord() {
    QFETCH(QString, word);
    QFETCH(QString, found);
    QCOMPARE(nearest(word, {QStringLiteral("serve"), QStringLiteral("backup"), QStringLiteral("restore")}),
             found);
}

void TestConfigSources::arguments() {
    const QList<Option> options{{QStringLiteral("--email"), QStringLiteral("ADDRESS"), {}},
                                {QStringLiteral("--admin"), {}, {}}};
    const auto parsed =
        parseArguments({QStringLiteral("alice"), QStringLiteral("--email=a=b"), QStringLiteral("--admin"),
                        QStringLiteral("-"), QStringLiteral("--"), QStringLiteral("--email")},
                       options);
    QVERIFY(parsed);
    QCOMPARE(parsed->positional,
             QStringList({QStringLiteral("alice"), QStringLiteral("-"), QStringLiteral("--email")}));
    QCOMPARE(parsed->values.value(QStringLiteral("--email")), QStringLiteral("a=b"));
    QVERIFY(parsed->has(QStringLiteral("--admin")));
    QCOMPARE(parseArguments({QStringLiteral("--email"), QStringLiteral("--admin")}, options)
                 ->values.value(QStringLiteral("--email")),
             QStringLiteral("--admin"));
}

void TestConfigSources::wrongArguments_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown") << QStringList{QStringLiteral("--qqqqqqqq")}
                             << QStringLiteral("no option --qqqqqqqq");
    QTest::newRow("nearest") << QStringList{QStringLiteral("--emial=x")}
                             << QStringLiteral("Did you mean --email?");
    QTest::newRow("no value") << QStringList{QStringLiteral("--email")} << QStringLiteral("needs a value");
    QTest::newRow("too much") << QStringList{QStringLiteral("--admin=yes")}
                              << QStringLiteral("takes no value");
    QTest::newRow("twice") << QStringList{QStringLiteral("--admin"), QStringLiteral("--admin")}
                           << QStringLiteral("twice");
    QTest::newRow("one dash") << QStringList{QStringLiteral("-e")} << QStringLiteral("no option -e");
}

void TestConfigSources::wrongArguments() {
    QFETCH(QStringList, words);
    QFETCH(QString, says);
    const auto parsed = parseArguments(words, {{QStringLiteral("--email"), QStringLiteral("ADDRESS"), {}},
                                               {QStringLiteral("--admin"), {}, {}}});
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code(), ErrorCode::Invalid);
    QVERIFY2(parsed.error().message().contains(says), qPrintable(parsed.error().message()));
}

void TestConfigSources::logLines_data() {
    QTest::addColumn<QString>("message");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char* name, const char* message, const char* text, const char* json) {
        QTest::newRow(name) << QString::fromUtf8(message) << QByteArray(text) << QByteArray(json);
    };
    row("plain", "ready", R"("ready")", R"("ready")");
    row("quotes", "say \"hi\" \\o/", R"("say \"hi\" \\o/")", R"("say \"hi\" \\o/")");
    row("a second line", "a\nlevel=error b", R"("a\nlevel=error b")", R"("a\nlevel=error b")");
    row("terminal escapes", "\x1b[2J\r\x7f", R"("\x1b[2J\x0d\x7f")", R"("\u001b[2J\u000d\u007f")");
    row("not ASCII", "Büro", "\"Büro\"", "\"Büro\"");
}

void TestConfigSources::logLines() {
    QFETCH(QString, message);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, json);
    LogEntry entry{QDateTime(QDate(2026, 1, 31), QTime(23, 59, 59, 123), QTimeZone::utc()), LogLevel::Warning,
                   "parlor.net", message};
    QCOMPARE(textLine(entry),
             QByteArray("time=2026-01-31T23:59:59.123Z level=warning category=parlor.net message=" + text));
    QCOMPARE(jsonLine(entry), QByteArray("{\"time\":\"2026-01-31T23:59:59.123Z\",\"level\":\"warning\","
                                         "\"category\":\"parlor.net\",\"message\":" +
                                         json + '}'));
    entry.fields = {{"request", "a1.B_c-2"}, {"connection", "7"}, {"nasty", "x\" level=error"}};
    QVERIFY(textLine(entry).contains(
        R"( category=parlor.net request=a1.B_c-2 connection=7 nasty="x\" level=error" message=)"));
    // Whoever reads JSON gets back what went in.
    const auto object = QJsonDocument::fromJson(jsonLine(entry)).object();
    QCOMPARE(object[QStringLiteral("message")].toString(), message);
    QCOMPARE(object[QStringLiteral("request")].toString(), QStringLiteral("a1.B_c-2"));
    QCOMPARE(object[QStringLiteral("nasty")].toString(), QStringLiteral("x\" level=error"));
    QVERIFY(!jsonLine(entry).contains('\n'));
}

QTEST_GUILESS_MAIN(TestConfigSources)
#include "tst_config_sources.moc"
