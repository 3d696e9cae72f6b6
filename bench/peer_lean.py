"""The leanest peer of `orientir score`: what a pandas script does that only wants points, shares and places.

Usage: peer_lean.py METHODOLOGY MARKS.csv
read_csv, merge with the leaves, groupby by subject and direction and by subject, rank by share. Writes nothing. Leaves out all that
peer.py leaves out, and checking codes and values, and the JSON.
"""
import json
import sys

import pandas as pd

methodology, marks = sys.argv[1:]
rows = []


def walk(nodes, direction):
    for node in nodes:
        if "nodes" in node:
            walk(node["nodes"], node["code"])
            continue
        scale = node["scale"]
        kind = scale["kind"]
        factor = scale.get("points", 1) if kind in ("binary", "checklist") else 1
        maximum = {
            "binary": lambda: scale.get("points", 1),
            "ordinal": lambda: max(step["points"] for step in scale["steps"]),
            "checklist": lambda: min(len(scale["items"]) * scale.get("points", 1), scale.get("max", float("inf"))),
            "points": lambda: scale["max"],
        }[kind]()
        weight = node.get("weight", 1)
        rows.append((node["code"], direction, factor * weight, maximum * weight))


with open(methodology, encoding="utf-8-sig") as file:
    walk(json.load(file)["nodes"], "*")

leaves = pd.DataFrame(rows, columns=["code", "direction", "factor", "max"])
table = pd.read_csv(marks, dtype={"subject": str, "code": str, "value": float}, usecols=["subject", "code", "value"])
table = table.merge(leaves, on="code")
table["points"] = table["value"] * table["factor"]
sums = table.groupby(["subject", "direction"], sort=False)[["points", "max"]].sum()
totals = sums.groupby("subject", sort=False).sum()
for result in (sums, totals):
    result["share"] = result["points"] / result["max"]
sums["rank"] = sums.groupby("direction")["share"].rank(method="min", ascending=False)
totals["rank"] = totals["share"].rank(method="min", ascending=False)
