"""Fine-tunes the sentence model so that one pass over a turn tells its elements word by word and its move.

In: labelled turns (elements-*.txt, turns.*.txt), moves (moves.toml, moves.*.jsonl) and the weight-only int8 ONNX.
Out: the same graph with new weights (model.onnx), the elements' layer (elements.head), the moves' layer (moves.head).
A file's writer is the middle of its name (turns.P.txt: P); files without one are the project's own. With --hold, those
writers are left out in turn and judged on.
"""
import argparse, collections, json, math, pathlib, random, re, struct, subprocess, time, tomllib
import numpy as np, onnx, onnxruntime, tokenizers, torch
import torch.nn.functional as F
from onnx import numpy_helper

LABELS = ("greeting self_name specialty years_experience accomplishment strength company_research strong_close weak_close "
          "referral reason callback_number callback_request follow_up thanks question ask_speak ask_time_ok acknowledge "
          "answer_objection ask_again ask_leads rapport farewell").split()
N, PIECES, WIDTH, HEADS, NONE = len(LABELS), 96, 384, 12, "none"
AFTER_REFUSAL = {"acknowledge", "answer_objection", "ask_again"}
# What says the same before and after a refusal, so that it may be put beside anything.
ANYWHERE = {"greeting", "self_name", "callback_number", "thanks", "farewell", "years_experience"}
ALIKE = {"for": "four", "to": "too", "know": "no", "meet": "meat", "there": "their", "by": "buy", "hear": "here", "hiring": "higher",
         "would": "wood", "an": "and", "in": "and", "mail": "male", "week": "weak", "right": "write", "new": "knew", "resume": "resumes",
         "are": "our", "our": "are", "then": "than", "could": "good", "can": "and", "of": "have", "your": "you", "is": "as", "him": "them"}
SWALLOWED = set("a the i to of and you is me my it at in up would will have am are do could can".split())
FILLERS = ["like", "so", "well", "i mean", "you see", "um", "just", "okay"]
FIRST = ["greeting", "acknowledge", "self_name"]
LAST = ["strong_close", "weak_close", "callback_request", "follow_up", "thanks", "farewell"]


# ---- material ----------------------------------------------------------------------------------------------------
def writer(path):
    parts = path.name.split(".")
    return parts[1] if len(parts) > 2 else "project"

