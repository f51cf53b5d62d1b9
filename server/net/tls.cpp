// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/tls.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

namespace parlor::net {

namespace {

Result<QByteArray> readFile(const QByteArray& name, const char* what) {
    QFile file(QFile::decodeName(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Io, QStringLiteral("The %1 file %2 cannot be read: %3.")
                                       .arg(QString::fromLatin1(what), file.fileName(), file.errorString()));
    }
    return file.readAll();
}

} // namespace

Result<QSslConfiguration> loadTls(const QByteArray& certificateFile, const QByteArray& keyFile) {
    if (!QSslSocket::supportsSsl())
        return fail(ErrorCode::Io, QStringLiteral("This build of Qt has no TLS library."));
    const auto chainPem = readFile(certificateFile, "TLS certificate");
    if (!chainPem)
        return fail(chainPem.error());
    const auto keyPem = readFile(keyFile, "TLS key");
    if (!keyPem)
        return fail(keyPem.error());
    const QList<QSslCertificate> chain = QSslCertificate::fromData(*chainPem, QSsl::Pem);
    if (chain.isEmpty()) {
        return fail(ErrorCode::Corrupt,
                    QStringLiteral("The TLS certificate file %1 holds no certificate in PEM form.")
                        .arg(QFile::decodeName(certificateFile)));
    }
    QSslKey key(*keyPem, QSsl::Rsa);
    if (key.isNull())
        key = QSslKey(*keyPem, QSsl::Ec);
    if (key.isNull()) {
        return fail(ErrorCode::Corrupt,
                    QStringLiteral("The TLS key file %1 holds no RSA or EC private key in PEM form "
                                   "(a key with a passphrase cannot be used).")
                        .arg(QFile::decodeName(keyFile)));
    }
    if (chain.first().publicKey().algorithm() != key.algorithm()) {
        return fail(ErrorCode::Corrupt,
                    QStringLiteral("The TLS key file %1 does not belong to the certificate in %2.")
                        .arg(QFile::decodeName(keyFile), QFile::decodeName(certificateFile)));
    }
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificateChain(chain);
    tls.setPrivateKey(key);
    tls.setPeerVerifyMode(QSslSocket::VerifyNone); // clients show tokens, not certificates
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
    return tls;
}

} // namespace parlor::net
