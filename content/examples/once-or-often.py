from time import perf_counter

def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

for n in 1, 8, 14, 18:
    start = perf_counter()
    fib(n)
    took = (perf_counter() - start) * 1e6
    print(f"fib({n:>2}): {took:9.1f} µs")
