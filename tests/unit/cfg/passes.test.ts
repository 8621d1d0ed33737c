/** One sample or more for each pass over the graph: the code that comes out is CPython's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpython, ours } from './reference.ts';

const SAMPLES: Record<string, string> = {
  'small exits are copied to where the jump was': 'def f(a):\n    while a:\n        if a.b:\n            break\n        a = a.next\n    return a\n',
  'the implicit return takes the line of each way to it': 'def f(a):\n    if a:\n        b\n    elif c:\n        d\n    else:\n        for e in g:\n            h\n',
  'code behind a return is dropped': 'def f():\n    return 1\n    x\n    for a in b: c\n',
  'a constant condition is no condition': 'def f():\n    while 1:\n        if 0: a\n        if "x" and y: b\n        c = () or d\n',
  'None has jumps of its own': 'def f(a):\n    if a is None: b\n    while a is not None: c\n    return d if not (a is None) else e\n',
  'displays of constants': 'a = [1, 2, 3]; b = {1, 2, 3}; c = (1, 2); d = [1, 2]\nfor x in [a, b]: pass\nfor x in {1, 2}: pass\ne = f in [1, 2]; g = f not in {"x", "y"}\n',
  'long displays of constants': `a = [${Array.from({ length: 40 }, (_, i) => i * 100)}]\nb = (${Array.from({ length: 40 }, (_, i) => i * 100)})\n`,
  'jumps to jumps go straight to the end': 'def f(a, b, c):\n    while a:\n        if b:\n            if c: d\n            else: continue\n        else:\n            e\n    return a and b or c and d or e\n',
  'a truth test after a comparison is part of it': 'def f(a, b):\n    if a < b: c\n    if a in b: c\n    if not a: c\n    if not (a is b): c\n    return not not a, not (a in b), not (a == b)\n',
  'a tuple that is taken apart at once is a swap': 'def f(a, b, c):\n    a, b = b, a\n    a, b, c = c, a, b\n    (a,) = b,\n    a, b = a, a\n    return a, b, c\n',
  'a store that is overwritten': 'def f():\n    a = a = 1\n    a, a = b\n    a = 2; a = 3\n',
  'stores of patterns change places': 'def f(x):\n    match x:\n        case [a, b, _, c]: return a\n        case {"k": (a, b)}: return b\n        case A(a, b, c=d): return d\n',
  'unused constants go, the first one stays': 'def f():\n    if 0:\n        a = "gone"\n    return "kept"\n\ndef g():\n    "doc"\n    return -1 + 2\n',
  'locals that may be unbound': 'def f(a):\n    if a:\n        b = 1\n    b\n    try:\n        c = d()\n    except E:\n        pass\n    print(c)\n    del b\n    b\n    for i in a: pass\n    return i\n',
  'locals beyond the sixty-fourth': `def f():\n${Array.from({ length: 70 }, (_, i) => `    v${i} = ${i}`).join('\n')}\n    if v0:\n        del v68\n    return v1, v66, v68, v69\n`,
  'loads and stores in pairs': 'def f(a, b):\n    c = a; d = b\n    c, d = a, b\n    e = c\n    f = g(a, b,\n        c, d)\n    return e\n',
  'handlers go to the end': 'def f(a):\n    try:\n        try:\n            b\n        except C:\n            d\n        e\n    except F as g:\n        h\n    else:\n        i\n    finally:\n        j\n    return a\n',
  'with, and what it does on an exception': 'def f():\n    with a as b, c:\n        if b:\n            return d\n        e\n    with a:\n        for x in y:\n            with z: continue\n',
  'cells, free variables and parameters that are cells': 'def f(a, b, *c, d=1, **e):\n    x = y = 1\n    def g():\n        nonlocal x\n        return a, c, x, e\n    class h:\n        y\n        z = a\n        def m(self): return __class__, super().m\n    return [lambda: i for i in b]\n',
  'generators': 'def f():\n    x = yield\n    try:\n        yield from x\n    finally:\n        yield 1\n    return (i async for i in x)\n',
  'coroutines': 'async def f():\n    async with a as b:\n        async for c in b:\n            if c: break\n        else:\n            await d\n    return [x async for x in y if await z]\n',
  'conditional jumps back': 'def f(a):\n    while True:\n        if a(): continue\n        if b is None: continue\n        c\n',
  'a jump added late has the handler of what stood there': 'for x in y:\n    g()\ntry:\n    if a:\n        b\n    d()\nexcept E: pass\n',
  'borrowed locals': 'def f(a, b):\n    c = a\n    g(a, (a := 1))\n    a.b.c(b)\n    x = [a, b]\n    a < b < c\n    del a\n    for i in b: i.j\n    return b\n',
  'what is only reached through an empty block does not borrow': 'def f(self, ts):\n    try:\n        v = next(ts)\n    except StopIteration:\n        raise KeyError from None\n    self.discard(v)\n    return v\n',
  'an import owns the first load of its block': 'def f(a):\n    if a:\n        b\n    a.c()\n    from m import n\n    a.d(n)\n',
  'exception groups': 'def f():\n    try:\n        a\n    except* B as c:\n        d\n    except* E:\n        raise\n    else:\n        g\n',
  'inlined comprehensions': 'def f(x, i):\n    a = [i for i in x if i]\n    b = {i: [j for j in i] for i in x}\n    return [lambda: k for k in x], i\nclass A:\n    y = [z for z in range(3)]\n',
  'far jumps': `def f(a):\n    for i in a:\n        if i:\n${'            b.c.d(e.f)\n'.repeat(120)}        else:\n${'            b.c.d(e.f)\n'.repeat(120)}`,
}; // prettier-ignore

for (const [name, source] of Object.entries(SAMPLES)) {
  test(name, async () => {
    assert.equal(ours(source), await cpython(source));
  });
}
