// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>

/// `GET /docs`: the two documents for people, as one page of HTML that asks for nothing else: no script, no
/// font, no picture.
namespace parlor::api {

struct DocsPage {
    QByteArray html; ///< UTF-8
    /// The Content-Security-Policy under which a browser shows it as it is meant: nothing but its own style.
    QByteArray policy;
};

DocsPage docsPage(const QJsonObject& openApi, const QJsonObject& asyncApi);

} // namespace parlor::api