def read_turns(path):
    labels, refused, turns = [], False, []
    for line in map(str.strip, path.read_text().splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("="):
            refused, labels = line.startswith("=!"), line.lstrip("=!").split()
        elif "{" in line:
            turns.append((re.findall(r"\s*([^{}]*?)\s*\{([^}]*)\}", line), refused))
        else:
            turns.append(([(line, " ".join(labels))], refused))
    return [{"parts": [(t, set(l.split())) for t, l in parts if t], "refused": r, "writer": writer(path)} for parts, r in turns]

def read_moves(folder):
    rows = []
    for path in sorted(folder.glob("moves.*.jsonl")):
        for row in map(json.loads, path.read_text().splitlines()):
            rows.append({"text": row["text"], "move": row["expect"] or NONE, "not": None, "situation": row["situation"], "writer": writer(path)})
    for path in sorted(folder.glob("moves.toml")):
        toml = tomllib.loads(path.read_text())
        own = lambda text, move, other=None: {"text": text, "move": move, "not": other, "situation": None, "writer": "project"}
        for name, entry in toml["moves"].items():
            rows += [own(t, name) for t in entry["examples"]]
            rows += [own(t, None, name) for t in entry.get("counter_examples", [])]
        rows += [own(t, NONE) for t in toml["off_topic"]["examples"]]
    return rows

def heard(text):
    """As a recognizer writes it: no marks, no capitals."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w'’$% ]", " ", text.lower())).strip()

def normalise(command, folder, texts):
    """The product's own words of each text, with their byte ranges."""
    file = pathlib.Path(folder) / "texts.jsonl"
    file.write_text("".join(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in texts))
    lines = subprocess.run(command.split() + [str(file)], check=True, capture_output=True, text=True).stdout.splitlines()
    assert len(lines) == len(texts)
    return [json.loads(line)["words"] for line in lines]

def load(args):
    folders = [pathlib.Path(f) for f in args.material]
    turns = [t for f in folders for p in sorted([*f.glob("elements-*.txt"), *f.glob("turns.*.txt")]) for t in read_turns(p)]
    moves = [m for f in folders for m in read_moves(f)]
    versions = [[[s for s, _ in t["parts"]], [h for h in (heard(s) for s, _ in t["parts"])]] for t in turns]
    texts = [" ".join(v) for pair in versions for v in pair] + [v for m in moves for v in (m["text"], heard(m["text"]))]
    words = normalise(args.words_command, args.out, texts)
    for at, turn in enumerate(turns):
        turn["versions"] = []
        for parts, found in zip(versions[at], words[2 * at:2 * at + 2]):
            ends = np.cumsum([len(p.encode()) + 1 for p in parts])
            stretch = [[] for _ in parts]
            for word, start, _ in found:
                stretch[int(np.searchsorted(ends, start, side="right"))].append(word)
            turn["versions"].append([(w, l) for w, (_, l) in zip(stretch, turn["parts"]) if w])
        turn["labels"] = set().union(*(l for _, l in turn["parts"]))
    for at, move in enumerate(moves):
        move["versions"] = [[w for w, _, _ in found] for found in words[2 * (len(turns) + at):][:2]]
    keep = lambda rows: [r for r in rows if all(r["versions"])]
    return keep(turns), keep(moves)


# ---- making it harder --------------------------------------------------------------------------------------------
def worsen(words, rng, rate):
    out = []
    for word in words:
        if word in SWALLOWED and rng.random() < rate:
            continue
        if rng.random() < rate / 4:
            out.append(rng.choice(FILLERS))
        out.append(ALIKE[word] if word in ALIKE and rng.random() < rate / 2 else word)
    return out or words

def place(turn):
    labels = next((l for _, l in turn["parts"] if l), set())
    return next((i for i, l in enumerate(FIRST) if l in labels), next((9 + i for i, l in enumerate(LAST) if l in labels), 5))

def compose(turn, turns, rng):
    """Others of the same state of the talk around a turn, in an order that callers use."""
    shown = bool(turn["labels"] & AFTER_REFUSAL)
    fits = lambda o: (o["refused"] == turn["refused"] and not (not o["refused"] and (shown or o["labels"] & AFTER_REFUSAL))) \
        or (o["labels"] and o["labels"] <= ANYWHERE)
    chosen = [turn]
    for _ in range(rng.choice([1, 1, 2, 3, 4])):
        other = next((o for o in (rng.choice(turns) for _ in range(20)) if fits(o) and len(o["parts"]) < 5), None)
        chosen += [other] if other else []
    if rng.random() < 0.7:
        chosen.sort(key=place)
    else:
        rng.shuffle(chosen)
    return chosen

def element_sample(turn, turns, rng, args):
    chosen = compose(turn, turns, rng) if len(turn["parts"]) < 6 and rng.random() < args.compose else [turn]
    rate = rng.choice([0.0, 0.05, 0.15])
    parts = [(worsen(w, rng, rate), l) for t in chosen for w, l in t["versions"][rng.random() < 0.4]]
    # The product's grammar sees many refusals that the text shows; both inputs occur.
    front = turn["refused"] or (bool(turn["labels"] & AFTER_REFUSAL) and rng.random() < 0.5)
    return parts, front


# ---- model -------------------------------------------------------------------------------------------------------
class Encoder(torch.nn.Module):
    """The network of the ONNX file, its weights under the names that the file gives their biases."""
    def __init__(self, path):
        super().__init__()
        self.file = onnx.load(path)
        graph = self.file.graph
        arrays = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.scaled = [n[:-2] for n in arrays if n.endswith("_q")]
        weights = {n: arrays[n + "_q"].astype(np.float32) * arrays[n + "_scale"] for n in self.scaled}
        users = {i: node for node in graph.node for i in node.input}
        self.names = {}
        for name in list(weights):
            if users[name].op_type == "MatMul":
                bias = next(i for i in users[users[name].output[0]].input if i.endswith(".bias"))
                self.names[name] = bias.removesuffix("bias") + "weight"
        floats = {n: a for n, a in arrays.items() if a.dtype == np.float32 and n.startswith("inner.")}
        tensors = {self.names.get(n, n): a for n, a in weights.items()} | floats
        self.w = torch.nn.ParameterDict({n.replace(".", "/"): torch.nn.Parameter(torch.tensor(np.array(a))) for n, a in tensors.items()})

    def forward(self, ids, mask, drop=0.0):
        # Half the bits while training: a processor does that three times as fast.
        kind = torch.bfloat16 if self.training else torch.float32
        get = lambda n: self.w["inner/" + n.replace(".", "/")].to(kind)
        norm = lambda x, n: F.layer_norm(x, (WIDTH,), get(n + ".weight"), get(n + ".bias"), 1e-12)
        linear = lambda x, n: x @ get(n + ".weight") + get(n + ".bias")
        fall = lambda x: F.dropout(x, drop, self.training)
        rows, columns = ids.shape
        x = self.w["inner/embeddings/word_embeddings/weight"][ids].to(kind) + get("embeddings.position_embeddings.weight")[:columns] + get("embeddings.token_type_embeddings.weight")[0]
        x = fall(norm(x, "embeddings.LayerNorm"))
        heads = lambda y: y.view(rows, columns, HEADS, -1).transpose(1, 2)
        for at in range(6):
            layer = f"encoder.layer.{at}."
            q, k, v = (heads(linear(x, f"{layer}attention.self.{n}")) for n in ("query", "key", "value"))
            y = (q @ k.transpose(2, 3) / 32**0.5).masked_fill(~mask[:, None, None, :], -1e4).softmax(-1) @ v
            y = linear(y.transpose(1, 2).reshape(rows, columns, WIDTH), layer + "attention.output.dense")
            x = norm(x + fall(y), layer + "attention.output.LayerNorm")
            y = linear(F.gelu(linear(x, layer + "intermediate.dense")), layer + "output.dense")
            x = norm(x + fall(y), layer + "output.LayerNorm")
        return x.float()

    def freeze(self, layers):
        """The words' table (training sees few of its 30,000 rows: the others keep their sense beside them) and the first layers."""
        for name, tensor in self.w.items():
            layer = re.search(r"layer/(\d)", name)
            tensor.requires_grad_(int(layer[1]) >= layers if layer else layers == 0 and "word_emb" not in name)

    def save(self, path):
        """Into the same graph, each weight again in steps of its row's or column's largest."""
        for tensor in self.file.graph.initializer:
            name = tensor.name.removesuffix("_q").removesuffix("_scale")
            key = self.names.get(name, name).replace(".", "/")
            if key not in self.w:
                continue
            value = self.w[key].detach().numpy()
            if name in self.scaled:
                axis = 0 if name in self.names else 1
                scale = np.maximum(np.abs(value).max(axis=axis, keepdims=True), 1e-8) / 127
                value = scale if tensor.name.endswith("_scale") else np.clip(np.round(value / scale), -127, 127).astype(np.int8)
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(value.astype(value.dtype if value.dtype == np.int8 else np.float32)), tensor.name))
        onnx.save(self.file, path)

