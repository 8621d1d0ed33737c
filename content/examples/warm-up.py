from time import perf_counter

def work(n):
    total = 0
    for i in range(n):
        if i % 3 == 0:
            total += i
    return total

times = []
for turn in range(8):
    start = perf_counter()
    work(20_000)
    times.append((perf_counter() - start) * 1000)

for turn, took in enumerate(times, 1):
    print(turn, f"{took:7.2f} ms", "#" * round(24 * took / max(times)))
