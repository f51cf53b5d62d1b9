// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/text/typed_text.h"

#include "client/text/emoji_font.h"

#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

namespace parlor {

namespace {

/// Sets what is laid out, not what the document says: nothing of it can be undone or copied.
class EmojiTogether : public QSyntaxHighlighter {
public:
    explicit EmojiTogether(QTextDocument* document)
        : QSyntaxHighlighter(document) {}

protected:
    void highlightBlock(const QString& text) override {
        const QList<emoji::Span> spans = emoji::fragile(text);
        for (const emoji::Span& span : spans) {
            const QFont font = emoji::wholeFont();
            QTextCharFormat whole;
            whole.setFontFamilies(font.families());
            whole.setFontStyleStrategy(font.styleStrategy());
            setFormat(static_cast<int>(span.start), static_cast<int>(span.size), whole);
        }
    }
};

} // namespace

TypedText::TypedText(QObject* parent)
    : QObject(parent) {}

TypedText::~TypedText() {
    delete m_emoji;
}

void TypedText::setDocument(QQuickTextDocument* document) {
    if (document == m_document)
        return;
    if (m_document)
        m_document->textDocument()->disconnect(this);
    delete m_emoji;
    m_document = document;
    if (m_document) {
        m_emoji = new EmojiTogether(m_document->textDocument());
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

int TypedText::emojiBefore(int position) const {
    const QTextBlock block =
        m_document && position > 0 ? m_document->textDocument()->findBlock(position) : QTextBlock();
    if (!block.isValid())
        return 0;
    const int end = position - block.position();
    const int start = block.layout()->previousCursorPosition(end);
    return emoji::isOfSeveral(block.text().sliced(start, end - start)) ? end - start : 0;
}

void TypedText::apply(int from, int to) {
    if (m_applying)
        return;
    m_applying = true;
    const qreal wanted = m_lineHeight * 100;
    QTextDocument* const document = m_document->textDocument();
    // Of an empty or a new text it is no act that could be undone: undoing it would want it done again, and
    // with that nothing could be redone.
    const bool silent = !document->isUndoAvailable() && !document->isRedoAvailable();
    for (QTextBlock block = document->findBlock(from); block.isValid() && block.position() <= to;
         block = block.next()) {
        if (qFuzzyCompare(block.blockFormat().lineHeight(), wanted))
            continue;
        if (silent)
            document->setUndoRedoEnabled(false);
        QTextBlockFormat format;
        format.setLineHeight(wanted, QTextBlockFormat::ProportionalHeight);
        QTextCursor cursor(block);
        // Part of what was typed: undoing that undoes both.
        cursor.joinPreviousEditBlock();
        cursor.mergeBlockFormat(format);
        cursor.endEditBlock();
    }
    if (silent)
        document->setUndoRedoEnabled(true);
    m_applying = false;
}

} // namespace parlor
