"""Records what a running Sluice tells, for the check of the dashboards: samples.yaml beside this file.

    record.py http://127.0.0.1:9090 [MINUTES]

Asks a Prometheus that reads it, such as that of k8s/local, for the last minutes of every metric that dashboards and rules name. Play an on-sale meanwhile.
"""

import json
import pathlib
import sys
import time
import urllib.parse
import urllib.request

import dashboards
import yaml

STEP = 15


def ask(url, path, **arguments):
    with urllib.request.urlopen(f"{url}/api/v1/{path}?{urllib.parse.urlencode(arguments)}") as answer:
        return json.load(answer)["data"]


def series(url, name, begin, end):
    for one in ask(url, "query_range", query=name, start=begin, end=end, step=STEP)["result"]:
        known = {int(float(at)): value for at, value in one["values"]}
        values = [known.get(at, "_") for at in range(begin, end + 1, STEP)]
        labels = {label: value for label, value in one["metric"].items() if label not in ("__name__", "job")}
        text = ",".join(f'{label}="{value}"' for label, value in sorted(labels.items()))
        yield {"series": f"{name}{{{text}}}", "values": " ".join(shortened(values))}


def shortened(values):
    """Runs of one value as promtool writes them: 7x3 is four times 7."""
    run, count = values[0], 0
    for value in [*values[1:], None]:
        if value == run:
            count += 1
            continue
        yield run if count == 0 else f"{run}x{count}"
        run, count = value, 0


def main(url, minutes="5"):
    end = int(time.time()) // STEP * STEP
    begin = end - int(minutes) * 60
    recorded = [one for name in sorted(dashboards.metrics()) for one in series(url, name, begin, end)]
    file = pathlib.Path(__file__).with_name("samples.yaml")
    head = "# What a running Sluice told Prometheus, by record.py: for the check that every panel shows something.\n"
    document = {"interval": f"{STEP}s", "minutes": int(minutes), "input_series": recorded}
    file.write_text(head + yaml.safe_dump(document, width=10_000, sort_keys=False, allow_unicode=True))
    print(f"{len(recorded)} series of {len(dashboards.metrics())} metrics")


if __name__ == "__main__":
    main(*sys.argv[1:])
