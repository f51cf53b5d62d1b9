// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/search_result.h"
#include "tests/scenarios/step_table.h"

#include <QUrl>

// Lines about finding messages by what they say.
namespace parlor::scenario {

namespace {

test::HttpAnswer ask(Role& role, const QString& query, const QByteArray& more = {}) {
    return role.device.http().get("/api/v1/search?q=" + QUrl::toPercentEncoding(query) + more);
}

SearchAnswer search(Role& role, const QString& query, const QByteArray& more = {}) {
    const test::HttpAnswer answer = ask(role, query, more);
    Stage::expectStatus(answer, {200});
    const auto json = parseObject(answer.body);
    auto found = json ? searchAnswerFromJson(*json) : parlor::fail(json.error());
    if (!found)
        Stage::fail(QStringLiteral("what was found cannot be read: ") + found.error().message() +
                    found.error().field());
    if (found->incomplete)
        Stage::fail(QStringLiteral("the answer is incomplete"));
    return *found;
}

QList<Message> messagesOf(const SearchAnswer& answer) {
    QList<Message> messages;
    for (const SearchHit& hit : answer.items)
        messages.append(hit.message);
    return messages;
}

} // namespace

void addSearchSteps(StepTable& table) {
    table.addWithBlock(QStringLiteral("{actor} searches for {text} and finds"),
                       [](Stage& s, const StepArgs& a) {
                           Stage::expectLines(a.block, s.asLines(messagesOf(search(s.role(a[0]), a[1]))));
                       });
    table.addWithBlock(QStringLiteral("{actor} searches for {text}, {number} at a time, and finds"),
                       [](Stage& s, const StepArgs& a) {
                           QList<Message> found;
                           const QByteArray limit = "&limit=" + QByteArray::number(a.number(2));
                           SearchAnswer page = search(s.role(a[0]), a[1], limit);
                           for (;;) {
                               if (page.items.size() > a.number(2))
                                   Stage::fail(QStringLiteral("a page has more than it was asked for"));
                               found += messagesOf(page);
                               if (!page.next)
                                   break;
                               page = search(s.role(a[0]), a[1],
                                             limit + "&before=" + QUrl::toPercentEncoding(*page.next));
                           }
                           Stage::expectLines(a.block, s.asLines(found));
                       });
    table.add(QStringLiteral("{actor} searches for {text} and finds nothing"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectLines({}, s.asLines(messagesOf(search(s.role(a[0]), a[1]))));
              });
    table.add(QStringLiteral("{actor} searches for {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) { Stage::expectRefused(ask(s.role(a[0]), a[1]), a[2]); });
    // In the room of the one that is found: what was said before and after it.
    table.add(QStringLiteral("{actor} searches for {text} and sees it between {text} and {text}"),
              [](Stage& s, const StepArgs& a) {
                  const SearchAnswer found = search(s.role(a[0]), a[1]);
                  if (found.items.size() != 1)
                      Stage::fail(QStringLiteral("%1 were found").arg(found.items.size()));
                  const SearchHit& hit = found.items.constFirst();
                  const QString before = hit.before ? hit.before->content : QString();
                  const QString after = hit.after ? hit.after->content : QString();
                  if (before != a[2] || after != a[3])
                      Stage::fail(QStringLiteral("it stands between \"%1\" and \"%2\"").arg(before, after));
              });
}

} // namespace parlor::scenario
