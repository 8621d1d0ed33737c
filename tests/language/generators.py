# Generators: send, throw, close, yield from, return values, finally, expressions.
def echo():
    received = []
    try:
        while True:
            received.append((yield len(received)))
    except ValueError as e:
        yield f'caught {e}'
    finally:
        print('finally', received)
    return 'result'


g = echo()
print(next(g), g.send('a'), g.send('b'))
print(g.throw(ValueError('boom')))
try:
    next(g)
except StopIteration as e:
    print('stop', e.value)
print(list(g))

g = echo()
next(g)
g.close()
g.close()


def inner():
    x = yield 1
    print('inner got', x)
    try:
        yield 2
    except KeyError:
        print('inner KeyError')
        yield 'recovered'
    return 'inner result'


def delegating():
    r = yield from inner()
    print('r =', r)
    r = yield from [10, 20]
    print('r =', r)
    yield from (i * i for i in range(3))


d = delegating()
print(next(d), d.send('hi'), d.throw(KeyError()), next(d), list(d))


def stop():
    raise StopIteration
    yield


try:
    next(stop())
except RuntimeError as e:
    print(e, type(e.__cause__).__name__)


def ignoring():
    try:
        yield
    except GeneratorExit:
        yield 'no'


i = ignoring()
next(i)
try:
    i.close()
except RuntimeError as e:
    print(e)


def selfish():
    yield next(me)


me = selfish()
try:
    next(me)
except ValueError as e:
    print(e)
try:
    echo().send(1)
except TypeError as e:
    print(e)


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


print([x for x, _ in zip(fib(), range(10))])
print(sum(x for x in range(10) if x % 2), max((len(w), w) for w in ['a', 'ccc', 'bb']))


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(4)))


def unfinished():
    try:
        yield 1
    finally:
        print('cleanup')


for x in unfinished():
    print(x)
u = unfinished()
next(u)
u.close()
print(u.gi_frame, inner().gi_code.co_name)


def context():
    try:
        raise ValueError('outer')
    except ValueError:
        yield 'in handler'
        try:
            raise
        except ValueError as e:
            yield repr(e)


c = context()
try:
    raise KeyError('caller')
except KeyError:
    print(next(c), next(c))
first, *rest = (c for c in 'abc')
print(first, rest, dict((k, v) for k, v in [(1, 2)]), [*range(3), *'xy'])
