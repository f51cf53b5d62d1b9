# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries every cell of permissions.txt against a real parlord, and checks every answer against the documents.

PARLORD names the binary. With arguments: only rows that contain one of them.
"""

import os
import re
import sys

import cases
from contracts import PREFIX, Contract
from scene import EMOJI, ROOM_ROLES, Cast, Scene
from server import Parlord, Person, Socket

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = {"server": ["user", "administrator", "anonymous"]}


def rows():
    """(section, operation, case, {role: expected}), in the order of the file."""
    section, roles, found = None, [], []
    with open(os.path.join(HERE, "permissions.txt"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                section, roles = line[1:].split("]")
                roles = roles.split()
                assert roles == COLUMNS.get(section, ROOM_ROLES), f"permissions.txt:{number}: other columns"
                continue
            words = line.split()
            cells = words[-len(roles) :]
            name = " ".join(words[: -len(roles)])
            match = re.fullmatch(r"(.*?)(?: \((\w+)\))?", name)
            found.append((section, match[1], match[2], dict(zip(roles, cells))))
    return found


class Matrix:
    def __init__(self, url, contract):
        self.url, self.contract = url, contract
        self.cast = Cast(url)
        self.failures = []
        self.count = 0
        self._shared = {}

    def check(self, where, expected, told, problems):
        self.count += 1
        if told != expected:
            self.failures.append(f"{where}: expected {expected}, was {told}")
        self.failures += [f"{where}: {problem}" for problem in problems]

    # --- HTTP

    def answer(self, where, operation, expected, person, path, body):
        method = operation.split(" ")[0]
        answer = person.call(method, path, body)
        told = str(answer.status_code)
        if answer.status_code >= 400:
            told = answer.json()["error"]["code"]
        self.check(where, expected, told, self.contract.problems_of_answer(operation, answer))

    def on_server(self, operation, case, expected):
        key = operation + (f" ({case})" if case else "")
        for role, cell in expected.items():
            asker, other = self.asker(role), Person(self.url, "other")
            path = operation.split(" ")[1]
            path = path if path.startswith("/") else PREFIX + path
            target = cases.SERVER_IDS.get(key, lambda asker, other: other.id)
            if "{id}" in path:
                path = path.replace("{id}", target(asker, other))
            path += cases.SERVER_QUERIES.get(key, lambda other: "")(other)
            body = cases.SERVER_BODIES.get(key, lambda asker, other: None)(asker, other)
            self.answer(f"{key} as {role}", operation, cell, asker, path, body)

    def asker(self, role):
        """Somebody new, so that nothing that was done before matters."""
        if role == "anonymous":
            return Person(self.url)
        person = Person(self.url, role)
        if role == "administrator":
            self.cast.root.must("PATCH", f"/api/v1/users/{person.id}", {"administrator": True})
        return person

    def scene(self, kind, shared):
        if not shared:
            return Scene(self.cast, kind)
        if kind not in self._shared:
            self._shared[kind] = Scene(self.cast, kind)
        return self._shared[kind]

    def in_room(self, kind, operation, case, expected):
        key = operation + (f" ({case})" if case else "")
        method, pattern = operation.split(" ")
        for role, cell in expected.items():
            if cell == "-":
                continue
            # What is refused changes nothing.
            scene = self.scene(kind, method == "GET" or not cell.isdigit())
            person = self.cast.people[role]
            user = cases.ROOM_USERS.get(key, lambda s: s.target.id)(scene)
            path = PREFIX + pattern.replace("{userId}", user).replace("{emoji}", EMOJI)
            if pattern.startswith("rooms"):
                path = path.replace("{id}", scene.room)
            else:
                path = path.replace("{id}", scene.own_of(role) if case == "own" else scene.others)
            body = cases.ROOM_BODIES.get(key, lambda s: None)(scene)
            self.answer(f"{key} in {kind} as {role}", operation, cell, person, path, body)

    # --- the socket

    def frame(self, kind, request, case, expected):
        for role, cell in expected.items():
            if cell == "-":
                continue
            scene = self.scene(kind, request in cases.HARMLESS_FRAMES or cell != "ok")
            data = cases.FRAMES.get(request, lambda s, role: {})(scene, role)
            if request in cases.OF_A_MESSAGE:
                own = case == "own"
                data = {"roomId": scene.room, "messageId": scene.own_of(role) if own else scene.others, **data}
            # The server waits for a token for some seconds only, and a wrong one ends the connection.
            alone = request == "authenticate" or role == "anonymous"
            socket = Socket(self.cast.people["anonymous"]) if alone else self.cast.sockets[role]
            answer = socket.ask(request, data)
            told = answer["data"]["code"] if answer["type"] == "error" else "ok"
            where = f"{request}{f' ({case})' if case else ''} in {kind} as {role}"
            self.check(where, cell, told, self.contract.problems_of_frame(answer, request))
            if alone:
                socket.close()

    def events(self):
        """Everything that anybody was told meanwhile."""
        for role, socket in self.cast.sockets.items():
            for frame in list(socket.frames):
                if "ref" not in frame:
                    self.count += 1
                    self.failures += [f"an event for {role}, {frame['type']}: {p}" for p in self.contract.problems_of_frame(frame)]


def missing(contract, table):
    """Operations and requests that have no row, and rows of what there is not."""
    told = {operation for _, operation, _, _ in table}
    known = contract.operations() | contract.requests()
    return [f"permissions.txt has no row for {one}" for one in sorted(known - told)] + [
        f"permissions.txt has a row for {one}, which is not in the documents" for one in sorted(told - known)
    ]


def main():
    wanted = sys.argv[1:]
    with Parlord() as server:
        anybody = Person(server.url)
        contract = Contract(anybody.must("GET", "/api/v1/openapi.json"), anybody.must("GET", "/api/v1/asyncapi.json"))
        table = rows()
        failures = contract.problems_of_documents() + missing(contract, table)
        matrix = Matrix(server.url, contract)
        for section, operation, case, expected in table:
            if wanted and not any(one in f"{section} {operation} ({case})" for one in wanted):
                continue
            if section == "server":
                matrix.on_server(operation, case, expected)
            elif " " in operation:
                matrix.in_room(section, operation, case, expected)
            else:
                matrix.frame(section, operation, case, expected)
        matrix.events()
        matrix.cast.close()
        failures += matrix.failures
    for failure in failures:
        print(failure)
    print(f"{len(table)} rows, {matrix.count} answers and events, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
