// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/limits.h"
#include "tests/shared/codec_rows.h"

#include <QTest>

#include <functional>

using namespace parlor;

namespace {

const QDateTime at = *timeFromString(u"2026-01-31T23:59:59.123Z");

User someone() {
    return {UserId::create(),
            QStringLiteral("ben"),
            QStringLiteral("Ben"),
            false,
            true,
            QStringLiteral("on holiday"),
            QStringLiteral("Europe/Berlin")};
}
AccountInfo account() {
    return {someone(), QStringLiteral("ben@example.org"), true};
}
SessionInfo session() {
    return {
        SessionId::create(), QStringLiteral("phone"), QStringLiteral("192.0.2.1"), at, at.addSecs(60), true};
}
AuditEntry entry() {
    return {17,
            at,
            UserId::create(),
            QStringLiteral("user.delete"),
            QStringLiteral("x"),
            {{QStringLiteral("username"), QStringLiteral("ben")}},
            QStringLiteral("::1")};
}
CreateUserRequest creation() {
    return {QStringLiteral("ben"), QStringLiteral("ben@example.org"), QStringLiteral("correct horse"),
            QStringLiteral("Ben"), true};
}
UpdateUserRequest update() {
    return {QStringLiteral("Ben"), QStringLiteral("ben@example.org"), true, false,
            QStringLiteral("correct horse")};
}
UpdateProfileRequest profile() {
    return {QStringLiteral("Ben"), QStringLiteral("here"), QStringLiteral("UTC")};
}
ChangePasswordRequest passwords() {
    return {QStringLiteral("x"), QStringLiteral("correct horse")};
}

template <typename T>
void compareRoundTrip(const T& value) {
    const QByteArray text = toBytes(toJson(value));
    const auto decoded = decodeBody<T>(text);
    QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().message()));
    QVERIFY(*decoded == value);
    QCOMPARE(toBytes(toJson(*decoded)), text);
}

/// The field that the decoder named `type` finds fault with; "-" if with none.
QString faultIn(const QByteArray& type, const QByteArray& text) {
    const auto by = [&](auto decoded) { return decoded ? QStringLiteral("-") : decoded.error().field(); };
    if (type == "AccountInfo")
        return by(decodeBody<AccountInfo>(text));
    if (type == "SessionInfo")
        return by(decodeBody<SessionInfo>(text));
    if (type == "AuditEntry")
        return by(decodeBody<AuditEntry>(text));
    if (type == "LogoutRequest")
        return by(decodeBody<LogoutRequest>(text));
    if (type == "ChangePasswordRequest")
        return by(decodeBody<ChangePasswordRequest>(text));
    if (type == "UpdateProfileRequest")
        return by(decodeBody<UpdateProfileRequest>(text));
    if (type == "CreateUserRequest")
        return by(decodeBody<CreateUserRequest>(text));
    return by(decodeBody<UpdateUserRequest>(text));
}

void addRows(const std::function<void(const char*, const QJsonObject&, const QList<FieldRule>&)>& add) {
    add("AccountInfo", toJson(account()),
        {{"email", FieldKind::Name}, {"administrator", FieldKind::Boolean}});
    add("SessionInfo", toJson(session()),
        {{"id", FieldKind::Uuid},
         {"device", FieldKind::Name},
         {"address", FieldKind::Name},
         {"createdAt", FieldKind::Time},
         {"lastUsedAt", FieldKind::Time},
         {"current", FieldKind::Boolean}});
    add("AuditEntry", toJson(entry()),
        {{"id", FieldKind::Integer},
         {"at", FieldKind::Time},
         {"actor", FieldKind::Uuid, true},
         {"action", FieldKind::Name},
         {"target", FieldKind::Name},
         {"details", FieldKind::Object},
         {"address", FieldKind::Name}});
    add("LogoutRequest", toJson(LogoutRequest{true}), {{"all", FieldKind::Boolean, true}});
    add("ChangePasswordRequest", toJson(passwords()),
        {{"currentPassword", FieldKind::Text}, {"newPassword", FieldKind::Text}});
    add("UpdateProfileRequest", toJson(profile()),
        {{"displayName", FieldKind::Name, true},
         {"statusText", FieldKind::Name, true},
         {"timeZone", FieldKind::Name, true}});
    add("CreateUserRequest", toJson(creation()),
        {{"username", FieldKind::Name},
         {"email", FieldKind::Name},
         {"password", FieldKind::Text},
         {"displayName", FieldKind::Name, true},
         {"administrator", FieldKind::Boolean, true}});
    add("UpdateUserRequest", toJson(update()),
        {{"displayName", FieldKind::Name, true},
         {"email", FieldKind::Name, true},
         {"administrator", FieldKind::Boolean, true},
         {"active", FieldKind::Boolean, true},
         {"password", FieldKind::Text, true}});
}

} // namespace

