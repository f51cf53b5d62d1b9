// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qml/text/body_places.h"
#include "qml/text/body_style.h"

#include <QPointer>
#include <QQmlParserStatus>
#include <QQuickTextDocument>
#include <QVariantList>

namespace parlor {

/// Fills the document of a TextEdit with a message's Markdown, and says where what is painted behind the text
/// stands. GUI thread.
class BodyText : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document READ document WRITE setDocument NOTIFY documentChanged FINAL)
    Q_PROPERTY(parlor::BodyStyle* style READ style WRITE setStyle NOTIFY styleChanged FINAL)
    /// Markdown, as it was written.
    Q_PROPERTY(QString content READ content WRITE setContent NOTIFY contentChanged FINAL)
    /// Whom it calls: maps with `id` (empty for everybody), `name` (what stands behind the @), `self`.
    Q_PROPERTY(QVariantList mentions READ mentions WRITE setMentions NOTIFY mentionsChanged FINAL)
    /// No markup is read; links and mentions still are.
    Q_PROPERTY(bool plain READ isPlain WRITE setPlain NOTIFY plainChanged FINAL)
    /// What is behind the text.
    Q_PROPERTY(parlor::BodyPlaces* places READ places CONSTANT FINAL)
    /// Its first block, its last one, is of code. Known before anything is laid out, so that room can be made
    /// for it.
    Q_PROPERTY(bool beginsWithCode READ beginsWithCode NOTIFY edgesChanged FINAL)
    Q_PROPERTY(bool endsWithCode READ endsWithCode NOTIFY edgesChanged FINAL)

public:
    explicit BodyText(QObject* parent = nullptr)
        : QObject(parent)
        , m_places(new BodyPlaces(this)) {}

    QQuickTextDocument* document() const { return m_document; }
    void setDocument(QQuickTextDocument* document);
    BodyStyle* style() const { return m_style; }
    void setStyle(BodyStyle* style);
    QString content() const { return m_content; }
    void setContent(const QString& content);
    QVariantList mentions() const { return m_mentions; }
    void setMentions(const QVariantList& mentions);
    bool isPlain() const { return m_plain; }
    void setPlain(bool plain);
    BodyPlaces* places() const { return m_places; }
    bool beginsWithCode() const { return m_beginsWithCode; }
    bool endsWithCode() const { return m_endsWithCode; }

    /// What is copied of the positions from `start` to `end`.
    Q_INVOKABLE QString textBetween(int start, int end) const;
    Q_INVOKABLE static void copy(const QString& text);
    /// The user whom an anchor of the document calls; empty for a link.
    Q_INVOKABLE static QString calledBy(const QString& anchor);

    void classBegin() override { m_complete = false; }
    void componentComplete() override;

Q_SIGNALS:
    void documentChanged();
    void styleChanged();
    void contentChanged();
    void mentionsChanged();
    void plainChanged();
    void edgesChanged();

private:
    void rebuild();
    void place();

    QPointer<QQuickTextDocument> m_document;
    QPointer<BodyStyle> m_style;
    QString m_content;
    QVariantList m_mentions;
    bool m_plain = false;
    bool m_complete = true;
    QList<Decoration> m_decorations;
    bool m_beginsWithCode = false;
    bool m_endsWithCode = false;
    BodyPlaces* m_places;
};

} // namespace parlor
