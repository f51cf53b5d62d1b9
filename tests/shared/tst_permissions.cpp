// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/permissions.h"

#include <QTest>

using namespace parlor;

/// The table of docs/protocol.md ("Who may do what"), written once more by hand.
class PermissionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tableIsTheWrittenOne_data() {
        QTest::addColumn<int>("act");
        // Who may, in the order: direct, member (public), member (private), moderator, owner.
        QTest::addColumn<QString>("who");
        const auto row = [](const char* name, Act act, const char* who) {
            QTest::newRow(name) << int(act) << QString::fromLatin1(who);
        };
        row("read", Act::Read, "+++++");
        row("write", Act::Write, "+++++");
        row("react", Act::React, "+++++");
        row("pin", Act::Pin, "+++++");
        row("edit own", Act::EditOwn, "+++++");
        row("delete own", Act::DeleteOwn, "+++++");
        row("edit others", Act::EditOthers, "-----");
        row("delete others", Act::DeleteOthers, "---++");
        row("leave", Act::Leave, "-++++");
        row("add members", Act::AddMembers, "-+-++");
        row("name and topic", Act::ChangeRoom, "---++");
        row("remove members", Act::RemoveMembers, "---++");
        row("remove staff", Act::RemoveStaff, "----+");
        row("roles", Act::ChangeRoles, "----+");
        row("kind", Act::ChangeKind, "----+");
        row("archive", Act::Archive, "----+");
        row("delete room", Act::DeleteRoom, "----+");
    }
    void tableIsTheWrittenOne() {
        QFETCH(int, act);
        QFETCH(QString, who);
        const auto a = static_cast<Act>(act);
        QString found;
        for (const auto& [kind, role] :
             {std::pair(RoomKind::Direct, RoomRole::Member), std::pair(RoomKind::Public, RoomRole::Member),
              std::pair(RoomKind::Private, RoomRole::Member),
              std::pair(RoomKind::Private, RoomRole::Moderator),
              std::pair(RoomKind::Public, RoomRole::Owner)}) {
            found += QLatin1Char(mayDo(a, kind, role) ? '+' : '-');
        }
        QCOMPARE(found, who);
        // Kinds make no difference to moderators and owners; roles none in direct rooms.
        for (const RoomRole role : {RoomRole::Moderator, RoomRole::Owner}) {
            QCOMPARE(mayDo(a, RoomKind::Public, role), mayDo(a, RoomKind::Private, role));
            QCOMPARE(mayDo(a, RoomKind::Direct, role), mayDo(a, RoomKind::Direct, RoomRole::Member));
        }
    }

    void archiveIsReadAndUndone() {
        QStringList allowed;
        for (int i = 0; i <= int(Act::DeleteRoom); ++i) {
            if (!refusedInArchive(static_cast<Act>(i)))
                allowed.append(QString::number(i));
        }
        QCOMPARE(allowed,
                 (QStringList{QString::number(int(Act::Read)), QString::number(int(Act::Leave)),
                              QString::number(int(Act::Archive)), QString::number(int(Act::DeleteRoom))}));
    }

    void refusalsSayWhoMay() {
        QVERIFY(refusalOf(Act::ChangeRoom, RoomKind::Public).contains(QStringLiteral("moderators")));
        QVERIFY(!refusalOf(Act::DeleteRoom, RoomKind::Public).contains(QStringLiteral("moderators")));
        QVERIFY(refusalOf(Act::Leave, RoomKind::Direct).contains(QStringLiteral("direct")));
        QVERIFY(refusalOf(Act::EditOthers, RoomKind::Private).contains(QStringLiteral("author")));
    }
};

QTEST_GUILESS_MAIN(PermissionsTest)
#include "tst_permissions.moc"
