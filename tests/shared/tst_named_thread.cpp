// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/named_thread.h"

#include <QByteArray>
#include <QTest>

#include <array>
#ifdef Q_OS_UNIX
#include <pthread.h>
#endif

using namespace parlor;

class TestNamedThread : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachHasItsOwn();
    void aLongOneIsCut();

private:
    static QByteArray nameOfThisThread();
};

QByteArray TestNamedThread::nameOfThisThread() {
#ifdef Q_OS_UNIX
    std::array<char, 64> name{};
    pthread_getname_np(pthread_self(), name.data(), name.size());
    return name.data();
#else
    return {};
#endif
}

void TestNamedThread::eachHasItsOwn() {
#ifndef Q_OS_UNIX
    QSKIP("Names are read with pthread_getname_np().");
#endif
    const QByteArray own = nameOfThisThread();
    QByteArray outer;
    QByteArray inner;
    namedThread("outer", [&] {
        outer = nameOfThisThread();
        namedThread("inner", [&] { inner = nameOfThisThread(); }).join();
    }).join();
    QCOMPARE(outer, QByteArray("outer"));
    QCOMPARE(inner, QByteArray("inner"));
    QCOMPARE(nameOfThisThread(), own);
}

void TestNamedThread::aLongOneIsCut() {
#ifndef Q_OS_LINUX
    QSKIP("Linux has room for 15 characters.");
#endif
    QByteArray name;
    namedThread("a name of 22 characters", [&] { name = nameOfThisThread(); }).join();
    QCOMPARE(name, QByteArray("a name of 22 ch"));
}

QTEST_APPLESS_MAIN(TestNamedThread)
#include "tst_named_thread.moc"
