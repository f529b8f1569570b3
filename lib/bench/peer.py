"""The work of OneNIP as the published PyTorch code does it, to be measured against.

A re-statement after the paper and its published configuration, not the authors' code; weights are
random, for speed does not depend on them. What it does as they do, and what makes it a fair peer:

* EfficientNet-B4 runs at full depth, over the image, its pseudo anomaly and the prompt at each step,
  and over image and prompt of every test image;
* tokens are (L, B, E), attention is nn.MultiheadAttention, dropout draws its masks with bernoulli_;
* the neighbour mask is built at every step, and every target's prompt is encoded with it;
* on a GPU images and the neighbour mask are made on the host and copied there, as published; the
  jitter is drawn on the GPU, where theirs is drawn on the host and copied;
* AdamW with clipping by the global norm; figures by scikit-learn; image scores by an average pool.

Reads one part a line on standard input and prints one line of JSON for each, as our own worker does
(org.onenip.bench.Worker). With --profile it prints where a training step's time goes instead.
"""

import argparse
import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

WIDTH, HEADS, HIDDEN, LAYERS, DROPOUT, JITTER = 256, 8, 1024, 4, 0.1, 20.0
CHANNELS = (24, 32, 56, 160)  # of the feature maps at strides 2, 4, 8 and 16
MAP_BLOCKS = (1, 5, 9, 21)

# EfficientNet-B4: repeats, kernel, stride, expansion, channels
STAGES = (
    (2, 3, 1, 1, 24), (4, 3, 2, 6, 32), (4, 5, 2, 6, 56), (6, 3, 2, 6, 112),
    (6, 5, 1, 6, 160), (8, 5, 2, 6, 272), (2, 3, 1, 6, 448),
)


