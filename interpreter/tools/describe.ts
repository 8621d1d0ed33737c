/**
 * A Python program that describes what built-in types and functions look like from outside, attribute by attribute. CPython and the
 * interpreter here both run it: `tests/parity/dir.ts` compares the answers, `tools/docstrings.ts` keeps CPython's docstrings.
 */

/** Expressions for types that no module names: the program evaluates each and takes the value's type. */
const UNNAMED = [
  'iter([])',
  'reversed([])',
  'iter(())',
  'iter("")',
  'iter("\\u0100")',
  'iter(b"")',
  'iter(bytearray())',
  'iter({})',
  'iter({}.values())',
  'iter({}.items())',
  'reversed({})',
  'reversed({}.values())',
  'reversed({}.items())',
  'iter(set())',
  'iter(range(1))',
  'iter(range(1 << 70))',
  'iter(memoryview(b""))',
  'iter(int, 1)',
  'iter(SequenceOnly())',
  '{}.keys()',
  '{}.values()',
  '{}.items()',
  'NotImplemented',
  'None',
  '...',
  'list[int]',
  'iter(list[int])',
  'int | str',
  'agen().__aiter__().__anext__()',
  'agen().aclose()',
  'agen().asend(None)',
  'coro().__await__()',
  'template',
  'template.interpolations[0]',
  'iter(template)',
  'generic.__type_params__[0]',
  'generic.__type_params__[1]',
  'generic.__type_params__[2]',
  'Alias',
  'typing.NoDefault',
  'sys.flags',
  'sys.version_info',
  'sys.float_info',
  'sys.int_info',
  'sys.hash_info',
  'weakref.ref(Class)',
  'weakref.proxy(Class())',
  'len.__call__',
  'code.co_lines()',
  'code.co_positions()',
  'Class.slot',
];

export const DESCRIBE = `
import builtins, json, sys, types, typing, weakref, inspect
class SequenceOnly:
    def __getitem__(self, i): raise IndexError
async def agen(): yield 1
async def coro(): pass
def generic[T, *Ts, **P](): pass
type Alias = int
template = t'{1}'
class Class:
    __slots__ = ('slot', '__weakref__')
code = generic.__code__
__file__ = json.__file__

def found_types():
    found = {}
    for module in (builtins, types):
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__ in ('builtins', 'types', 'typing'): found[id(value)] = value
    for expression in ${JSON.stringify(UNNAMED)}:
        try:
            value = type(eval(expression))
        except Exception as error:
            found[expression] = f'{type(error).__name__}: {error}'
        else:
            found.setdefault(id(value), value)
            if inspect.iscoroutine(value): value.close()
    return list(found.values())

def text(value):
    return value if value is None or isinstance(value, str) else '<' + type(value).__name__ + '>'

def signature(value):
    try:
        return str(inspect.signature(value))
    except Exception as error:
        return type(error).__name__

FIELDS = ('__name__', '__qualname__', '__doc__', '__text_signature__', '__module__')

def describe(value, owner=None):
    kind = type(value).__name__
    result = {'kind': kind}
    if kind in ('str', 'NoneType', 'int', 'bool', 'float', 'tuple', 'dict'):
        result['value'] = kind if kind == 'dict' else repr(value)[:200]
        return result
    for field in FIELDS:
        try:
            result[field] = text(getattr(value, field))
        except AttributeError:
            pass
    try:
        result['__objclass__'] = value.__objclass__ is owner or value.__objclass__.__name__
    except AttributeError:
        pass
    if callable(value): result['signature'] = signature(value)
    return result

def describe_type(cls):
    result = {field: text(getattr(cls, field, None)) for field in FIELDS}
    result['mro'] = [base.__name__ for base in cls.__mro__]
    result['bases'] = [base.__name__ for base in cls.__bases__]
    try:
        result['flags'] = [name for name, bit in (('heap', 1 << 9), ('base', 1 << 10), ('sequence', 1 << 5), ('mapping', 1 << 6)) if cls.__flags__ & bit]
        result['layout'] = [cls.__itemsize__ > 0, cls.__dictoffset__ != 0, cls.__weakrefoffset__ != 0]
    except AttributeError:
        pass
    result['signature'] = signature(cls)
    result['own'] = {name: describe(value, cls) for name, value in vars(cls).items()}
    result['dir'] = dir(cls)
    return result

answer = {'types': {}, 'functions': {}}
for cls in found_types():
    if isinstance(cls, str): answer['types'].setdefault('ERRORS', []).append(cls)
    else: answer['types'][cls.__module__ + '.' + cls.__qualname__] = describe_type(cls)
for name, value in vars(builtins).items():
    if not isinstance(value, type) and name not in ('__spec__', '__loader__', '_', 'copyright', 'credits', 'license', 'exit', 'quit', 'help', '__builtins__', '___EvalCodeResultException', '__pyodide__', 'run_js'):
        answer['functions'][name] = describe(value)
`;
