// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/markdown_reader.h"

#include <md4c.h>

namespace parlor::markdown {

using namespace Qt::StringLiterals;

namespace {

// No written message comes near these; what does is shown as it is.
constexpr int depthMax = 24;
constexpr int eventsMax = 20'000;
constexpr int cellsMax = 400;
// md4c looks from each of these for its other half, which takes the square of their number.
constexpr int marksMax = 1'200;

constexpr unsigned dialect = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_STRIKETHROUGH |
                             MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEEMAILAUTOLINKS;

class Reader {
public:
    Reader(const Addresses& addresses, const Callees& callees)
        : m_addresses(addresses)
        , m_callees(callees) {}

    std::optional<Text> read(const QString& source) {
        int marks = 0;
        for (const QChar c : source)
            marks += u"[]<>*_~`!|"_s.contains(c);
        if (marks > marksMax)
            return std::nullopt;
        const QByteArray bytes = source.toUtf8();
        MD_PARSER parser{};
        parser.flags = dialect;
        parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
            return static_cast<Reader*>(self)->enterBlock(type, detail);
        };
        parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
            return static_cast<Reader*>(self)->leaveBlock(type);
        };
        parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
            return static_cast<Reader*>(self)->enterSpan(type, detail);
        };
        parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
            return static_cast<Reader*>(self)->leaveSpan(type);
        };
        parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
            return static_cast<Reader*>(self)->addText(type, text, size);
        };
        if (md_parse(bytes.constData(), static_cast<MD_SIZE>(bytes.size()), &parser, this) != 0)
            return std::nullopt;
        if (m_text.blocks.isEmpty())
            m_text.blocks.append(Block());
        m_text.blocks.first().gap = false;
        return std::move(m_text);
    }

