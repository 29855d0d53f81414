"""Reads one JSON text per line and prints what PyYAML's safe_load makes of it, for readYaml.test.ts."""

import datetime
import json
import math
import sys

import yaml


def plain(value):
    if isinstance(value, bool):
        return ["boolean", value]
    if value is None:
        return ["null"]
    if isinstance(value, int):
        return ["integer", str(value)]
    if isinstance(value, float):
        return ["float", "nan" if math.isnan(value) else value.hex()]
    if isinstance(value, str):
        return ["text", value]
    if isinstance(value, bytes):
        return ["binary", value.hex()]
    if isinstance(value, datetime.datetime):
        return ["dateTime", value.isoformat()]
    if isinstance(value, datetime.date):
        return ["date", value.isoformat()]
    if isinstance(value, list):
        return ["list", [plain(item) for item in value]]
    if isinstance(value, tuple):
        return ["map", [[plain(value[0]), plain(value[1])]]]
    if isinstance(value, set):
        return ["map", sorted([plain(item), ["null"]] for item in value)]
    return ["map", [[plain(key), plain(item)] for key, item in value.items()]]


for line in sys.stdin:
    try:
        answer = ["ok", plain(yaml.safe_load(json.loads(line).encode("utf-8")))]
    except RecursionError:
        answer = ["recursive"]
    except Exception as error:
        answer = ["refused", str(error)]
    print(json.dumps(answer), flush=True)
