// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/log/forgetful_file.h"

#include <algorithm>
#include <cstring>

namespace parlor::test {

namespace {

using Change = ForgetfulFile::Change;

constexpr int sectorSize = 512;

void apply(QByteArray& content, const Change& change) {
    if (change.truncation) {
        content.resize(std::min<qsizetype>(content.size(), change.offset));
        return;
    }
    const qsizetype end = change.offset + change.data.size();
    if (content.size() < end)
        content.append(QByteArray(end - content.size(), '\0'));
    std::memcpy(content.data() + change.offset, change.data.constData(), std::size_t(change.data.size()));
}

/// A write as the sectors that a disk may keep or lose one by one.
std::vector<Change> sectors(const Change& change) {
    if (change.truncation)
        return {change};
    std::vector<Change> result;
    qint64 at = change.offset;
    const qint64 end = change.offset + change.data.size();
    while (at < end) {
        const qint64 next = std::min(end, (at / sectorSize + 1) * sectorSize);
        result.push_back({at, change.data.mid(at - change.offset, next - at), false});
        at = next;
    }
    return result;
}

} // namespace

void ForgetfulFile::write(Change change) {
    apply(current, change);
    pending.push_back(std::move(change));
}

void ForgetfulFile::sync() {
    for (const Change& change : pending)
        apply(durable, change);
    pending.clear();
}

QByteArray ForgetfulFile::survivor(std::mt19937& random) const {
    QByteArray result = durable;
    switch (random() % 4) {
    case 0: // nothing of it had reached the disk
        break;
    case 1: { // a beginning
        const std::size_t count = pending.empty() ? 0 : random() % (pending.size() + 1);
        for (std::size_t i = 0; i < count; ++i)
            apply(result, pending[i]);
        break;
    }
    default: { // any sectors, in any order
        std::vector<Change> kept;
        for (const Change& change : pending) {
            for (Change& sector : sectors(change)) {
                if (random() % 2)
                    kept.push_back(std::move(sector));
            }
        }
        if (random() % 2)
            std::shuffle(kept.begin(), kept.end(), random);
        for (const Change& change : kept)
            apply(result, change);
    }
    }
    return result;
}

} // namespace parlor::test
