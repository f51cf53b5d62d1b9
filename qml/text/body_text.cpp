// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/text/body_text.h"

#include <QAbstractTextDocumentLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QTextBlock>
#include <QTextDocument>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

QString kindName(Decoration::Kind kind) {
    switch (kind) {
    case Decoration::Code:
        return u"code"_s;
    case Decoration::Quote:
        return u"quote"_s;
    case Decoration::Rule:
        break;
    }
    return u"rule"_s;
}

QList<markdown::Mention> mentionsFrom(const QVariantList& list) {
    QList<markdown::Mention> mentions;
    for (const QVariant& entry : list) {
        const QVariantMap map = entry.toMap();
        mentions.append(
            {map.value(u"id"_s).toString(), map.value(u"name"_s).toString(), map.value(u"self"_s).toBool()});
    }
    return mentions;
}

} // namespace

void BodyText::setDocument(QQuickTextDocument* document) {
    if (document == m_document)
        return;
    m_document = document;
    rebuild();
    Q_EMIT documentChanged();
}

void BodyText::setStyle(BodyStyle* style) {
    if (style == m_style)
        return;
    if (m_style)
        m_style->disconnect(this);
    m_style = style;
    if (m_style)
        connect(m_style, &BodyStyle::changed, this, &BodyText::rebuild);
    rebuild();
    Q_EMIT styleChanged();
}

void BodyText::setContent(const QString& content) {
    if (content == m_content)
        return;
    m_content = content;
    rebuild();
    Q_EMIT contentChanged();
}

void BodyText::setMentions(const QVariantList& mentions) {
    if (mentions == m_mentions)
        return;
    m_mentions = mentions;
    rebuild();
    Q_EMIT mentionsChanged();
}

void BodyText::setPlain(bool plain) {
    if (plain == m_plain)
        return;
    m_plain = plain;
    rebuild();
    Q_EMIT plainChanged();
}

void BodyText::componentComplete() {
    m_complete = true;
    rebuild();
}

void BodyText::rebuild() {
    if (!m_complete || !m_document || !m_style)
        return;
    QTextDocument* const document = m_document->textDocument();
    const auto mentions = mentionsFrom(m_mentions);
    m_decorations = writeDocument(
        *document, m_plain ? markdown::plain(m_content, mentions) : markdown::parse(m_content, mentions),
        m_style->style());
    const auto isCode = [&](const Decoration* decoration) {
        return decoration && decoration->kind == Decoration::Code;
    };
    const Decoration* const first = m_decorations.isEmpty() ? nullptr : &m_decorations.constFirst();
    const Decoration* const last = m_decorations.isEmpty() ? nullptr : &m_decorations.constLast();
    const bool begins = isCode(first) && first->firstBlock == 0;
    const bool ends = isCode(last) && last->lastBlock + 1 == document->blockCount();
    if (begins != m_beginsWithCode || ends != m_endsWithCode) {
        m_beginsWithCode = begins;
        m_endsWithCode = ends;
        Q_EMIT edgesChanged();
    }
    // Where things stand is known, and asked for, only where there is something to place.
    QAbstractTextDocumentLayout* const layout = document->documentLayout();
    layout->disconnect(this);
    if (!m_decorations.isEmpty())
        connect(layout, &QAbstractTextDocumentLayout::documentSizeChanged, this, &BodyText::place);
    place();
}

void BodyText::place() {
    if (!m_document)
        return;
    QList<BodyPlaces::Place> places;
    const QTextDocument* const document = m_document->textDocument();
    for (const Decoration& decoration : std::as_const(m_decorations)) {
        const QAbstractTextDocumentLayout* const layout = document->documentLayout();
        const QRectF first = layout->blockBoundingRect(document->findBlockByNumber(decoration.firstBlock));
        const QRectF last = layout->blockBoundingRect(document->findBlockByNumber(decoration.lastBlock));
        places.append({kindName(decoration.kind), first.top(), last.bottom() - first.top(), decoration.inset,
                       decoration.rightToLeft, decoration.code});
    }
    m_places->setPlaces(places);
}

QString BodyText::textBetween(int start, int end) const {
    return m_document ? copiedText(*m_document->textDocument(), start, end) : QString();
}

void BodyText::copy(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

QString BodyText::calledBy(const QString& anchor) {
    return anchor.startsWith(mentionAnchor) ? anchor.mid(mentionAnchor.size()) : QString();
}

} // namespace parlor
