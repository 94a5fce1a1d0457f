#!/usr/bin/env python3
"""Compares what `coldcall analyze FILE.wav --json` finds with what was said.

    against_truth.py [--coldcall BINARY] [--index INDEX.tsv] FILE.wav ...

Each WAV has a JSON of `speech.py` beside it (`words`, `pauses`, `fillers`); files without one are looked up in the
index (`file`, `source`, `licence`, `transcript`, tabs between), which knows words only. Reported: the word rate pooled
over all fluent files against that of the true words, pauses of 250 ms and more and fillers as precision, recall and
F1, and false fillers for each three minutes of fluent speech. Exits with 1 where a bound does not hold.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import sys

TOLERANCE = 0.3


def analyze(coldcall, path):
    done = subprocess.run([coldcall, "analyze", str(path), "--json"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def truth_of(path, index):
    beside = path.with_suffix(".json")
    if beside.exists():
        return json.loads(beside.read_text())
    if index.get(path.name):
        return {"words": index[path.name].split(), "pauses": None, "fillers": []}
    return None


def overlap(a, b):
    return min(a["end"], b["end"]) - max(a["start"], b["start"])


def matched(found, true, near):
    """One to one, in order."""
    free, hits = list(found), []
    for one in true:
        best = max(free, key=lambda other: overlap(one, other), default=None)
        if best is not None and overlap(one, best) > -near:
            free.remove(best)
            hits.append((one, best))
    return hits, free, [one for one in true if not any(one is hit for hit, _ in hits)]


class Score:
    def __init__(self):
        self.hits = self.false = self.missed = 0

    def add(self, hits, false, missed):
        self.hits, self.false, self.missed = self.hits + hits, self.false + false, self.missed + missed

    def __str__(self):
        return f"F1 {self.f1():.3f} ({self.hits} found, {self.false} false, {self.missed} missed)"

    def f1(self):
        return 2 * self.hits / max(2 * self.hits + self.false + self.missed, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    parser.add_argument("--coldcall", default="coldcall")
    parser.add_argument("--index", type=pathlib.Path)
    options = parser.parse_args()
    index = {}
    if options.index:
        with options.index.open() as lines:
            index = {row["file"]: row["transcript"] for row in csv.DictReader(lines, delimiter="\t")}
    pauses, fillers = Score(), Score()
    true_words = said_words = minutes = fluent_minutes = false_fillers = 0
    for path in options.files:
        truth = truth_of(path, index)
        if truth is None:
            continue
        heard = analyze(options.coldcall, path)
        found = heard["delivery"]
        length = (heard["speech"][-1]["end"] - heard["speech"][0]["start"]) / 60 if heard["speech"] else 0
        line = f"{path.name:42}"
        if not truth["fillers"]:
            minutes += length
            true_words += len(truth["words"])
            said_words += found["words_per_minute"] * length
            fluent_minutes += length
            false_fillers += len(found["fillers"])
            line += f" words {len(truth['words']):4} {found['words_per_minute'] * length:7.1f}"
            line += f" false fillers {[(f['text'], round(f['start'], 2)) for f in found['fillers']]}"
        else:
            hits, false, missed = matched(found["fillers"], truth["fillers"], TOLERANCE)
            fillers.add(len(hits), len(false), len(missed))
            line += f" fillers {len(hits)} of {len(truth['fillers'])}, false {[(f['text'], round(f['start'], 2)) for f in false]}"
            line += f" missed {[round(f['start'], 2) for f in missed]}"
        if truth["pauses"] is not None:
            hits, false, missed = matched(found["pauses"], truth["pauses"], 0)
            pauses.add(len(hits), len(false), len(missed))
            off = [f["start"] - t["start"] for t, f in hits] + [f["end"] - t["end"] for t, f in hits]
            line += f" pauses -{len(missed)} +{len(false)} edges off {1000 * sum(map(abs, off)) / max(len(off), 1):.0f} ms"
            line += "".join(f" [-{p['end'] - p['start']:.2f}@{p['start']:.1f}]" for p in missed)
            line += "".join(f" [+{p['end'] - p['start']:.2f}@{p['start']:.1f}]" for p in false)
        print(line, flush=True)
    rate = said_words / max(true_words, 1) - 1
    false_rate = 3 * false_fillers / max(fluent_minutes, 1e-9)
    print(f"word rate {100 * rate:+.1f} % over {minutes:.1f} minutes of {true_words} words")
    print(f"pauses {pauses}")
    print(f"fillers {fillers}; {false_rate:.2f} false in three minutes of fluent speech")
    good = abs(rate) <= 0.05 and pauses.f1() >= 0.95 and fillers.f1() >= 0.85 and false_rate <= 1
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
