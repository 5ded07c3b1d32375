"""Checks what kustomize rendered, without a cluster.

    check.py CUSTOM_RESOURCES_FILE OVERLAY.yaml...

Every document of Kubernetes' own must fit its strict schema, and every overlay must keep the rules below. The other documents are written
to CUSTOM_RESOURCES_FILE as JSON, for custom-resources.mjs. Prints what is wrong; exit status 1 if anything is.
"""

import json
import pathlib
import re
import sys

import kubernetes_validate
import yaml

VERSION = "1.37"
CUSTOM = ("argoproj.io/", "external-secrets.io/", "keda.sh/", "monitoring.coreos.com/")
ROOT = pathlib.Path(__file__).resolve().parents[2]
# Servers of small overlays keep their files where their images want them.
SERVERS = {"mysql", "redis", "kafka"}
PROCESSES = {"intake-api", "scheduler"}


def problems_of_schema(document):
    try:
        kubernetes_validate.validate(document, VERSION, strict=True)
    except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as e:
        yield f"does not fit Kubernetes {VERSION}: {getattr(e, 'message', e)} at {list(getattr(e, 'path', []))}"


def problems_of_pods(document):
    pod = document["spec"]["template"]["spec"]
    security = pod.get("securityContext", {})
    if not (security.get("runAsNonRoot") and security.get("runAsUser") and security.get("seccompProfile")):
        yield "the pod must not run as root, and must have the runtime's seccomp profile"
    if pod.get("automountServiceAccountToken") is not False:
        yield "the pod must not get a token of the cluster's API"
    for container in pod.get("initContainers", []) + pod["containers"]:
        yield from problems_of_container(container, document)


def problems_of_container(container, document):
    name, locked, resources = container["name"], container.get("securityContext", {}), container.get("resources", {})
    if locked.get("allowPrivilegeEscalation") is not False or locked.get("capabilities") != {"drop": ["ALL"]}:
        yield f"{name} must drop all capabilities"
    if locked.get("readOnlyRootFilesystem") is not True and name not in SERVERS:
        yield f"{name} must have a read-only root file system"
    if "memory" not in resources.get("limits", {}) or not {"cpu", "memory"} <= resources.get("requests", {}).keys():
        yield f"{name} must request processor time and memory, and have a limit of memory"
    if not re.search(r"(@sha256:[0-9a-f]{64}|:(?!latest$)[\w.-]+)$", container["image"]):
        yield f"{name} must name a version of its image, not {container['image']}"
    if name in PROCESSES and document["kind"] == "Deployment":
        yield from problems_of_rollout(container, document)