class Model(torch.nn.Module):
    def __init__(self, path, moves):
        super().__init__()
        self.encoder = Encoder(path)
        self.words = torch.nn.Linear(WIDTH, N)
        torch.nn.init.normal_(self.words.weight, std=0.02)
        torch.nn.init.constant_(self.words.bias, -3.0)
        self.moves = torch.nn.Parameter(torch.randn(len(moves), WIDTH) * 0.05)
        self.bias = torch.nn.Parameter(torch.zeros(len(moves)))
        self.scale = torch.nn.Parameter(torch.tensor(20.0).log())

    def score(self, embedding):
        return self.scale.exp() * embedding @ F.normalize(self.moves, dim=1).T + self.bias

def pooled(logits, mask):
    """A turn's logit: the mean of its words', each weighted by its softmax: the largest, but many weak ones do not add up."""
    weight = logits.masked_fill(~mask[..., None], -1e4).softmax(1)
    return (weight * logits.masked_fill(~mask[..., None], 0.0)).sum(1)

class Pieces:
    def __init__(self, path):
        self.tokenizer = tokenizers.Tokenizer.from_file(path)
        self.tokenizer.no_padding()
        self.known = {}

    def __call__(self, word):
        if word not in self.known:
            self.known[word] = self.tokenizer.encode(word, add_special_tokens=False).ids
        return self.known[word]

    def batch(self, rows):
        """Lists of words in; ids, mask, and where each word begins."""
        ids, starts = [], []
        for words in rows:
            row, start = [101], []
            for word in words:
                pieces = self(word)
                if pieces and len(row) + len(pieces) < PIECES:
                    start.append(len(row))
                    row += pieces
                else:
                    start.append(0 if pieces else -1)
                    if pieces:
                        break
            ids.append(row + [102])
            starts.append(start)
        width = max(map(len, ids))
        out = torch.zeros(len(ids), width, dtype=torch.long)
        for at, row in enumerate(ids):
            out[at, :len(row)] = torch.tensor(row)
        return out, out > 0, starts

