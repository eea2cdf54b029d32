"""The canonical sweep by vectorbt: 100 pairs of moving averages over 100,000 bars, on one thread.

python -m venv venv && venv/bin/pip install vectorbt
NUMBA_NUM_THREADS=1 venv/bin/python test/bench/vectorbt_pairs.py <S0.csv> <rounds>

Prints JSON: CPU seconds of the batch alone (the signals are there, and what it compiles is compiled), of the signals, the fills, the
sum of the final equities. A signal fills at the next open, 100 units, as in paperlab.
"""

import json
import sys
import time

import numpy as np
import vectorbt as vbt

path, rounds = sys.argv[1], int(sys.argv[2])
columns = np.loadtxt(path, delimiter=",", skiprows=1, unpack=True)
opens, closes = columns[1], columns[4]
length = len(closes)


def mean(period):
    sums = np.cumsum(closes)
    sums[period:] = sums[period:] - sums[:-period]
    means = sums / period
    means[: period - 1] = np.nan
    return means


def signals():
    entries, exits = [], []
    means = {period: mean(period) for period in [*range(5, 15), *range(20, 66, 5)]}
    for fast in range(5, 15):
        for slow in range(20, 66, 5):
            difference = means[fast] - means[slow]
            before = np.concatenate(([np.nan], difference[:-1]))
            known = np.arange(length) >= slow
            # What the last bar signals finds no bar to fill at.
            known[-1] = False
            entries.append(known & (before <= 0) & (difference > 0))
            exits.append(known & (before >= 0) & (difference < 0))
    return np.column_stack(entries), np.column_stack(exits)


begun = time.process_time()
entries, exits = signals()
of_signals = time.process_time() - begun
prices = np.concatenate((opens[1:], closes[-1:]))[:, None]
of_batch = []
for _ in range(rounds + 1):
    begun = time.process_time()
    portfolio = vbt.Portfolio.from_signals(
        closes[:, None], entries, exits, price=prices, size=100, init_cash=1_000_000, fees=0.0001, freq="1min"
    )
    final = portfolio.final_value()
    of_batch.append(time.process_time() - begun)
fills = int(portfolio.orders.count().sum())
print(json.dumps({"batch": of_batch[1:], "signals": of_signals, "fills": fills, "sum": float(np.sum(final))}))
