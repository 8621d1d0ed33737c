import asyncio, sys
class A:
    def __aiter__(self): return self
    async def __anext__(self): raise StopAsyncIteration
async def main():
    print(await anext(A(), 'dflt'))
    async def g():
        yield 1
    x = g()
    print(await anext(x, 5), await anext(x, 5))
c = main()
try: c.send(None)
except StopIteration: pass
def f(): 
    try: yield 1
    finally: names.append([fr.f_code.co_name for fr in iter_frames()])
def iter_frames():
    fr = sys._getframe(1)
    while fr: yield fr; fr = fr.f_back
def g(): yield from f()
names = []
q = g(); next(q)
try: q.throw(ValueError)
except ValueError: pass
print([n for n in names[0] if n in 'fg'])
q = g(); next(q); q.close()
print([n for n in names[1] if n in 'fg'])