def embed(hidden, mask):
    return F.normalize((hidden * mask[..., None]).sum(1), dim=1)


# ---- training ----------------------------------------------------------------------------------------------------
def targets(parts, front, starts, width):
    wanted, mask = torch.zeros(width, N), torch.zeros(width, dtype=torch.bool)
    labels = [set()] * front + [l for words, l in parts for _ in words]
    for start, label in list(zip(starts, labels))[int(front):]:
        if start > 0:
            mask[start] = True
            for name in label:
                wanted[start, LABELS.index(name)] = 1.0
    return wanted, mask

def batches(samples, size, key, rng):
    """Of like length each: padding costs as much as words."""
    order = sorted(samples, key=lambda s: key(s) + rng.random() * 6)
    out = [order[i:i + size] for i in range(0, len(order), size)]
    rng.shuffle(out)
    return out

def train(model, pieces, turns, moves, names, args, rng):
    known = {n for m in moves if m["situation"] for n in [m["move"]]} | {NONE}
    few = torch.tensor([n in known for n in names])
    index = {n: i for i, n in enumerate(names)}
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    model.encoder.freeze(args.freeze)
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body, "lr": args.rate, "weight_decay": 0.01}, {"params": heads, "lr": args.head_rate, "weight_decay": 0.0}])
    steps = math.ceil(len(turns) / args.batch) * args.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / (0.1 * steps), max(0.02, (steps - s) / (0.9 * steps))))
    began, done = time.time(), 0
    for epoch in range(args.epochs):
        model.train()
        samples = [element_sample(t, turns, rng, args) for t in turns]
        first = batches(samples, args.batch, lambda s: sum(len(w) for w, _ in s[0]), rng)
        said = [(worsen(m["versions"][rng.random() < 0.4], rng, rng.choice([0.0, 0.1])), m) for m in moves]
        second = batches(said, math.ceil(len(said) / len(first)), lambda s: len(s[0]), rng)
        totals = np.zeros(3)
        for at, batch in enumerate(first):
            ids, mask, starts = pieces.batch([["refused"] * f + [w for p, _ in parts for w in p] for parts, f in batch])
            logits = model.words(model.encoder(ids, mask, args.drop))
            wanted, words = map(torch.stack, zip(*(targets(p, f, s, ids.shape[1]) for (p, f), s in zip(batch, starts))))
            word_loss = F.binary_cross_entropy_with_logits(logits[words], wanted[words], reduction="sum") / words.sum()
            turn_loss = F.binary_cross_entropy_with_logits(pooled(logits, words), wanted.amax(1), reduction="sum") / len(batch)
            loss = word_loss + args.turn_weight * turn_loss
            part = second[at] if at < len(second) else []
            move_loss = torch.tensor(0.0)
            if part:
                ids, mask, _ = pieces.batch([w for w, _ in part])
                scores = model.score(embed(model.encoder(ids, mask, args.drop), mask))
                # The writers were asked for their moves only: what they say may be another's of the project.
                narrow = torch.tensor([m["situation"] is not None for _, m in part])
                logp = scores.masked_fill(narrow[:, None] & ~few[None], -1e4).log_softmax(1)
                loss_each = []
                for row, (_, m) in zip(logp, part):
                    if m["move"]:
                        loss_each.append(-(1 - args.smooth) * row[index[m["move"]]] - args.smooth * row[few].mean())
                    else:
                        loss_each.append(-torch.log1p(-row[index[m["not"]]].exp().clamp(max=0.999)))
                move_loss = torch.stack(loss_each).mean()
                loss = loss + args.move_weight * move_loss
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
            optimiser.step()
            schedule.step()
            totals += [word_loss.item(), turn_loss.item(), move_loss.item()]
        print(f"  epoch {epoch + 1} word {totals[0] / len(first):.3f} turn {totals[1] / len(first):.3f} move {totals[2] / len(first):.3f} {time.time() - began:.0f} s", flush=True)
    return model.eval()


