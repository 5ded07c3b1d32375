"""Checks Grafana's dashboards without a Grafana.

    dashboards.py WORK_FOLDER

Each panel must be whole, every metric that dashboards and alerts name must be in the catalogue (METRICS.md), and every expression must give something on samples.yaml, which was recorded from a
running Sluice. Prints what is wrong; exit status 1 if anything is. Without promtool no expression is evaluated, and that is said.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys

import monitoring
import yaml

FOLDER = monitoring.MONITORING / "dashboards"
SAMPLES = pathlib.Path(__file__).with_name("samples.yaml")
CATALOGUE = monitoring.K8S / "METRICS.md"
# What Prometheus itself adds.
OF_PROMETHEUS = {"up", "scrape_samples_post_metric_relabeling", "ALERTS"}
PARTS = ("_bucket", "_count", "_sum", "_max")
SOURCE = {"type": "prometheus", "uid": "${datasource}"}
# What Grafana puts in place of its variables.
VARIABLES = {"$__rate_interval": "1m", "$__range": "5m", "$__interval": "15s", "$namespace": ".*"}


def all_dashboards():
    return {file.name: json.loads(file.read_text()) for file in sorted(FOLDER.glob("*.json"))}


def panels(dashboard):
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def expressions(dashboard):
    """Where each stands, and what Prometheus is asked."""
    for panel in panels(dashboard):
        for target in panel["targets"]:
            yield panel["title"], replaced(target["expr"])
    for annotation in dashboard["annotations"]["list"]:
        yield annotation["name"], replaced(annotation["expr"])


def replaced(expression):
    for variable, value in VARIABLES.items():
        expression = re.sub(re.escape(variable) + r"\b", value, expression)
    return expression


def metrics():
    """Every metric that a dashboard or a rule asks for, but those that rules make."""
    asked = [text for dashboard in all_dashboards().values() for _, text in expressions(dashboard)]
    asked += [rule["expr"] for rule in monitoring.rules()]
    # A name stands before a selector or a range; within quotes and brackets there are none.
    plain = [re.sub(r'"[^"]*"|\b(by|without|on|ignoring)\s*\([^)]*\)', "", text) for text in asked]
    return {
        name
        for text in plain
        for name in re.findall(r"(?<![\w:])([a-zA-Z_][a-zA-Z0-9_]*_[a-zA-Z0-9_]+|up|ALERTS)(?=\s*[{\[)\s]|$)(?!\s*\()", re.sub(r"\{[^}]*\}", "{}", text))
        if name not in FUNCTIONS
    } - {"ALERTS"}


FUNCTIONS = {"histogram_quantile", "label_replace"}


def problems_of_panels(name, dashboard):
    titles = [panel["title"] for panel in panels(dashboard)]
    yield from (f"{name}: two panels are called {title}" for title in {one for one in titles if titles.count(one) > 1})
    ids = [panel["id"] for panel in dashboard["panels"]]
    if len(ids) != len(set(ids)):
        yield f"{name}: two panels have one id"
    taken = {}
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        if place["x"] + place["w"] > 24:
            yield f"{name}: {panel['title']} is wider than the page"
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                other = taken.setdefault((x, y), panel["title"])
                if other != panel["title"]:
                    yield f"{name}: {panel['title']} lies on {other}"
                    break
    for panel in panels(dashboard):
        if not panel.get("description"):
            yield f"{name}: {panel['title']} does not say what it shows"
        if not panel["fieldConfig"]["defaults"].get("unit"):
            yield f"{name}: {panel['title']} has no unit"
        if not panel["targets"]:
            yield f"{name}: {panel['title']} asks for nothing"
        for asked in (panel, *panel["targets"]):
            if asked["datasource"] != SOURCE:
                yield f"{name}: {panel['title']} names a source of its own"


def problems_of_all(found):
    uids = [dashboard["uid"] for dashboard in found.values()]
    yield from (f"two dashboards have the uid {uid}" for uid in {one for one in uids if uids.count(one) > 1})
    kustomization = yaml.safe_load((monitoring.MONITORING / "kustomization.yaml").read_text())
    generated = {file for one in kustomization["configMapGenerator"] for file in one["files"]}
    present = {f"dashboards/{name}" for name in found}
    yield from (f"kustomization.yaml: there is no config map of {file}" for file in present - generated)
    yield from (f"kustomization.yaml: there is no {file}" for file in generated - present)


def problems_of_names():
    catalogue = set(re.findall(r"^\| `(\w+)` \|", CATALOGUE.read_text(), re.MULTILINE))
    for name in sorted(metrics()):
        whole = next((name.removesuffix(part) for part in PARTS if name.endswith(part) and name.removesuffix(part) in catalogue), name)
        if whole not in catalogue | OF_PROMETHEUS:
            yield f"METRICS.md: {name} is asked for, and is not in it"


def problems_of_results(work, found):
    """Each expression becomes an alert that fires where there is a result, which is a number: promtool then evaluates all of them at once."""
    samples = yaml.safe_load(SAMPLES.read_text())
    rules, cases, places = [], [], {}
    at = f"{samples['minutes']}m"
    for name, dashboard in found.items():
        for title, expression in expressions(dashboard):
            if "ALERTS" in expression:
                continue
            alert = f"Panel{len(places)}"
            places[alert] = f"{name}: {title}: no result: {expression}"
            rules.append({"alert": alert, "expr": f"count(({expression}) == ({expression})) > 0"})
            cases.append({"alertname": alert, "eval_time": at, "exp_alerts": [{"exp_labels": {}}]})
    (work / "panels.yaml").write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    (work / "rules.yaml").write_text(monitoring.rules_for_prometheus())
    test = {"interval": samples["interval"], "input_series": samples["input_series"], "alert_rule_test": cases}
    document = {"rule_files": ["rules.yaml", "panels.yaml"], "evaluation_interval": samples["interval"], "tests": [test]}
    (work / "panels.test.yaml").write_text(yaml.safe_dump(document, width=10_000))
    done = subprocess.run(["promtool", "test", "rules", "panels.test.yaml"], cwd=work, capture_output=True, text=True)
    told = done.stdout + done.stderr
    if done.returncode:
        named = re.findall(r"alertname: (Panel\d+),", told)
        yield from [places[alert] for alert in named] or [f"promtool test rules panels.test.yaml:\n{told}"]


def main(work):
    found = all_dashboards()
    problems = [problem for name, dashboard in found.items() for problem in problems_of_panels(name, dashboard)]
    problems += [*problems_of_all(found), *problems_of_names()]
    if shutil.which("promtool"):
        problems += problems_of_results(pathlib.Path(work), found)
    else:
        print("no panel's expression was evaluated: there is no promtool (Debian: apt-get install prometheus)")
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
