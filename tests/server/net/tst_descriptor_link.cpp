// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/descriptor_link.h"

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <memory>

using namespace parlor::net;

namespace {

struct Owner : LinkOwner {
    void linkReceived(QByteArrayView bytes) override {
        received += bytes;
        if (onReceived)
            onReceived();
    }
    void linkWritable() override {
        ++writable;
        if (onWritable)
            onWritable();
    }
    void linkLost() override { ++lost; }

    QByteArray received;
    int writable = 0;
    int lost = 0;
    std::function<void()> onReceived;
    std::function<void()> onWritable;
};

/// A link and the other end of its connection, which is a plain descriptor.
struct Pair {
    explicit Pair(LinkLoop& loop) {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
            qFatal("socketpair");
        peer = ends[1];
        number = ends[0];
        link = std::make_unique<DescriptorLink>(owner, loop, number);
        link->start();
    }
    ~Pair() { closePeer(); }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    void closePeer() {
        if (peer >= 0)
            ::close(std::exchange(peer, -1));
    }
    void put(const QByteArray& bytes) const {
        if (::write(peer, bytes.constData(), std::size_t(bytes.size())) != bytes.size())
            qFatal("write");
    }
    QByteArray take() const {
        QByteArray all;
        QByteArray block(65536, Qt::Uninitialized);
        for (ssize_t n = 0; (n = ::read(peer, block.data(), std::size_t(block.size()))) > 0;)
            all += block.left(n);
        return all;
    }

    Owner owner;
    std::unique_ptr<DescriptorLink> link;
    int peer;
    int number;
};

} // namespace

/// A connection that is nothing but a descriptor, on the loop that tells it.
class TestDescriptorLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_dispatcher = std::make_unique<EpollEventDispatcher>();
        m_loop = std::make_unique<LinkLoop>(*m_dispatcher);
    }
    void cleanup() {
        m_loop.reset();
        m_dispatcher.reset();
    }

    void readsWhatComes();
    void readsMuchInSeveralTurns();
    void holdsBackWhileNotReading();
    void sendsTheRestWhenThereIsRoom();
    void sendsManyPieces();
    void tellsTheEndAfterTheLastBytes();
    void noticesAnEndWhileNotReading();
    void aBrokenConnectionRefusesBytes();
    void endsItsOwnDirection();
    void maybeClosedByWhatItTells();
    void aDescriptorThatIsGivenOutAgainIsNotTakenForTheOld();

private:
    void turn() { m_dispatcher->processEvents(QEventLoop::AllEvents); }
    std::unique_ptr<EpollEventDispatcher> m_dispatcher;
    std::unique_ptr<LinkLoop> m_loop;
};

void TestDescriptorLink::readsWhatComes() {
    Pair pair(*m_loop);
    turn();
    QCOMPARE(pair.owner.received, QByteArray());
    pair.put("hello");
    turn();
    QCOMPARE(pair.owner.received, QByteArray("hello"));
    turn();
    QCOMPARE(pair.owner.received, QByteArray("hello"));
    QCOMPARE(pair.owner.writable, 0);
    QCOMPARE(pair.owner.lost, 0);
}