# ---- judging -----------------------------------------------------------------------------------------------------
@torch.no_grad()
def read_elements(model, pieces, turn, version=0):
    """Logits of every word; a long turn in windows of like length."""
    words = [w for part, _ in turn["versions"][version] for w in part]
    front = ["refused"] * turn["refused"]
    length = sum(len(pieces(w)) for w in words)
    count = math.ceil(length / (PIECES - 4))
    while True:
        cuts = [round(i * len(words) / count) for i in range(count + 1)]
        if all(sum(len(pieces(w)) for w in words[a:b]) <= PIECES - 3 for a, b in zip(cuts, cuts[1:])):
            break
        count += 1
    out = np.full((len(words), N), -20.0)
    for a, b in zip(cuts, cuts[1:]):
        ids, mask, starts = pieces.batch([front + words[a:b]])
        logits = model.words(model.encoder(ids, mask))[0].numpy()
        for at, start in enumerate(starts[0][len(front):]):
            if start > 0:
                out[a + at] = logits[start]
    return out

def presence(logits):
    """The mean of the two strongest words: one stray word does not make an element. (The pooling trained with, and the
    largest alone, do slightly worse on unseen writers.)"""
    return np.sort(logits, 0)[-2:].mean(0)

def soft(logits):
    weight = np.exp(logits - logits.max(0))
    return (weight * logits).sum(0) / weight.sum(0)

@torch.no_grad()
def read_moves_vectors(model, pieces, moves, version=0):
    out = np.zeros((len(moves), WIDTH), dtype=np.float32)
    order = sorted(range(len(moves)), key=lambda i: len(moves[i]["versions"][version]))
    for at in range(0, len(order), 64):
        ids, mask, _ = pieces.batch([moves[i]["versions"][version] for i in order[at:at + 64]])
        out[order[at:at + 64]] = embed(model.encoder(ids, mask), mask).numpy()
    return out

def f1(scores, truth, thresholds):
    said = scores > thresholds
    hit = (said & truth).sum(0)
    each = 2 * hit / np.maximum(1, said.sum(0) + truth.sum(0))
    return 2 * hit.sum() / (said.sum() + truth.sum()), each

def choose_thresholds(scores, truth):
    """One for all, then each element's own, as far from it as its examples are many."""
    grid = np.arange(-3, 3.01, 0.1)
    common = max(grid, key=lambda t: f1(scores, truth, t)[0])
    each = np.array([max(grid, key=lambda t: (f1(scores[:, [e]], truth[:, [e]], t)[0], -abs(t - common))) for e in range(N)])
    count = truth.sum(0)
    return common + (each - common) * count / (count + 100)

def ridge(train_x, train_y, test_x, beta=4.0, strength=0.5):
    kernel = lambda a, b: np.exp(beta * (a @ b.T - 1))
    return kernel(test_x, train_x) @ np.linalg.solve(kernel(train_x, train_x) + strength * np.eye(len(train_x)), train_y)

def judge_moves(scores, names, tests, situations):
    """Right among candidates, right among all the writers' moves, off-topic told with 3 % of the rest rejected."""
    known = sorted({m["move"] for m in tests} - {NONE})
    place = {n: i for i, n in enumerate(names)}
    right, everywhere, margins = [], [], {True: [], False: []}
    for row, m in zip(scores, tests):
        candidates = situations[m["situation"]]
        best = max(candidates, key=lambda n: row[place[n]])
        margins[m["move"] == NONE].append(row[place[best]] - row[place[NONE]])
        if m["move"] != NONE:
            right.append(best == m["move"])
            everywhere.append(max(known, key=lambda n: row[place[n]]) == m["move"])
    limit = np.quantile(margins[False], 0.03)
    return np.mean(right), np.mean(everywhere), np.mean(np.array(margins[True]) < limit), limit

