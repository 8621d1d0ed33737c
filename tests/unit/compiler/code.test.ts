/** Whole code objects against CPython's, field by field, at each level of optimization. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../../../interpreter/compiler/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';
import { codeJson, explainCode, theirCodeJson } from '../../parity/code.ts';
import { ask } from '../../parity/oracle.ts';

const PROGRAMS: Readonly<Record<string, string>> = {
  'asserts, __debug__ and docstrings':
    '"""Doc."""\ndef f(x):\n    """Doc.\n\n        more\n    """\n    assert x, "no"\n    if __debug__: print(x)\nclass C:\n    "Doc."\n',
  'old formatting': "'%s is %r, %-5a and %3.2s%%' % (a, b, c, d)\n'%d' % (a,)\n'%s' % a\n'%s %s' % (a,)\n",
  'comprehensions everywhere':
    'x = [y for y in z]\nclass C:\n    a = [b for b in c if [d for d in b]]\n    def m(self): return {k: (lambda: v) for k, v in self.items()}\n',
  'finally and its ways out':
    'def f():\n    for x in y:\n        try:\n            if x: continue\n            if z: break\n            return x\n        finally:\n            g()\n',
  'handlers in handlers':
    'def f():\n    try: a\n    except A as e:\n        try: b\n        except (B, C): raise\n        else: c\n    except: d\n',
  'with and async with':
    'async def f():\n    with a as b, c: return\n    async with e as f: await g\n    async for h in i: yield h\n    else: j\n',
  'closures and classes': 'def f(x):\n    class C:\n        y = x\n        def m(self): self.z = x, __class__, super().m\n    return C\n',
  annotations: 'a: int = 1\nif b: c: str\nclass C:\n    d: a\n    if e: f: d\ndef g(h: int, *i: *j, k: str = "") -> None: ...\n',
  'annotations as strings':
    'from __future__ import annotations\na: x.y[1, "z"] = 1\ndef f(b: lambda *c: -d**2, e: f"{g!r:>{h}}" = 1): ...\n',
  'type parameters': 'def f[T: int, *Ts, **P](x: T = 1, *, y=2) -> P: ...\nclass C[T = int](B, k=1): x: T\ntype A[T] = list[T]\n',
  patterns:
    'match x:\n    case -1 | 1 + 2j: a\n    case [b, *_, c] if b > c: d\n    case {"k": e, **f}: f\n    case C(g, h=[i, *j]) as k: k\n    case _: l\n',
  templates: 'x = t"{a}" if d else t"{e=}{f!s:>10}" t"{g}"\n',
  constants:
    'x = 1, 1.0, True, -0.0, 0j, "a\\u20ac\\U0001f600", b"\\xff", ..., None, 10**20, (1, (2, "x"))\ny = a[1:2], a[::-1], b in {1, 2}, c in [3, 4]\n',
  'inlined any, all and tuple': 'x = any(y for y in z), all(a > 1 for a in b), tuple(c for c in d)\n',
  'super, methods and long calls': `class C:\n    def m(self, *a, **k):\n        super().x.y(1)\n        return super(C, self).m(*a, **k), self.m(${Array.from({ length: 35 }, (_, i) => `k${i}=${i}`).join()})\n`,
};

for (const [title, program] of Object.entries(PROGRAMS)) {
  for (const optimize of [0, 1, 2] as const) {
    test(`${title}, -O${optimize}`, async () => {
      const marshalled = await ask<string>(
        'import base64, json, marshal\njson.dumps(base64.b64encode(marshal.dumps(compile(source, "f", "exec", optimize=level))).decode())',
        {
          source: program,
          level: optimize,
        },
      );
      const theirs = theirCodeJson(new Uint8Array(Buffer.from(marshalled, 'base64')));
      const ours = codeJson(compile(parse(program), { filename: 'f', optimize }));
      assert.deepEqual(ours, theirs, explainCode(ours, theirs));
    });
  }
}
