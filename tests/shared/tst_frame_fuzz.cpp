// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/message_new_reader.h"
#include "tests/shared/samples.h"

#include <QTest>

#include <random>

using namespace parlor;

namespace {

/// Deterministic mutations of valid text. The seed is fixed: a failure comes again.
class Mutator {
public:
    explicit Mutator(unsigned seed)
        : m_random(seed) {}

    QByteArray mutated(QByteArray text) {
        const int rounds = 1 + below(3);
        for (int i = 0; i < rounds; ++i)
            mutateOnce(text);
        return text;
    }

private:
    // std::uniform_int_distribution differs between standard libraries; the remainder does not.
    int below(qsizetype end) { return end > 0 ? int(m_random() % unsigned(end)) : 0; }

    void mutateOnce(QByteArray& text) {
        static const QList<QByteArray> tokens{"null",
                                              "true",
                                              "{}",
                                              "[]",
                                              "\"\"",
                                              "-1",
                                              "-0",
                                              "0",
                                              "1.0",
                                              "1e2",
                                              "1e309",
                                              "1e-400",
                                              "9007199254740991",
                                              "9007199254740992",
                                              "18446744073709551616",
                                              "\\ud800",
                                              "\\udc00",
                                              "\\u0000",
                                              "\\u202e",
                                              "\\n",
                                              "\\",
                                              "\"",
                                              "\xFF",
                                              "\xC0\x80",
                                              "\xED\xA0\x80",
                                              "\xF0\x9F\x90\xBB",
                                              "{",
                                              "}",
                                              "[",
                                              "]",
                                              ",",
                                              ":",
                                              "\"ref\":\"x\",",
                                              "\"data\":{},",
                                              "2026-02-30T00:00:00.000Z",
                                              "00000000-0000-0000-0000-000000000000"};
        const int at = below(text.size());
        switch (below(8)) {
        case 0: // one bit
            if (!text.isEmpty())
                text[at] = char(text[at] ^ (1 << below(8)));
            break;
        case 1: // one byte
            text.insert(at, char(below(256)));
            break;
        case 2: // cut out
            text.remove(at, 1 + below(20));
            break;
        case 3: // twice
            text.insert(at, text.mid(below(text.size()), 1 + below(40)));
            break;
        case 4:
            text.insert(at, tokens.at(below(tokens.size())));
            break;
        case 5: // cut off
            text.truncate(at);
            break;
        case 6: { // a whole value, so that the text often stays JSON
            const qsizetype colon = text.indexOf(':', at);
            const qsizetype end = colon < 0 ? -1 : text.indexOf(',', colon);
            if (end > 0)
                text.replace(colon + 1, end - colon - 1, tokens.at(below(tokens.size())));
            break;
        }
        case 7: { // a digit, so that it often stays valid
            for (qsizetype i = at; i < text.size(); ++i) {
                if (text[i] >= '0' && text[i] <= '9') {
                    text[i] = char('0' + below(10));
                    break;
                }
            }
            break;
        }
        }
    }

    std::mt19937 m_random;
};

constexpr int mutationsPerFrame = 3000;

} // namespace

