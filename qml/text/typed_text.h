// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickTextDocument>

namespace parlor {

/// Gives the lines of a text that is being typed their height. Only lines that lack it are touched, so that a
/// key costs the same however long the text is. GUI thread.
class TypedText : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document READ document WRITE setDocument NOTIFY changed FINAL)
    /// Factor.
    Q_PROPERTY(qreal lineHeight READ lineHeight WRITE setLineHeight NOTIFY changed FINAL)

public:
    explicit TypedText(QObject* parent = nullptr)
        : QObject(parent) {}

    QQuickTextDocument* document() const { return m_document; }
    void setDocument(QQuickTextDocument* document);
    qreal lineHeight() const { return m_lineHeight; }
    void setLineHeight(qreal factor);

Q_SIGNALS:
    void changed();

private:
    void apply(int from, int to);

    QPointer<QQuickTextDocument> m_document;
    qreal m_lineHeight = 1.0;
    bool m_applying = false;
};

} // namespace parlor
