"""The peer of `orientir score`: part of the same work as a plain pandas script would do it.

Usage: peer.py METHODOLOGY MARKS.csv RESULT.json
Checks codes, makes points of marks, sums them by node, ranks by share, writes JSON. Leaves out: faults with their places,
several experts, NA, totals, levels, summaries, the cycle matrix.
"""
import json
import sys

import pandas as pd

methodology, marks, result = sys.argv[1:]
leaves = {}


def walk(nodes, path):
    for node in nodes:
        if "nodes" in node:
            walk(node["nodes"], path + [node["code"]])
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
        leaves[node["code"]] = (path, factor * node.get("weight", 1), maximum * node.get("weight", 1))


with open(methodology, encoding="utf-8-sig") as file:
    walk(json.load(file)["nodes"], ["*"])

table = pd.read_csv(marks, dtype={"subject": str, "code": str, "value": float}, usecols=["subject", "code", "value"])
if not table["code"].isin(leaves.keys()).all():
    sys.exit("unknown code")
table["points"] = table["value"] * table["code"].map({code: leaf[1] for code, leaf in leaves.items()})
wide = table.pivot(index="subject", columns="code", values="points").fillna(0)
maxima = {code: leaf[2] for code, leaf in leaves.items()}
for node in dict.fromkeys(code for leaf in leaves.values() for code in leaf[0]):
    below = [code for code, leaf in leaves.items() if node in leaf[0]]
    wide[node] = wide[below].sum(axis=1)
    maxima[node] = sum(leaves[code][2] for code in below)
shares = wide / pd.Series(maxima)
ranks = shares.rank(method="min", ascending=False).astype(int)
ordered = ranks["*"].sort_values(kind="stable").index
columns = list(wide.columns)
subjects = []
for name, points, share, rank in zip(
        ordered, wide.loc[ordered].values.tolist(), shares.loc[ordered].values.tolist(), ranks.loc[ordered].values.tolist()):
    nodes = {c: {"points": p, "max": maxima[c], "share": s, "rank": r} for c, p, s, r in zip(columns, points, share, rank)}
    subjects.append({"subject": name, **nodes["*"], "nodes": nodes})
with open(result, "w", encoding="utf-8") as file:
    json.dump({"subjects": subjects}, file, ensure_ascii=False)
