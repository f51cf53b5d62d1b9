// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickTextDocument>

namespace parlor {

/// Dresses the plain text of a TextEdit: line height, and links for the http(s) addresses in it. It works on
/// the document, so that what somebody wrote is never parsed as markup. GUI thread.
///
///     TextEdit { id: edit; textFormat: TextEdit.PlainText; text: content }
///     TextStyle { document: edit.textDocument; linkColor: Theme.accent; lineHeight: 1.3 }
class TextStyle : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document READ document WRITE setDocument NOTIFY documentChanged FINAL)
    Q_PROPERTY(QColor linkColor READ linkColor WRITE setLinkColor NOTIFY linkColorChanged FINAL)
    Q_PROPERTY(qreal lineHeight READ lineHeight WRITE setLineHeight NOTIFY lineHeightChanged FINAL)
    /// Off for what is being typed.
    Q_PROPERTY(bool links READ links WRITE setLinks NOTIFY linksChanged FINAL)

public:
    explicit TextStyle(QObject* parent = nullptr)
        : QObject(parent) {}

    QQuickTextDocument* document() const { return m_document; }
    void setDocument(QQuickTextDocument* document);
    QColor linkColor() const { return m_linkColor; }
    void setLinkColor(const QColor& color);
    qreal lineHeight() const { return m_lineHeight; }
    void setLineHeight(qreal factor);
    bool links() const { return m_links; }
    void setLinks(bool links);

    struct Link {
        qsizetype start = 0;
        qsizetype length = 0;
        friend bool operator==(const Link&, const Link&) = default;
    };
    /// The http and https addresses in `text`, in order. Punctuation that ends a sentence is not part of one.
    static QList<Link> findLinks(const QString& text);

Q_SIGNALS:
    void documentChanged();
    void linkColorChanged();
    void lineHeightChanged();
    void linksChanged();

private:
    void apply();

    QPointer<QQuickTextDocument> m_document;
    QColor m_linkColor;
    qreal m_lineHeight = 1.0;
    bool m_links = true;
    bool m_applying = false;
};

} // namespace parlor