class SameConv(nn.Conv2d):
    """Pads as TensorFlow does, in a step of its own."""

    def __init__(self, inputs, outputs, kernel, stride=1, groups=1, bias=False):
        super().__init__(inputs, outputs, kernel, stride, groups=groups, bias=bias)
        total = max(kernel - stride, 0)
        self.pad = nn.ZeroPad2d((total // 2, total - total // 2) * 2) if total else nn.Identity()

    def forward(self, x):
        return super().forward(self.pad(x))


class Swish(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(x)


class MBConv(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, expand):
        super().__init__()
        hidden, squeezed = inputs * expand, max(1, inputs // 4)
        self.shortcut = stride == 1 and inputs == outputs
        norm = lambda n: nn.BatchNorm2d(n, eps=1e-3)
        self.expand = nn.Sequential(SameConv(inputs, hidden, 1), norm(hidden), Swish()) if expand > 1 else nn.Identity()
        self.depthwise = nn.Sequential(SameConv(hidden, hidden, kernel, stride, hidden), norm(hidden), Swish())
        self.reduce = SameConv(hidden, squeezed, 1, bias=True)
        self.excite = SameConv(squeezed, hidden, 1, bias=True)
        self.project = nn.Sequential(SameConv(hidden, outputs, 1), norm(outputs))
        self.swish = Swish()

    def forward(self, x):
        y = self.depthwise(self.expand(x))
        gate = self.excite(self.swish(self.reduce(F.adaptive_avg_pool2d(y, 1))))
        y = self.project(torch.sigmoid(gate) * y)
        return y + x if self.shortcut else y


class EfficientNetB4(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(SameConv(3, 48, 3, 2), nn.BatchNorm2d(48, eps=1e-3), Swish())
        blocks, inputs = [], 48
        for repeats, kernel, stride, expand, outputs in STAGES:
            for i in range(repeats):
                blocks.append(MBConv(inputs, outputs, kernel, stride if i == 0 else 1, expand))
                inputs = outputs
        self.blocks = nn.ModuleList(blocks)

    def forward(self, x):
        maps, x = [], self.stem(x)
        for i, block in enumerate(self.blocks):  # all of them, though no map is taken after the 22nd
            x = block(x)
            if i in MAP_BLOCKS:
                maps.append(x)
        return maps


class Neck(nn.Module):
    def __init__(self, side):
        super().__init__()
        self.resize = nn.UpsamplingBilinear2d(size=(side, side))

    def forward(self, maps):
        return torch.cat([self.resize(m) for m in maps], 1)


class EncoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(WIDTH, HEADS, dropout=DROPOUT)
        self.linear1, self.linear2 = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.drop, self.drop1, self.drop2 = nn.Dropout(DROPOUT), nn.Dropout(DROPOUT), nn.Dropout(DROPOUT)

    def forward(self, x, pos, mask):
        q = x + pos
        x = self.norm1(x + self.drop1(self.attention(q, q, value=x, attn_mask=mask)[0]))
        y = self.linear2(self.drop(F.relu(self.linear1(x))))
        return self.norm2(x + self.drop2(y))


class DecoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.read = nn.MultiheadAttention(WIDTH, HEADS, dropout=DROPOUT)
        self.tell = nn.MultiheadAttention(WIDTH, HEADS, dropout=DROPOUT)
        self.lin1, self.lin2 = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3))
        self.drops = nn.ModuleList(nn.Dropout(DROPOUT) for _ in range(3))

    def forward(self, f, p, pos, mask):
        read = self.read(p + pos, f + pos, value=f, attn_mask=mask)[0]
        p = self.norms[0](p + self.drops[0](read))
        p = self.norms[1](p + self.drops[1](self.lin2(F.relu(self.lin1(p)))))
        told = self.tell(f + pos, p + pos, value=p, attn_mask=mask)[0]
        return self.norms[2](f + self.drops[2](told)), p


class Refiner(nn.Module):
    def __init__(self, channels, hidden=128):
        super().__init__()
        up = lambda n: nn.Sequential(
            nn.Conv2d(n, hidden, 3, padding=1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU(inplace=True),
            nn.ConvTranspose2d(hidden, hidden, 2, stride=2))
        self.layers = nn.Sequential(up(channels), up(hidden), nn.Conv2d(hidden, 1, 1))

    def forward(self, error, size):
        return F.interpolate(self.layers(error), size=size, mode="bilinear", align_corners=True)


class OneNip(nn.Module):
    def __init__(self, side):
        super().__init__()
        channels = sum(CHANNELS)
        self.side = side
        self.rows, self.columns = nn.Embedding(side, WIDTH // 2), nn.Embedding(side, WIDTH // 2)
        self.encoder = nn.ModuleList(EncoderLayer() for _ in range(LAYERS))
        self.decoder = nn.ModuleList(DecoderLayer() for _ in range(LAYERS))
        self.last = nn.MultiheadAttention(WIDTH, HEADS, dropout=DROPOUT)
        self.drop, self.norm = nn.Dropout(DROPOUT), nn.LayerNorm(WIDTH)
        self.input, self.output = nn.Linear(channels, WIDTH), nn.Linear(WIDTH, channels)
        self.refiner = Refiner(channels)

    def mask(self):
        """Built anew each time: row by row of a grid of flags."""
        side, reach = self.side, self.side // 4
        mask = torch.ones(side, side, side, side)
        for row in range(side):
            for column in range(side):
                mask[row, column, max(row - reach, 0):row + reach + 1, max(column - reach, 0):column + reach + 1] = 0
        mask = mask.view(side * side, side * side)
        mask = mask.float().masked_fill(mask == 0, float("-inf")).masked_fill(mask == 1, 0.0)
        return mask.to(self.rows.weight.device)

    def positions(self):
        at = torch.arange(self.side, device=self.rows.weight.device)
        grid = torch.cat([
            self.columns(at).unsqueeze(0).repeat(self.side, 1, 1), self.rows(at).unsqueeze(1).repeat(1, self.side, 1)], -1)
        return grid.flatten(0, 1).unsqueeze(1)  # (L, 1, E)

    def tokens(self, features):
        tokens = features.flatten(2).permute(2, 0, 1)  # (B, C, H, W) -> (L, B, C)
        if self.training:
            size = tokens.norm(dim=2).unsqueeze(2) / tokens.shape[2]
            tokens = tokens + torch.randn(tokens.shape, device=tokens.device) * size * JITTER
        return self.input(tokens)

    def forward(self, target, prompt):
        """Features (B, C, H, W) of targets and as many prompts to reconstruction and logits."""
        mask, pos = self.mask(), self.positions()
        x = torch.cat([self.tokens(target), self.tokens(prompt)], 1)
        for layer in self.encoder:
            x = layer(x, pos, mask)
        f, p = x.chunk(2, 1)
        for layer in self.decoder:
            f, p = layer(f, p, pos, mask)
        p = self.norm(p + self.drop(self.last(p + pos, f + pos, value=f)[0]))
        rebuilt = self.output(p).permute(1, 2, 0).reshape(target.shape)
        return rebuilt, self.refiner((rebuilt - target).abs(), 16 * self.side)


class Model:
    def __init__(self, size, device, images=32):
        self.size, self.device = size, device
        self.backbone = EfficientNetB4().eval().requires_grad_(False).to(device)
        self.neck = Neck(size // 16)
        self.network = OneNip(size // 16).to(device)
        self.images = torch.rand(images, 3, size, size)
        self.prompts = torch.rand(images, 3, size, size)

    def features(self, images):
        with torch.no_grad():
            return self.neck(self.backbone(images.to(self.device)))

    def wait(self):
        if self.device == "cuda":
            torch.cuda.synchronize()


class Inference(Model):
    def __init__(self, size, device):
        super().__init__(size, device, 256 if device == "cuda" else 32)
        self.network.eval()

    @torch.no_grad()
    def run(self, part):
        count = int(part.rsplit("_b", 1)[1])
        images = self.images[:count]
        start = time.perf_counter()
        if part.startswith("features"):
            self.features(images)
            self.wait()
        else:
            features, prompts = self.features(images), self.features(self.prompts[:count])
            rebuilt, logits = self.network(features, prompts)
            error = torch.sqrt(torch.sum((rebuilt - features) ** 2, dim=1, keepdim=True))
            error = F.interpolate(error, size=self.size, mode="bilinear", align_corners=True)
            error.cpu().numpy(), logits.sigmoid().cpu().numpy()
        return {part: time.perf_counter() - start}


class Training(Model):
    def __init__(self, size, device, batch):
        super().__init__(size, device, 2 * batch)
        self.batch = batch
        self.network.train()
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=1e-4, weight_decay=1e-4)
        self.masks = (torch.rand(2 * batch, 1, size, size) > 0.9).float()
        self.masks[:batch] = 0

    def run(self, part):
        laps, b = {}, self.batch
        prefix = "train_" if b == 8 else f"train_b{b}_"
        start = lap = time.perf_counter()

        def end(name):
            nonlocal lap
            self.wait()
            now = time.perf_counter()
            laps[prefix + name] = now - lap
            lap = now

        images, pseudo, prompts = self.images[:b], self.images[b:], self.prompts[:b]
        normal, anomalous, prompt = (self.features(x) for x in (images, pseudo, prompts))
        end("backbone")
        target, prompt = torch.cat([normal, anomalous]), torch.cat([prompt, prompt])
        rebuilt, logits = self.network(target, prompt)
        mse = F.mse_loss(rebuilt, torch.cat([normal, normal]))
        p, g = logits.sigmoid().flatten(1), self.masks.to(self.device).flatten(1)
        dice = (1 - ((p * g).sum(1) + 1) / ((p * p).sum(1) + (g * g).sum(1) + 1)).mean()
        loss = mse + 0.5 * dice
        end("forward")
        self.optimizer.zero_grad()
        loss.backward()
        end("backward")
        nn.utils.clip_grad_norm_(self.network.parameters(), 0.1)
        self.optimizer.step()
        loss.item()
        end("optimizer")
        return {part: time.perf_counter() - start, **laps}


class Metrics:
    """Maps with a defect of 1/16 of the image in three of four."""

    def __init__(self, size):
        random = np.random.default_rng(1)
        self.maps = random.standard_normal((200, 1, size, size), dtype=np.float32)
        self.masks = np.zeros((200, 1, size, size), dtype=np.float32)
        for i in range(200):
            if i % 4:
                top, left = random.integers(0, size * 3 // 4, 2)
                self.masks[i, 0, top:top + size // 4, left:left + size // 4] = 1
        self.maps += 1.5 * self.masks

    def run(self, part):
        from sklearn import metrics

        count = int(part.rsplit("_", 1)[1])
        start = time.perf_counter()
        if part.startswith("image_scores"):
            pooled = F.avg_pool2d(torch.tensor(self.maps), (16, 16), stride=1).numpy()
            pooled.reshape(count, -1).max(axis=1)
        else:
            rounds = range(0, count, 200)
            masks = np.concatenate([self.masks[:count - i] for i in rounds]).flatten()
            maps = np.concatenate([self.maps[:count - i] + np.float32(i / 200 * 0.001) for i in rounds]).flatten()
            masks[masks > 0] = 1
            fpr, tpr, _ = metrics.roc_curve(masks, maps, pos_label=1)
            metrics.auc(fpr, tpr)
            metrics.average_precision_score(masks, maps)
        return {part: time.perf_counter() - start}


def peak_mib():
    try:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    except ImportError:  # Windows
        return None


def facts(device):
    found = {"engine": "PyTorch " + torch.__version__, "threads": torch.get_num_threads(), "device": "CPU"}
    if device == "cuda":
        found["device"] = torch.cuda.get_device_name()
        free, total = torch.cuda.mem_get_info()  # what was needed once is kept
        found["device_mib"] = (total - free) / (1 << 20)
    peak = peak_mib()
    return found if peak is None else {**found, "peak_rss_mib": peak}


def work_of(part, size, device):
    """What does a part, and what of it other parts of the process can use."""
    if part.startswith("train"):
        batch = int(part.rsplit("_b", 1)[1])
        return ("training", batch), lambda: Training(size, device, batch)
    if part.endswith("00"):
        return "metrics", lambda: Metrics(size)
    return "inference", lambda: Inference(size, device)


SHARES = {
    "dropout masks (bernoulli_)": ("aten::bernoulli_",),
    "small batched products (bmm, baddbmm)": ("aten::bmm", "aten::baddbmm"),
    "large products (addmm, mm)": ("aten::addmm", "aten::mm"),
    "convolutions": ("aten::mkldnn_convolution", "aten::_slow_conv2d_forward", "aten::_conv_depthwise2d",
                     "aten::thnn_conv2d", "aten::convolution_backward", "aten::slow_conv_transpose2d"),
}


def profile(size):
    """Where a training step's time goes, by the operations' own time."""
    work = Training(size, "cpu", 8)
    work.run("train_step_b8")
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as seen:
        for _ in range(2):
            work.run("train_step_b8")
    events = seen.key_averages()
    total = sum(e.self_cpu_time_total for e in events)
    for name, operations in SHARES.items():
        share = sum(e.self_cpu_time_total for e in events if e.key in operations) / total
        print(f"{100 * share:5.1f} %  {name}")
    print("by operation:")
    for event in sorted(events, key=lambda e: -e.self_cpu_time_total)[:16]:
        print(f"{100 * event.self_cpu_time_total / total:5.1f} %  {event.key}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    parser.add_argument("--profile", action="store_true", help="print the shares of a training step and end")
    options = parser.parse_args()
    torch.manual_seed(1)
    if options.profile:
        profile(options.size)
        return
    kind = work = None
    for line in sys.stdin:
        part = line.strip()
        if part == "facts":
            print(json.dumps(facts(options.device)), flush=True)
            continue
        now, make = work_of(part, options.size, options.device)
        if now != kind:
            kind, work = now, make()
        start = time.process_time()  # of all threads
        seconds = work.run(part)
        seconds["cpu_" + part] = time.process_time() - start
        print(json.dumps(seconds), flush=True)


if __name__ == "__main__":
    main()
