# SPDX-License-Identifier: GPL-3.0-or-later
"""What each row of permissions.txt asks for. The default of an operation needs no words: its ids are those of the scene."""

import uuid

from scene import EMOJI
from server import Person

NOBODY = "00000000-0000-4000-8000-000000000001"


def message(**more):
    return {"content": "Soup is ready.", "tempId": str(uuid.uuid4()), **more}


def fresh_account(administrator=None):
    name = "made" + uuid.uuid4().hex[:12]
    account = {"username": name, "email": name + "@example.org", "password": Person.PASSWORD}
    return account if administrator is None else {**account, "administrator": administrator}


# --- operations without a room: (request, asker) -> body or ids. `asker` is somebody new, "other" another account.

SERVER_BODIES = {
    "POST auth/register": lambda asker, other: fresh_account(),
    "POST auth/login": lambda asker, other: {"login": other.username, "password": Person.PASSWORD},
    "POST auth/login (wrong)": lambda asker, other: {"login": other.username, "password": "wrong horse"},
    "POST auth/refresh": lambda asker, other: {"refreshToken": other.refresh_token},
    "POST auth/refresh (wrong)": lambda asker, other: {"refreshToken": "unheard of"},
    "POST auth/logout (all)": lambda asker, other: {"all": True},
    "POST auth/password": lambda asker, other: {"currentPassword": Person.PASSWORD, "newPassword": "battery staple"},
    "POST auth/password (wrong)": lambda asker, other: {"currentPassword": "wrong", "newPassword": "battery staple"},
    "PATCH users/me": lambda asker, other: {"displayName": "Somebody Else", "statusText": "", "timeZone": "Europe/Berlin"},
    "PATCH users/me/presence": lambda asker, other: {"status": "away"},
    "POST users": lambda asker, other: fresh_account(administrator=False),
    "PATCH users/{id}": lambda asker, other: {"displayName": "Renamed", "active": False},
    "PATCH users/{id} (nobody)": lambda asker, other: {"displayName": "Renamed"},
    "POST rooms": lambda asker, other: {"name": "Kitchen", "kind": "public"},
    "POST rooms (private)": lambda asker, other: {"name": "Cellar", "kind": "private", "members": [other.id]},
    "POST rooms/direct": lambda asker, other: {"userId": other.id},
}


def own_session(asker):
    if not asker.token:
        return NOBODY
    asker.login()
    return [one["id"] for one in asker.must("GET", "/api/v1/auth/sessions")["items"] if not one["current"]][0]


SERVER_IDS = {
    "DELETE auth/sessions/{id}": lambda asker, other: own_session(asker),
    "DELETE auth/sessions/{id} (others)": lambda asker, other: other.must("GET", "/api/v1/auth/session")["id"],
    "GET users/{id} (nobody)": lambda asker, other: NOBODY,
    "PATCH users/{id} (nobody)": lambda asker, other: NOBODY,
}
SERVER_QUERIES = {
    "GET users/search": lambda other: "?q=" + other.username[:3],
    "GET users/presence": lambda other: "?ids=" + other.id,
    "GET search": lambda other: "?q=soup",
}

# --- operations in a room: scene -> body.

ROOM_BODIES = {
    "PATCH rooms/{id} (name)": lambda s: {"name": "Kitchen and garden", "topic": "Tea"},
    "PATCH rooms/{id} (kind)": lambda s: {"kind": "private"},
    "PATCH rooms/{id} (archived)": lambda s: {"archived": False},
    "POST rooms/{id}/members": lambda s: {"userId": s.cast.newcomer.id},
    "PATCH rooms/{id}/members/{userId}": lambda s: {"role": "moderator"},
    "POST rooms/{id}/bans": lambda s: {"userId": s.target.id},
    "POST rooms/{id}/bans (moderator)": lambda s: {"userId": s.cast.staff.id},
    "POST rooms/{id}/messages": lambda s: message(),
    "PATCH messages/{id} (own)": lambda s: {"content": "Soup was ready."},
    "PATCH messages/{id} (others)": lambda s: {"content": "Soup was ready."},
    "POST messages/{id}/reactions": lambda s: {"emoji": EMOJI},
    "POST rooms/{id}/seen": lambda s: {"seq": s.head},
    "POST rooms/{id}/mark": lambda s: {"seq": s.head},
    "POST rooms/{id}/delivered": lambda s: {"seq": s.head},
    "POST rooms/{id}/typing": lambda s: {"typing": True},
}
# Whom {userId} names, where it is not the target.
ROOM_USERS = {
    "DELETE rooms/{id}/members/{userId} (moderator)": lambda s: s.cast.staff.id,
    "DELETE rooms/{id}/bans/{userId}": lambda s: s.cast.banned.id,
}

# --- requests of the socket: (scene, role) -> data.

FRAMES = {
    "authenticate": lambda s, role: {"token": s.cast.people[role].token or "nothing"},
    "sync": lambda s, role: {"epoch": 0, "rooms": {s.room: 0}},
    "room:join": lambda s, role: {"roomId": s.room},
    "room:leave": lambda s, role: {"roomId": s.room},
    "message:new": lambda s, role: {"roomId": s.room, "type": "text", **message()},
    "message:edit": lambda s, role: {"content": "Soup was ready.", "opId": str(uuid.uuid4())},
    "reaction:add": lambda s, role: {"emoji": EMOJI},
    "reaction:remove": lambda s, role: {"emoji": EMOJI},
    "message:delivered": lambda s, role: {"roomId": s.room, "seq": s.head},
    "message:seen": lambda s, role: {"roomId": s.room, "seq": s.head},
    "room:mark": lambda s, role: {"roomId": s.room, "seq": s.head},
    "typing:start": lambda s, role: {"roomId": s.room},
    "typing:stop": lambda s, role: {"roomId": s.room},
    "presence:set": lambda s, role: {"status": "away"},
    "presence:get": lambda s, role: {"userIds": [s.target.id]},
    "ping": lambda s, role: {},
}
# Those that name a message say so beside.
OF_A_MESSAGE = {"message:edit", "message:delete", "reaction:add", "reaction:remove", "message:pin", "message:unpin"}
# What changes nothing that the next case would miss shares its scene with others. The rest has a scene of its own.
HARMLESS_FRAMES = {"authenticate", "sync", "presence:set", "presence:get", "ping", "typing:start", "typing:stop",
                   "message:delivered", "message:seen", "room:mark"}
