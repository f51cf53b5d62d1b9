// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/metrics.h"

#include <QLocale>

#include <cmath>
#include <map>
#include <mutex>
#include <stdexcept>

namespace parlor::metrics {

namespace {

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// The data model's `[a-zA-Z_:][a-zA-Z0-9_:]*`; labels are without colons, and those that begin with two
/// underscores are Prometheus's own.
bool isName(const QByteArray& name, bool label) {
    if (name.isEmpty() || (label && name.startsWith("__")))
        return false;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool digit = c >= '0' && c <= '9';
        if (!isLetter(c) && !(digit && i > 0) && !(c == ':' && !label))
            return false;
    }
    return true;
}

[[noreturn]] void refuse(const QByteArray& name, const char* why) {
    throw std::invalid_argument(("metric " + name + ": " + why).toStdString());
}

const char* typeName(Type type) {
    switch (type) {
    case Type::Counter:
        return "counter";
    case Type::Gauge:
        return "gauge";
    case Type::Histogram:
        break;
    }
    return "histogram";
}

QByteArray escaped(const QByteArray& text, bool label) {
    QByteArray out = text;
    out.replace('\\', "\\\\").replace('\n', "\\n");
    return label ? out.replace('"', "\\\"") : out;
}

QByteArray number(double value) {
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

QByteArray labelText(const Labels& labels) {
    QByteArray text;
    for (const auto& [name, value] : labels)
        text += (text.isEmpty() ? "" : ",") + name + "=\"" + escaped(value, true) + '"';
    return text;
}

void appendLine(QByteArray& out, const QByteArray& name, const QByteArray& labels, double value) {
    out += name;
    if (!labels.isEmpty())
        out += '{' + labels + '}';
    out += ' ' + number(value) + '\n';
}

void appendHistogram(QByteArray& out, const QByteArray& name, const QByteArray& labels,
                     const std::vector<double>& bounds, const Histogram::Values& values) {
    const QByteArray prefix = labels.isEmpty() ? QByteArray() : labels + ',';
    quint64 below = 0;
    for (std::size_t i = 0; i < values.counts.size(); ++i) {
        below += values.counts[i];
        const double bound = i < bounds.size() ? bounds[i] : HUGE_VAL;
        appendLine(out, name + "_bucket", prefix + "le=\"" + number(bound) + '"', double(below));
    }
    appendLine(out, name + "_sum", labels, values.sum);
    appendLine(out, name + "_count", labels, double(below));
}

/// Writes the lines of one member of a family.
using Writer = std::function<void(QByteArray& out, const QByteArray& name)>;

struct Family {
    QByteArray help;
    Type type = Type::Gauge;
    std::map<QByteArray, Writer> members; ///< by their labels as text
};

/// No label can look like it: the one member of a family that tells its labels when asked.
const QByteArray& wholeFamily() {
    static const QByteArray key("*");
    return key;
}

} // namespace

struct Registry::Private {
    mutable std::mutex mutex;
    std::map<QByteArray, Family> families;
};

struct Registration::Entry {
    std::weak_ptr<Registry::Private> registry;
    QByteArray name;
    QByteArray member;

