// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/mentions.h"

#include "shared/limits.h"

namespace parlor {

namespace {

// Of distinct names asked for: room enough for mentionsMax people among many that nobody bears.
constexpr qsizetype callsMax = 4 * limits::mentionsMax;

bool isNameCharacter(QChar c) {
    const char16_t u = c.unicode();
    return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9') || u == u'.' ||
           u == u'_' || u == u'-';
}

bool endsInWord(QStringView text) {
    if (text.isEmpty())
        return false;
    const QChar last = text.back();
    if (last == u'@')
        return true;
    if (last.isLowSurrogate() && text.size() > 1 && text[text.size() - 2].isHighSurrogate())
        return QChar::isLetterOrNumber(QChar::surrogateToUcs4(text[text.size() - 2], last));
    return last.isLetterOrNumber();
}

qsizetype runOfBackticks(QStringView text, qsizetype from) {
    qsizetype end = from;
    while (end < text.size() && text[end] == u'`')
        ++end;
    return end - from;
}

/// Where the code ends that begins with `length` backticks before `from`; -1 if it does not end.
qsizetype endOfCode(QStringView text, qsizetype from, qsizetype length) {
    for (qsizetype at = text.indexOf(u'`', from); at >= 0; at = text.indexOf(u'`', at)) {
        const qsizetype run = runOfBackticks(text, at);
        at += run;
        if (run == length)
            return at;
    }
    return -1;
}

QStringList meanings(QStringView token) {
    QStringList names;
    QString name = token.toString().toLower();
    while (!name.isEmpty()) {
        if (name.size() >= limits::usernameMin && name.size() <= limits::usernameMax)
            names.append(name);
        if (!name.endsWith(u'.') && !name.endsWith(u'-'))
            break;
        name.chop(1);
    }
    return names;
}

bool meansRoom(const QString& name) {
    return name == u"room" || name == u"all" || name == u"here";
}

} // namespace

QStringList CalledNames::names() const {
    QStringList all;
    for (const QStringList& call : calls)
        all.append(call);
    all.removeDuplicates();
    return all;
}

Mentions CalledNames::resolved(const QHash<QString, UserId>& members) const {
    Mentions mentions;
    mentions.room = room;
    for (const QStringList& call : calls) {
        for (const QString& name : call) {
            const auto member = members.constFind(name);
            if (member == members.cend())
                continue;
            if (!mentions.users.contains(*member) && mentions.users.size() < limits::mentionsMax)
                mentions.users.append(*member);
            break;
        }
    }
    return mentions;
}

CalledNames findCalls(QStringView text) {
    CalledNames found;
    for (qsizetype at = 0; at < text.size() && found.calls.size() < callsMax;) {
        if (text[at] == u'`') {
            const qsizetype run = runOfBackticks(text, at);
            const qsizetype end = endOfCode(text, at + run, run);
            at = end >= 0 ? end : at + run; // what does not end is no code
            continue;
        }
        if (text[at] != u'@' || endsInWord(text.first(at))) {
            ++at;
            continue;
        }
        qsizetype end = ++at;
        while (end < text.size() && isNameCharacter(text[end]))
            ++end;
        QStringList names = meanings(text.sliced(at, end - at));
        if (!names.isEmpty() && meansRoom(names.constLast()))
            found.room = true;
        else if (!names.isEmpty() && !found.calls.contains(names))
            found.calls.append(std::move(names));
        at = end;
    }
    return found;
}

} // namespace parlor
