"""The canonical sweep by raptorbt: 100 pairs of moving averages over 100,000 bars, on one thread.

python -m venv venv && venv/bin/pip install raptorbt numpy
RAYON_NUM_THREADS=1 venv/bin/python test/bench/raptorbt_pairs.py <S0.csv> <rounds>

Prints JSON: CPU seconds of the batch alone (the signals are there), of the signals, the fills.
Its positions have the size of the account, not 100 units, and an open one is closed at the end: as much work.
"""

import json
import sys
import time

import numpy as np
import raptorbt

path, rounds = sys.argv[1], int(sys.argv[2])
columns = np.loadtxt(path, delimiter=",", skiprows=1, unpack=True)
times, opens, highs, lows, closes, volumes = (np.ascontiguousarray(column) for column in columns)
stamps = (times * 1_000_000).astype(np.int64)
length = len(closes)


def mean(period):
    sums = np.cumsum(closes)
    sums[period:] = sums[period:] - sums[:-period]
    means = sums / period
    means[: period - 1] = np.nan
    return means


def items():
    made = []
    means = {period: mean(period) for period in [*range(5, 15), *range(20, 66, 5)]}
    for fast in range(5, 15):
        for slow in range(20, 66, 5):
            difference = means[fast] - means[slow]
            before = np.concatenate(([np.nan], difference[:-1]))
            known = np.arange(length) >= slow
            entries = known & (before <= 0) & (difference > 0)
            exits = known & (before >= 0) & (difference < 0)
            made.append(raptorbt.BatchSingleItem(f"{fast}/{slow}", entries, exits, 1, 1.0, "A"))
    return made


begun = time.process_time()
signals = items()
of_signals = time.process_time() - begun
config = raptorbt.BacktestConfig(initial_capital=1_000_000, fees=0.0001, fill_timing="next_bar_open")
of_batch = []
for _ in range(rounds):
    begun = time.process_time()
    results = raptorbt.batch_single_backtest(stamps, opens, highs, lows, closes, volumes, signals, config)
    of_batch.append(time.process_time() - begun)
trades = sum(len(result.trades()) for _, result in results)
print(json.dumps({"batch": of_batch, "signals": of_signals, "fills": 2 * trades}))