/// What accounts, their sessions and the audit log say on the wire.
class TestAccountCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrips() {
        compareRoundTrip(account());
        compareRoundTrip(AccountInfo{someone(), {}, false});
        compareRoundTrip(session());
        compareRoundTrip(SessionInfo{SessionId::create(), {}, {}, at, at, false});
        compareRoundTrip(entry());
        AuditEntry bare = entry();
        bare.actor.reset();
        bare.details = {};
        bare.address = QString();
        compareRoundTrip(bare);
        compareRoundTrip(LogoutRequest{});
        compareRoundTrip(LogoutRequest{true});
        compareRoundTrip(passwords());
        compareRoundTrip(profile());
        compareRoundTrip(UpdateProfileRequest{});
        compareRoundTrip(UpdateProfileRequest{{}, QString(), QString()});
        compareRoundTrip(creation());
        compareRoundTrip(update());
        compareRoundTrip(UpdateUserRequest{});
    }

    void pages() {
        const Page<SessionInfo> sessions{{session(), session()}, QStringLiteral("x")};
        QVERIFY(*pageFromJson<SessionInfo>(toJson(sessions)) == sessions);
        const Page<AuditEntry> entries{{entry()}, std::nullopt};
        QVERIFY(*pageFromJson<AuditEntry>(toJson(entries)) == entries);
    }

    void badFields_data() {
        addBadFieldColumns();
        addRows(addBadFieldRows);
    }
    void badFields() {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, text);
        QFETCH(QString, field);
        QCOMPARE(faultIn(type, text), field);
    }

    void optionalFields_data() {
        addBadFieldColumns();
        addRows(addOptionalFieldRows);
    }
    void optionalFields() {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, text);
        QCOMPARE(faultIn(type, text), QStringLiteral("-"));
    }

    void lengths() {
        const auto profileFault = [](const QString& name, const QString& value) {
            return faultIn("UpdateProfileRequest", toBytes(QJsonObject{{name, value}}));
        };
        const QString displayName = QStringLiteral("displayName");
        const QString statusText = QStringLiteral("statusText");
        const QString timeZone = QStringLiteral("timeZone");
        QCOMPARE(profileFault(displayName, QString(limits::displayNameMax, u'x')), QStringLiteral("-"));
        QCOMPARE(profileFault(displayName, QString(limits::displayNameMax + 1, u'x')), displayName);
        QCOMPARE(profileFault(displayName, QString()), displayName);
        QCOMPARE(profileFault(statusText, QString(limits::statusTextMax, u'x')), QStringLiteral("-"));
        QCOMPARE(profileFault(statusText, QString(limits::statusTextMax + 1, u'x')), statusText);
        QCOMPARE(profileFault(timeZone, QString(limits::timeZoneMax + 1, u'x')), timeZone);
        QCOMPARE(profileFault(timeZone, QStringLiteral("America/Port-au-Prince")), QStringLiteral("-"));
        QCOMPARE(profileFault(timeZone, QStringLiteral("Europe Berlin")), timeZone);
        const auto passwordFault = [](const QString& from, const QString& to) {
            return faultIn("ChangePasswordRequest", toBytes(toJson(ChangePasswordRequest{from, to})));
        };
        const QString good(limits::passwordMin, u'x');
        QCOMPARE(passwordFault(QStringLiteral("x"), good), QStringLiteral("-"));
        QCOMPARE(passwordFault(QString(), good), QStringLiteral("currentPassword"));
        QCOMPARE(passwordFault(good, good.chopped(1)), QStringLiteral("newPassword"));
        QCOMPARE(passwordFault(good, QString(limits::passwordMax + 1, u'x')), QStringLiteral("newPassword"));
    }
};

QTEST_GUILESS_MAIN(TestAccountCodec)
#include "tst_account_codec.moc"
