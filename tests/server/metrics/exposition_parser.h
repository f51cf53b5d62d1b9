// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <cmath>
#include <map>
#include <optional>

namespace parlor::test {

struct ParsedSample {
    QByteArray name;
    std::map<QByteArray, QByteArray> labels;
    double value = 0;
};

/// A reader of the text format, written from its description and not from our writer: escapes are undone, and
/// whatever does not follow the grammar is nothing.
class ExpositionParser {
public:
    explicit ExpositionParser(const QByteArray& text) {
        valid = text.isEmpty() || text.endsWith('\n');
        const QList<QByteArray> lines = text.split('\n');
        for (const QByteArray& line : lines) {
            if (line.startsWith("# HELP ")) {
                const QByteArray rest = line.mid(7);
                const qsizetype blank = rest.indexOf(' ');
                help[rest.left(blank)] = unescape(rest.mid(blank + 1));
            } else if (line.startsWith("# TYPE ")) {
                const QList<QByteArray> words = line.mid(7).split(' ');
                valid = valid && words.size() == 2 && !types.contains(words[0]);
                types[words[0]] = words.value(1);
            } else if (!line.isEmpty()) {
                const auto sample = parse(line);
                valid = valid && sample;
                if (sample)
                    samples.append(*sample);
            }
        }
    }

    /// Of that name with exactly these labels.
    std::optional<double> value(const QByteArray& name,
                                const std::map<QByteArray, QByteArray>& labels = {}) const {
        for (const ParsedSample& sample : samples) {
            if (sample.name == name && sample.labels == labels)
                return sample.value;
        }
        return std::nullopt;
    }

    bool valid = true;
    std::map<QByteArray, QByteArray> help;
    std::map<QByteArray, QByteArray> types;
    QList<ParsedSample> samples;

private:
    static QByteArray unescape(const QByteArray& text) {
        QByteArray out;
        for (qsizetype i = 0; i < text.size(); ++i) {
            if (text[i] == '\\' && i + 1 < text.size()) {
                ++i;
                out += text[i] == 'n' ? '\n' : text[i];
            } else {
                out += text[i];
            }
        }
        return out;
    }

    static std::optional<ParsedSample> parse(const QByteArray& line) {
        ParsedSample sample;
        qsizetype at = 0;
        while (at < line.size() && line[at] != '{' && line[at] != ' ')
            ++at;
        sample.name = line.left(at);
        if (at < line.size() && line[at] == '{') {
            ++at;
            while (at < line.size() && line[at] != '}') {
                const qsizetype equals = line.indexOf("=\"", at);
                if (equals < 0)
                    return std::nullopt;
                qsizetype end = equals + 2;
                while (end < line.size() && line[end] != '"')
                    end += line[end] == '\\' ? 2 : 1;
                if (end >= line.size())
                    return std::nullopt;
                sample.labels[line.mid(at, equals - at)] = unescape(line.mid(equals + 2, end - equals - 2));
                at = end + 1;
                if (at < line.size() && line[at] == ',')
                    ++at;
            }
            ++at;
        }
        if (at >= line.size() || line[at] != ' ')
            return std::nullopt;
        const QByteArray number = line.mid(at + 1);
        bool ok = true;
        if (number == "+Inf")
            sample.value = HUGE_VAL;
        else
            sample.value = number.toDouble(&ok);
        return ok ? std::optional(sample) : std::nullopt;
    }
};

} // namespace parlor::test
