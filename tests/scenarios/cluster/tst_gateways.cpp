// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/chat_device.h"
#include "tests/support/cluster_process.h"
#include "tests/support/raw_socket.h"

#include <QTest>
#include <QTimer>

using namespace parlor;
using namespace std::chrono_literals;

namespace {

constexpr int people = 12;

/// A device that, like the real client, comes back by itself.
struct Person {
    std::unique_ptr<test::ChatDevice> device;
    test::TestAccount account;
    int losses = 0;
};

} // namespace

/// Three gateways behind the nginx configuration that is shipped: one is killed, one drains, and everybody
/// goes on with the others; nothing is lost and nothing doubled.
class TestGateways : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        test::ClusterPlan plan;
        plan.gateways = 3;
        m_cluster = std::make_unique<test::ClusterProcess>(plan);
        QVERIFY2(m_cluster->start(), m_cluster->errorOutput().constData());
        for (int i = 0; i < people; ++i)
            m_people.push_back(addPerson(QStringLiteral("person%1").arg(i)));
        test::HttpTestClient& owner = m_people.front()->device->http();
        const auto made = owner.post("/api/v1/rooms",
                                     toJson(CreateRoomRequest{QStringLiteral("hall"), RoomKind::Public, {}}));
        const auto room = decodeBody<RoomView>(made.body);
        QVERIFY2(room, qPrintable(made.describe()));
        m_room = room->room.id;
        for (const auto& person : m_people) {
            if (person != m_people.front())
                QCOMPARE(person->device->http()
                             .post("/api/v1/rooms/" + m_room.toString().toLatin1() + "/join")
                             .status,
                         200);
            person->device->connectNow();
        }
        QVERIFY(test::waitUntil([&] { return allLive(); }));
    }

    void cleanup() {
        for (const auto& person : m_people)
            QCOMPARE(person->device->breaches(), QStringList());
        if (QTest::currentTestFailed())
            qWarning("%s", m_cluster->errorOutput().constData());
    }
    void cleanupTestCase() {
        m_people.clear();
        m_cluster.reset();
    }

    void theyShareTheClients() {
        post(10);
        everybodyHasEverything();
    }

    void oneIsKilled() {
        const int before = losses();
        m_cluster->gateways()[0]->kill9();
        post(30); // begins while nginx does not know yet
        QVERIFY(test::waitUntil([&] { return losses() > before && allLive(); }));
        QVERIFY2(losses() - before < people, "all clients were on one gateway");
        everybodyHasEverything();
    }

    void oneDrains() {
        QVERIFY2(m_cluster->start(), m_cluster->errorOutput().constData());
        const int before = losses();
        m_cluster->gateways()[1]->requestStop();
        post(30);
        QCOMPARE(m_cluster->gateways()[1]->waitForEnd(), 0);
        QVERIFY(test::waitUntil([&] { return losses() > before && allLive(); }));
        everybodyHasEverything();
    }

    /// It has the fewest clients and listens already: without its 503 nginx would send everybody there.
    void oneThatWaitsIsPassedBy() {
        test::ParlordProcess& third = *m_cluster->gateways()[2];
        third.kill9();
        third.set(QStringLiteral("PARLOR_DATABASE_URL"),
                  QStringLiteral("postgresql://nobody:nothing@127.0.0.1:1/none"));
        third.startLater();
        test::HttpTestClient direct(third.url());
        test::HttpAnswer answer;
        for (int attempt = 0; attempt < 200 && answer.status == 0; ++attempt) {
            test::waitUntil([] { return false; }, 50ms);
            answer = direct.get("/api/v1/server");
        }
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.errorCode(), QStringLiteral("unavailable"));
        QCOMPARE(direct.post("/api/v1/rooms").status, 503);
        QVERIFY(!test::RawSocket(third.url()).upgrade(third.url()));

        QVERIFY(test::waitUntil([&] { return allLive(); }));
        const int before = losses();
        for (const auto& person : m_people) {
            person->device->drop();
            person->device->connectNow();
        }
        QVERIFY(test::waitUntil([&] { return allLive(); }));
        QCOMPARE(losses(), before); // at the first attempt
        for (int i = 0; i < 10; ++i)
            QCOMPARE(test::HttpTestClient(m_cluster->url()).get("/api/v1/server").status, 200);
        third.kill9();
        third.set(QStringLiteral("PARLOR_DATABASE_URL"), m_cluster->database().url());
        post(10);
        everybodyHasEverything();
    }

    /// An administrator's reload lets the connections that are there live on.
    void nginxReloads() {
        const int before = losses();
        QVERIFY(m_cluster->nginx().reload());
        post(10);
        everybodyHasEverything();
        QCOMPARE(losses(), before);
    }

    void allComeBack() {
        m_cluster->kill9();
        QVERIFY(test::waitUntil([&] { return !allLive(); }));
        QVERIFY2(m_cluster->start(), m_cluster->errorOutput().constData());
        post(10);
        QVERIFY(test::waitUntil([&] { return allLive(); }));
        everybodyHasEverything();
    }

