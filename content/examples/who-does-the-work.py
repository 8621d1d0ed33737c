from time import perf_counter

numbers = list(range(200_000))

def by_loop():
    total = 0
    for n in numbers:
        total += n
    return total

def by_sum():
    return sum(numbers)

for function in by_loop, by_sum:
    best = 1000.0
    for _ in range(5):
        start = perf_counter()
        function()
        best = min(best, (perf_counter() - start) * 1000)
    print(f"{function.__name__:<8} {best:6.2f} ms")
