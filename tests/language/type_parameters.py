# PEP 695 and 696 syntax, lazily evaluated annotations, decorators, globals and exec.
def first[T](items: list[T]) -> T:
    return items[0]


print(first([1, 2]), first.__type_params__, first.__type_params__[0].__name__)
type Pair[A, B = int] = tuple[A, B]
print(Pair, Pair.__type_params__, Pair.__name__)


def bounded[T: int, *Ts, **P](x: T): pass


t, ts, p = bounded.__type_params__
print(t, ts, p, t.__bound__)


class Annotated:
    a: int = 1
    b: Undefined
    c: 'text'


try:
    Annotated.__annotations__
except NameError as e:
    print(e)
Undefined = float
print(Annotated.__annotations__)
if True:
    module_level: int = 5
print(__annotations__ if '__annotations__' in globals() else 'lazy', module_level)


def deco(tag):
    def apply(f):
        f.tag = tag
        return f
    return apply


@deco('x')
@deco('y')
def tagged(): "Docstring."


print(tagged.tag, tagged.__doc__, tagged.__name__, tagged.__qualname__, tagged.__module__)
ns = {}
exec('a = 1\ndef f(): return a + 1', ns)
print(ns['f'](), eval('a * 10', ns), eval('x + y', {'x': 1}, {'y': 2}))
exec('module_level += 1')
print(module_level, eval('[i for i in range(3)]'))


def scope():
    v = 1
    exec('v = 2')
    return v, sorted(locals())


print(scope())
name = 'World'
template = t'Hello {name!r:>10} and {1 + 1}'
print(template.strings, [i.expression for i in template.interpolations], template.values)
print(callable(len), callable(5), id(None) == id(None), type(type), type(first), type(lambda: 0), type(first.__code__), type((i for i in ())))
print(first.__code__.co_varnames, first.__code__.co_argcount, (lambda: 0).__name__)
