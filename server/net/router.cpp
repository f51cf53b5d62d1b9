// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/method.h"
#include "server/net/net_metrics.h"

#include <QHash>

#include <map>

namespace parlor::net {

namespace {

struct Route {
    AsyncHttpHandler handler;
    RouteOptions options;
    QList<QByteArray> names; ///< of the `{name}` segments, in order
    std::unique_ptr<RouteMetrics> metrics;
};

/// One segment of the paths: literals by hash, so that matching costs the same however many routes there are.
struct Node {
    QHash<QByteArray, Node*> literals;
    std::unique_ptr<Node> parameter;
    std::vector<std::unique_ptr<Node>> owned;
    std::map<Method, Route> routes;
};

QList<QByteArray> segments(const QByteArray& path) {
    return path.mid(1).split('/');
}

const Node* find(const Node& node, const QList<QByteArray>& path, qsizetype depth,
                 QList<QByteArray>& values) {
    if (depth == path.size())
        return node.routes.empty() ? nullptr : &node;
    const QByteArray& segment = path[depth];
    if (const Node* next = node.literals.value(segment)) {
        if (const Node* found = find(*next, path, depth + 1, values))
            return found;
    }
    if (node.parameter && !segment.isEmpty()) {
        values.append(segment);
        if (const Node* found = find(*node.parameter, path, depth + 1, values))
            return found;
        values.removeLast();
    }
    return nullptr;
}

const Route* routeFor(const Node& node, Method method) {
    const auto lookUp = [&node](Method wanted) {
        const auto it = node.routes.find(wanted);
        return it == node.routes.end() ? nullptr : &it->second;
    };
    const Route* route = lookUp(method);
    if (!route && method == Method::Head)
        route = lookUp(Method::Get);
    if (!route && method == Method::Put)
        route = lookUp(Method::Patch);
    return route;
}

QByteArray allowOf(const Node& node) {
    QByteArray allow;
    for (const auto& [method, name] : methodNames) {
        if (method == Method::Options || routeFor(node, method))
            allow += (allow.isEmpty() ? "" : ", ") + QByteArray(name);
    }
    return allow;
}

} // namespace

struct Router::Private {
    Node root;
    std::vector<const RouteMetrics*> metrics;
    QList<QPair<Method, QByteArray>> rows;
};

Router::Router()
    : d(std::make_unique<Private>()) {}

Router::~Router() = default;

void Router::add(Method method, const QByteArray& pattern, HttpHandler handler, RouteOptions options) {
    addAsync(
        method, pattern,
        [handler = std::move(handler)](const HttpRequest& request, const PathArgs& args,
                                       const HttpReply& done) { done(handler(request, args)); },
        options);
}

void Router::addAsync(Method method, const QByteArray& pattern, AsyncHttpHandler handler,
                      RouteOptions options) {
    Q_ASSERT_X(pattern.startsWith('/'), "Router::add", pattern.constData());
    Route route{std::move(handler),
                options,
                {},
                std::make_unique<RouteMetrics>(QByteArray(methodName(method)), pattern)};
    Node* node = &d->root;
    for (const QByteArray& segment : segments(pattern)) {
        if (segment.startsWith('{') && segment.endsWith('}')) {
            route.names.append(segment.mid(1, segment.size() - 2));
            if (!node->parameter)
                node->parameter = std::make_unique<Node>();
            node = node->parameter.get();
            continue;
        }
        Node*& next = node->literals[segment];
        if (!next) {
            node->owned.push_back(std::make_unique<Node>());
            next = node->owned.back().get();
        }
        node = next;
    }
    Q_ASSERT_X(!node->routes.contains(method), "Router::add: the route exists", pattern.constData());
    d->metrics.push_back(route.metrics.get());
    node->routes.insert_or_assign(method, std::move(route));
    d->rows.append({method, pattern});
}

QList<QPair<Method, QByteArray>> Router::routes() const {
    return d->rows;
}

metrics::Registrations Router::registerMetrics(metrics::Registry& registry) const {
    metrics::Registrations kept;
    for (const RouteMetrics* route : d->metrics)
        std::ranges::move(route->registerAll(registry), std::back_inserter(kept));
    return kept;
}

Router::Match Router::match(Method method, const QByteArray& rawPath) const {
    Match match;
    if (!rawPath.startsWith('/'))
        return match;
    QList<QByteArray> path = segments(rawPath);
    for (QByteArray& segment : path) {
        if (segment.contains('%'))
            segment = QByteArray::fromPercentEncoding(segment);
    }
    QList<QByteArray> values;
    const Node* node = find(d->root, path, 0, values);
    if (!node)
        return match;
    match.allow = allowOf(*node);
    const Route* route = routeFor(*node, method);
    if (!route) {
        match.outcome = Match::Outcome::MethodNotAllowed;
        return match;
    }
    match.outcome = Match::Outcome::Found;
    match.handler = &route->handler;
    match.metrics = route->metrics.get();
    match.options = route->options;
    for (qsizetype i = 0; i < values.size(); ++i)
        match.args.add(route->names[i], values[i]);
    return match;
}

} // namespace parlor::net
