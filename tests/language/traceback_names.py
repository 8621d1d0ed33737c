import sys


def compute(value):
    total = value
    return totl + [1, 2][value](
        3,
    )


print('before')
print(compute(1))
