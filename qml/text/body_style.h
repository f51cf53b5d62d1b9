// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/text/document_writer.h"

#include <QObject>
#include <QQmlEngine>

namespace parlor {

/// How the text of messages looks: one object for all of them, which QML binds to its theme. GUI thread.
class BodyStyle : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QColor link MEMBER m_link NOTIFY changed FINAL)
    Q_PROPERTY(QColor mention MEMBER m_mention NOTIFY changed FINAL)
    Q_PROPERTY(QColor aside MEMBER m_aside NOTIFY changed FINAL)
    Q_PROPERTY(QColor codeGround MEMBER m_codeGround NOTIFY changed FINAL)
    Q_PROPERTY(QString monospace MEMBER m_monospace NOTIFY changed FINAL)
    Q_PROPERTY(int bodySize MEMBER m_bodySize NOTIFY changed FINAL)
    Q_PROPERTY(qreal lineHeight MEMBER m_lineHeight NOTIFY changed FINAL)
    Q_PROPERTY(int codePadding READ codePadding CONSTANT FINAL)
    Q_PROPERTY(int quoteInset READ quoteInset CONSTANT FINAL)

public:
    explicit BodyStyle(QObject* parent = nullptr)
        : QObject(parent) {}

    DocumentStyle style() const;
    static int codePadding() { return DocumentStyle().codePadding; }
    static int quoteInset() { return DocumentStyle().quoteInset; }

Q_SIGNALS:
    void changed();

private:
    QColor m_link;
    QColor m_mention;
    QColor m_aside;
    QColor m_codeGround;
    QString m_monospace;
    int m_bodySize = 14;
    qreal m_lineHeight = 1.3;
};

} // namespace parlor
