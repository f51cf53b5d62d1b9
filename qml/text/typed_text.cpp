// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/text/typed_text.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

namespace parlor {

void TypedText::setDocument(QQuickTextDocument* document) {
    if (document == m_document)
        return;
    if (m_document)
        m_document->textDocument()->disconnect(this);
    m_document = document;
    if (m_document) {
        connect(m_document->textDocument(), &QTextDocument::contentsChange, this,
                [this](int position, int, int added) { apply(position, position + added); });
        apply(0, m_document->textDocument()->characterCount());
    }
    Q_EMIT changed();
}

void TypedText::setLineHeight(qreal factor) {
    if (qFuzzyCompare(factor, m_lineHeight))
        return;
    m_lineHeight = factor;
    if (m_document)
        apply(0, m_document->textDocument()->characterCount());
    Q_EMIT changed();
}

void TypedText::apply(int from, int to) {
    if (m_applying)
        return;
    m_applying = true;
    const qreal wanted = m_lineHeight * 100;
    QTextDocument* const document = m_document->textDocument();
    for (QTextBlock block = document->findBlock(from); block.isValid() && block.position() <= to;
         block = block.next()) {
        if (qFuzzyCompare(block.blockFormat().lineHeight(), wanted))
            continue;
        QTextBlockFormat format;
        format.setLineHeight(wanted, QTextBlockFormat::ProportionalHeight);
        QTextCursor cursor(block);
        // Part of what was typed: undoing that undoes both.
        cursor.joinPreviousEditBlock();
        cursor.mergeBlockFormat(format);
        cursor.endEditBlock();
    }
    m_applying = false;
}

} // namespace parlor
