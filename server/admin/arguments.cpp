// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/arguments.h"

#include "server/admin/settings.h"

#include <algorithm>

namespace parlor::admin {

namespace {

tl::unexpected<Error> wrong(const QString& message) {
    return fail(ErrorCode::Invalid, message);
}

tl::unexpected<Error> unknown(const QString& name, const QList<Option>& options) {
    QStringList names;
    for (const Option& option : options)
        names.append(option.name);
    const QString near = nearest(name, names);
    return wrong(QStringLiteral("There is no option %1.").arg(name.left(64)) +
                 (near.isEmpty() ? QString() : QStringLiteral(" Did you mean %1?").arg(near)));
}

} // namespace

Result<Arguments> parseArguments(const QStringList& arguments, const QList<Option>& options) {
    Arguments parsed;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments.at(i);
        if (argument == QLatin1StringView("--")) {
            parsed.positional += arguments.mid(i + 1);
            break;
        }
        if (!argument.startsWith(QLatin1Char('-')) || argument.size() == 1) {
            parsed.positional.append(argument);
            continue;
        }
        const qsizetype equals = argument.indexOf(QLatin1Char('='));
        const QString name = argument.left(equals);
        const auto option = std::find_if(options.cbegin(), options.cend(),
                                         [&name](const Option& o) { return o.name == name; });
        if (option == options.cend())
            return unknown(name, options);
        if (parsed.values.contains(name) || parsed.switches.contains(name))
            return wrong(QStringLiteral("Option %1 is given twice.").arg(name));
        if (option->valueName.isEmpty()) {
            if (equals >= 0)
                return wrong(QStringLiteral("Option %1 takes no value.").arg(name));
            parsed.switches.insert(name);
        } else if (equals >= 0) {
            parsed.values.insert(name, argument.mid(equals + 1));
        } else if (i + 1 < arguments.size()) {
            parsed.values.insert(name, arguments.at(++i));
        } else {
            return wrong(QStringLiteral("Option %1 needs a value: %1 %2.").arg(name, option->valueName));
        }
    }
    return parsed;
}

} // namespace parlor::admin
