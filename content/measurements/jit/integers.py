"""A loop over integers."""

def total(n):
    t = 0
    for i in range(n):
        if i % 3 == 0:
            t += i
    return t

for _ in range(40):
    total(1_000_000)
