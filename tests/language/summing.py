# sum(): ints exactly, floats and complex numbers with compensation.
for values in ([0.1] * 10, [10**16, 1.0, -10**16], [1, 2.5, True, 3], [0.1j] * 10, [1, 0.1, 2j, 1e100, -1e100, 0.1], [1e308, 1e308, -1e308],
               [10**1000, 1.0], [1.0, 10**1000], [1j, 10**1000], [0.1, 'a'], [float('inf'), -1.0], [], [[1], [2]]):
    try:
        print(sum(values))
    except Exception as error:
        print(type(error).__name__, error)
print(sum([1e16, 1, -1e16]), sum([1e16, 1, 1j, -1e16]), sum([[1], [2]], []), sum((1, 2), 0.5), sum([1, 2], 1j), sum([0.1] * 10, 0j))
