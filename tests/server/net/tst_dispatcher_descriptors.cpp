// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatcher_fixture.h"

#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryFile>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <vector>

using namespace parlor::net::test;
using namespace std::chrono_literals;

/// Its notifiers.
class TestDispatcherDescriptors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { withoutGlib(); }
    void readNotifiersAreLevelTriggered_data() { kinds(); }
    void readNotifiersAreLevelTriggered();
    void writeNotifiersWaitForRoom_data() { kinds(); }
    void writeNotifiersWaitForRoom();
    void exceptionNotifiersSeeUrgentData_data() { kinds(); }
    void exceptionNotifiersSeeUrgentData();
    void notifiersShareADescriptor_data() { kinds(); }
    void notifiersShareADescriptor();
    void aDisabledNotifierIsSilent_data() { kinds(); }
    void aDisabledNotifierIsSilent();
    void aNotifierDeletedByAnotherIsNotActivated_data() { kinds(); }
    void aNotifierDeletedByAnotherIsNotActivated();
    void aNotifierMayDeleteItself_data() { kinds(); }
    void aNotifierMayDeleteItself();
    void aReusedDescriptorIsWatched_data() { kinds(); }
    void aReusedDescriptorIsWatched();
    void aHangUpIsReadable_data() { kinds(); }
    void aHangUpIsReadable();
    void regularFilesAreAlwaysReady_data() { kinds(); }
    void regularFilesAreAlwaysReady();
    void manyDescriptorsAtOnce_data() { kinds(); }
    void manyDescriptorsAtOnce();
    void notifiersCanBeLeftOut_data() { kinds(); }
    void notifiersCanBeLeftOut();
    void carriesTcpSockets_data() { kinds(); }
    void carriesTcpSockets();
};

void TestDispatcherDescriptors::readNotifiersAreLevelTriggered() {
    run([] {
        Pair pair;
        int activations = 0;
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] { ++activations; });
        turn();
        CHECK(activations == 0);
        pair.put(1);
        CHECK(turnUntil([&] { return activations == 1; }));
        CHECK(turnUntil([&] { return activations == 3; })); // as long as it is not read
        pair.drain(0);
        turn();
        CHECK(activations == 3);
        pair.put(1);
        CHECK(turnUntil([&] { return activations == 4; }));
    });
}

void TestDispatcherDescriptors::writeNotifiersWaitForRoom() {
    run([] {
        Pair pair;
        int activations = 0;
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Write);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] { ++activations; });
        CHECK(turnUntil([&] { return activations == 1; }));
        CHECK(turnUntil([&] { return activations == 3; }));
        pair.fill(0);
        turn();
        turn();
        const int before = activations;
        turn();
        CHECK(activations == before);
        notifier.setEnabled(false);
        notifier.setEnabled(true); // anew, and still no room: not even once
        turn();
        turn();
        CHECK(activations == before);
        pair.drain(1);
        CHECK(turnUntil([&] { return activations > before; }));
    });
}

void TestDispatcherDescriptors::exceptionNotifiersSeeUrgentData() {
    run([] {
        QTcpServer server;
        CHECK(server.listen(QHostAddress(QHostAddress::LocalHost)));
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
        CHECK(turnUntil(
            [&] { return server.hasPendingConnections() && client.state() == QTcpSocket::ConnectedState; }));
        QTcpSocket* accepted = server.nextPendingConnection();
        int urgent = 0;
        QSocketNotifier notifier(accepted->socketDescriptor(), QSocketNotifier::Exception);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
            ++urgent;
            notifier.setEnabled(false);
        });
        CHECK(::send(int(client.socketDescriptor()), "!", 1, MSG_OOB) == 1);
        CHECK(turnUntil([&] { return urgent == 1; }));
    });
}

void TestDispatcherDescriptors::notifiersShareADescriptor() {
    run([] {
        Pair pair;
        int reads = 0;
        int writes = 0;
        QSocketNotifier reader(pair.fds[0], QSocketNotifier::Read);
        QSocketNotifier writer(pair.fds[0], QSocketNotifier::Write);
        QObject::connect(&reader, &QSocketNotifier::activated, [&] { ++reads; });
        QObject::connect(&writer, &QSocketNotifier::activated, [&] { ++writes; });
        CHECK(turnUntil([&] { return writes >= 2; }));
        CHECK(reads == 0);
        pair.put(1);
        CHECK(turnUntil([&] { return reads >= 1; }));
        writer.setEnabled(false);
        const int before = writes;
        CHECK(turnUntil([&] { return reads >= 3; }));
        CHECK(writes == before);
        reader.setEnabled(false);
        writer.setEnabled(true);
        CHECK(turnUntil([&] { return writes > before; }));
    });
}

void TestDispatcherDescriptors::aDisabledNotifierIsSilent() {
    run([] {
        Pair pair;
        int reads = 0;
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] { ++reads; });
        notifier.setEnabled(false);
        pair.put(1);
        turn();
        CHECK(reads == 0);
        notifier.setEnabled(true);
        CHECK(turnUntil([&] { return reads == 1; }));
    });
}

void TestDispatcherDescriptors::aNotifierDeletedByAnotherIsNotActivated() {
    run([] {
        Pair a;
        Pair b;
        int activations = 0;
        auto first = std::make_unique<QSocketNotifier>(a.fds[0], QSocketNotifier::Read);
        auto second = std::make_unique<QSocketNotifier>(b.fds[0], QSocketNotifier::Read);
        QObject::connect(first.get(), &QSocketNotifier::activated, [&] {
            ++activations;
            second.reset();
            a.drain(0);
        });
        QObject::connect(second.get(), &QSocketNotifier::activated, [&] {
            ++activations;
            first.reset();
            b.drain(0);
        });
        a.put(1);
        b.put(1);
        CHECK(turnUntil([&] { return activations > 0; }));
        turn();
        CHECK(activations == 1);
    });
}

