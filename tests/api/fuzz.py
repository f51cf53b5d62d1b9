# SPDX-License-Identifier: GPL-3.0-or-later
"""schemathesis over the whole API of a real parlord, as a plain user and as an administrator.

PARLORD names the binary. Arguments: further options of `st run`, to look into something (--max-examples 200,
--include-operation-id sendMessage). The seed is fixed, so that a failure comes again.
"""

import json
import os
import subprocess
import sys
import tempfile

from server import Parlord, Person

SEED = 20260131
HERE = os.path.dirname(os.path.abspath(__file__))
# Without these, most requests with an id would end with "not found": what is asked for is there, this often.
HIT = 0.6
COUNT = 12
# What schemathesis takes for acceptance, and 400.
ACCEPTED = ["2xx", "3xx", "400", "401", "403", "404", "409", "429", "5xx"]


def seeded(url):
    """An administrator, a plain user, and what the plain user has: rooms, messages, people."""
    administrator = Person(url, "administrator")
    plain = Person(url, "plain")
    people = [Person(url, "person") for _ in range(COUNT)]
    rooms = [plain.room("public" if i % 2 else "private")["id"] for i in range(COUNT)]
    doomed_rooms = [plain.room()["id"] for _ in range(COUNT)]
    for room in rooms:
        for person in people[:4]:
            plain.must("POST", f"/api/v1/rooms/{room}/members", {"userId": person.id})
    messages, doomed_messages = [], []
    for i in range(COUNT):
        root = plain.say(rooms[i % 3])["id"]
        plain.say(rooms[i % 3], "Which spoon?", replyTo=root)
        messages.append(root)
        doomed_messages.append(plain.say(rooms[i % 3])["id"])
    return administrator, plain, {
        "rooms": rooms,
        "doomed_rooms": doomed_rooms,
        "messages": messages,
        "doomed_messages": doomed_messages,
        "members": [person.id for person in people[:4]],
        "people": [person.id for person in people],
    }


def configuration(document, values):
    """schemathesis.toml: for each operation, where its ids come from. What is deleted is not what the others need."""
    text = f"seed = {SEED}\ncontinue-on-failure = true\n\n"
    for name, ids in values.items():
        text += f"[dictionaries.{name}]\nvalues = {json.dumps(ids)}\n\n"
    for path, item in document["paths"].items():
        for method, operation in item.items():
            what = "doomed_" if method == "delete" and path.endswith("/{id}") or path.endswith("/leave") else ""
            ids = {}
            if path.startswith("/api/v1/rooms/{id}"):
                ids["id"] = what + "rooms"
            elif path.startswith("/api/v1/messages/{id}"):
                ids["id"] = what + "messages"
            elif path.startswith("/api/v1/users/{id}"):
                ids["id"] = "people"
            if "{userId}" in path:
                ids["userId"] = "members"
            query = {p["name"] for p in operation.get("parameters", []) if p["in"] == "query"}
            refuses = bool(query & {"after", "before", "around"}) or operation["operationId"] == "ban"
            if not ids and not refuses:
                continue
            text += f'[[operations]]\ninclude-operation-id = "{operation["operationId"]}"\n'
            if refuses:
                # Rules that no schema can say: nobody bans themselves; of lists, a cursor is the `next` of a page, and a made-up one is
                # refused; and at most one of before, after and around may be given. So a request that fits the schema may
                # be answered with 400 here, and only here.
                text += f"checks.positive_data_acceptance.expected-statuses = {json.dumps(ACCEPTED)}\n"
            for name, dictionary in ids.items():
                text += f'parameters."path.{name}" = {{ dictionary = "{dictionary}", probability = {HIT} }}\n'
            text += "\n"
    return text


def run(server, token, victim, config, options):
    """What `st run` ends with."""
    environment = dict(
        os.environ,
        FUZZ_URL=server.url,
        FUZZ_TOKEN=token,
        FUZZ_VICTIM=victim.username,
        FUZZ_PASSWORD=Person.PASSWORD,
        SCHEMATHESIS_HOOKS="hooks",
        PYTHONPATH=HERE,
    )
    command = ["st", "--config-file", config, "run", server.url + "/api/v1/openapi.json"]
    command += ["--checks", "all", "--mode", "all", "--workers", "1", "--no-color", "--generation-deterministic"]
    return subprocess.run(command + options, env=environment, check=False).returncode


def main():
    options = sys.argv[1:]
    with Parlord() as server, tempfile.TemporaryDirectory() as directory:
        administrator, plain, values = seeded(server.url)
        victim = Person(server.url, "victim")
        document = plain.must("GET", "/api/v1/openapi.json")
        config = os.path.join(directory, "schemathesis.toml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(configuration(document, values))
        print("As a plain user:", flush=True)
        status = run(server, plain.token, victim, config, ["--max-examples", "12", *options])
        # What a plain user may not do: the rest is the same for administrators.
        print("As an administrator:", flush=True)
        own = ["--include-tag", "Administration", "--max-examples", "40"]
        status |= run(server, administrator.token, victim, config, own + options)
        if "CRITICAL" in server.log():
            print(server.log(), file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
