"""Checks how logs are shipped, without a Fluent Bit, an Elasticsearch and a Kibana.

    logs.py

Fluent Bit's files must name plugins, settings, parsers and variables that there are; the index template must know every field of the lines that both processes
logged (log-lines.ndjson), and of what Fluent Bit adds; Kibana's objects must name each other and such fields. Prints what is wrong; exit status 1 if anything is.
"""

import json
import pathlib
import re
import sys
from datetime import datetime

import yaml

K8S = pathlib.Path(__file__).resolve().parents[1]
DIRECT, KAFKA = K8S / "components/logging", K8S / "components/logging-kafka"
LINES = pathlib.Path(__file__).with_name("log-lines.ndjson")
# Settings that we use, by plugin, from Fluent Bit's manual: a name that it does not know keeps it from starting.
SETTINGS = {
    "service": {"flush", "grace", "log_level", "http_server", "http_listen", "http_port", "health_check", "storage.path", "storage.max_chunks_up"},
    "parser": {"name", "format", "time_key", "time_format", "time_keep"},
    "inputs/tail": {"path", "tag", "parser", "db", "read_from_head", "refresh_interval", "rotate_wait", "buffer_max_size", "skip_long_lines", "storage.type"},
    "inputs/kafka": {"tag", "brokers", "topics", "group_id", "format", "poll_ms", "storage.type"},
    "filters/modify": {"match", "add"},
    "filters/parser": {"match", "key_name", "parser", "reserve_data"},
    "outputs/es": {
        "match", "host", "port", "tls", "http_user", "http_passwd", "logstash_format", "logstash_prefix", "logstash_dateformat", "time_key", "time_key_nanos",
        "suppress_type_name", "generate_id", "write_operation", "replace_dots", "retry_limit", "storage.total_limit_size",
    },
    "outputs/kafka": {"match", "brokers", "topics", "message_key", "format", "timestamp_key", "timestamp_format", "retry_limit", "storage.total_limit_size"},
}


class Shipper:
    """A file of Fluent Bit's."""

    def __init__(self, file):
        self.name, self.text = file.name, file.read_text()
        self.file = yaml.safe_load(self.text)
        self.parsers = {parser["name"]: parser for parser in self.file["parsers"]}
        self.plugins = [(kind, plugin) for kind in ("inputs", "filters", "outputs") for plugin in self.file["pipeline"].get(kind, [])]

    def problems(self, variables):
        yield from self.unknown("service", self.file["service"])
        for parser in self.parsers.values():
            yield from self.unknown("parser", parser)
        for kind, plugin in self.plugins:
            settings = {key: value for key, value in plugin.items() if key != "name" and not key.startswith("rdkafka.")}
            yield from self.unknown(f"{kind}/{plugin['name']}", settings)
            if plugin.get("parser", "ecs") not in self.parsers:
                yield f"{self.name}: there is no parser {plugin['parser']}"
        for variable in sorted(set(re.findall(r"\$\{(\w+)}", self.text)) - variables):
            yield f"{self.name}: nobody says what {variable} is"

    def unknown(self, part, settings):
        if part not in SETTINGS:
            yield f"{self.name}: {part} is not known here"
        else:
            yield from (f"{self.name}: {part} has no {key}" for key in settings.keys() - SETTINGS[part])

    def added(self):
        """Fields that it adds to a line."""
        return {words.split()[0] for kind, plugin in self.plugins if plugin["name"] == "modify" for words in plugin["add"]}

    def output(self, name):
        return next((plugin for kind, plugin in self.plugins if kind == "outputs" and plugin["name"] == name), None)


def literals(folder):
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
    entries = [entry for one in kustomization["configMapGenerator"] if one["name"] == "sluice-logging" for entry in one["literals"]]
    return {entry.split("=", 1)[0] for entry in entries}


def environment(file, containers):
    pod = yaml.safe_load(file.read_text())["spec"]["template"]["spec"]
    return {variable["name"] for container in pod[containers] for variable in container["env"]}


