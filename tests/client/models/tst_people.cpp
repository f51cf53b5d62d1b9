// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/fuzzy.h"
#include "client/models/people_words.h"
#include "client/models/words.h"
#include "tests/client/models/models_fixture.h"

#include <QLocale>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace parlor;
using parlor::tests::World;

class TestPeople : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void ranksMatches_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("match");
        const auto row = [](const char* typed, const char* name, fuzzy::Match match) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(name)
                                 << static_cast<int>(match);
        };
        row("harbour", "Harbour", fuzzy::Match::Exact);
        row("harb", "Harbour", fuzzy::Match::Prefix);
        row("ine du", "Ines Duarte", fuzzy::Match::Words);
        row("sched", "crane-scheduling", fuzzy::Match::Words);
        row("crs", "crane-scheduling", fuzzy::Match::Subsequence);
        row("id", "Ines Duarte", fuzzy::Match::Initials);
        row("bour", "harbour", fuzzy::Match::Substring);
        row("hbr", "harbour", fuzzy::Match::Subsequence);
        row("jose", "José", fuzzy::Match::Exact);
        row("xyz", "harbour", fuzzy::Match::None);
        row("", "harbour", fuzzy::Match::Prefix);
        row("дом", "Большой Дом", fuzzy::Match::Words);
    }
    void ranksMatches() {
        QFETCH(const QString, typed);
        QFETCH(const QString, name);
        QFETCH(const int, match);
        QCOMPARE(static_cast<int>(fuzzy::match(fuzzy::folded(typed), fuzzy::folded(name))), match);
    }

    void jumpsToTheBestFirst() {
        World w(false);
        const Room workboard = w.server.addRoom(u"workboard"_s, {w.mara.id, w.ines.id});
        const Room onboarding = w.server.addRoom(u"crew boarding"_s, {w.mara.id, w.ines.id});
        const Room odd = w.server.addRoom(u"big old yard"_s, {w.mara.id});
        w.server.post(workboard.id, w.ines.id, u"x"_s);
        w.signIn();
        SwitcherModel& switcher = *w.session()->switcher();
        new QAbstractItemModelTester(&switcher, QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     &switcher);
        switcher.begin({});
        switcher.setText(u"board"_s);
        QCOMPARE(World::column(switcher, SwitcherModel::NameRole),
                 QStringList({u"board"_s, u"crew boarding"_s, u"workboard"_s, u"big old yard"_s}));
        switcher.setText(u"boyd"_s);
        QCOMPARE(World::column(switcher, SwitcherModel::NameRole), QStringList{u"big old yard"_s});
        switcher.setText(u"nothing at all"_s);
        QCOMPARE(switcher.count(), 0);
    }

    void showsTheUnreadFirstWithoutAText() {
        World w(false);
        w.server.post(w.board.id, w.ines.id, u"@mara"_s, QDateTime::currentDateTimeUtc().addSecs(-60));
        const Room third = w.server.addRoom(u"third"_s, {w.mara.id, w.ines.id});
        w.server.post(third.id, w.ines.id, u"x"_s);
        w.server.setSeen(third.id, w.mara.id, w.server.head(third.id));
        w.server.post(w.harbour.id, w.ines.id, u"x"_s);
        w.signIn();
        w.open(third);
        SwitcherModel& switcher = *w.session()->switcher();
        switcher.begin(third.id.toString());
        QTRY_COMPARE((switcher.begin(third.id.toString()), World::column(switcher, SwitcherModel::NameRole)),
                     QStringList({u"board"_s, u"harbour"_s, u"third"_s}));
    }

    void addsWhomTheServerKnowsBelow() {
        World w;
        w.server.addUser(u"haruki"_s, u"Haruki"_s);
        SwitcherModel& switcher = *w.session()->switcher();
        new QAbstractItemModelTester(&switcher, QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     &switcher);
        switcher.begin({});
        const QSignalSpy reset(&switcher, &QAbstractItemModel::modelReset);
        switcher.setText(u"har"_s);
        QCOMPARE(World::column(switcher, SwitcherModel::NameRole), QStringList{u"harbour"_s});
        QVERIFY(switcher.isLoading());
        QTRY_COMPARE(World::column(switcher, SwitcherModel::NameRole),
                     QStringList({u"harbour"_s, u"Haruki"_s}));
        QVERIFY(switcher.index(1).data(SwitcherModel::PersonRole).toBool());
        QCOMPARE(reset.count(), 1);

        w.session()->people()->openDirect(switcher.index(1).data(SwitcherModel::IdRole).toString());
        QTRY_COMPARE(w.session()->roomName(), u"Haruki"_s);
        switcher.begin({});
        switcher.setText(u"har"_s);
        QTRY_VERIFY(!switcher.isLoading());
        // The direct room stands for the person.
        QCOMPARE(World::column(switcher, SwitcherModel::NameRole).count(u"Haruki"_s), 1);
    }

    void opensDirectRoomsAlsoOffline() {
        World w;
        const Room direct = w.server.addDirect(w.mara.id, w.ines.id);
        QTRY_COMPARE(w.rooms().nameOf(direct.id), u"Ines Duarte"_s);
        w.server.setReachable(false);
        QTRY_VERIFY(!w.session()->isOnline());
        w.session()->people()->openDirect(w.ines.id.toString());
        QCOMPARE(w.session()->roomName(), u"Ines Duarte"_s);
        QCOMPARE(w.session()->roomPeer(), w.ines.id.toString());
        w.session()->people()->openDirect(w.tom.id.toString());
        QTRY_VERIFY(!w.session()->people()->error().isEmpty());
        QCOMPARE(w.session()->people()->failedFor(), w.tom.id.toString());
        QVERIFY(w.session()->people()->opening().isEmpty());
    }

    void findsPeopleToInvite() {
        World w;
        PeopleModel& people = *w.session()->invitees();
        new QAbstractItemModelTester(&people, QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     &people);
        people.setExcluded({w.ines.id.toString()});
        people.setText(u"tom"_s);
        QTRY_COMPARE(World::column(people, PeopleModel::NameRole), QStringList{u"Tom Okafor"_s});
        QCOMPARE(people.at(0).value(u"username"_s).toString(), u"tom"_s);
        QVERIFY(people.at(7).isEmpty());
        people.setText(u"ines"_s);
        QTRY_VERIFY(!people.isLoading());
        QCOMPARE(people.count(), 0);
        people.setText(u"mara"_s);
        QTRY_VERIFY(!people.isLoading());
        QCOMPARE(people.count(), 0);
    }

    void showsAPerson() {
        World w;
        w.fill(w.harbour, 1);
        w.open(w.harbour);
        PersonCard& card = *w.session()->person();
        QTRY_VERIFY((card.setUserId({}), card.setUserId(w.ines.id.toString()), card.isKnown()));
        QCOMPARE(card.name(), u"Ines Duarte"_s);
        QCOMPARE(card.username(), u"ines"_s);
        QVERIFY(!card.isSelf() && card.isReachable());
        w.server.setPresence(w.ines.id, PresenceStatus::Online);
        QTRY_COMPARE(card.presenceText(), u"Online"_s);
        w.server.setStatusText(w.ines.id, u"at sea"_s);
        QTRY_COMPARE(card.statusText(), u"at sea"_s);
        w.server.renameUser(w.ines.id, u"Ines D."_s);
        QTRY_COMPARE(card.name(), u"Ines D."_s);
        card.setUserId(u"not an id"_s);
        QVERIFY(!card.isKnown());
    }

    void changesTheOwnProfile() {
        World w;
        OwnProfile& own = *w.session()->ownProfile();
        QTRY_COMPARE(own.displayName(), u"Mara Lindqvist"_s);
        QSignalSpy saved(&own, &OwnProfile::saved);
        own.save(u"Mara"_s, u"at lunch"_s, u"Europe/Berlin"_s);
        QVERIFY(own.isBusy());
        QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(own.displayName(), u"Mara"_s);
        QTRY_COMPARE(w.server.user(w.mara.id).statusText, u"at lunch"_s);
        QTRY_COMPARE(w.session()->displayName(), u"Mara"_s);
        own.save(u" "_s, {}, u"Moon/Base"_s);
        QCOMPARE(own.errors().keys(), QStringList({u"displayName"_s, u"timeZone"_s}));
        own.clearErrors();
        w.server.failRequests(u"/api/v1/users/me"_s, Error(ErrorCode::Unavailable));
        own.saveStatus(u"back"_s);
        QTRY_VERIFY(own.errors().contains(QString()));
        QCOMPARE(own.statusText(), u"at lunch"_s);
        QVERIFY(own.timeZones(u"berl"_s).contains(u"Europe/Berlin"_s));
        QVERIFY(own.timeZones(u"a"_s).size() <= 8);
    }

    void keepsTheOwnPresence() {
        World w;
        QTRY_VERIFY(w.server.presence(w.mara.id).status == PresenceStatus::Online);
        w.session()->ownProfile()->setPresence(u"dnd"_s);
        QTRY_VERIFY(w.server.presence(w.mara.id).status == PresenceStatus::DoNotDisturb);
        w.session()->ownProfile()->setPresence(u"nonsense"_s);
        QCOMPARE(w.session()->ownProfile()->presence(), u"dnd"_s);
        w.restart();
        QTRY_VERIFY_WITH_TIMEOUT(w.session() && w.session()->isReady() && w.session()->isOnline(), 20'000);
        QCOMPARE(w.session()->ownProfile()->presence(), u"dnd"_s);
        QTRY_VERIFY(w.server.presence(w.mara.id).status == PresenceStatus::DoNotDisturb);
    }

    void changesThePassword() {
        World w;
        PasswordForm& form = *w.session()->password();
        form.change({}, u"short"_s, u"short"_s);
        QCOMPARE(form.errors().keys(), QStringList({u"current"_s, u"wanted"_s}));
        form.change(u"password"_s, u"long enough"_s, u"another one"_s);
        QCOMPARE(form.errors().keys(), QStringList{u"again"_s});
        form.change(u"wrong password"_s, u"long enough"_s, u"long enough"_s);
        QTRY_COMPARE(form.errors().keys(), QStringList{u"current"_s});
        QSignalSpy changed(&form, &PasswordForm::changed);
        form.change(u"password"_s, u"long enough"_s, u"long enough"_s);
        QTRY_COMPARE(changed.count(), 1);
        QVERIFY(form.errors().isEmpty() && !form.isBusy());
    }

    void listsAndEndsDevices() {
        World w;
        // A second device of the same user.
        tests::Home elsewhere;
        Core::Options options;
        options.transport = w.server.factory();
        Core other(newAccount(QUrl(u"https://fake.example"_s)), *elsewhere.profile, *elsewhere.credentials,
                   options);
        other.signIn(u"mara"_s, u"password"_s, this, [](const Outcome<User>&) {});
        QTRY_VERIFY_WITH_TIMEOUT(other.status().state == ConnectionState::Online, 20'000);

        DevicesModel& devices = *w.session()->devices();
        new QAbstractItemModelTester(&devices, QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     &devices);
        devices.load();
        QTRY_COMPARE(devices.count(), 2);
        QVERIFY(devices.index(0).data(DevicesModel::CurrentRole).toBool());
        QCOMPARE(devices.others(), 1);
        QVERIFY(!devices.index(1).data(DevicesModel::DetailRole).toString().isEmpty());
        // This one is not ended so.
        devices.end(devices.index(0).data(DevicesModel::SessionIdRole).toString());
        QCOMPARE(devices.count(), 2);
        QSignalSpy ended(&devices, &DevicesModel::othersEnded);
        devices.endOthers();
        QTRY_COMPARE(ended.count(), 1);
        QCOMPARE(devices.count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(other.status().state == ConnectionState::SignedOut, 20'000);
        w.server.failRequests(u"/api/v1/auth/sessions"_s, Error(ErrorCode::Unavailable));
        devices.load();
        QTRY_VERIFY(!devices.error().isEmpty());
    }

    void listsMoreDevicesThanFitOnAPage() {
        World w;
        const std::unique_ptr<Transport> other = w.server.factory()(QUrl(u"https://fake.example"_s));
        int answered = 0;
        for (int i = 0; i < 119; ++i)
            other->request(
                {"POST", u"/api/v1/auth/login"_s, R"({"login":"mara","password":"password"} )", {}},
                [&](const tl::expected<HttpResponse, Failure>& answer) {
                    answered += answer && answer->status == 200;
                });
        QTRY_COMPARE(answered, 119);
        DevicesModel& devices = *w.session()->devices();
        devices.load();
        QTRY_COMPARE(devices.count(), 120);
        QVERIFY(devices.index(0).data(DevicesModel::CurrentRole).toBool());
    }

    void clearsWhatIsKept() {
        World w;
        w.fill(w.harbour, 20);
        w.open(w.harbour);
        QTRY_COMPARE(w.timeline().count(), 20);
        AccountStorage& storage = *w.session()->accountStorage();
        storage.measure();
        QVERIFY(!storage.size().isEmpty());
        QSignalSpy cleared(&storage, &AccountStorage::cleared);
        storage.clear();
        QTRY_COMPARE_WITH_TIMEOUT(cleared.count(), 1, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(w.rooms().total(), 2, 20'000);
    }

    void wordsPeople() {
        const QDateTime now(QDate(2026, 3, 1), QTime(12, 0), QTimeZone::utc());
        QCOMPARE(people::ago(now.addSecs(5), now), u"just now"_s);
        QCOMPARE(people::ago(now.addSecs(-300), now), u"5 min ago"_s);
        Presence presence{UserId::create(), PresenceStatus::Offline, now.addSecs(-300)};
        QCOMPARE(people::presence(presence, now), u"Offline, last seen 5 min ago"_s);
        presence.lastSeen.reset();
        QCOMPARE(people::presence(presence, now), u"Offline"_s);
        QCOMPARE(people::localTime(u"Nowhere/Land"_s, now), QString());

        QCOMPARE(people::shortName(u"Ines Duarte"_s, 11), u"Ines Duarte"_s);
        QCOMPARE(people::shortName(u"Ines Duarte"_s, 10), u"Ines Duar\u2026"_s);
        QCOMPARE(people::shortName(u"Ines Duarte"_s, 6), u"Ines\u2026"_s);
        // An emoji of several characters is there as a whole, or not at all.
        QCOMPARE(people::shortName(u"Ines 2\uFE0F\u20E3 Duarte"_s, 8), u"Ines\u2026"_s);
        QCOMPARE(people::shortName(u"Ines 2\uFE0F\u20E3 Duarte"_s, 9), u"Ines 2\uFE0F\u20E3\u2026"_s);
        QCOMPARE(people::localTime({}, now), QString());
        const QString kathmandu = people::localTime(u"Asia/Kathmandu"_s, now);
        QVERIFY2(kathmandu.contains(u"17:45"_s), qPrintable(kathmandu));
        for (const RoomRole role : {RoomRole::Member, RoomRole::Moderator, RoomRole::Owner})
            QVERIFY(people::roleFromKey(people::roleKey(role)) == role);
        QVERIFY(!people::roleFromKey(u"king"_s));
    }
};

QTEST_MAIN(TestPeople)
#include "tst_people.moc"
