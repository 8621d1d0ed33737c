# Structural pattern matching.
class Point:
    __match_args__ = ('x', 'y')

    def __init__(self, x, y):
        self.x, self.y = x, y


def kind(v):
    match v:
        case None | True | False:
            return f'singleton {v}'
        case 0:
            return 'zero'
        case int(n) if n < 0:
            return f'negative {n}'
        case int() | float() as n:
            return f'number {n}'
        case 'a' | 'b':
            return 'a or b'
        case str(s):
            return f'str {s}'
        case []:
            return 'empty'
        case [x]:
            return f'one {x}'
        case [1, 2, *rest]:
            return f'1 2 then {rest}'
        case [first, *_, last]:
            return f'{first} .. {last}'
        case {'type': 'circle', 'r': r, **others}:
            return f'circle {r} {others}'
        case {}:
            return 'mapping'
        case Point(0, y=yy):
            return f'on axis {yy}'
        case Point(x, y) if x == y:
            return f'diagonal {x}'
        case Point(x=x):
            return f'point {x}'
        case _:
            return f'other {type(v).__name__}'


values = [None, True, 0, -5, 7, 2.5, 'a', 'zz', [], [9], (1, 2, 3, 4), [5, 6, 7], {'type': 'circle', 'r': 2, 'c': 1}, {'x': 1}, Point(0, 3), Point(4, 4), Point(1, 2), {1}, b'ab', range(3)]
for v in values:
    print(kind(v))


class Color:
    RED = 1


match 1:
    case Color.RED:
        print('red')
match (1, (2, [3, 4])):
    case (a, (b, [c, *d])):
        print(a, b, c, d)
match {'k': [1, {'n': 5}]}:
    case {'k': [_, {'n': n}]}:
        print(n)
for pattern in ('Point(1, 2, 3)', 'Point(1, x=2)', 'int(1, 2)', '5()'):
    try:
        exec(f'match Point(1, 2):\n    case {pattern}: print("yes")\n')
    except Exception as e:
        print(type(e).__name__, e)
match 3 + 4j:
    case 3 + 4j:
        print('complex')
match -1:
    case -1:
        print('minus one')
