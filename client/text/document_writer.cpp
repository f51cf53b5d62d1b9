// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/document_writer.h"

#include "client/text/emoji_font.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;
using namespace markdown;

namespace {

bool anyRightToLeft(const Block& block) {
    for (const Run& run : block.runs) {
        for (const QChar c : run.text) {
            // Hebrew, the first right-to-left script, begins at 0590.
            if (c.unicode() >= 0x0590)
                return true;
        }
    }
    return false;
}

bool hasRightToLeft(const QString& text) {
    return std::any_of(text.cbegin(), text.cend(),
                       [](QChar c) { return c.direction() == QChar::DirR || c.direction() == QChar::DirAL; });
}

/// By what its writer wrote first, mentions, addresses and code left out: an answer in Arabic to @mara is
/// Arabic.
Qt::LayoutDirection directionOf(const Block& block) {
    if (block.kind == Kind::Code)
        return Qt::LeftToRight;
    if (!anyRightToLeft(block))
        return Qt::LayoutDirectionAuto;
    for (const Run& run : block.runs) {
        if (run.flags & (Called | CalledSelf | Aside | Code) || !run.address.isEmpty())
            continue;
        for (const char32_t c : run.text.toUcs4()) {
            switch (QChar::direction(c)) {
            case QChar::DirL:
                return Qt::LeftToRight;
            case QChar::DirR:
            case QChar::DirAL:
                return Qt::RightToLeft;
            default:
                break;
            }
        }
    }
    return Qt::LayoutDirectionAuto;
}

class Writer {
public:
    Writer(QTextDocument& document, const DocumentStyle& style)
        : m_document(document)
        , m_style(style)
        , m_cursor(&document) {}

    QList<Decoration> write(const Text& text) {
        m_document.setUndoRedoEnabled(false);
        m_document.setDocumentMargin(0);
        m_cursor.beginEditBlock();
        m_cursor.select(QTextCursor::Document);
        m_cursor.removeSelectedText();
        // A TextEdit aligns all of its text by how it begins; where directions mix, each line says its own.
        m_rightToLeft = std::any_of(text.blocks.begin(), text.blocks.end(), anyRightToLeft);
        int index = 0;
        const Block* before = nullptr;
        for (const Block& block : text.blocks) {
            QTextBlockFormat format = formatOf(block, before, text.emojiOnly);
            if (index == 0) {
                m_cursor.setBlockFormat(format);
                m_cursor.setBlockCharFormat(QTextCharFormat());
            } else {
                m_cursor.insertBlock(format, QTextCharFormat());
            }
            for (const Run& run : block.runs)
                writeRun(block, run, text.emojiOnly);
            decorate(block, format, index++);
            before = &block;
        }
        m_cursor.endEditBlock();
        return std::move(m_decorations);
    }

private:
    QTextBlockFormat formatOf(const Block& block, const Block* before, bool emojiOnly) const {
        QTextBlockFormat format;
        const Qt::LayoutDirection direction = directionOf(block);
        if (direction != Qt::LayoutDirectionAuto)
            format.setLayoutDirection(direction);
        // The margins are physical.
        const bool mirrored = direction == Qt::RightToLeft;
        if (m_rightToLeft)
            format.setAlignment((direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) |
                                Qt::AlignAbsolute);
        const qreal inset = block.quote * m_style.quoteInset + block.indent * listInset(block);
        qreal near = inset;
        qreal far = 0;
        qreal above = block.gap && before ? m_style.paragraphGap : 0;
        qreal below = 0;
        if (block.kind == Kind::Code) {
            near += m_style.codePadding;
            far += m_style.codePadding;
            above = m_style.codePadding + (before ? m_style.paragraphGap : 0);
            below = m_style.codePadding;
        } else if (before && before->kind == Kind::Code) {
            above += m_style.codePadding;
        }
        format.setLeftMargin(mirrored ? far : near);
        format.setRightMargin(mirrored ? near : far);
        if (above > 0)
            format.setTopMargin(above);
        if (below > 0)
            format.setBottomMargin(below);
        if (block.item) {
            // The marker hangs before the text.
            format.setTextIndent(-listInset(block));
            format.setTabPositions({QTextOption::Tab(listInset(block), QTextOption::LeftTab)});
        }
        if (block.kind == Kind::Rule)
            format.setLineHeight(m_style.ruleHeight, QTextBlockFormat::FixedHeight);
        else if (!emojiOnly)
            format.setLineHeight(m_style.lineHeight * 100, QTextBlockFormat::ProportionalHeight);
        return format;
    }

    qreal listInset(const Block& block) const {
        // "10." needs more room than a bullet.
        return m_style.listInset + std::max(0, block.markerSize - 2) * m_style.bodySize * 0.6;
    }