void TestDescriptorLink::readsMuchInSeveralTurns() {
    Pair pair(*m_loop);
    Pair other(*m_loop);
    const QByteArray much(150'000, 'x'); // more than the shared buffer
    pair.put(much);
    other.put("y");
    turn();
    QCOMPARE(pair.owner.received.size(), qsizetype(m_loop->buffer.size()));
    QCOMPARE(other.owner.received, QByteArray("y")); // it had its turn
    turn();
    turn();
    QCOMPARE(pair.owner.received, much);
}

void TestDescriptorLink::holdsBackWhileNotReading() {
    Pair pair(*m_loop);
    pair.link->setReading(false);
    pair.put("a");
    turn();
    turn();
    QCOMPARE(pair.owner.received, QByteArray());
    pair.link->setReading(true);
    turn();
    QCOMPARE(pair.owner.received, QByteArray("a"));

    // Switched off by another in the same turn, after the kernel had told of it.
    Pair other(*m_loop);
    pair.owner.onReceived = [&] { other.link->setReading(false); };
    other.owner.onReceived = [&] { pair.link->setReading(false); };
    pair.put("b");
    other.put("c");
    turn();
    QCOMPARE(int(pair.owner.received.size() + other.owner.received.size()), 2);
    pair.link->setReading(true);
    other.link->setReading(true);
    turn();
    QCOMPARE(pair.owner.received, QByteArray("ab"));
    QCOMPARE(other.owner.received, QByteArray("c"));
}

void TestDescriptorLink::sendsTheRestWhenThereIsRoom() {
    Pair pair(*m_loop);
    QByteArray big(3'000'000, Qt::Uninitialized);
    for (qsizetype i = 0; i < big.size(); ++i)
        big[i] = char(i % 251);
    const std::vector<QByteArray> pieces{big};
    qint64 sent = pair.link->send(pieces, 0);
    QVERIFY(sent > 0 && sent < big.size());
    QCOMPARE(pair.link->heldBytes(), 0);
    turn();
    QCOMPARE(pair.owner.writable, 0); // nobody has made room
    pair.owner.onWritable = [&] {
        if (sent < big.size())
            sent += pair.link->send(pieces, qsizetype(sent));
    };
    QByteArray taken;
    for (int i = 0; i < 1000 && taken.size() < big.size(); ++i) {
        taken += pair.take();
        turn();
    }
    QVERIFY(taken == big);
    const int told = pair.owner.writable;
    QVERIFY(told > 0);
    turn();
    QCOMPARE(pair.owner.writable, told); // all is out: nothing more to tell
}

void TestDescriptorLink::sendsManyPieces() {
    Pair pair(*m_loop);
    std::vector<QByteArray> pieces; // more than one system call takes
    QByteArray expected;
    for (int i = 0; i < 150; ++i) {
        pieces.push_back(QByteArray::number(i) + ' ');
        expected += pieces.back();
    }
    QCOMPARE(pair.link->send(pieces, 1), qint64(expected.size() - 1));
    QCOMPARE(pair.take(), expected.mid(1));
}

void TestDescriptorLink::tellsTheEndAfterTheLastBytes() {
    Pair pair(*m_loop);
    pair.put("last");
    pair.closePeer();
    turn();
    QCOMPARE(pair.owner.received, QByteArray("last"));
    turn();
    QCOMPARE(pair.owner.lost, 1);
    turn();
    QCOMPARE(pair.owner.lost, 1);
}

void TestDescriptorLink::noticesAnEndWhileNotReading() {
    for (const bool half : {true, false}) {
        Pair pair(*m_loop);
        pair.link->setReading(false);
        pair.put("unread");
        turn();
        QCOMPARE(pair.owner.lost, 0);
        if (half)
            ::shutdown(pair.peer, SHUT_WR);
        else
            pair.closePeer();
        turn();
        QCOMPARE(pair.owner.lost, 1);
    }
}

void TestDescriptorLink::aBrokenConnectionRefusesBytes() {
    Pair pair(*m_loop);
    pair.closePeer();
    QCOMPARE(pair.link->send(std::vector<QByteArray>{"x"}, 0), qint64(-1)); // and no SIGPIPE
}

void TestDescriptorLink::endsItsOwnDirection() {
    Pair pair(*m_loop);
    pair.link->closeSending();
    char byte = 0;
    QCOMPARE(::read(pair.peer, &byte, 1), ssize_t(0));
    pair.put("still heard");
    turn();
    QCOMPARE(pair.owner.received, QByteArray("still heard"));
}

void TestDescriptorLink::maybeClosedByWhatItTells() {
    Pair reading(*m_loop);
    reading.owner.onReceived = [&] { reading.link->close(); };
    reading.put("x");
    reading.closePeer();
    turn();
    turn();
    QCOMPARE(reading.owner.received, QByteArray("x"));
    QCOMPARE(reading.owner.lost, 0); // who closes knows

    Pair writing(*m_loop);
    while (writing.link->send(std::vector<QByteArray>{QByteArray(65536, 'x')}, 0) == 65536) {
    }
    writing.owner.onWritable = [&] { writing.link->close(); };
    writing.take();
    writing.put("y");
    turn();
    QCOMPARE(writing.owner.writable, 1);
    QCOMPARE(writing.owner.received, QByteArray());
}

void TestDescriptorLink::aDescriptorThatIsGivenOutAgainIsNotTakenForTheOld() {
    // Both are ready in one turn; whichever comes first closes the other, whose number a new one gets.
    Pair first(*m_loop);
    Pair second(*m_loop);
    std::unique_ptr<Pair> third;
    const auto replace = [&](Pair& other) {
        if (third)
            return;
        other.link->close();
        third = std::make_unique<Pair>(*m_loop);
        QCOMPARE(third->number, other.number);
    };
    first.owner.onReceived = [&] { replace(second); };
    second.owner.onReceived = [&] { replace(first); };
    first.put("1");
    second.put("2");
    turn();
    QVERIFY(third);
    QCOMPARE(int(first.owner.received.size() + second.owner.received.size()), 1);
    turn();
    QCOMPARE(third->owner.received, QByteArray());
    QCOMPARE(third->owner.lost, 0);
    third->put("3");
    turn();
    QCOMPARE(third->owner.received, QByteArray("3"));
}

QTEST_GUILESS_MAIN(TestDescriptorLink)
#include "tst_descriptor_link.moc"
