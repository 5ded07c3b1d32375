"""What Schemathesis has to be told of this API."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_, value):
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.check
def documented_problem(_, response, case):
    """A problem's type is one of those that the operation documents for that status."""
    if response.status_code < 400:
        return
    documented = case.operation.definition.raw["responses"].get(str(response.status_code))
    examples = documented["content"]["application/problem+json"]["examples"] if documented else {}
    types = {example["value"]["type"] for example in examples.values()}
    problem = json.loads(response.content)
    assert problem["type"] in types, f"{problem['type']} is not documented for {response.status_code}"
