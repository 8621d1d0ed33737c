"""
Runs each program of this folder nine times without the JIT and nine times with it, in turns, and prints the median of the processor
time in seconds. Chapter 10 shows the result. Usage: `python3.14 measure.py`, with a Python that has the JIT built in.
"""

import os
import statistics
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

assert sys._jit.is_available(), "this Python has no JIT"

for program in sorted(Path(__file__).parent.glob("*.py")):
    if program.name == Path(__file__).name:
        continue
    times = {"0": [], "1": []}
    for _ in range(9):
        for jit, taken in times.items():
            before = getrusage(RUSAGE_CHILDREN).ru_utime
            subprocess.run([sys.executable, program], env={**os.environ, "PYTHON_JIT": jit}, stdout=subprocess.DEVNULL, check=True)
            taken.append(getrusage(RUSAGE_CHILDREN).ru_utime - before)
    without, with_jit = (statistics.median(taken) for taken in times.values())
    print(f"{program.stem:<10} {without:6.2f} {with_jit:6.2f} {with_jit / without - 1:+.0%}")
