"""sys: hooks that fail or are lost, limits that are too low, sizes."""
import io
import sys


def deep():
    for limit in (1, 2, -5):
        try:
            sys.setrecursionlimit(limit)
        except (RecursionError, ValueError) as error:
            print(error)


deep()
for make in (type(sys.flags), type(sys.version_info)):
    try:
        make()
    except TypeError as error:
        print(error)

for call in (
    lambda: sys.call_tracing(print, 2),
    lambda: sys.setswitchinterval(0),
    lambda: sys.setswitchinterval("a"),
    lambda: sys._is_interned(b"a"),
    lambda: sys.unraisablehook(ValueError(42)),
):
    try:
        call()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
sys.setswitchinterval(0.5)
print(sys.getswitchinterval())

stdout = sys.stdout
del sys.stdout
try:
    sys.displayhook(42)
except RuntimeError as error:
    message = str(error)
sys.stdout = stdout
print(message)
raw = io.BytesIO()
sys.stdout = wrapper = io.TextIOWrapper(raw, "ascii")
sys.displayhook("d\u00e9j\u00e0")
sys.stdout.flush()
sys.stdout, stdout = stdout, None
print(raw.getvalue())
hook = sys.displayhook
del sys.displayhook
try:
    exec(compile("42", "<string>", "single"))
except RuntimeError as error:
    print(error)
sys.displayhook = hook

stderr, sys.stderr = sys.stderr, io.StringIO()
sys.excepthook(1, "1", 1)
print(sys.stderr.getvalue(), end="")
sys.stderr = stderr

for n in (0, 1, 5, 6, 10, 11, 30, 100, 1000):
    print(
        n,
        *map(sys.getsizeof, (dict.fromkeys(range(n)), dict.fromkeys(map(str, range(n))), set(range(n)), [0] * n, (0,) * n)),
    )


class Sized:
    def __init__(self, size):
        self.size = size

    def __sizeof__(self):
        return self.size


for size in (10, -1, None, 4.5, 1 << 64):
    try:
        print(sys.getsizeof(Sized(size)))
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)
print(sys.getsizeof(Sized(None), "else"))
print([sys._is_immortal(x) for x in (None, True, 0, 256, b"", b"x", "", "x", (), int)])
print([sys._is_immortal(x) for x in (2**100, [], {}, b"abc", object(), Sized)])
