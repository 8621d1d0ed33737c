# Coroutines driven by hand: await, async with, async for, asynchronous generators.
class Suspend:
    def __init__(self, value): self.value = value
    def __await__(self):
        got = yield self.value
        return got


def run(coroutine, log):
    send = None
    while True:
        try:
            log.append(coroutine.send(send))
            send = len(log)
        except StopIteration as e:
            return e.value


async def add(a, b):
    x = await Suspend(a)
    y = await Suspend(b)
    return x + y


async def main():
    first = await add('p', 'q')
    try:
        await failing()
    except ValueError as e:
        print('caught', e)
    return first + await add('r', 's')


async def failing():
    await Suspend('failing')
    raise ValueError('async')


log = []
print(run(main(), log), log)


class AManager:
    async def __aenter__(self):
        await Suspend('enter')
        return 'resource'

    async def __aexit__(self, *exc):
        await Suspend('exit')
        print('aexit', exc[0] and exc[0].__name__)
        return True


class AIter:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        await Suspend(f'next{self.n}')
        return self.n


async def agen(n):
    try:
        for i in range(n):
            got = yield i * 10
            if got: print('got', got)
            await Suspend(f'g{i}')
    finally:
        print('agen closed')


async def use():
    async with AManager() as r:
        print(r)
        raise KeyError
    async for x in AIter(2):
        print('x', x)
    else:
        print('done')
    print([x async for x in agen(3)], [x async for x in AIter(3) if x])
    g = agen(5)
    print(await g.__anext__(), await g.asend('hello'))
    await g.aclose()
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print('exhausted')
    g = agen(1)
    await anext(g)
    try:
        await g.athrow(RuntimeError('thrown'))
    except RuntimeError as e:
        print(e)
    return {k: v async for k, v in pairs()}


async def pairs():
    yield 1, 2
    yield 3, 4


log = []
print(run(use(), log), log)
c = add(1, 2)
print(type(c).__name__, c.cr_code.co_name)
c.close()
try:
    c.send(None)
except RuntimeError as e:
    print(e)


async def wrong():
    await 5


try:
    wrong().send(None)
except TypeError as e:
    print(e)