private:
    struct List {
        bool ordered = false;
        bool tight = true;
        unsigned next = 0;
    };

    int counted() { return ++m_events > eventsMax || m_depth > depthMax; }

    int enterBlock(MD_BLOCKTYPE type, void* detail) {
        ++m_depth;
        switch (type) {
        case MD_BLOCK_QUOTE:
            ++m_quote;
            break;
        case MD_BLOCK_UL:
            m_lists.append({false, static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0, 0});
            m_gapWanted = m_lists.size() == 1;
            break;
        case MD_BLOCK_OL: {
            const auto* const list = static_cast<MD_BLOCK_OL_DETAIL*>(detail);
            m_lists.append({true, list->is_tight != 0, list->start});
            m_gapWanted = m_lists.size() == 1;
            break;
        }
        case MD_BLOCK_LI:
            beginItem(*static_cast<MD_BLOCK_LI_DETAIL*>(detail));
            break;
        case MD_BLOCK_HR:
            begin(Kind::Rule);
            break;
        case MD_BLOCK_H:
            begin(Kind::Heading);
            break;
        case MD_BLOCK_P:
            begin(Kind::Line);
            break;
        case MD_BLOCK_CODE:
            begin(Kind::Code);
            break;
        case MD_BLOCK_TABLE:
            begin(Kind::Code);
            m_table = {};
            break;
        case MD_BLOCK_TR:
            m_table.append(QStringList());
            break;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            m_cell.clear();
            m_inCell = true;
            if (++m_cells > cellsMax)
                return 1;
            break;
        default:
            break;
        }
        return counted();
    }

    int leaveBlock(MD_BLOCKTYPE type) {
        --m_depth;
        switch (type) {
        case MD_BLOCK_QUOTE:
            flush();
            m_open = false;
            --m_quote;
            break;
        case MD_BLOCK_UL:
        case MD_BLOCK_OL:
            m_lists.removeLast();
            m_gapWanted = m_lists.isEmpty();
            break;
        case MD_BLOCK_LI:
            if (!m_marker.isEmpty())
                begin(Kind::Line); // an item without text
            flush();
            m_open = false;
            break;
        case MD_BLOCK_CODE:
            flush();
            if (!current().runs.isEmpty() && current().runs.constLast().text.endsWith(u'\n'))
                current().runs.last().text.chop(1);
            m_open = false;
            break;
        case MD_BLOCK_P:
        case MD_BLOCK_H:
            flush();
            m_open = false;
            break;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            flush();
            m_inCell = false;
            m_table.last().append(m_cell);
            break;
        case MD_BLOCK_TABLE:
            appendTable();
            m_open = false;
            break;
        default:
            break;
        }
        return counted();
    }

    int enterSpan(MD_SPANTYPE type, void* detail) {
        flush();
        switch (type) {
        case MD_SPAN_EM:
            ++m_italic;
            break;
        case MD_SPAN_STRONG:
            ++m_bold;
            break;
        case MD_SPAN_DEL:
            ++m_strike;
            break;
        case MD_SPAN_CODE:
            m_code = true;
            break;
        case MD_SPAN_A:
            beginLink(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
            break;
        case MD_SPAN_IMG:
            beginLink(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
            break;
        default:
            break;
        }
        return counted();
    }

    int leaveSpan(MD_SPANTYPE type) {
        flush();
        switch (type) {
        case MD_SPAN_EM:
            --m_italic;
            break;
        case MD_SPAN_STRONG:
            --m_bold;
            break;
        case MD_SPAN_DEL:
            --m_strike;
            break;
        case MD_SPAN_CODE:
            m_code = false;
            break;
        case MD_SPAN_A:
        case MD_SPAN_IMG:
            endLink();
            break;
        default:
            break;
        }
        return counted();
    }

    int addText(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size) {
        if (!m_open && !m_inCell)
            begin(Kind::Line); // the text of a tight list's item comes without a paragraph
        if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
            if (m_links > 0 || current().kind == Kind::Heading || m_inCell) {
                m_bytes += ' ';
            } else {
                flush();
                const Block& before = current();
                Block next;
                next.indent = before.indent;
                next.quote = before.quote;
                next.markerSize = before.markerSize;
                m_text.blocks.append(next);
            }
        } else if (type == MD_TEXT_NULLCHAR) {
            m_bytes += "\xEF\xBF\xBD";
        } else {
            // An entity is shown as it was typed: nobody in a chat means a no-break space by "&nbsp;".
            m_bytes.append(text, static_cast<qsizetype>(size));
        }
        return counted();
    }

    Block& current() { return m_text.blocks.last(); }

    void begin(Kind kind) {
        flush();
        Block block;
        block.kind = kind;
        block.quote = std::min(m_quote, quoteMax);
        block.indent = static_cast<int>(std::min<qsizetype>(m_lists.size(), indentMax));
        block.markerSize = m_lists.isEmpty() ? 0 : m_markerSize;
        block.item = !m_marker.isEmpty() && kind != Kind::Code;
        block.gap = m_gapWanted || (block.item ? !m_lists.constLast().tight : true);
        m_gapWanted = false;
        if (!m_marker.isEmpty())
            appendRun(block.runs, m_marker + (block.item ? u"\t"_s : QString()), 0);
        if (kind == Kind::Code)
            block.runs.clear();
        m_marker.clear();
        m_text.blocks.append(std::move(block));
        m_open = true;
    }

    void beginItem(const MD_BLOCK_LI_DETAIL& item) {
        flush();
        m_open = false;
        List& list = m_lists.last();
        if (item.is_task != 0)
            m_marker = item.task_mark == ' ' ? u"\u2610"_s : u"\u2611"_s;
        else if (list.ordered)
            m_marker = QString::number(list.next++) + u'.';
        else
            m_marker = u"\u2022"_s;
        m_markerSize = static_cast<int>(m_marker.size());
    }

    quint8 flags() const {
        return static_cast<quint8>((m_bold > 0 ? Bold : 0) | (m_italic > 0 ? Italic : 0) |
                                   (m_strike > 0 ? Strike : 0) | (m_code ? Code : 0));
    }

    /// What was gathered since the look last changed.
    void flush() {
        if (m_bytes.isEmpty())
            return;
        const QString text = QString::fromUtf8(m_bytes);
        m_bytes.clear();
        if (m_inCell) {
            m_cell += m_addresses.expand(text);
            return;
        }
        if (m_links > 0) {
            const QString expanded = m_addresses.expand(text);
            m_linkText += expanded;
            appendRun(current().runs, expanded, flags(), m_address);
        } else if (m_code || current().kind == Kind::Code) {
            appendRun(current().runs, m_addresses.expand(text), flags());
        } else {
            appendText(current().runs, text, flags(), m_addresses, m_callees);
        }
    }

    /// Only the outermost counts: a picture within a link leads where the link does.
    void beginLink(const MD_ATTRIBUTE& target) {
        if (m_links++ > 0)
            return;
        if (!m_open && !m_inCell)
            begin(Kind::Line);
        QString href;
        const QString raw = QString::fromUtf8(target.text, static_cast<qsizetype>(target.size));
        for (qsizetype i = 0; i < raw.size(); ++i) {
            const Addresses::Hidden* const hidden = m_addresses.at(raw, i);
            href += hidden ? (++i, hidden->shown) : QString(raw[i]);
        }
        m_target = href;
        m_address = links::safeAddress(href.startsWith("www."_L1) ? u"https://"_s + href : href);
        m_linkText.clear();
    }

    void endLink() {
        if (--m_links > 0 || m_inCell)
            return;
        const QString shown = m_linkText.trimmed();
        QList<Run>& runs = current().runs;
        if (m_address.isEmpty()) {
            // It leads nowhere; what was written is shown.
            if (!m_target.isEmpty() && m_target != shown)
                appendRun(runs, u" (%1)"_s.arg(m_target), Aside);
        } else if (shown.isEmpty()) {
            appendLink(runs, m_target, flags(), m_address);
        } else {
            const QString hidden = links::hiddenTarget(shown, m_address);
            if (!hidden.isEmpty())
                appendRun(runs, u" (\u2066%1\u2069)"_s.arg(hidden), Aside);
        }
        m_address.clear();
    }

    /// As text of fixed width: readable, selectable, and of bounded cost.
    void appendTable() {
        QList<qsizetype> widths;
        for (const QStringList& row : std::as_const(m_table)) {
            for (qsizetype i = 0; i < row.size(); ++i) {
                if (i == widths.size())
                    widths.append(0);
                widths[i] = std::min<qsizetype>(std::max(widths[i], row[i].size()), 60);
            }
        }
        QStringList lines;
        for (const QStringList& row : std::as_const(m_table)) {
            QStringList cells;
            QStringList rule;
            for (qsizetype i = 0; i < row.size(); ++i) {
                cells.append(row[i].leftJustified(widths[i]));
                rule.append(QString(widths[i], u'\u2500'));
            }
            lines.append(cells.join(u"  "_s).trimmed());
            if (lines.size() == 1)
                lines.append(rule.join(u"  "_s));
        }
        appendRun(current().runs, lines.join(u'\n'), 0);
        m_table.clear();
    }

    const Addresses& m_addresses;
    const Callees& m_callees;
    Text m_text;
    QByteArray m_bytes;
    QList<List> m_lists;
    QString m_marker; ///< of the item whose first paragraph is to come
    int m_markerSize = 0;
    QList<QStringList> m_table;
    QString m_cell;
    QString m_target;
    QString m_address;
    QString m_linkText;
    int m_quote = 0;
    int m_bold = 0;
    int m_italic = 0;
    int m_strike = 0;
    int m_links = 0;
    int m_depth = 0;
    int m_events = 0;
    int m_cells = 0;
    bool m_code = false;
    bool m_inCell = false;
    bool m_open = false;
    bool m_gapWanted = false;
};

} // namespace

std::optional<Text> readMarkdown(const QString& source, const Addresses& addresses, const Callees& callees) {
    return Reader(addresses, callees).read(source);
}

} // namespace parlor::markdown
