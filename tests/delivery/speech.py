#!/usr/bin/env python3
"""Makes speech with known words, known pauses and known fillers, to measure `coldcall analyze` by.

    speech.py FOLDER [--coldcall BINARY] [--kokoro FOLDER_WITH_kokoro.onnx_AND_voices.bin] [--seed N]

Voices: the program's own characters (`coldcall voice say`), eSpeak NG, and Kokoro where its files are given. Each
WAV has a JSON beside it: `words` (as said, numbers read out), `pauses` and `fillers` (seconds). Clauses are
synthesised one by one and trimmed, so that the silence between them is as long as the file says. A room's noise 45 dB
under the voice lies over all of it.
"""

import argparse
import itertools
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import soundfile as sf
from scipy.signal import resample_poly

RATE = 16_000
CLAUSES = """
good morning this is Ellen Marsh speaking
I am calling about the position in your accounting office
I have worked with small builders for eleven years
my last employer had forty two people in three offices
we finished every project under budget last winter
I sent you my resume on Tuesday afternoon
may I ask who makes the decision about new drivers
your company was named in the paper for its safety record
I would like to meet you for fifteen minutes
the warehouse ran on paper until I brought in the scanners
that saved about nine thousand dollars every month
I speak Spanish with most of the customers
when would be a good day to stop by
Thursday morning at half past ten suits me well
I understand that you are not hiring right now
perhaps you know somebody who is looking for a nurse
Peter Hale said that you value people who stay
he and I served on the school board together
I trained six apprentices and all of them passed
my phone number is five five five zero one four two
I will be brief because I know you are busy
the kitchen served three hundred meals a night
people tell me that I stay calm under pressure
I rebuilt the schedule so that nobody worked two weekends in a row
could you tell me the name of the office manager
I drive a forklift and hold a license for heavy trucks
the best part of my work is talking to patients
last spring I opened a second store on Grant Avenue
we cut the waiting time from twenty days to six
I can start on the first of next month
thank you very much for taking my call
I look forward to seeing you on Friday
""".strip().splitlines()

ESPEAK = ["en-us+m1", "en-us+f2", "en-gb+m3", "en-us+f4", "en-gb-x-rp+m7", "en-us+m5", "en-gb-scotland+f1", "en-us+f3"]
HIBARI = ["dana", "robert", "walter", "mia", "karen", "james", "ruth", "leo"]
KOKORO = ["af_bella", "am_adam", "bf_emma", "bm_george", "am_onyx", "af_sarah"]
PACES = [0.95, 1.0, 1.1, 0.9]


class Voices:
    def __init__(self, coldcall, kokoro):
        self.coldcall = coldcall
        self.kokoro = None
        if kokoro:
            from kokoro_onnx import Kokoro

            self.kokoro = Kokoro(f"{kokoro}/kokoro.onnx", f"{kokoro}/voices.bin")

    def names(self):
        listed = [("hibari", name) for name in HIBARI] + [("espeak", name) for name in ESPEAK]
        return listed + ([("kokoro", name) for name in KOKORO] if self.kokoro else [])

    def say(self, engine, name, text, pace=1.0):
        if engine == "kokoro":
            samples, rate = self.kokoro.create(text, voice=name, speed=pace, lang="en-us")
            return at_16k(samples.astype(np.float64), rate)
        with tempfile.NamedTemporaryFile(suffix=".wav") as out:
            if engine == "espeak":
                pitch = str(25 + sum(map(ord, name)) % 50)
                command = ["espeak-ng", "-v", name, "-s", str(int(165 * pace)), "-p", pitch, "-w", out.name, text]
            else:
                command = [self.coldcall, "voice", "say", text, "--voice", name, "--pace", f"{pace:.2f}", "--out", out.name]
            subprocess.run(command, check=True, capture_output=True)
            samples, rate = sf.read(out.name)
            return at_16k(samples, rate)

    def filler(self, engine, name, sound, drawl):
        """An um or uh, longer by `drawl` (1 to 1.6)."""
        if engine == "espeak":
            return self.say(engine, name, {"um": "[[V:m:]]", "uh": "[[V:]]"}[sound], 0.9 / drawl)
        if engine == "kokoro":
            # Written, it reads them as words.
            phonemes = {"um": "ˈʌːm.", "uh": "ˈʌː."}[sound]
            samples, rate = self.kokoro.create(phonemes, voice=name, speed=1.0 / drawl, is_phonemes=True)
            return at_16k(samples.astype(np.float64), rate)
        return self.say(engine, name, {"um": "Umm.", "uh": "Uhh."}[sound], 1.0 / drawl)