def fields(value, path=""):
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from fields(inner, f"{path}{key}.")
        else:
            yield path + key


def mapped(properties, path=""):
    for key, inner in properties.items():
        if "properties" in inner:
            yield from mapped(inner["properties"], f"{path}{key}.")
        else:
            yield path + key


def problems_of_template(template, shippers):
    known = set(mapped(template["template"]["mappings"]["properties"]))
    lines = [json.loads(line) for line in LINES.read_text().splitlines()]
    if {line["service"]["name"] for line in lines} != {"sluice-intake", "sluice-scheduler"}:
        yield "log-lines.ndjson: it must have lines of both processes"
    asked = {field for line in lines for field in fields(line)} | {field for shipper in shippers for field in shipper.added()}
    yield from (f"index-template.json: it does not know {field}" for field in sorted(asked - known))
    for line in lines:
        # As the parser reads it, which knows nine places of a second; Python knows six.
        datetime.strptime(re.sub(r"(\.\d{6})\d*", r"\1", line["@timestamp"]), "%Y-%m-%dT%H:%M:%S.%f%z")
    for shipper in shippers:
        output = shipper.output("es")
        if output and f"{output['logstash_prefix']}-*" not in template["index_patterns"]:
            yield f"{shipper.name}: {output['logstash_prefix']} is no index of the template"
        if output and output["logstash_dateformat"] != "%Y.%m.%d":
            yield f"{shipper.name}: an index is not a day"


def problems_of_kibana(template):
    known = set(mapped(template["template"]["mappings"]["properties"]))
    objects = [json.loads(line) for line in (DIRECT / "kibana.ndjson").read_text().splitlines()]
    ids = [(one["type"], one["id"]) for one in objects]
    if len(ids) != len(set(ids)):
        yield "kibana.ndjson: two objects have one id"
    for one in objects:
        attributes, label = one["attributes"], f"kibana.ndjson: {one['type']} {one['id']}"
        for reference in one["references"]:
            if (reference["type"], reference["id"]) not in ids:
                yield f"{label}: there is no {reference['type']} {reference['id']}"
        named = {reference["name"] for reference in one["references"]}
        source = json.loads(attributes.get("kibanaSavedObjectMeta", {}).get("searchSourceJSON", "{}"))
        if source.get("indexRefName", "") not in named | {""}:
            yield f"{label}: it does not say where it searches"
        asked = set(attributes.get("columns", [])) | set(re.findall(r"([\w.]+) :", source.get("query", {}).get("query", "")))
        yield from (f"{label}: the index has no {field}" for field in sorted(asked - known))
        for panel in json.loads(attributes.get("panelsJSON", "[]")):
            if f"{panel['panelIndex']}:{panel['panelRefName']}" not in named:
                yield f"{label}: panel {panel['panelIndex']} shows nothing"
        if one["type"] == "index-pattern" and attributes["title"] not in template["index_patterns"]:
            yield f"{label}: {attributes['title']} is no index of the template"


def main():
    beside = environment(DIRECT / "beside.yaml", "initContainers")
    indexer = environment(KAFKA / "log-indexer.yaml", "containers")
    direct, to_kafka, from_kafka = map(Shipper, (DIRECT / "to-elasticsearch.yaml", KAFKA / "to-kafka.yaml", KAFKA / "from-kafka.yaml"))
    template = json.loads((DIRECT / "index-template.json").read_text())
    found = [
        *direct.problems(literals(DIRECT) | beside),
        *to_kafka.problems(literals(DIRECT) | literals(KAFKA) | beside),
        *from_kafka.problems(literals(DIRECT) | literals(KAFKA) | indexer),
        *problems_of_template(template, (direct, to_kafka, from_kafka)),
        *problems_of_kibana(template),
    ]
    if direct.output("es") != from_kafka.output("es"):
        found.append("from-kafka.yaml: what comes by Kafka does not go where the rest goes")
    policy = json.loads((DIRECT / "lifecycle.json").read_text())["policy"]["phases"]
    if "delete" not in policy:
        found.append("lifecycle.json: indices are kept for ever")
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
