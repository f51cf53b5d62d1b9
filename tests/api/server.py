# SPDX-License-Identifier: GPL-3.0-or-later
"""A real parlord for one test, and who talks to it."""

import itertools
import json
import os
import select
import signal
import subprocess
import tempfile
import threading
import time
import uuid

import requests
import websocket

READY = "parlord ready on "
PATIENCE = 30  # seconds that anything may take on a loaded machine


class Parlord:
    """The binary that PARLORD names, on a free port, with a data directory of its own."""

    def __init__(self):
        self._directory = tempfile.TemporaryDirectory(prefix="parlor-api-")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PARLOR_")}
        environment.update(
            PARLOR_DATA_DIR=self._directory.name,
            PARLOR_LISTEN="127.0.0.1:0",
            PARLOR_RATE_LIMITS="off",
            PARLOR_PASSWORD_COST="minimum",
            PARLOR_LOG_LEVEL="warning",
        )
        self._log = open(os.path.join(self._directory.name, "parlord.log"), "w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [os.environ["PARLORD"], "serve"], env=environment, stdout=subprocess.PIPE, stderr=self._log
        )
        self.url = self._wait_ready()

    def _wait_ready(self):
        deadline = time.monotonic() + PATIENCE
        text = b""
        while time.monotonic() < deadline and self._process.poll() is None:
            if not select.select([self._process.stdout], [], [], 1)[0]:
                continue
            text += os.read(self._process.stdout.fileno(), 4096)
            for line in text.decode().split("\n")[:-1]:
                if READY in line:
                    return line.split(READY)[1].strip()
        raise RuntimeError("parlord did not become ready: " + self.log())

    def log(self):
        self._log.flush()
        self._log.seek(0)
        return self._log.read()

    def stop(self):
        """Ends it in order; what it left unsaid is a failure."""
        self._process.send_signal(signal.SIGTERM)
        try:
            status = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        self._process.stdout.close()
        if status != 0:
            raise RuntimeError(f"parlord ended with status {status}: " + self.log())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            self._log.close()
            self._directory.cleanup()


class Person:
    """Somebody with an account and a session; anonymous without a server's word."""

    PASSWORD = "the horse is correct"  # not that of any example
    _numbers = itertools.count(1)

    def __init__(self, url, name=None):
        self.url = url
        self.http = requests.Session()
        self.token = None
        if name is None:
            return
        self.username = f"{name}{next(self._numbers)}"
        answer = self.call(
            "POST",
            "/api/v1/auth/register",
            {"username": self.username, "email": self.username + "@example.org", "password": self.PASSWORD},
        )
        answer.raise_for_status()
        self._take(answer.json())

    def _take(self, tokens):
        self.id = tokens["user"]["id"]
        self.token = tokens["accessToken"]
        self.refresh_token = tokens["refreshToken"]

    def login(self):
        """Another session of the same person, on another device."""
        other = Person(self.url)
        other.username = self.username
        answer = other.call("POST", "/api/v1/auth/login", {"login": self.username, "password": self.PASSWORD})
        answer.raise_for_status()
        other._take(answer.json())
        return other

    def call(self, method, path, body=None):
        headers = {"Authorization": "Bearer " + self.token} if self.token else {}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        return self.http.request(method, self.url + path, headers=headers, data=data, timeout=PATIENCE)

    def must(self, method, path, body=None):
        answer = self.call(method, path, body)
        if answer.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def room(self, kind="public", **more):
        return self.must("POST", "/api/v1/rooms", {"name": f"Room {uuid.uuid4()}", "kind": kind, **more})

    def say(self, room, content="Soup is ready.", **more):
        body = {"content": content, "tempId": str(uuid.uuid4()), **more}
        return self.must("POST", f"/api/v1/rooms/{room}/messages", body)


class Socket:
    """A WebSocket of a person, or of nobody. A thread of its own reads it, so that the server's pings are answered."""

    def __init__(self, person):
        headers = [f"Authorization: Bearer {person.token}"] if person.token else []
        self._socket = websocket.create_connection(
            person.url.replace("http", "ws", 1) + "/ws",
            header=headers,
            subprotocols=["parlor.v1"],
            suppress_origin=True,
            timeout=PATIENCE,
        )
        self._socket.settimeout(None)
        self._refs = itertools.count(1)
        self._news = threading.Condition()
        self.frames = []  # everything that came, in order
        self._ended = False
        threading.Thread(target=self._read, daemon=True).start()
        if person.token:
            self._wait(lambda frame: frame["type"] == "authenticated")

    def _read(self):
        try:
            while text := self._socket.recv():
                with self._news:
                    self.frames.append(json.loads(text))
                    self._news.notify_all()
        except (OSError, websocket.WebSocketException):
            pass
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _wait(self, wanted):
        def found():
            return next((frame for frame in reversed(self.frames) if wanted(frame)), None)

        with self._news:
            self._news.wait_for(lambda: found() or self._ended, PATIENCE)
            frame = found()
        if not frame:
            raise RuntimeError("the socket has ended" if self._ended else "no answer came")
        return frame

    def ask(self, kind, data):
        """The answer to one request."""
        ref = str(next(self._refs))
        self._socket.send(json.dumps({"type": kind, "ref": ref, "data": data}))
        return self._wait(lambda frame: frame.get("ref") == ref)

    def close(self):
        self._socket.close()