def few_shot(model, pieces, moves, left):
    """Right among all of the project's moves, for those that training did not see, each example judged by all others."""
    rows = [m for m in moves if m["writer"] == "project" and m["move"]]
    names = sorted({m["move"] for m in rows})
    vectors = read_moves_vectors(model, pieces, rows)
    wanted = np.array([names.index(m["move"]) for m in rows])
    inverse = np.linalg.inv(np.exp(4 * (vectors @ vectors.T - 1)) + 0.5 * np.eye(len(rows)))
    one_hot = np.eye(len(names))[wanted]
    told = (one_hot - inverse @ one_hot / np.diag(inverse)[:, None]).argmax(1)
    return np.mean([told[i] == wanted[i] for i, m in enumerate(rows) if m["move"] in left])

def judge(model, pieces, train_moves, test_turns, test_moves, names, situations):
    logits = [read_elements(model, pieces, t) for t in test_turns]
    scores = np.array([presence(l) for l in logits])
    truth = np.array([[l in t["labels"] for l in LABELS] for t in test_turns])
    ways = {"top 2": scores, "softmax mean": np.array([soft(l) for l in logits]), "max": np.array([l.max(0) for l in logits])}
    for name, way in ways.items():
        print(f"  elements by {name}: at 0 {f1(way, truth, 0)[0]:.3f}, own thresholds {f1(way, truth, choose_thresholds(way, truth))[0]:.3f}")
    noisy = np.array([presence(read_elements(model, pieces, t, 1)) for t in test_turns])
    print(f"  elements without marks: {f1(noisy, truth, 0)[0]:.3f};", " ".join(f"{l} {v:.2f}" for l, v in zip(LABELS, f1(scores, truth, 0)[1])))
    overlaps = []
    for turn, rows in zip(test_turns, logits):
        owners = [l for part, l in turn["versions"][0] for _ in part]
        for e, label in enumerate(LABELS):
            gold = {i for i, l in enumerate(owners) if label in l}
            if gold and presence(rows)[e] > 0:
                a, b = span(rows[:, e])
                overlaps.append(bool(gold & set(range(a, b))) + 1j * (len(gold & set(range(a, b))) / (b - a)))
    print(f"  spans: touch {np.mean(overlaps).real:.3f}, words inside {np.mean(overlaps).imag:.3f}")
    vectors = read_moves_vectors(model, pieces, test_moves)
    with torch.no_grad():
        direct = model.score(torch.tensor(vectors)).numpy()
    bank = [m for m in train_moves if m["move"]]
    bank_x = read_moves_vectors(model, pieces, bank)
    one_hot = np.array([[m["move"] == n for n in names] for m in bank]).astype(np.float32)
    likeness = vectors @ bank_x.T
    nearest = np.stack([np.sort(likeness[:, one_hot[:, i] > 0], 1)[:, -3:].sum(1) / 3 for i in range(len(names))], 1)
    for name, table in (("direct", direct), ("ridge", ridge(bank_x, one_hot, vectors)), ("nearest 3", nearest)):
        print("  moves %s: candidates %.3f, all %.3f, off-topic told %.3f (limit %.2f)" % (name, *judge_moves(table, names, test_moves, situations)), flush=True)
    return scores, truth, direct

def span(column):
    """From the strongest word to both sides while words are likely, one weak word bridged."""
    a = b = int(column.argmax())
    while a > 0 and (column[a - 1] > 0 or (a > 1 and column[a - 2] > 0)):
        a -= 1
    while b < len(column) - 1 and (column[b + 1] > 0 or (b < len(column) - 2 and column[b + 2] > 0)):
        b += 1
    return a, b + 1

