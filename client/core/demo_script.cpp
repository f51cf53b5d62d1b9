// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/demo_script.h"

#include <QTime>

#include <array>

namespace parlor::demo {

QList<Person> people() {
    return {{"mara", "Mara Lindqvist", ""},
            {"ines", "Ines Duarte", "At the printer until noon"},
            {"tom", "Tom Okafor", ""},
            {"yusuf", "Yusuf Demir", "Night shift this week"},
            {"hanna", "Hanna Vogel", ""},
            {"kofi", "Kofi Mensah", ""},
            {"leila", "Leila Haddad", "Back on Monday"},
            {"piotr", "Piotr Nowak", ""},
            {"sofia", "Sofia Rossi", ""}};
}

QList<Place> places() {
    return {{"general", "What everybody should know", false, "*"},
            {"design", "How it looks, and why", false, "mara ines tom yusuf hanna sofia"},
            {"crane-scheduling", "Who lifts what, and when", false, "tom mara ines kofi piotr yusuf"},
            {"releases", "What went out", false, "*"},
            {"board", "Agenda and minutes", true, "mara ines tom leila"},
            {"canteen", "Today: lentils", false, "*"},
            {"night-shift", "22:00 to 06:00", false, "yusuf kofi mara piotr"},
            {"safety", "Report first, then fix", true, "hanna mara tom kofi"},
            {"reading-group", "One paper every two weeks", false, "sofia leila"},
            {"winter-party", "It is never too early", false, "piotr sofia hanna"}};
}

QList<Line> past() {
    return {
        {"board", "leila", 3100, "Minutes of Tuesday are in the folder. Two decisions, no surprises."},
        {"board", "mara", 3080, "Read and agreed. Thank you for keeping it to one page."},
        {"safety", "hanna", 2990,
         "The gangway light on quay 3 is repaired. Please still use the rail; the steps are wet."},
        {"safety", "tom", 2980, "Seen. I will tell the evening crew."},
        {"night-shift", "yusuf", 2900, "Quiet night. **Aurora** left an hour early, berth 2 is free."},
        {"night-shift", "kofi", 2890, "Lovely. Then we can move the *Saltwind* before breakfast."},
        {"@tom", "tom", 2700, "Do you have ten minutes on Thursday for the crane plan?"},
        {"@tom", "mara", 2690, "Thursday at three works. Bring the tide table."},
        {"@tom", "tom", 2688, "👍"},
        {"@yusuf", "mara", 2500, "Enjoy the quiet. Leave a note if berth 2 moves again."},
        {"@yusuf", "yusuf", 2440, "Will do."},
        {"@mara", "mara", 2300, "Ask the printer about the blue paper\nLegend: 13 px at least"},

        {"design", "hanna", 1900,
         "I put three drafts of the mooring card on the board. The second one is my favourite: it says what "
         "a "
         "berth is for and offers exactly one thing to do.",
         "drafts"},
        {"design", "sofia", 1893, "Second one for me too. The first one explains too much."},
        {"design", "tom", 1890, "Could the drawing be smaller on narrow screens?"},
        {"design", "mara", 1870,
         "Yes. Rules for the redraw, so that we agree before anybody draws:\n\n"
         "1. One idea per card\n2. Words before symbols\n3. Nothing below 12 px\n\n"
         "> Colour tells nothing alone.",
         "rules"},
        {"design", "mara", 1869, "wrong room, sorry", "slip"},

        {"general", "piotr", 1500, "The new crane simulator is up; first run took 4 minutes instead of 11."},
        {"general", "sofia", 1496, "Nice. Is the model shared between the sites?"},
        {"general", "piotr", 1490, "Yes. A site only pays for what it changes."},
        {"general", "hanna", 1320, "Reminder: the drill moves to Thursday, 14:00. Meet at the blue door."},
        {"canteen", "kofi", 1290, "Lentils today, and there is cake. Somebody turns forty."},
        {"canteen", "sofia", 1288, "Nobody asked me to keep it a secret 🎂", "cake"},

        {"releases", "piotr", 700, "**Berth planner 4.2** is out. Notes: https://harbour.example/notes/4-2"},
        {"releases", "piotr", 690, "Error rate is flat, the slowest page went from 9 ms to 5 ms."},
        {"releases", "sofia", 640, "I would like that graph framed."},
        {"general", "tom", 220, "The *Meridian* asks for berth 4 from six. I said yes.", "meridian"},
        {"general", "hanna", 214, "Good. The fenders there are new."},
        {"general", "ines", 190,
         "Print run of the chart starts at noon, so last corrections by 11:30, please."},
        {"general", "sofia", 185, "Two small ones from me, otherwise good to go."},

        {"design", "ines", 54,
         "The berth map is in. Two things I am unsure of: the tide line at small sizes, and whether amber "
         "still reads as a warning next to the new green.",
         "map"},
        {"design", "ines", 53,
         "Files are in https://harbour.example/files/berth-map-v4.pdf, sources beside it."},
        {"design", "tom", 35,
         "It does for me at 4.6:1. **Below 12 px it doesn't**, so the legend needs an icon as well as a "
         "colour.",
         "tom", "map"},
        {"design", "hanna", 33, "An icon, then. A buoy or a triangle?", nullptr, "map"},
        {"design", "tom", 31, "Triangle. A buoy is a buoy on a chart.", "triangle", "map"},
        {"design", "sofia", 30, "Triangle.", nullptr, "map"},
        {"design", "ines", 29, "Triangle it is, 14 px, left of the word.", nullptr, "map"},
        {"design", "yusuf", 26, "This is what the scale does now:"},
        {"design", "yusuf", 26,
         "```cpp\nqreal tide(qreal t) {\n    return mean + range * std::sin(2 * M_PI * t / 12.42);  // "
         "hours\n}\n```",
         "code"},
        {"crane-scheduling", "kofi", 48, "Crane 2 is down for an hour: a cable, nothing worse."},
        {"crane-scheduling", "piotr", 44, "Then the *Saltwind* waits. I moved her to 13:10.", "saltwind"},
        {"crane-scheduling", "tom", 41, "@mara can you tell the agent? You have the number."},
        {"@ines", "ines", 9, "The printer has the blue paper after all."},
        {"@ines", "ines", 8, "Shall I reserve it?"},
        {"night-shift", "kofi", 7, "Berth 2 is dry and swept."},
        {"design", "ines", 4, "@mara can you confirm the legend before noon? The printer wants it today.",
         "confirm"},
    };
}

QList<Touch> touches() {
    return {{Touch::Reaction, "map", "hanna tom sofia", "👀"},
            {Touch::Reaction, "map", "mara tom", "🌊"},
            {Touch::Edit, "tom", "tom",
             "It does for me at 4.6:1. **Below 12 px it does not**, so the legend needs an icon as well as a "
             "colour."},
            {Touch::Reaction, "triangle", "mara", "🔺"},
            {Touch::Reaction, "drafts", "sofia mara", "2️⃣"},
            {Touch::Pinning, "rules", "ines", ""},
            {Touch::Deletion, "slip", "mara", ""},
            {Touch::Reaction, "cake", "kofi mara tom piotr hanna", "🎂"},
            {Touch::Reaction, "meridian", "hanna", "⚓"},
            {Touch::Reaction, "saltwind", "kofi", "👍"}};
}

QList<Happening> live() {
    return {
        {Happening::Says, "design", "tom", "I can send the legend to the printer, if that helps."},
        {Happening::Reacts, "design", "ines", "🙏"},
        {Happening::Says, "crane-scheduling", "kofi", "Crane 2 is back. Cable replaced, load test passed."},
        {Happening::Answers, "crane-scheduling", "piotr", "Then the Saltwind can have 12:40 again."},
        {Happening::Comes, "", "leila", ""},
        {Happening::Says, "general", "leila", "Good morning from the train. Anything burning?"},
        {Happening::Answers, "general", "hanna", "Nothing burning. One cable, already replaced."},
        {Happening::Says, "design", "sofia", "The contrast of the secondary text is 4.9 now. Enough?"},
        {Happening::Answers, "design", "hanna", "Enough. Thank you for measuring instead of squinting."},
        {Happening::Reacts, "design", "tom", "📏"},
        {Happening::Says, "canteen", "kofi", "Soup today? It is raining."},
        {Happening::Edits, "canteen", "kofi", " And there is bread."},
        {Happening::Says, "canteen", "sofia", "Soup."},
        {Happening::Goes, "", "leila", ""},
        {Happening::Says, "general", "piotr", "The drill list is on the blue door, @room. Sign before two."},
        {Happening::Says, "design", "ines", "Proof is on its way to you, in colour and in grey."},
        {Happening::Reacts, "design", "hanna", "🎉"}};
}

QList<const char*> answers() {
    return {"Good point.", "Makes sense to me.", "Let me check and come back to you.", "Thanks, that helps.",
            "Yes, let us do that."};
}

std::pair<const char*, QString> longAgo(int number) {
    // Ships, berths and hours in ever other combinations.
    static constexpr std::array ships{"Aurora",  "Saltwind", "Meridian", "Kestrel",
                                      "Old Tom", "Perpetua", "Halcyon"};
    static constexpr std::array who{"hanna", "kofi", "piotr", "tom", "yusuf"};
    static constexpr std::array forms{
        "The %1 is at berth %2 since %3.", "%1 wants berth %2 at %3. Any objection?",
        "Pilot for the %1, berth %2, ordered for %3.", "%1 left berth %2 at %3, ropes are in."};
    const auto n = std::size_t(number);
    const QTime hour(int(n * 5 % 24), int(n * 7 % 60));
    return {who[n % who.size()], QString::fromLatin1(forms[n % forms.size()])
                                     .arg(QLatin1String(ships[n % ships.size()]))
                                     .arg(n % 6 + 1)
                                     .arg(hour.toString(QStringLiteral("HH:mm")))};
}

} // namespace parlor::demo