class TestFrameFuzz : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clientFrames() {
        Mutator mutator(1);
        int decodedCount = 0;
        for (const ClientFrame& frame : samples::clientFrames()) {
            const QByteArray valid = encode(frame, QStringLiteral("r1"));
            for (int i = 0; i < mutationsPerFrame; ++i) {
                const QByteArray text = mutator.mutated(valid);
                const auto decoded = decodeClientFrame(text);
                if (!decoded) {
                    QVERIFY2(!decoded.error().error.message().isEmpty(), text.constData());
                    continue;
                }
                ++decodedCount;
                const QByteArray again = encode(decoded->frame, decoded->ref);
                const auto second = decodeClientFrame(again);
                QVERIFY2(second, text.constData());
                QVERIFY2(*second == *decoded, text.constData());
                QVERIFY2(encode(second->frame, second->ref) == again, text.constData());
            }
        }
        // Else the mutations would only show that what is no JSON is refused.
        QVERIFY2(decodedCount > 1000, qPrintable(QString::number(decodedCount)));
    }

    /// The short way for a usual message:new never reads anything else than the long way, nor accepts more.
    void usualMessages() {
        client::MessageNew frame;
        frame.roomId = RoomId::create();
        frame.tempId = TempId::create();
        frame.content = QStringLiteral("Gr\u00fc\u00dfe \U0001F600 \ufeff\n\t\"x\" \\ / </b>");
        QList<QByteArray> texts{encode(frame, QStringLiteral("r1")), encode(frame)};
        frame.content = QStringLiteral("plain\ufeff");
        frame.retry = true;
        frame.replyTo = MessageId::create();
        texts.append(encode(frame, QStringLiteral("\u00e4")));
        QByteArray spaced = texts.last();
        texts.append(spaced.replace(",", " ,\r\n\t").replace("\":", "\" : "));
        Mutator mutator(4);
        int accepted = 0;
        for (const QByteArray& valid : std::as_const(texts)) {
            QVERIFY2(readUsualMessageNew(valid), valid.constData());
            for (int i = 0; i < 20 * mutationsPerFrame; ++i) {
                const QByteArray text = mutator.mutated(valid);
                const auto usual = readUsualMessageNew(text);
                if (!usual)
                    continue;
                ++accepted;
                const auto right = decodeClientFrameByTree(text);
                QVERIFY2(right, text.constData());
                QVERIFY2(*right == *usual, text.constData());
            }
        }
        QVERIFY2(accepted > 1000, qPrintable(QString::number(accepted)));
    }

    void unusualMessagesTakeTheLongWay_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("a member twice")
            << QByteArray("\"type\":\"text\"") << QByteArray("\"type\":\"text\",\"type\":\"text\"");
        QTest::newRow("an escape in a name") << QByteArray("\"content\"") << QByteArray("\"c\\u006fntent\"");
        QTest::newRow("an unknown member")
            << QByteArray("\"type\":\"text\"") << QByteArray("\"type\":\"text\",\"more\":1");
        QTest::newRow("an escaped character") << QByteArray("plain") << QByteArray("pl\\u00e4in");
        QTest::newRow("a mark of byte order") << QByteArray("plain") << QByteArray("\xEF\xBB\xBFplain");
        QTest::newRow("null") << QByteArray("\"type\":\"text\"")
                              << QByteArray("\"type\":\"text\",\"retry\":null");
    }
    void unusualMessagesTakeTheLongWay() {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        client::MessageNew frame;
        frame.roomId = RoomId::create();
        frame.tempId = TempId::create();
        frame.content = QStringLiteral("plain");
        QByteArray text = encode(frame);
        QVERIFY(readUsualMessageNew(text));
        QVERIFY(text.contains(before));
        text.replace(before, after);
        QVERIFY(!readUsualMessageNew(text));
        QVERIFY2(decodeClientFrame(text), text.constData());
    }

    void serverFrames() {
        Mutator mutator(2);
        int decodedCount = 0;
        for (const ServerFrame& frame : samples::serverFrames()) {
            const QByteArray valid = encode(frame, QStringLiteral("r1"));
            for (int i = 0; i < mutationsPerFrame; ++i) {
                const QByteArray text = mutator.mutated(valid);
                const auto decoded = decodeServerFrame(text);
                if (!decoded) {
                    QVERIFY2(!decoded.error().message().isEmpty(), text.constData());
                    continue;
                }
                ++decodedCount;
                const QByteArray again = encode(decoded->frame, decoded->ref);
                const auto second = decodeServerFrame(again);
                QVERIFY2(second, text.constData());
                QVERIFY2(*second == *decoded, text.constData());
                QVERIFY2(encode(second->frame, second->ref) == again, text.constData());
            }
        }
        QVERIFY2(decodedCount > 1000, qPrintable(QString::number(decodedCount)));
    }

    void noise() {
        std::mt19937 random(3);
        for (int i = 0; i < 5000; ++i) {
            QByteArray text(qsizetype(random() % 200), Qt::Uninitialized);
            for (char& c : text)
                c = char(random());
            QVERIFY(!decodeClientFrame(text));
            QVERIFY(!decodeServerFrame(text));
        }
    }
};

QTEST_GUILESS_MAIN(TestFrameFuzz)
#include "tst_frame_fuzz.moc"