private:
    std::unique_ptr<Person> addPerson(const QString& name) {
        auto person = std::make_unique<Person>();
        person->account.username = name;
        person->account.password = QStringLiteral("correct horse battery");
        person->device = std::make_unique<test::ChatDevice>(name);
        test::HttpTestClient http(m_cluster->url());
        test::registerAccount(http, person->account);
        person->device->setAccount(m_cluster->url(), person->account);
        Person* raw = person.get();
        connect(raw->device.get(), &test::ChatDevice::closed, this, [raw] {
            ++raw->losses;
            QTimer::singleShot(100, raw->device.get(), [raw] { raw->device->connectNow(); });
        });
        return person;
    }

    bool allLive() const {
        return std::all_of(m_people.cbegin(), m_people.cend(),
                           [](const auto& person) { return person->device->isLive(); });
    }
    int losses() const {
        return std::accumulate(m_people.cbegin(), m_people.cend(), 0,
                               [](int sum, const auto& person) { return sum + person->losses; });
    }

    /// Sends by HTTP, as the owner, and again as a retry where no answer came: 201 or 200 each time in the
    /// end.
    void post(int count) {
        test::HttpTestClient& http = m_people.front()->device->http();
        for (int i = 0; i < count; ++i) {
            SendMessageRequest message;
            message.tempId = TempId::create();
            message.content = QStringLiteral("number %1").arg(m_sent.size());
            test::HttpAnswer answer;
            for (int attempt = 0; attempt < 100 && (answer.status == 503 || answer.status == 0); ++attempt) {
                if (attempt > 0)
                    test::waitUntil([] { return false; }, 50ms);
                answer =
                    http.post("/api/v1/rooms/" + m_room.toString().toLatin1() + "/messages", toJson(message));
                message.retry = true;
            }
            QVERIFY2(answer.status == 201 || answer.status == 200, qPrintable(answer.describe()));
            m_sent.append(message.content);
        }
    }

    /// On every screen everything that was sent, once, in the order in which it was acknowledged.
    void everybodyHasEverything() {
        for (const auto& person : m_people) {
            const auto shown = [&] {
                QStringList lines;
                const auto& timeline = person->device->rooms().value(m_room).timeline;
                for (const Message& message : timeline) {
                    if (message.type == MessageType::Text)
                        lines.append(message.content);
                }
                return lines;
            };
            test::waitUntil([&] { return shown() == m_sent; });
            QCOMPARE(shown(), m_sent);
        }
    }

    std::unique_ptr<test::ClusterProcess> m_cluster;
    std::vector<std::unique_ptr<Person>> m_people;
    RoomId m_room;
    QStringList m_sent;
};

QTEST_GUILESS_MAIN(TestGateways)
#include "tst_gateways.moc"
