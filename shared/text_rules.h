// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

/// What a text may hold. Internal to parlor_shared: others use the check functions of codec.h.
///
/// Each function answers what is wrong as the end of a sentence that begins with the field's name ("must not
/// be blank"), or a null string if nothing is. Lengths are in code points. Pure; any thread.
namespace parlor {

enum class TextRule {
    Any,  ///< well-formed UTF-16 without U+0000
    Name, ///< one line: no control, line-separator or bidi-override characters; not blank if a minimum is set
    Content, ///< newlines, carriage returns and tabs, no other control characters; not blank if a minimum is
             ///< set
};

QString textProblem(QStringView text, int min, int max, TextRule rule);
QString usernameProblem(QStringView name);
QString emailProblem(QStringView email);
QString passwordProblem(QStringView password);
QString displayNameProblem(QStringView name);
QString roomNameProblem(QStringView name);
QString topicProblem(QStringView topic);
QString messageContentProblem(QStringView content);
QString statusTextProblem(QStringView text);
QString timeZoneProblem(QStringView name);
QString emojiProblem(QStringView emoji);

/// A text of a peer, fit to be quoted in an error: at most 64 characters of printable ASCII, the rest
/// replaced or cut.
QString quotable(QStringView text);

} // namespace parlor