def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--material", nargs="+", required=True)
    p.add_argument("--model-in", required=True)
    p.add_argument("--tokenizer", required=True)
    p.add_argument("--words-command", required=True, help="prints the words of each line of a JSON-lines file")
    p.add_argument("--situations", help="each situation's candidate moves, for --hold")
    p.add_argument("--out", required=True)
    p.add_argument("--hold", nargs="*", default=[], help="writers to leave out in turn; none: the final training")
    p.add_argument("--writers", nargs="*", help="read only these writers' files, beside the project's own")
    p.add_argument("--part", type=float, default=1.0, help="share of the material to train on, for a learning curve")
    for name, value in dict(epochs=5, batch=16, freeze=1, threads=1, leave_moves=0).items():
        p.add_argument("--" + name.replace("_", "-"), type=int, default=value)
    for name, value in dict(rate=2e-4, head_rate=2e-3, drop=0.1, turn_weight=0.5, move_weight=1.5, smooth=0.05, compose=0.5).items():
        p.add_argument("--" + name.replace("_", "-"), type=float, default=value)
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    out = pathlib.Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    turns, moves = load(args)
    if args.writers is not None:
        turns, moves = ([r for r in rows if r["writer"] in {"project", *args.writers}] for rows in (turns, moves))
    names = sorted({m["move"] for m in moves if m["move"]} - {NONE}) + [NONE]
    pieces = Pieces(args.tokenizer)
    print(len(turns), "turns", len(moves), "moves", len(names), "names", flush=True)
    held = []
    for held_out in args.hold or [None]:
        rng = random.Random(7)
        torch.manual_seed(7)
        pick = lambda rows: [r for r in rows if r["writer"] != held_out and rng.random() < args.part]
        mine, my_moves = pick(turns), pick(moves)
        shared = {m["move"] for m in moves if m["situation"]}
        left = [n for n in names if n not in shared][::args.leave_moves] if args.leave_moves else []
        my_moves = [m for m in my_moves if m["move"] not in left and m["not"] not in left]
        if left:
            print(f"few-shot, before: {few_shot(Model(args.model_in, names).eval(), pieces, moves, left):.3f} of {left}")
        model = train(Model(args.model_in, names), pieces, mine, my_moves, names, args, rng)
        if held_out:
            print(held_out, vars(args) if held_out == args.hold[0] else "")
            situations = {s["id"]: s["branches"] for s in json.loads(pathlib.Path(args.situations).read_text())}
            theirs = lambda rows: [r for r in rows if r["writer"] == held_out]
            if left:
                print(f"few-shot, after: {few_shot(model, pieces, moves, left):.3f}")
            torch.save(model.state_dict(), out / f"model.{held_out}.pt")
            held.append(judge(model, pieces, my_moves, theirs(turns), theirs(moves), names, situations))
    if args.hold:
        scores, truth = (np.concatenate([h[i] for h in held]) for i in (0, 1))
        thresholds = choose_thresholds(scores, truth)
        print(f"all held out: at 0 {f1(scores, truth, 0)[0]:.3f}, with thresholds {f1(scores, truth, thresholds)[0]:.3f}")
        np.savez(out / "held.npz", scores=scores, truth=truth)
        return
    model.encoder.save(out / "model.onnx")
    write(model, names, out)
    check(model, pieces, moves[:200], out)

def write(model, names, out):
    """Little-endian, as src/understand/head.rs and direct.rs read them. The thresholds are 0: each element's own, chosen on
    one writer, were worse on the next."""
    numbers = lambda tensor: tensor.detach().numpy().astype("<f4")
    rows = [numbers(model.words.weight), numbers(model.words.bias)[:, None], np.zeros((N, 1), dtype="<f4")]
    (out / "elements.head").write_bytes(b"CCH2" + np.concatenate(rows, 1).tobytes())
    parts = [b"CCD1", struct.pack("<If", len(names), model.scale.exp().item())]
    for name, direction, bias in zip(names, numbers(F.normalize(model.moves, dim=1)), numbers(model.bias)):
        parts += [struct.pack("<I", len(name)), name.encode(), direction.tobytes(), bias.tobytes()]
    (out / "moves.head").write_bytes(b"".join(parts))

@torch.no_grad()
def check(model, pieces, rows, out):
    """The file written says what the network in hand says."""
    session = onnxruntime.InferenceSession(str(out / "model.onnx"))
    likeness = []
    for row in rows:
        ids, mask, _ = pieces.batch([row["versions"][0]])
        told = session.run(None, {"input_ids": ids.numpy(), "attention_mask": mask.long().numpy(), "token_type_ids": 0 * ids.numpy()})[0]
        likeness.append((embed(torch.tensor(told), mask) * embed(model.encoder(ids, mask), mask)).sum().item())
    print(f"file against network: mean cosine {np.mean(likeness):.5f}, least {np.min(likeness):.5f}")

main()
