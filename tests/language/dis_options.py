"""`dis` with every option, of code, functions, classes, generators, text and tracebacks."""

import dis
import io
import itertools
import re
import sys


def portable(text):
    """Without addresses and folders."""
    return re.sub(r" at 0x[0-9a-f]+|(?<=file \").*/|(?<=Filename:          ).*/", "", text)


def text(function, *args, **options):
    out = io.StringIO()
    function(*args, file=out, **options)
    return portable(out.getvalue())


def sample(a, b=2, *c):
    """A docstring."""
    for i in a:
        with b as d:
            if not i.attribute or c is None:
                continue
            print(f"{d!r:>10}", [j + 1 for j in c])
    def inner():
        return lambda: (a, b)
    return inner


class Sample:
    x: int = 1

    def method(self):
        try:
            return super().method(self.x, key=-1)
        except (ValueError, *()) as error:
            raise KeyError("k") from error

    @property
    def value(self):
        yield self.x

    @staticmethod
    def static(): ...


async def agen():
    async with a as b:
        async for c in b:
            yield await c


def small(a):
    while a.b:
        yield a + 1, -a if a is None else a[0]


for caches, offsets, positions, adaptive in itertools.product((False, True), repeat=4):
    options = dict(show_caches=caches, show_offsets=offsets, show_positions=positions, adaptive=adaptive)
    print("---", options)
    print(text(dis.dis, small, **options), end="")

for depth in None, 0, 1, 2:
    print("--- depth", depth, text(dis.dis, sample, depth=depth).count("Disassembly"))
print(text(dis.dis, sample), end="")

for thing in Sample, Sample().method, "x = y if z else [w]\n", "def f(:", Sample.static:
    print("---", type(thing).__name__)
    try:
        print(text(dis.dis, thing), end="")
    except Exception as error:
        print(type(error).__name__, error)

print("--- everything of a module's code")
print(text(dis.dis, compile("import a.b\ndel a, b\nassert x, 'y'\nmatch x:\n case {'k': [1, *_]}: pass\nt'{x}'\nx[1:2:3] = *y,", "m", "exec"), show_caches=True, show_offsets=True, show_positions=True), end="")


def fails(n):
    if n:
        return fails(n - 1)
    value = (n +
             [].missing)
    return value


try:
    fails(2)
except AttributeError as error:
    for options in {}, dict(show_offsets=True), dict(show_caches=True), dict(show_positions=True), dict(show_caches=True, show_offsets=True, show_positions=True):
        print("--- traceback", options)
        print(text(dis.distb, error.__traceback__.tb_next, **options), end="")
    print("---", dis.Bytecode.from_traceback(error.__traceback__).dis())
    print("---", dis.Bytecode.from_traceback(error.__traceback__.tb_next).dis())
    sys.last_exc = error
    print("--- the last one:", text(dis.dis).count("-->"), text(dis.distb) == text(dis.distb, error.__traceback__.tb_next.tb_next.tb_next))
    del sys.last_exc
try:
    dis.distb()
except RuntimeError as error:
    print(error)

print(portable(dis.code_info(sample)))
print(dis.Bytecode(sample, first_line=100, show_offsets=True).dis()[:300])
for instruction in itertools.islice(dis.get_instructions(sample, first_line=10), 12):
    print(instruction[:10], instruction.positions, instruction.cache_info, instruction.jump_target, instruction.baseopname, instruction.cache_offset, instruction.end_offset)
print(dis.stack_effect(dis.opmap["LOAD_ATTR"], 1), dis.stack_effect(dis.opmap["FOR_ITER"], 0, jump=True), dis.stack_effect(dis.opmap["FOR_ITER"], 0, jump=False))
print(list(dis.findlinestarts(sample.__code__)), list(dis.findlabels(sample.__code__.co_code)))
