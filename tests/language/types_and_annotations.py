"""Type parameters, aliases, deferred annotations, decorators."""


def trace(label):
    def decorate(function):
        def wrapper(*args):
            print(label, args)
            return function(*args)

        return wrapper

    return decorate


@trace("outer")
@trace("inner")
def add(a: int, b: Undefined = 2) -> "text":
    return a + b


print(add(1, 2))


def first[T](items: list[T], default: T = None) -> T:
    return items[0] if items else default


class Stack[T, *Ts, **P]:
    item: T
    count: int = 0

    def push(self, item: T) -> None: ...


type Pair[A] = tuple[A, A]
print(first([3]), first.__type_params__, Stack.__type_params__, first.__annotations__)
print(Pair, Pair.__value__, Stack.__annotations__, list[int], dict[str, list[int]], int | None)
x: int = 3
y: str
print(__annotations__ if "__annotations__" in globals() else __annotate__(1))
try:
    Pair2 = add.__wrapped__
except AttributeError as error:
    print(error)


def lazy(a: missing_name): ...


try:
    lazy.__annotations__
except NameError as error:
    print(error)
print(f"{lambda_ := 5}" if (lambda_ := 5) else "")
template = t"hello {x!r:>4} {1 + 1}"
print(type(template).__name__, template.strings, [(i.value, i.expression, i.conversion, i.format_spec) for i in template.interpolations])
