# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents that a server serves, and whether what it says is what they say."""

import functools
import re

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

PREFIX = "/api/v1/"


class Contract:
    def __init__(self, openapi, asyncapi):
        self.openapi, self.asyncapi = openapi, asyncapi
        self._registry = Registry().with_resources(
            [
                ("openapi", Resource.from_contents(openapi, DRAFT202012)),
                ("asyncapi", Resource.from_contents(asyncapi, DRAFT202012)),
            ]
        )

    @functools.cache
    def _validator(self, pointer):
        return jsonschema.Draft202012Validator(
            {"$ref": pointer},
            registry=self._registry,
            format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
        )

    def _problems(self, pointer, value):
        return [
            "/".join(str(step) for step in error.absolute_path) + ": " + error.message[:300]
            for error in self._validator(pointer).iter_errors(value)
        ]

    def operations(self):
        """As permissions.txt names them. PUT is said with PATCH, whose route answers it."""
        return {
            f"{method.upper()} {path.removeprefix(PREFIX)}"
            for path, item in self.openapi["paths"].items()
            for method in item
            if method != "put"
        }

    def requests(self):
        """Types of the frames that clients send."""
        messages = self.asyncapi["components"]["messages"]
        return {one["name"] for key, one in messages.items() if key.startswith("client.")}

    def problems_of_answer(self, operation, answer):
        """What an HTTP answer says that the document does not."""
        method, path = operation.split(" ")
        path = path if path.startswith("/") else PREFIX + path
        responses = self.openapi["paths"][path][method.lower()]["responses"]
        status = str(answer.status_code)
        if status not in responses:
            return [f"the status {status} is not described"]
        pointer = f"openapi#/paths/{path.replace('~', '~0').replace('/', '~1')}/{method.lower()}/responses/{status}"
        response = responses[status]
        if "$ref" in response:
            pointer = "openapi" + response["$ref"]
            response = self.openapi["components"]["responses"][response["$ref"].rpartition("/")[2]]
        problems = [
            f"the header {name} is missing"
            for name, header in response.get("headers", {}).items()
            if name not in answer.headers and self._header_required(header)
        ]
        content = response.get("content")
        if not content:
            return problems + (["there is a body"] if answer.content else [])
        media = answer.headers.get("Content-Type", "").split(";")[0]
        if media not in content:
            return problems + [f"the content type is {media}"]
        if media == "application/json":
            problems += self._problems(pointer + "/content/application~1json/schema", answer.json())
        return problems

    def _header_required(self, header):
        name = header["$ref"].rpartition("/")[2]
        return self.openapi["components"]["headers"][name].get("required", False)

    def problems_of_frame(self, frame, answers=None):
        """What a frame of the server says that the document does not. `answers`: the request that it answers."""
        key = "server." + frame["type"].replace(":", ".")
        if answers and frame["type"] == "ok":
            key = "ok." + answers.replace(":", ".")
        if key not in self.asyncapi["components"]["messages"]:
            return [f"{key} is not described"]
        return self._problems(f"asyncapi#/components/messages/{key}/payload", frame)

    def problems_of_documents(self):
        """Examples that are not what they are examples of, and schemas that are none."""
        problems = []
        schemas = self.openapi["components"]["schemas"]
        for name, schema in schemas.items():
            jsonschema.Draft202012Validator.check_schema(schema)
            for example in schema.get("examples", []):
                problems += [f"{name}: {one}" for one in self._problems(f"openapi#/components/schemas/{name}", example)]
        for key, message in self.asyncapi["components"]["messages"].items():
            for example in message.get("examples", []):
                pointer = f"asyncapi#/components/messages/{key}/payload"
                problems += [f"{key}: {one}" for one in self._problems(pointer, example["payload"])]
        for path, item in self.openapi["paths"].items():
            for method, operation in item.items():
                for parameter in operation.get("parameters", []):
                    if "example" in parameter:
                        validator = jsonschema.Draft202012Validator(
                            {"components": self.openapi["components"], **parameter["schema"]}
                        )
                        problems += [f"{method} {path} {parameter['name']}: {e.message}" for e in validator.iter_errors(parameter["example"])]
        names = {match for match in re.findall(r'"\$ref": "#/components/schemas/(\w+)"', str(self.openapi))}
        return problems + [f"no schema {name}" for name in names - set(schemas)]
