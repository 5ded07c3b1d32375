"""Checks the alert rules without a Prometheus.

    monitoring.py WORK_FOLDER

Rules must be right and do what their tests say (promtool); each alert needs tests in which it fires and in which it is silent, an entry in the runbook, and
a severity. Prints what is wrong; exit status 1 if anything is. Without promtool all is checked but what it checks, and that is said.
"""

import pathlib
import re
import shutil
import subprocess
import sys

import yaml

K8S = pathlib.Path(__file__).resolve().parents[1]
MONITORING = K8S / "components/monitoring"
RUNBOOK_URL = "https://git.example.com/sluice/sluice/blob/main/k8s/RUNBOOK.md#"
TESTS = sorted((K8S / "check").glob("*.test.yaml"))
ENTRY = ("Means", "Look at", "Do")


def rules_for_prometheus():
    """What the local Prometheus is given: the lines below "spec:", without their indentation."""
    lines = (MONITORING / "rules.yaml").read_text().split("\nspec:\n", 1)[1].splitlines()
    return "".join(line.removeprefix("  ") + "\n" for line in lines)


def rules():
    return [rule for group in yaml.safe_load(rules_for_prometheus())["groups"] for rule in group["rules"]]


def alerts():
    return {rule["alert"]: rule for rule in rules() if "alert" in rule}


def problems_of_source():
    resource = yaml.safe_load((MONITORING / "rules.yaml").read_text())
    if yaml.safe_load(rules_for_prometheus()) != resource["spec"]:
        yield "rules.yaml: what stands below spec: is not all that is in it"


def problems_of_alerts():
    for name, alert in alerts().items():
        if alert.get("labels", {}).get("severity") not in ("page", "ticket"):
            yield f"{name}: its severity must be page or ticket"
        annotations = alert.get("annotations", {})
        if not annotations.get("summary"):
            yield f"{name}: it has no summary"
        if annotations.get("runbook_url") != RUNBOOK_URL + name.lower():
            yield f"{name}: its runbook_url must be {RUNBOOK_URL}{name.lower()}"


def problems_of_runbook():
    text = (K8S / "RUNBOOK.md").read_text()
    sections = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    entries = {section.split("\n", 1)[0].strip(): section for section in sections}
    yield from (f"RUNBOOK.md: {name} has no entry" for name in alerts().keys() - entries.keys())
    yield from (f"RUNBOOK.md: there is no alert {name}" for name in entries.keys() - alerts().keys())
    for name, entry in entries.items():
        missing = [part for part in ENTRY if not re.search(rf"^- \*\*{part}:\*\* \S", entry, re.MULTILINE)]
        if missing:
            yield f"RUNBOOK.md: {name} does not say: {', '.join(missing)}"
    anchors = {name.lower() for name in entries}
    yield from (f"RUNBOOK.md: there is no #{link}" for link in re.findall(r"\]\(#([^)]+)\)", text) if link not in anchors)


def problems_of_tests():
    fired, silent = set(), set()
    for file in TESTS:
        for test in yaml.safe_load(file.read_text())["tests"]:
            for case in test.get("alert_rule_test", []):
                (fired if case.get("exp_alerts") else silent).add(case["alertname"])
    yield from (f"{name}: no test sees it fire" for name in alerts().keys() - fired)
    yield from (f"{name}: no test sees it silent" for name in alerts().keys() - silent)
    yield from (f"{name}: it is tested, and there is no such alert" for name in (fired | silent) - alerts().keys())


def problems_of_promtool(work):
    """What promtool says, of the very file that a Prometheus gets."""
    (work / "rules.yaml").write_text(rules_for_prometheus())
    for file in TESTS:
        shutil.copy(file, work)
    yield from run(work, "check", "rules", "rules.yaml")
    yield from run(work, "test", "rules", *(file.name for file in TESTS))


def run(work, *arguments):
    done = subprocess.run(["promtool", *arguments], cwd=work, capture_output=True, text=True)
    if done.returncode:
        yield f"promtool {' '.join(arguments)}:\n{done.stdout}{done.stderr}"


def main(work):
    found = [*problems_of_source(), *problems_of_alerts(), *problems_of_runbook(), *problems_of_tests()]
    if shutil.which("promtool"):
        found += problems_of_promtool(pathlib.Path(work))
    else:
        print("the alerts were not tested: there is no promtool (Debian: apt-get install prometheus)")
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
