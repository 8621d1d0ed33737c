import asyncio

async def worker(name, queue, log):
    while True:
        n = await queue.get()
        await asyncio.sleep(0.01 * n)
        log.append((name, n))
        queue.task_done()

async def queues():
    queue, log = asyncio.Queue(maxsize=3), []
    tasks = [asyncio.create_task(worker(f'w{i}', queue, log), name=f'w{i}') for i in range(2)]
    for n in (1, 3, 1, 2): await queue.put(n)
    await queue.join()
    for t in tasks: t.cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    print(sorted(n for _, n in log))

async def fail(after):
    await asyncio.sleep(after)
    raise ValueError(after)

async def groups():
    try:
        async with asyncio.TaskGroup() as tg:
            a = tg.create_task(asyncio.sleep(10))
            tg.create_task(fail(0.01))
    except* ValueError as group:
        print(group.exceptions, a.cancelled())
    async with asyncio.TaskGroup() as tg:
        ts = [tg.create_task(asyncio.sleep(0.001 * i, i)) for i in range(4)]
    print([t.result() for t in ts])

async def timeouts():
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(5)
    except TimeoutError as e: print('timeout', repr(e))
    try: await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except TimeoutError as e: print('wait_for', repr(e))
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(d, d)) for d in (0.01, 0.5)], return_when=asyncio.FIRST_COMPLETED)
    print([t.result() for t in done], len(pending))
    for t in pending: t.cancel()

async def locks():
    lock, event, sem, order = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(2), []
    cond = asyncio.Condition()
    async def one(i):
        async with sem:
            async with lock:
                order.append(i); await asyncio.sleep(0)
        await event.wait()
        async with cond: await cond.wait(); order.append(-i)
    ts = [asyncio.create_task(one(i)) for i in range(3)]
    for _ in range(20): await asyncio.sleep(0)
    event.set()
    for _ in range(10): await asyncio.sleep(0)
    async with cond: cond.notify_all()
    await asyncio.gather(*ts); print(order, lock.locked(), sem.locked())

async def streams():
    async def serve(reader, writer):
        line = await reader.readline()
        writer.write(line.upper()); await writer.drain(); writer.close(); await writer.wait_closed()
    server = await asyncio.start_server(serve, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(b'hello\n'); print(await reader.read()); writer.close(); await writer.wait_closed()
    server.close(); await server.wait_closed()

async def main():
    for f in (queues, groups, timeouts, locks, streams):
        await f()
    loop = asyncio.get_running_loop()
    loop.call_later(0.01, print, 'later'); loop.call_soon(print, 'soon')
    await asyncio.sleep(0.02)
    async for x in agen(): print(x)
    t = asyncio.current_task(); print(t.get_name(), len(asyncio.all_tasks()))
    pass
    return 'done'

async def agen():
    for i in range(2):
        yield i; await asyncio.sleep(0)

print(asyncio.run(main(), debug=False))
try: asyncio.run(fail(0))
except ValueError as e: print(repr(e))