    void writeRun(const Block& block, const Run& run, bool emojiOnly) {
        QTextCharFormat format;
        if (run.flags & Bold || block.kind == Kind::Heading)
            format.setFontWeight(QFont::DemiBold);
        if (run.flags & Italic) {
            // Arabic and Hebrew have no slanted letters: many fonts would show boxes instead.
            if (hasRightToLeft(run.text))
                format.setFontWeight(QFont::DemiBold);
            else
                format.setFontItalic(true);
        }
        if (run.flags & Strike)
            format.setFontStrikeOut(true);
        if (run.flags & Aside)
            format.setForeground(m_style.aside);
        if (run.flags & Code || block.kind == Kind::Code) {
            format.setFontFamilies({m_style.monospace});
            format.setProperty(QTextFormat::FontPixelSize, m_style.codeSize);
            if (block.kind != Kind::Code)
                format.setBackground(m_style.codeGround);
        }
        if (run.flags & (Called | CalledSelf)) {
            format.setForeground(run.flags & CalledSelf ? m_style.mention : m_style.link);
            format.setFontWeight(QFont::DemiBold);
            if (!run.address.isEmpty()) {
                format.setAnchor(true);
                format.setAnchorHref(mentionAnchor + run.address);
            }
        } else if (!run.address.isEmpty()) {
            format.setForeground(m_style.link);
            format.setFontUnderline(true);
            format.setAnchor(true);
            format.setAnchorHref(run.address);
        }
        if (emojiOnly)
            format.setProperty(QTextFormat::FontPixelSize, m_style.emojiSize);
        // Within a block its lines are one paragraph, so that it is one rectangle.
        QString text = run.text;
        text.replace(u'\n', QChar(QChar::LineSeparator));
        // A tab has no width where text runs from the right.
        if (block.item && m_cursor.blockFormat().layoutDirection() == Qt::RightToLeft)
            text.replace(u'\t', u"\u00A0\u00A0\u00A0"_s);
        insert(text, format);
    }

    void insert(const QString& text, const QTextCharFormat& format) {
        qsizetype done = 0;
        const QList<emoji::Span> spans = emoji::fragile(text);
        for (const emoji::Span& span : spans) {
            m_cursor.insertText(text.sliced(done, span.start - done), format);
            QTextCharFormat whole = format;
            const QFont font = emoji::wholeFont();
            whole.setFontFamilies(font.families());
            whole.setFontStyleStrategy(font.styleStrategy());
            done = span.start + span.size;
            m_cursor.insertText(text.sliced(span.start, span.size), whole);
        }
        m_cursor.insertText(text.sliced(done), format);
    }

    void decorate(const Block& block, const QTextBlockFormat& format, int index) {
        const bool mirrored = format.layoutDirection() == Qt::RightToLeft;
        for (int level = 0; level < block.quote; ++level) {
            const int inset = level * m_style.quoteInset;
            Decoration* const last = lastQuote(inset, index - 1);
            if (last)
                last->lastBlock = index;
            else
                m_decorations.append({Decoration::Quote, index, index, inset, mirrored, {}});
        }
        const int inset =
            static_cast<int>(block.quote * m_style.quoteInset + block.indent * listInset(block));
        if (block.kind == Kind::Code) {
            const QString code = block.runs.isEmpty() ? QString() : block.runs.constFirst().text;
            m_decorations.append({Decoration::Code, index, index, inset, false, code});
        } else if (block.kind == Kind::Rule) {
            m_decorations.append({Decoration::Rule, index, index, inset, mirrored, {}});
        }
    }

    Decoration* lastQuote(int inset, int endingAt) {
        for (auto it = m_decorations.rbegin(); it != m_decorations.rend(); ++it) {
            if (it->kind == Decoration::Quote && it->inset == inset && it->lastBlock == endingAt)
                return &*it;
        }
        return nullptr;
    }

    QTextDocument& m_document;
    const DocumentStyle& m_style;
    QTextCursor m_cursor;
    QList<Decoration> m_decorations;
    bool m_rightToLeft = false;
};

} // namespace

QList<Decoration> writeDocument(QTextDocument& document, const Text& text, const DocumentStyle& style) {
    return Writer(document, style).write(text);
}

QString copiedText(const QTextDocument& document, int start, int end) {
    QTextCursor cursor(const_cast<QTextDocument*>(&document));
    const int last = document.characterCount() - 1;
    cursor.setPosition(std::clamp(start, 0, last));
    cursor.setPosition(std::clamp(end, 0, last), QTextCursor::KeepAnchor);
    QString text = cursor.selectedText();
    for (QChar& c : text) {
        if (c == QChar::ParagraphSeparator || c == QChar::LineSeparator)
            c = u'\n';
        else if (c == u'\t' || c == QChar::Nbsp)
            c = u' ';
    }
    return text;
}

} // namespace parlor
