// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a copy of a C++ source that has every fault of it, each asleep until PARLOR_TEST_FAULT names it: so
// all of them cost one compilation.
//
//     plant_faults ROOT FILE OUTPUT
#include "tests/faults/faults.h"

#include <QDir>
#include <QFile>
#include <QMap>

using namespace Qt::StringLiterals;
using namespace parlor::tests;

namespace {

int refuse(const char* name, const char* why) {
    fprintf(stderr, "plant_faults: \"%s\": %s\n", name, why);
    return 1;
}

QByteArray asleep(const Fault& fault) {
    const QByteArray text(fault.text);
    const QByteArray awake = "parlorFaultIs(\"" + QByteArray(fault.name) + "\")";
    if (text.endsWith(';') || text.endsWith('}'))
        return "{ if (" + awake + ") { " + fault.instead + " } else { " + text + " } }";
    return "(" + awake + " ? (" + fault.instead + ") : (" + text + "))";
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4)
        return refuse("", "ROOT FILE OUTPUT");
    QFile source(QDir(QFile::decodeName(argv[1])).filePath(QFile::decodeName(argv[2])));
    if (!source.open(QIODevice::ReadOnly))
        return refuse(argv[2], "cannot be read");
    const QByteArray original = source.readAll();
    QMap<qsizetype, Fault> places;
    for (const Fault& fault : allFaults()) {
        if (qstrcmp(fault.file, argv[2]) != 0)
            continue;
        const qsizetype at = original.indexOf(fault.text);
        if (at < 0 || original.indexOf(fault.text, at + 1) >= 0)
            return refuse(fault.name, "its text has to stand in the file exactly once");
        if (places.contains(at))
            return refuse(fault.name, "another one has the same text");
        places.insert(at, fault);
    }
    QByteArray planted = "#include <QByteArray>\n"
                         "static bool parlorFaultIs(const char* name) {\n"
                         "    static const QByteArray fault = qgetenv(\"PARLOR_TEST_FAULT\");\n"
                         "    return fault == name;\n"
                         "}\n";
    qsizetype done = 0;
    for (auto it = places.cbegin(); it != places.cend(); ++it) {
        if (it.key() < done)
            return refuse(it->name, "its text overlaps that of another one");
        planted += original.mid(done, it.key() - done) + asleep(*it);
        done = it.key() + qstrlen(it->text);
    }
    planted += original.mid(done);
    QFile output(QFile::decodeName(argv[3]));
    if (!output.open(QIODevice::WriteOnly) || output.write(planted) != planted.size() || !output.flush())
        return refuse(argv[3], "cannot be written");
    return 0;
}