def problems_of_rollout(container, document):
    """A pod that goes must be out of every address list before it stops listening, and have the time that the process takes to stop."""
    name, spec = container["name"], document["spec"]
    if spec["strategy"].get("rollingUpdate", {}).get("maxUnavailable") != 0:
        yield "a rollout must never have fewer pods than are wanted"
    ports = {port["name"] for port in container["ports"]}
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        call = container.get(probe, {}).get("httpGet", {})
        if call.get("port") not in ports or not re.fullmatch("/actuator/health/(liveness|readiness)", call.get("path", "")):
            yield f"{name} must have a {probe} of the process's own paths, on one of its ports"
    settings = yaml.safe_load((ROOT / name / "src/main/resources/application.yaml").read_text())
    if settings["server"]["shutdown"] != "graceful":
        yield f"{name} does not stop gracefully"
    stop = int(settings["spring"]["lifecycle"]["timeout-per-shutdown-phase"].removesuffix("s"))
    sleep = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    if "http" in ports and sleep < 5:
        yield f"{name} must sleep before it stops"
    grace = document["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    if grace < sleep + stop + 10:
        yield f"{name} has {grace} s to end, but sleeps {sleep} s and may take {stop} s and more"


def names(documents, *kinds):
    return {d["metadata"]["name"] for d in documents if d["kind"] in kinds}


def keys_of_secrets(documents):
    keys = {d["metadata"]["name"]: set(d["data"]) for d in documents if d["kind"] == "Secret"}
    return keys | {d["metadata"]["name"]: {entry["secretKey"] for entry in d["spec"]["data"]} for d in documents if d["kind"] == "ExternalSecret"}


def problems_of_references(documents):
    """What is named must be there."""
    settings, secrets = names(documents, "ConfigMap"), keys_of_secrets(documents)
    for document in documents:
        label = f"{document['kind']} {document['metadata']['name']}"
        if "template" in document.get("spec", {}) and document["kind"] in ("Deployment", "Job", "StatefulSet"):
            pod = document["spec"]["template"]["spec"]
            for volume in pod.get("volumes", []):
                if "configMap" in volume and volume["configMap"]["name"] not in settings:
                    yield f"{label}: there is no config map {volume['configMap']['name']}"
                for source in volume.get("projected", {}).get("sources", []):
                    if not source["secret"].get("optional") and source["secret"]["name"] not in secrets:
                        yield f"{label}: there is no secret {source['secret']['name']}"
            for container in pod.get("initContainers", []) + pod["containers"]:
                for variable in container.get("env", []):
                    key = variable.get("valueFrom", {}).get("secretKeyRef")
                    if key and not key.get("optional") and key["key"] not in secrets.get(key["name"], ()):
                        yield f"{label}: there is no {key['key']} in a secret {key['name']}"
                for source in container.get("envFrom", []):
                    if source["configMapRef"]["name"] not in settings:
                        yield f"{label}: there is no config map {source['configMapRef']['name']}"
        if document["kind"] == "TriggerAuthentication":
            for target in document["spec"]["secretTargetRef"]:
                if target["key"] not in secrets.get(target["name"], ()):
                    yield f"{label}: there is no {target['key']} in a secret {target['name']}"
        if document["kind"] in ("HorizontalPodAutoscaler", "ScaledObject"):
            target = document["spec"]["scaleTargetRef"]["name"]
            if target not in names(documents, "Deployment"):
                yield f"{label}: there is no deployment {target}"
            elif any("replicas" in d["spec"] for d in documents if d["kind"] == "Deployment" and d["metadata"]["name"] == target):
                yield f"{label}: the deployment {target} sets its own number, too"
        if document["kind"] == "ScaledObject":
            yield from (f"{label}: {problem}" for problem in problems_of_shards(document))


def problems_of_shards(document):
    """A trigger for each shard that the migrations make, and never more writers than shards."""
    migrations = "".join(file.read_text() for file in sorted((ROOT / "sql/migrations").glob("V*.sql")))
    inserts = re.findall(r"^INSERT INTO shard\b[^;]*?VALUES([^;]*);", migrations, re.MULTILINE)
    shards = [int(number) for rows in inserts for number in re.findall(r"\((\d+), ", rows)]
    streams = [trigger["metadata"]["stream"] for trigger in document["spec"]["triggers"]]
    if streams != [f"{{s{shard}}}:requests" for shard in shards]:
        yield f"the shards are {shards}, the streams {streams}"
    if document["spec"]["maxReplicaCount"] > len(shards):
        yield "more schedulers than shards have nothing to do"


def main(custom_file, *files):
    found, custom = [], []
    for file in map(pathlib.Path, files):
        documents = list(yaml.safe_load_all(file.read_text()))
        for document in documents:
            here = [*problems_of_schema(document)] if not document["apiVersion"].startswith(CUSTOM) else custom.append(document) or []
            if document["kind"] in ("Deployment", "Job", "StatefulSet") and not here:
                here += problems_of_pods(document)
            found += [f"{file.stem}: {document['kind']} {document['metadata']['name']}: {problem}" for problem in here]
        found += [f"{file.stem}: {problem}" for problem in problems_of_references(documents)]
    pathlib.Path(custom_file).write_text(json.dumps(custom))
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