void TestDispatcherDescriptors::aNotifierMayDeleteItself() {
    run([] {
        Pair pair;
        auto* notifier = new QSocketNotifier(pair.fds[0], QSocketNotifier::Read);
        int activations = 0;
        QObject::connect(notifier, &QSocketNotifier::activated, [&] {
            ++activations;
            notifier->setEnabled(false);
            notifier->deleteLater();
        });
        pair.put(1);
        CHECK(turnUntil([&] { return activations == 1; }));
        turn();
        turn();
        CHECK(activations == 1);
    });
}

void TestDispatcherDescriptors::aReusedDescriptorIsWatched() {
    run([] {
        int reads = 0;
        for (int round = 0; round < 3; ++round) {
            Pair pair; // takes the numbers that the one before gave back
            QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
            QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
                ++reads;
                pair.drain(0);
            });
            turn();
            CHECK(reads == round);
            pair.put(1);
            CHECK(turnUntil([&] { return reads == round + 1; }));
        }
    });
}

void TestDispatcherDescriptors::aHangUpIsReadable() {
    run([] {
        Pair pair;
        bool ended = false;
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
            char c = 0;
            ended = ::read(pair.fds[0], &c, 1) == 0;
            notifier.setEnabled(false);
        });
        turn();
        pair.closeEnd(1);
        CHECK(turnUntil([&] { return ended; }));
    });
}

void TestDispatcherDescriptors::regularFilesAreAlwaysReady() {
    run([] {
        QTemporaryFile file;
        CHECK(file.open());
        int reads = 0;
        int writes = 0;
        {
            QSocketNotifier reader(file.handle(), QSocketNotifier::Read);
            QSocketNotifier writer(file.handle(), QSocketNotifier::Write);
            QObject::connect(&reader, &QSocketNotifier::activated, [&] { ++reads; });
            QObject::connect(&writer, &QSocketNotifier::activated, [&] { ++writes; });
            CHECK(turnUntil([&] { return reads >= 3 && writes >= 3; }));
            reader.setEnabled(false);
            const int before = reads;
            CHECK(turnUntil([&] { return writes >= 6; }));
            CHECK(reads == before);
        }
        const int after = writes;
        turn();
        CHECK(writes == after);
    });
}

void TestDispatcherDescriptors::manyDescriptorsAtOnce() {
    run([] {
        constexpr int count = 600; // more than one epoll_wait() tells of
        std::vector<std::unique_ptr<Pair>> pairs;
        std::vector<std::unique_ptr<QSocketNotifier>> notifiers;
        std::vector<int> reads(count, 0);
        for (int i = 0; i < count; ++i) {
            pairs.push_back(std::make_unique<Pair>());
            notifiers.push_back(
                std::make_unique<QSocketNotifier>(pairs.back()->fds[0], QSocketNotifier::Read));
            QObject::connect(notifiers.back().get(), &QSocketNotifier::activated, [&, i] {
                ++reads[std::size_t(i)];
                pairs[std::size_t(i)]->drain(0);
            });
            pairs.back()->put(1);
        }
        CHECK(turnUntil([&] { return std::count(reads.begin(), reads.end(), 1) == count; }));
        turn();
        CHECK(std::count(reads.begin(), reads.end(), 1) == count);
    });
}

void TestDispatcherDescriptors::notifiersCanBeLeftOut() {
    run([] {
        Pair pair;
        int reads = 0;
        QSocketNotifier notifier(pair.fds[0], QSocketNotifier::Read);
        QObject::connect(&notifier, &QSocketNotifier::activated, [&] { ++reads; });
        pair.put(1);
        turn(QEventLoop::ExcludeSocketNotifiers);
        CHECK(reads == 0);
        // It waits for the rest all the same.
        bool fired = false;
        QTimer::singleShot(20, [&] { fired = true; });
        QElapsedTimer clock;
        clock.start();
        while (!fired && clock.elapsed() < 5000)
            turn(QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
        CHECK(fired);
        CHECK(reads == 0);
        CHECK(turnUntil([&] { return reads > 0; }));
    });
}

void TestDispatcherDescriptors::carriesTcpSockets() {
    run([] {
        QTcpServer server;
        CHECK(server.listen(QHostAddress(QHostAddress::LocalHost)));
        QTcpSocket client;
        QTcpSocket* accepted = nullptr;
        QByteArray echoed;
        QObject::connect(&server, &QTcpServer::newConnection, [&] {
            accepted = server.nextPendingConnection();
            QObject::connect(accepted, &QTcpSocket::readyRead, [&] { accepted->write(accepted->readAll()); });
        });
        QObject::connect(&client, &QTcpSocket::readyRead, [&] { echoed += client.readAll(); });
        const QByteArray big(5'000'000, 'x'); // many times what the kernel takes at once
        QObject::connect(&client, &QTcpSocket::connected, [&] { client.write(big); });
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
        CHECK(turnUntil([&] { return echoed.size() == big.size(); }));
        bool gone = false;
        QObject::connect(accepted, &QTcpSocket::disconnected, [&] { gone = true; });
        client.disconnectFromHost();
        CHECK(turnUntil([&] { return gone; }));
    });
}

QTEST_GUILESS_MAIN(TestDispatcherDescriptors)
#include "tst_dispatcher_descriptors.moc"
