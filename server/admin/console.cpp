// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/console.h"

#include <QByteArray>
#include <QStringDecoder>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>
#endif

namespace parlor::admin {

namespace {

constexpr qsizetype lineMax = 4096;

void print(FILE* stream, const QString& text) {
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
}

Result<QString> readLine() {
    QByteArray line;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) {
        if (line.size() >= lineMax)
            return fail(ErrorCode::Invalid, QStringLiteral("The line is too long for a password."));
        line += char(c);
    }
    if (line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty())
        return fail(ErrorCode::Invalid, QStringLiteral("No password was given."));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(line);
    if (decoder.hasError())
        return fail(ErrorCode::Invalid, QStringLiteral("The password is not UTF-8."));
    return text;
}

#ifdef Q_OS_UNIX
/// Keeps the terminal from showing what is typed.
class EchoOff {
public:
    EchoOff() {
        ::tcgetattr(STDIN_FILENO, &m_former);
        termios silent = m_former;
        silent.c_lflag &= ~tcflag_t(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~EchoOff() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_former); }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

private:
    termios m_former = {};
};
#endif

} // namespace

void printOut(const QString& text) {
    print(stdout, text);
}

void printError(const QString& text) {
    print(stderr, text);
}

Result<QString> readSecretFromStdin() {
    return readLine();
}

Result<QString> askNewSecret(const QString& prompt) {
#ifdef Q_OS_UNIX
    if (::isatty(STDIN_FILENO)) {
        const EchoOff silent;
        printError(prompt + QStringLiteral(": "));
        auto first = readLine();
        printError(QStringLiteral("\n"));
        if (!first)
            return first;
        printError(prompt + QStringLiteral(", again: "));
        auto second = readLine();
        printError(QStringLiteral("\n"));
        if (second && *second != *first)
            return fail(ErrorCode::Invalid, QStringLiteral("The two passwords differ."));
        return second;
    }
#endif
    return fail(
        ErrorCode::Invalid,
        QStringLiteral("There is no terminal to ask at: give the password on stdin, with --password-stdin."));
}

} // namespace parlor::admin
