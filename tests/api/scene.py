# SPDX-License-Identifier: GPL-3.0-or-later
"""A room with somebody of every role in it, or around it."""

from server import Person, Socket

EMOJI = "\N{SPOON}"
ROOM_ROLES = ["owner", "moderator", "member", "former", "stranger", "administrator", "anonymous"]


class Cast:
    """The people of all scenes, and a socket for each: made once."""

    def __init__(self, url):
        self.url = url
        self.root = Person(url, "root")  # the first account: an administrator
        self.people = {role: Person(url, role) for role in ROOM_ROLES if role != "anonymous"}
        self.root.must("PATCH", f"/api/v1/users/{self.people['administrator'].id}", {"administrator": True})
        self.people["anonymous"] = Person(url)
        self.target = Person(url, "target")  # a member whom things are done to
        self.staff = Person(url, "staff")  # a moderator whom things are done to
        self.newcomer = Person(url, "newcomer")
        self.banned = Person(url, "banned")
        self.sockets = {role: Socket(person) for role, person in self.people.items() if person.token}

    def close(self):
        for socket in self.sockets.values():
            socket.close()


class Scene:
    """One room of a kind ("public", "private", "direct", "archived"), with messages in it."""

    def __init__(self, cast, kind):
        self.cast = cast
        self.target = cast.target
        who = cast.people
        self.own = {}  # by role: a message of theirs
        if kind == "direct":
            # There is one direct room per pair: another target, another room.
            self.target = Person(cast.url, "partner")
            self.room = who["member"].must("POST", "/api/v1/rooms/direct", {"userId": self.target.id})["id"]
            self.opener = who["member"]
            writers = ["member"]
        else:
            self.opener = who["owner"]
            members = [who["moderator"], who["member"], who["former"], cast.target, cast.staff]
            made = self.opener.room("private" if kind == "private" else "public", members=[one.id for one in members])
            self.room = made["id"]
            for moderator in (who["moderator"], cast.staff):
                self.opener.must("PATCH", f"/api/v1/rooms/{self.room}/members/{moderator.id}", {"role": "moderator"})
            writers = ["owner", "moderator", "member", "former"]
        for role in writers:
            self.own[role] = who[role].say(self.room)["id"]
        said = self.target.say(self.room, "Is it ready?")
        self.others, self.head = said["id"], said["seq"]
        if kind != "direct":
            who["former"].must("POST", f"/api/v1/rooms/{self.room}/leave")
            self.opener.must("POST", f"/api/v1/rooms/{self.room}/bans", {"userId": cast.banned.id})
        if kind == "archived":
            self.opener.must("PATCH", f"/api/v1/rooms/{self.room}", {"archived": True})

    def own_of(self, role):
        """A message of theirs; for those who never wrote here, somebody's."""
        return self.own.get(role, self.others)