def at_16k(samples, rate):
    return samples if rate == RATE else resample_poly(samples, RATE, rate)


def trimmed(samples):
    """From the first to the last 5 ms over -40 dB of the loudest."""
    step = RATE // 200
    power = np.array([np.mean(samples[i : i + step] ** 2) for i in range(0, len(samples) - step, step)])
    loud = np.flatnonzero(power > power.max() * 1e-4)
    return samples[loud[0] * step : (loud[-1] + 1) * step]


def closed_up(samples):
    """Without the silences that a voice made inside a clause, so that the known pauses are all there are: what stays 40 dB
    under the loudest for 0.15 s is cut to 0.1 s."""
    step = RATE // 200
    power = np.array([np.mean(samples[i : i + step] ** 2) for i in range(0, len(samples) - step, step)])
    kept = []
    for quiet, steps in itertools.groupby(range(len(power)), lambda i: power[i] <= power.max() * 1e-4):
        steps = list(steps)
        kept += steps[:10] + steps[-10:] if quiet and len(steps) > 30 else steps
    return np.concatenate([samples[i * step : (i + 1) * step] for i in kept])


class Track:
    """A recording that is being put together."""

    def __init__(self, rng):
        self.rng, self.parts, self.length = rng, [], 0
        self.words, self.pauses, self.fillers = [], [], []

    def now(self):
        return self.length / RATE

    def silence(self, seconds):
        start = self.now()
        self.add(np.zeros(int(seconds * RATE)))
        return start

    def pause(self, seconds):
        start = self.silence(seconds)
        if seconds >= 0.25:
            self.pauses.append({"start": start, "end": self.now()})

    def add(self, samples):
        self.parts.append(samples)
        self.length += len(samples)

    def say(self, samples, text):
        self.add(level(closed_up(trimmed(samples))))
        self.words += text.split()

    def hesitate(self, samples, sound):
        start = self.now()
        self.add(level(trimmed(samples)) * 0.8)
        self.fillers.append({"text": sound, "start": start, "end": self.now()})

    def write(self, path, voice):
        sound = np.concatenate(self.parts)
        room = self.rng.standard_normal(len(sound)) * np.sqrt(np.mean(sound**2)) * 10 ** (-45 / 20)
        sf.write(path, np.clip(sound + room, -1, 1), RATE, subtype="PCM_16")
        truth = {"voice": voice, "words": self.words, "pauses": self.pauses, "fillers": self.fillers}
        path.with_suffix(".json").write_text(json.dumps(truth, indent=1))


def level(samples):
    return samples * 0.08 / np.sqrt(np.mean(samples**2))


def log_uniform(rng, low, high):
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def fluent(track, voices, voice, clauses, pace):
    track.silence(0.6)
    for index, clause in enumerate(clauses):
        if index:
            track.pause(log_uniform(track.rng, 0.12, 1.5))
        track.say(voices.say(*voice, clause, pace), clause)
    track.silence(0.6)


def hesitant(track, voices, voice, clauses, pace):
    track.silence(0.6)
    for index, clause in enumerate(clauses):
        if index:
            track.pause(log_uniform(track.rng, 0.3, 0.9))
        words = clause.split()
        cut = int(track.rng.integers(2, len(words) - 2))
        track.say(voices.say(*voice, " ".join(words[:cut]), pace), " ".join(words[:cut]))
        track.pause(log_uniform(track.rng, 0.03, 0.25))
        sound = ["um", "uh"][int(track.rng.integers(2))]
        track.hesitate(voices.filler(*voice, sound, track.rng.uniform(1.0, 1.4)), sound)
        track.pause(log_uniform(track.rng, 0.05, 0.4))
        track.say(voices.say(*voice, " ".join(words[cut:]), pace), " ".join(words[cut:]))
    track.silence(0.6)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--coldcall", default="coldcall")
    parser.add_argument("--kokoro")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    voices = Voices(options.coldcall, options.kokoro)
    for index, voice in enumerate(voices.names()):
        for manner, size in [(fluent, 12), (hesitant, 7)]:
            rng = np.random.default_rng([options.seed, index, size])
            clauses = [CLAUSES[i] for i in rng.permutation(len(CLAUSES))[:size]]
            path = options.folder / f"{manner.__name__}-{voice[0]}-{voice[1].replace('+', '_')}.wav"
            track = Track(rng)
            manner(track, voices, voice, clauses, PACES[index % len(PACES)])
            track.write(path, " ".join(voice))
            print(path, f"{track.now():.1f} s", flush=True)


if __name__ == "__main__":
    main()
