// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"

#include <QSet>
#include <QTest>

using namespace parlor;

class TestError : public QObject {
    Q_OBJECT

    static QList<ErrorCode> allCodes() {
        QList<ErrorCode> codes;
        for (int i = 0; i <= int(ErrorCode::PositionMoved); ++i)
            codes.append(ErrorCode(i));
        return codes;
    }

private Q_SLOTS:
    void tableIsWhole() {
        QSet<QByteArray> names;
        for (const ErrorCode code : allCodes()) {
            const ErrorInfo& info = errorInfo(code);
            QCOMPARE(info.code, code);
            QVERIFY(info.httpStatus >= 400 && info.httpStatus < 600);
            QVERIFY(qstrlen(info.defaultMessage) > 0);
            QVERIFY2(!names.contains(info.name), info.name);
            names.insert(info.name);
            QCOMPARE(errorCodeFromName(info.name), code);
        }
        QCOMPARE(names.size(), 23);
    }

    void statuses_data() {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("retryable");
        const auto row = [](ErrorCode code, int status, bool retryable) {
            QTest::newRow(errorInfo(code).name) << code << status << retryable;
        };
        row(ErrorCode::Invalid, 400, false);
        row(ErrorCode::Unauthenticated, 401, false);
        row(ErrorCode::Forbidden, 403, false);
        row(ErrorCode::NotFound, 404, false);
        row(ErrorCode::MethodNotAllowed, 405, false);
        row(ErrorCode::Timeout, 408, true);
        // One status for two: a client tells them apart by the code.
        row(ErrorCode::Taken, 409, false);
        row(ErrorCode::Conflict, 409, false);
        row(ErrorCode::LengthRequired, 411, false);
        row(ErrorCode::TooLarge, 413, false);
        row(ErrorCode::UriTooLong, 414, false);
        row(ErrorCode::UnsupportedMedia, 415, false);
        row(ErrorCode::HeadersTooLarge, 431, false);
        row(ErrorCode::RateLimited, 429, true);
        row(ErrorCode::Internal, 500, false);
        row(ErrorCode::Unavailable, 503, true);
    }
    void statuses() {
        QFETCH(ErrorCode, code);
        QTEST(errorInfo(code).httpStatus, "status");
        QTEST(errorInfo(code).retryable, "retryable");
        QVERIFY(isOnWire(code));
    }

    void unknownNames() {
        QVERIFY(!errorCodeFromName(""));
        QVERIFY(!errorCodeFromName("Invalid"));
        QVERIFY(!errorCodeFromName("invalid "));
    }

    void anErrorHasAMessage() {
        QCOMPARE(Error(ErrorCode::Taken).message(), QStringLiteral("That name is in use."));
        QCOMPARE(Error(ErrorCode::Taken, QStringLiteral("other")).message(), QStringLiteral("other"));
        const Error error = Error(ErrorCode::RateLimited).withRetryAfter(3).withField(QStringLiteral("data"));
        QCOMPARE(error.retryAfter(), 3);
        QCOMPARE(error.field(), QStringLiteral("data"));
        QVERIFY(error != Error(ErrorCode::RateLimited));
    }

    void roundTrip() {
        for (const ErrorCode code : allCodes()) {
            if (!isOnWire(code))
                continue;
            const Error error =
                Error(code, QStringLiteral("what"), QStringLiteral("data.content")).withRetryAfter(9);
            const auto decoded = fromJson<Error>(toJson(error));
            QVERIFY(decoded);
            QCOMPARE(*decoded, error);
        }
    }

    void failuresOfStorageAreNotToldOutside() {
        for (const ErrorCode code : allCodes()) {
            if (isOnWire(code))
                continue;
            const QJsonObject json =
                toJson(Error(code, QStringLiteral("/var/lib/parlor/log.sqlite is damaged")));
            QCOMPARE(json, toJson(Error(ErrorCode::Unavailable)));
            const QJsonObject foreign{{QStringLiteral("code"), QLatin1String(errorInfo(code).name)},
                                      {QStringLiteral("message"), QStringLiteral("m")}};
            QCOMPARE(fromJson<Error>(foreign)->code(), ErrorCode::Internal);
        }
    }

    void anUnknownCodeBecomesInternal() {
        const auto decoded =
            fromJson<Error>(*parseObject(R"({"code":"teapot","message":"short and stout"})"));
        QVERIFY(decoded);
        QCOMPARE(*decoded, Error(ErrorCode::Internal, QStringLiteral("short and stout")));
    }
};

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