    Entry(std::weak_ptr<Registry::Private> in, QByteArray nameIn, QByteArray memberIn)
        : registry(std::move(in))
        , name(std::move(nameIn))
        , member(std::move(memberIn)) {}
    ~Entry() {
        const auto all = registry.lock();
        if (!all)
            return;
        const std::lock_guard lock(all->mutex);
        const auto family = all->families.find(name);
        if (family == all->families.end())
            return;
        family->second.members.erase(member);
        if (family->second.members.empty())
            all->families.erase(family);
    }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    /// Checks, and enters `write` into the registry.
    static Registration make(const std::shared_ptr<Registry::Private>& registry, const QByteArray& name,
                             const QByteArray& help, Type type, const QByteArray& member, Writer write) {
        if (!isName(name, false))
            refuse(name, "is no name");
        if (help.isEmpty())
            refuse(name, "has no help");
        const std::lock_guard lock(registry->mutex);
        const auto known = registry->families.find(name);
        if (known != registry->families.end()) {
            const Family& family = known->second;
            if (family.help != help || family.type != type)
                refuse(name, "has another help or type already");
            if (family.members.contains(member) || member == wholeFamily() ||
                family.members.contains(wholeFamily()))
                refuse(name, "is registered with these labels already");
        }
        Family& family = registry->families[name];
        family.help = help;
        family.type = type;
        family.members.emplace(member, std::move(write));
        return Registration(std::make_unique<Entry>(registry, name, member));
    }
};

Registration::Registration() = default;
Registration::~Registration() = default;
Registration::Registration(Registration&&) noexcept = default;
Registration& Registration::operator=(Registration&&) noexcept = default;
Registration::Registration(std::unique_ptr<Entry> entry)
    : m_entry(std::move(entry)) {}

namespace {

QByteArray checkedLabels(const QByteArray& name, const Labels& labels, Type type) {
    QList<QByteArray> seen;
    for (const auto& label : labels) {
        if (!isName(label.first, true) || (type == Type::Histogram && label.first == "le"))
            refuse(name, "has a label with a name that it may not have");
        if (seen.contains(label.first))
            refuse(name, "has a label twice");
        seen.append(label.first);
    }
    return labelText(labels);
}

} // namespace

Registry::Registry()
    : d(std::make_shared<Private>()) {}

Registry::~Registry() = default;

Registration Registry::add(const QByteArray& name, const QByteArray& help, const Counter& counter,
                           const Labels& labels) {
    return collect(
        name, help, Type::Counter, [&counter] { return double(counter.value()); }, labels);
}

Registration Registry::add(const QByteArray& name, const QByteArray& help, const Gauge& gauge,
                           const Labels& labels) {
    return collect(
        name, help, Type::Gauge, [&gauge] { return gauge.value(); }, labels);
}

Registration Registry::add(const QByteArray& name, const QByteArray& help, const Histogram& histogram,
                           const Labels& labels) {
    return collectHistogram(
        name, help, histogram.bounds(), [&histogram] { return histogram.values(); }, labels);
}

Registration Registry::collectHistogram(const QByteArray& name, const QByteArray& help,
                                        std::vector<double> bounds, std::function<Histogram::Values()> values,
                                        const Labels& labels) {
    const QByteArray text = checkedLabels(name, labels, Type::Histogram);
    return Registration::Entry::make(
        d, name, help, Type::Histogram, text,
        [bounds = std::move(bounds), values = std::move(values),
         text](QByteArray& out, const QByteArray& as) { appendHistogram(out, as, text, bounds, values()); });
}

Registration Registry::collect(const QByteArray& name, const QByteArray& help, Type type,
                               std::function<double()> value, const Labels& labels) {
    if (type == Type::Histogram)
        refuse(name, "a histogram is more than one value");
    const QByteArray text = checkedLabels(name, labels, type);
    return Registration::Entry::make(d, name, help, type, text,
                                     [value = std::move(value), text](QByteArray& out, const QByteArray& as) {
                                         if (const double now = value(); !std::isnan(now))
                                             appendLine(out, as, text, now);
                                     });
}

Registration Registry::collectFamily(const QByteArray& name, const QByteArray& help, Type type,
                                     std::function<QList<Sample>()> samples) {
    if (type == Type::Histogram)
        refuse(name, "a histogram is more than one value");
    return Registration::Entry::make(d, name, help, type, wholeFamily(),
                                     [samples = std::move(samples)](QByteArray& out, const QByteArray& as) {
                                         const QList<Sample> now = samples();
                                         for (const Sample& sample : now)
                                             appendLine(out, as, labelText(sample.labels), sample.value);
                                     });
}

QByteArray Registry::exposition() const {
    QByteArray out;
    const std::lock_guard lock(d->mutex);
    for (const auto& [name, family] : d->families) {
        out += "# HELP " + name + ' ' + escaped(family.help, false) + '\n';
        out += "# TYPE " + name + ' ' + typeName(family.type) + '\n';
        for (const auto& [labels, write] : family.members)
            write(out, name);
    }
    return out;
}

QList<QByteArray> Registry::names() const {
    QList<QByteArray> names;
    const std::lock_guard lock(d->mutex);
    for (const auto& [name, family] : d->families)
        names.append(name);
    return names;
}

} // namespace parlor::metrics
