#!/usr/bin/env python3
"""Compares what `coldcall analyze FILE.wav --json` measures on a voice with Praat and with pyloudnorm.

    against_praat.py [--coldcall BINARY] FILE.wav ...

On the same file and the same stretches of speech (`speech` of the JSON): pitch median and variation (Praat's "To Pitch"
with its standard settings), mean intensity and its variation ("To Intensity", pitch floor 100 Hz), integrated loudness
(pyloudnorm). Ends with the share of files within 1 % of the median and 0.15 semitones of the variation, and exits with
1 where a bound does not hold.
"""

import argparse
import json
import subprocess
import sys
import warnings

import numpy as np
import parselmouth
import pyloudnorm
import soundfile as sf

LONGEST_BLOCK = 0.4


def analyze(coldcall, path):
    done = subprocess.run([coldcall, "analyze", path, "--json"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def mono(path):
    samples, rate = sf.read(path, always_2d=True)
    return samples.mean(axis=1), rate


def within(times, speech):
    return np.array([any(span["start"] <= time <= span["end"] for span in speech) for time in times], bool)


def praat(samples, rate, speech):
    sound = parselmouth.Sound(samples, rate)
    pitch = sound.to_pitch()
    hertz = pitch.selected_array["frequency"][within(pitch.xs(), speech)]
    hertz = hertz[hertz > 0]
    median = np.median(hertz)
    semitones = 12 * np.log2(hertz / median)
    intensity = sound.to_intensity(minimum_pitch=100)
    level = intensity.values[0][within(intensity.xs(), speech)]
    mean = 10 * np.log10(np.mean(10 ** (level / 10)))
    return median, semitones.std(ddof=1), mean, level.std(ddof=1)


def loudness(samples, rate, speech):
    spoken = np.concatenate([samples[round(s["start"] * rate) : round(s["end"] * rate)] for s in speech])
    # pyloudnorm counts a last block that is not full; the standard does not.
    whole = int(len(spoken) / rate * 10) * rate // 10
    if whole < LONGEST_BLOCK * rate:
        return None
    return pyloudnorm.Meter(rate).integrated_loudness(spoken[:whole])


def main():
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--coldcall", default="coldcall")
    options = parser.parse_args()
    rows = []
    print(f"{'file':40} median Hz   off   sd st   off  dB off  sd off  LUFS off")
    for path in options.files:
        heard = analyze(options.coldcall, path)
        found = heard["delivery"]
        if not heard["speech"] or found["pitch"] is None:
            print(f"{path[-40:]:40} no speech found")
            rows.append((np.inf, np.inf, np.nan, np.nan))
            continue
        samples, rate = mono(path)
        median, deviation, level, level_deviation = praat(samples, rate, heard["speech"])
        lufs = loudness(samples, rate, heard["speech"])
        row = (
            found["pitch"]["median_hz"] / median - 1,
            found["pitch"]["sd_semitones"] - deviation,
            found["intensity"]["mean_db"] - level,
            np.nan if lufs is None else found["loudness_lufs"] - lufs,
        )
        rows.append(row)
        print(
            f"{path[-40:]:40} {median:9.1f} {100 * row[0]:+5.2f}% {deviation:6.2f} {row[1]:+6.3f} {row[2]:+6.2f}"
            f" {found['intensity']['sd_db'] - level_deviation:+6.2f} {row[3]:+6.2f}",
            flush=True,
        )
    off = np.abs(np.array(rows))
    pitch = np.mean((off[:, 0] <= 0.01) & (off[:, 1] <= 0.15))
    level, lufs = np.nanmax(off[:, 2]), np.nanmax(off[:, 3])
    print(f"{len(rows)} files: pitch as Praat's on {100 * pitch:.1f} %, intensity within {level:.2f} dB, loudness within {lufs:.2f} LU")
    sys.exit(0 if pitch >= 0.95 and level <= 0.5 and lufs <= 0.2 else 1)


if __name__ == "__main__":
    main()
