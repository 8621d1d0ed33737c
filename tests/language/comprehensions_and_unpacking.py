"""Comprehensions, unpacking, slices, chained comparison, walrus, conditional expressions, del."""
print([(i, j) for i in range(3) for j in range(i) if i + j], {i % 3 for i in range(9)}, {c: ord(c) for c in "ab"}, list(x for x in "xyz"))
a, *b, c = range(5)
(d, (e, *f)), g = (1, "abc"), {1: 2}
print(a, b, c, d, e, f, g)
print([*range(3), *"ab"], {**{"x": 1}, "y": 2, **{"x": 3}}, (*[1], 2), {*[1, 1], 2})
for statement in ["a, b = 1", "a, b = 1, 2, 3", "a, b, *c = [1]", "a, b = {}"]:
    try:
        exec(statement)
    except (TypeError, ValueError) as error:
        print(error)
numbers = list(range(10))
print(numbers[2:8:3], numbers[::-1], numbers[-3:], numbers[8:2:-2])
numbers[2:5] = ["x"]
numbers[::4] = [0, 0]
del numbers[-2:]
print(numbers, numbers[slice(1, 3)])
print(1 < 2 < 3, 1 < 3 > 2 != 5, 3 > 2 > 2, not 1 in [2])
print((n := 5) + n, "a" if n > 4 else "b", [] or "default", 0 and boom, 1 and 2)
x = y = []
x.append(1)
print(y is x, y)
i = 0
values = [0, 0, 0]
i, values[i] = 1, 9
print(i, values)
print(*"spread", sep="-", end="!\n")
matrix = [[1, 2], [3, 4]]
print([list(row) for row in zip(*matrix)], sorted([3, 1, 2], reverse=True), sorted("bca", key=lambda s: -ord(s)))
for n in range(2, 10):
    for divisor in range(2, n):
        if n % divisor == 0:
            break
    else:
        print(n, end=" ")
print()
while n:
    n -= 4
    if n < 0:
        break
else:
    print("not reached")
print(n, f"{n=} {n!r:>5} {'nested ' + f'{n:03}'} {{}}", "%s %5.2f %-4d| %x" % ("s", 3.14159, 42, 255), "{:>6}|{:^7}|{a[0]}|{b.real}".format("r", "c", a=[7], b=2))
