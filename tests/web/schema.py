"""As much of JSON Schema as OpenAPI documents here use."""

import re


class Checker:
    def __init__(self, document):
        self.document = document

    def resolve(self, schema):
        while "$ref" in schema:
            at = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                at = at[part]
            schema = at
        return schema

    def problems(self, value, schema, where="$"):
        """What of `value` is not as `schema` says, a line each."""
        schema = self.resolve(schema)
        if value is None:
            return [] if schema.get("nullable") or "type" not in schema else [f"{where}: is null"]
        found = []
        kind = schema.get("type")
        if kind and not self.is_of(value, kind):
            return [f"{where}: {value!r:.60} is no {kind}"]
        if "enum" in schema and value not in schema["enum"]:
            found.append(f"{where}: {value!r:.60} is none of {schema['enum']}")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            found.append(f"{where}: {value!r:.60} does not match {schema['pattern']}")
        if "minimum" in schema and value < schema["minimum"] or "maximum" in schema and value > schema["maximum"]:
            found.append(f"{where}: {value!r} is out of range")
        if kind == "array":
            if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
                found.append(f"{where}: has {len(value)} entries")
            for i, one in enumerate(value):
                found += self.problems(one, schema.get("items", {}), f"{where}[{i}]")
        if kind == "object":
            found += self.object_problems(value, schema, where)
        return found

    def object_problems(self, value, schema, where):
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        found = [f"{where}: has no {name}" for name in schema.get("required", []) if name not in value]
        for name, one in value.items():
            if name in known:
                found += self.problems(one, known[name], f"{where}.{name}")
            elif others is False:
                found.append(f"{where}: has {name}, which is not described")
            elif isinstance(others, dict):
                found += self.problems(one, others, f"{where}.{name}")
        return found

    @staticmethod
    def is_of(value, kind):
        if kind == "boolean":
            return isinstance(value, bool)
        if kind == "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        if kind == "number":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        return isinstance(value, {"string": str, "array": list, "object": dict}[kind])
