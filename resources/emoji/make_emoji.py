#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes emoji.tsv from two npm packages (both MIT): emojibase-data for the words, and unicode-emoji-json for how Unicode
writes each one in full (the former adds a variation selector where none belongs, and reactions compare by character):

    npm pack emojibase-data@17.0.0 unicode-emoji-json@0.9.0
    mkdir base json
    tar xzf emojibase-data-17.0.0.tgz -C base && tar xzf unicode-emoji-json-0.9.0.tgz -C json
    ./make_emoji.py base/package json/package > emoji.tsv

A line each, in the order of Unicode: emoji, group (0 to 8), the form with the lightest skin tone (empty if it has no
tones), name, short codes, other words to find it by; the last two separated by spaces.
"""
import json
import pathlib
import sys

# What the colour fonts of the oldest supported systems (Debian 12) can show.
NEWEST_VERSION = 15.0
GROUPS = {0: 0, 1: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7, 9: 8}
SHORT_CODES = ("github", "iamcal", "emojibase")
CODES_MAX = 4


SELECTOR = "\ufe0f"


def lightest(emoji):
    for skin in emoji.get("skins", []):
        if skin["tone"] in (1, [1, 1], [1]):
            return skin["emoji"]
    return ""


def main(package, qualified):
    full = {text.replace(SELECTOR, ""): text
            for text in json.loads((pathlib.Path(qualified) / "data-by-emoji.json").read_text())}
    english = pathlib.Path(package) / "en"
    data = json.loads((english / "data.json").read_text())
    sources = [json.loads((english / "shortcodes" / f"{name}.json").read_text()) for name in SHORT_CODES]
    rows = [emoji for emoji in data if emoji.get("group") in GROUPS and emoji["version"] <= NEWEST_VERSION]
    for emoji in sorted(rows, key=lambda row: row["order"]):
        codes = []
        for source in sources:
            found = source.get(emoji["hexcode"], [])
            for code in [found] if isinstance(found, str) else found:
                if code not in codes:
                    codes.append(code)
        known = set(emoji["label"].lower().split())
        words = [word for word in dict.fromkeys(" ".join(emoji.get("tags", [])).lower().split()) if word not in known]
        columns = (full[emoji["emoji"].replace(SELECTOR, "")], str(GROUPS[emoji["group"]]), lightest(emoji), emoji["label"],
                   " ".join(codes[:CODES_MAX]), " ".join(words))
        print("\t".join(columns))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
