// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickTextDocument>

class QSyntaxHighlighter;

namespace parlor {

/// Gives the lines of a text that is being typed their height, and its emoji of several characters the font
/// in which they are one. Only lines that lack it are touched, so that a key costs the same however long the
/// text is; what can be undone stays as it was. GUI thread.
class TypedText : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document READ document WRITE setDocument NOTIFY changed FINAL)
    /// Factor.
    Q_PROPERTY(qreal lineHeight READ lineHeight WRITE setLineHeight NOTIFY changed FINAL)

public:
    explicit TypedText(QObject* parent = nullptr);
    ~TypedText() override;

    QQuickTextDocument* document() const { return m_document; }
    void setDocument(QQuickTextDocument* document);
    qreal lineHeight() const { return m_lineHeight; }
    void setLineHeight(qreal factor);

    /// How long the emoji is that ends at `position`, UTF-16 units; 0 if none of several characters does. Qt
    /// takes away its last character alone.
    Q_INVOKABLE int emojiBefore(int position) const;

Q_SIGNALS:
    void changed();

private:
    void apply(int from, int to);

    QPointer<QQuickTextDocument> m_document;
    QPointer<QSyntaxHighlighter> m_emoji; // the document's
    qreal m_lineHeight = 1.0;
    bool m_applying = false;
};

} // namespace parlor
