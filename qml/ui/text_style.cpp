// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/ui/text_style.h"

#include <QRegularExpression>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QUrl>

namespace parlor {

using namespace Qt::StringLiterals;

void TextStyle::setDocument(QQuickTextDocument* document) {
    if (document == m_document)
        return;
    if (m_document)
        m_document->textDocument()->disconnect(this);
    m_document = document;
    if (m_document)
        connect(m_document->textDocument(), &QTextDocument::contentsChange, this, [this] { apply(); });
    apply();
    Q_EMIT documentChanged();
}

void TextStyle::setLinkColor(const QColor& color) {
    if (color == m_linkColor)
        return;
    m_linkColor = color;
    apply();
    Q_EMIT linkColorChanged();
}

void TextStyle::setLineHeight(qreal factor) {
    if (qFuzzyCompare(factor, m_lineHeight))
        return;
    m_lineHeight = factor;
    apply();
    Q_EMIT lineHeightChanged();
}

void TextStyle::setLinks(bool links) {
    if (links == m_links)
        return;
    m_links = links;
    apply();
    Q_EMIT linksChanged();
}

QList<TextStyle::Link> TextStyle::findLinks(const QString& text) {
    static const QRegularExpression pattern(u"\\bhttps?://[^\\s<>\"\\x{00AB}\\x{00BB}\\x{201C}\\x{201D}]+"_s,
                                            QRegularExpression::CaseInsensitiveOption |
                                                QRegularExpression::UseUnicodePropertiesOption);
    QList<Link> links;
    for (auto it = pattern.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        QString address = match.captured();
        while (!address.isEmpty()) {
            const QChar last = address.back();
            const bool unopened = last == u')' && address.count(u'(') < address.count(u')');
            if (!unopened && !u".,;:!?'*_]}"_s.contains(last))
                break;
            address.chop(1);
        }
        const QUrl url(address, QUrl::StrictMode);
        if (url.isValid() && !url.host().isEmpty())
            links.append({match.capturedStart(), address.size()});
    }
    return links;
}

void TextStyle::apply() {
    if (!m_document || m_applying)
        return;
    m_applying = true;
    QTextDocument* document = m_document->textDocument();
    QTextCursor cursor(document);
    cursor.joinPreviousEditBlock();
    QTextBlockFormat block;
    block.setLineHeight(m_lineHeight * 100, QTextBlockFormat::ProportionalHeight);
    cursor.select(QTextCursor::Document);
    cursor.mergeBlockFormat(block);
    if (m_links) {
        cursor.setCharFormat(QTextCharFormat());
        // The document's positions are those of the text: a block's end counts one, as a line feed does.
        for (const Link& link : findLinks(document->toPlainText())) {
            QTextCharFormat format;
            cursor.setPosition(static_cast<int>(link.start));
            cursor.setPosition(static_cast<int>(link.start + link.length), QTextCursor::KeepAnchor);
            format.setAnchor(true);
            format.setAnchorHref(cursor.selectedText());
            format.setForeground(m_linkColor);
            format.setFontUnderline(true);
            cursor.setCharFormat(format);
        }
    }
    cursor.endEditBlock();
    m_applying = false;
}

} // namespace parlor
