# Native functions that step on generators or run them to their end.
import sys


def trace(e):
    tb, names = e.__traceback__, []
    while tb is not None:
        names.append(f'{tb.tb_frame.f_code.co_name}:{tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno}')
        tb = tb.tb_next
    return names


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as e:
        return type(e).__name__, e.args, trace(e), e.__context__


def count(n, result=None):
    for i in range(n):
        yield i
    return result


def failing(n):
    yield from range(n)
    raise ValueError('end')


def stepping():
    g = count(2, 'done')
    return next(g), next(g), attempt(lambda: next(g)), attempt(lambda: next(g)), next(g, 'default')


def echo():
    got = None
    while True:
        try:
            got = yield got
        except KeyError as e:
            got = f'caught {e}'
        if got == 'stop':
            return 'stopped'


def sending():
    g = echo()
    first = attempt(lambda: g.send(1))
    values = [g.send(None), g.send(1), g.send([2]), g.throw(KeyError('k')), next(g)]
    return first, values, attempt(lambda: g.send('stop')), attempt(lambda: g.send(1))


def me():
    return next(myself)


def selfish():
    yield attempt(me)


def collecting():
    return (
        list(count(3)),
        tuple(count(3)),
        sorted(-x for x in count(4)),
        sum(count(5)),
        sum(x / 4 for x in count(9)),
        sum(x if x % 2 else x + 0.5 for x in count(9)),
        sum(x * 2**51 for x in count(9)),
        sum([x] == [1] for x in count(3)),
        attempt(lambda: sum([x] for x in count(3))),
        sum((x for x in count(3)), 10),
        min(x * x - 5 * x for x in count(9)),
        max(str(x) for x in count(12)),
        attempt(lambda: max(x for x in count(0))),
        ','.join(str(x) for x in count(4)),
        attempt(lambda: ','.join(x for x in count(4))),
        list(count(0)),
        sum(count(0)),
    )


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        if self.value is None:
            raise RuntimeError('neither')
        return self.value


def judging():
    g = (x > 2 for x in count(6))
    h = (Truth(x) for x in (False, True, None))
    k = (Truth(x) for x in (True, True, None, False))
    return (
        any(x > 2 for x in count(6)),
        any(g),
        list(g),
        any(x > 9 for x in count(6)),
        all(x < 9 for x in count(6)),
        all(x < 3 for x in count(6)),
        any(h),
        list(h)[0].value,
        attempt(lambda: all(k)),
        next(k).value,
        any(count(0)),
        all(count(0)),
        all(x for x in [[1], 'a', None, 5]),
        any(x for x in [[], '', None, 0.0, ()]),
    )


def failures():
    return [attempt(lambda f=f: f(failing(2))) for f in (list, tuple, sorted, sum, min, set, any, ','.join)]


def stop_inside():
    def body():
        yield 1
        next(iter(()))

    return attempt(lambda: list(body())), attempt(lambda: [*body()]), attempt(lambda: sum(body()))


def nested(depth):
    return sum(nested(depth - 1) for _ in range(2)) if depth else 1


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def handling():
    def body():
        yield sys.exception()
        try:
            raise KeyError(1)
        except KeyError:
            yield sys.exception()
            yield sys.exception()
        yield sys.exception()

    try:
        raise ValueError('outer')
    except ValueError:
        return [repr(e) for e in list(body())], repr(sys.exception()), next(body()), repr(sys.exception())


def shadowed():
    def sum(x):
        return 'own'

    list = lambda x: 'mine'
    return sum(count(2)), list(count(2))


def recursion():
    def body():
        yield from body()

    return [type(attempt(lambda f=f: f(body()))).__name__ for f in (list, sum, any, next)]


for _ in range(3):
    print(stepping())
    print(sending())
    myself = selfish()
    print(next(myself))
    print(collecting())
    print(judging())
    print(failures())
    print(stop_inside())
    print(nested(6), list(tree(4)), sum(tree(8)))
    print(handling())
    print(shadowed())
    print(recursion())

seq = [1, 2, 3]
print(seq[-1], seq[-3], attempt(lambda: seq[-4]), (4, 5)[-1], 'abc'[-2])
seq[-1] = 9
print(seq, attempt(seq.__setitem__, -4, 0))


def append(items, value):
    return items.append(value)


class Items(list):
    def append(self, value):
        super().append((value,))


items = Items()
print([append(x, 1) for x in ([], items, items)], items, attempt(append, (), 1))
print(attempt(list.append, [], 1), attempt(list.append, (), 1), attempt(list.append, []))
