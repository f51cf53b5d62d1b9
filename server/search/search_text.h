// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QSet>
#include <QStringView>

#include <optional>
#include <vector>

/// What a text is to the search: the same for every database, for messages that no index holds yet, and for
/// queries. Pure; any thread.
///
/// A text is reduced to letters and digits without case, accents or width ("Grüße", "ＧＲＵＳＳＥ" and
/// "grusse" are one), to characters that stand alone (of scripts that put no spaces between words, and
/// symbols such as emoji), and to gaps. What "-", "_", "." or an apostrophe joins is one word that is found
/// by its parts too.
namespace parlor::search {

/// Grows with every change of what tokens() gives: an index made by another version is made anew.
inline constexpr int tokenVersion = 1;

/// Where something was found: code points of the text.
struct Span {
    int start = 0;
    int length = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

/// A text in its normal form.
class Text {
public:
    explicit Text(QStringView text);

    bool isEmpty() const { return m_units.empty(); }
    /// What the index holds of it, each once, in UTF-8 without ASCII but letters and digits: every three
    /// letters that follow each other in a word, words and parts of words of one and two letters, every
    /// character that stands alone, and every two of those that follow each other. At most some 2 per code
    /// point.
    QSet<QByteArray> tokens() const;
    /// The normal form, with spaces as gaps: for tests.
    QString toString() const;

private:
    friend class Term;
    enum class Kind : quint8 { Letter, Alone, Gap };
    struct Unit {
        char32_t code = 0;
        Kind kind = Kind::Gap;
        bool begins = false; ///< a letter: the first of a word or of a part of one
        int from = 0;        ///< code points of the original
        int to = 0;
    };

    class Builder;
    /// A word or a part of one ends before `index`.
    bool endsAt(std::size_t index) const;

    std::vector<Unit> m_units; ///< no gap at either end, nor two in a row
};

/// What a query looks for in a text: a word or a part of one (of three letters at least; shorter ones are
/// found as whole words only), or a phrase of whole words.
class Term {
public:
    /// Nothing if there is nothing in `text` that could be found.
    static std::optional<Term> word(QStringView text);
    static std::optional<Term> phrase(QStringView text);

    bool isIn(const Text& text) const;
    /// Where it is, in order, without overlaps; at most `max`.
    QList<Span> find(const Text& text, qsizetype max) const;
    /// Tokens that every text has which it is in; never none, and not more than are worth asking for.
    QSet<QByteArray> tokens() const;

private:
    Term(Text text, bool whole)
        : m_text(std::move(text))
        , m_whole(whole) {}
    static std::optional<Term> make(QStringView text, bool whole);
    bool isAt(const Text& text, std::size_t at) const;
    /// The letters from `at` on that belong together.
    std::size_t runEnd(std::size_t at) const;

    Text m_text;
    bool m_whole;
};

/// Whether `text` has the address of something on the web in it.
bool hasLink(QStringView text);

} // namespace parlor::search
