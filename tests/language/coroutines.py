"""Coroutines and asynchronous iteration, driven by hand: no event loop."""


class Later:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        received = yield self.value
        return received


def drive(coroutine):
    log = []
    send = None
    while True:
        try:
            log.append(coroutine.send(send))
            send = log[-1] * 10
        except StopIteration as stop:
            return log, stop.value


async def add(a, b):
    return await Later(a) + await Later(b)


async def main():
    first = await add(1, 2)
    try:
        await fails()
    except KeyError as error:
        return first, repr(error)


async def fails():
    await Later(3)
    raise KeyError("inside")


print(drive(main()))


async def ticks(n):
    for i in range(n):
        await Later(i)
        yield i


class Lock:
    async def __aenter__(self):
        await Later(7)
        print("locked")
        return self

    async def __aexit__(self, *info):
        print("unlocked", info[0])
        return True


async def loop():
    seen = []
    async for tick in ticks(3):
        seen.append(tick)
    else:
        seen.append("end")
    seen.append([t async for t in ticks(2) if t])
    async with Lock():
        raise ValueError
    seen.append({await Later(5): v for v in range(1)})
    return seen


print(drive(loop()))
c = add(1, 2)
print(type(c).__name__, c.cr_running, c.__name__)
c.close()


async def generator_steps():
    agen = ticks(2)
    print(await anext(agen), await agen.asend(None))
    try:
        await anext(agen)
    except StopAsyncIteration:
        print("exhausted")
    await agen.aclose()


drive(generator_steps())
