// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/named_values.h"
#include "shared/limits.h"
#include "shared/text_rules.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace parlor;

namespace {

/// PCRE writes \uXXXX as \x{XXXX}, and its $ is also before the last line break.
QRegularExpression compiled(const QString& name) {
    QString pattern = api::patternNamed(name).value_or(QString());
    pattern.replace(QRegularExpression(QStringLiteral("\\\\u([0-9a-f]{4})")), QStringLiteral("\\x{\\1}"));
    pattern.chop(1);
    pattern += QLatin1String("\\z");
    return QRegularExpression(pattern, QRegularExpression::DontCaptureOption);
}

} // namespace

/// What the documents say of texts is what shared/text_rules.h does, of every character that there is.
class TestPatterns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatTheRulesSay_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("min");
        QTest::addColumn<int>("rule");
        QTest::newRow("name") << QStringLiteral("name") << 0 << int(TextRule::Name);
        QTest::newRow("visibleName") << QStringLiteral("visibleName") << 1 << int(TextRule::Name);
        QTest::newRow("visibleContent") << QStringLiteral("visibleContent") << 1 << int(TextRule::Content);
        QTest::newRow("emoji") << QStringLiteral("emoji") << -1 << 0;
    }

    void saysWhatTheRulesSay() {
        QFETCH(QString, name);
        QFETCH(int, min);
        QFETCH(int, rule);
        const QRegularExpression pattern = compiled(name);
        QVERIFY2(pattern.isValid(), qPrintable(pattern.errorString()));
        for (char32_t c = 1; c <= QChar::LastValidCodePoint; ++c) {
            // What one version of Unicode does not know, another may call a space.
            if (QChar::isSurrogate(c) || QChar::category(c) == QChar::Other_NotAssigned)
                continue;
            const QString text = QString::fromUcs4(&c, 1);
            const QString problem = min < 0 ? emojiProblem(text) : textProblem(text, min, 10, TextRule(rule));
            if (pattern.match(text).hasMatch() != problem.isNull())
                QFAIL(qPrintable(
                    QStringLiteral("U+%1: %2").arg(uint(c), 4, 16, QLatin1Char('0')).arg(problem)));
        }
    }

    void oneVisibleCharacterIsEnough() {
        QVERIFY(compiled(QStringLiteral("visibleName")).match(QStringLiteral("  a ")).hasMatch());
        QVERIFY(!compiled(QStringLiteral("visibleName")).match(QStringLiteral("a\nb")).hasMatch());
        QVERIFY(compiled(QStringLiteral("visibleContent")).match(QStringLiteral("\na\n")).hasMatch());
        QVERIFY(!compiled(QStringLiteral("visibleContent")).match(QStringLiteral(" \n\t")).hasMatch());
        QVERIFY(compiled(QStringLiteral("emoji")).match(QStringLiteral("1\u20e3")).hasMatch());
        QVERIFY(!compiled(QStringLiteral("emoji")).match(QStringLiteral("a\u200d")).hasMatch());
        QVERIFY(!emojiProblem(QStringLiteral("a\u200d")).isNull());
    }

    void addresses() {
        const QRegularExpression pattern = compiled(QStringLiteral("email"));
        for (const QString& text :
             {QStringLiteral("anna@example.org"), QStringLiteral("a@b"), QStringLiteral(".@x.y"),
              QStringLiteral("@b"), QStringLiteral("a@"), QStringLiteral("a@b@c"), QStringLiteral("a@.b"),
              QStringLiteral("a@b."), QStringLiteral("a@b..c"), QStringLiteral("a b@c"),
              QStringLiteral("a@b\u00a0c"), QStringLiteral("a@b\u0001"), QStringLiteral("a@\u2028"),
              QStringLiteral("..@b"), QStringLiteral("nobody"), QStringLiteral("")})
            QVERIFY2(pattern.match(text).hasMatch() == emailProblem(text).isNull(), qPrintable(text));
    }

    void everyLimitIsNamed() {
        QFile header(QStringLiteral(PARLOR_LIMITS_H));
        QVERIFY(header.open(QIODevice::ReadOnly));
        static const QRegularExpression constant(QStringLiteral("^inline constexpr \\w+ (\\w+) ="),
                                                 QRegularExpression::MultilineOption);
        const QString text = QString::fromUtf8(header.readAll());
        int count = 0;
        for (auto it = constant.globalMatch(text); it.hasNext(); ++count) {
            const QString name = it.next().captured(1);
            QVERIFY2(api::limitNamed(name), qPrintable(name));
        }
        QVERIFY(count > 10);
        QVERIFY(!api::limitNamed(QStringLiteral("noSuchLimit")));
        QVERIFY(!api::patternNamed(QStringLiteral("noSuchPattern")));
    }
};

QTEST_GUILESS_MAIN(TestPatterns)
#include "tst_patterns.moc"
