"""collections, enum, dataclasses, copy, types, typing, abc, operator, functools, contextlib, contextvars, weakref, keyword, marshal, configparser"""
import abc, collections, configparser, contextlib, contextvars, copy, dataclasses, enum, functools, io, keyword, marshal, operator, types, typing, weakref
C = collections.Counter('abracadabra'); print(C.most_common(2), C - collections.Counter('aab'), C.total(), collections.ChainMap({'a': 1}, {'a': 2, 'b': 3})['b'])
D = collections.deque([1, 2, 3], maxlen=3); D.appendleft(0); D.rotate(1); print(D, collections.OrderedDict(a=1, b=2).popitem(last=False))
P = collections.namedtuple('P', 'x y', defaults=[0]); print(P(1)._replace(y=5), P._fields, P(1)._asdict(), P(1) == (1, 0))
print(collections.defaultdict(lambda: collections.defaultdict(int), {'a': 1}).get('a'), collections.UserDict({'k': 1}), collections.UserList([1]), collections.UserString('s').upper())
class Color(enum.Enum):
    RED = enum.auto(); GREEN = 'g'
    @classmethod
    def _missing_(cls, v): return cls.RED if v == 'r' else None
class F(enum.Flag): A = 1; B = 2; AB = A | B
class I(enum.IntEnum): ONE = 1
class S(enum.StrEnum): X = enum.auto()
print(Color('r'), list(Color), Color.GREEN.value, repr(F.A | F.B), F(0), F.A in F.AB, ~F.A, I.ONE + 1, f'{I.ONE} {S.X}', repr(S.X), Color['RED'].name, Color.__members__)
try: Color('zz')
except ValueError as e: print(e)
@enum.unique
class U(enum.Enum): A = 1
try:
    @enum.unique
    class V(enum.Enum): A = 1; B = 1
except ValueError as e: print(e)
@dataclasses.dataclass(order=True, frozen=True, slots=True, kw_only=False)
class DC:
    a: int
    b: list = dataclasses.field(default_factory=list, compare=False, repr=False)
    c: typing.ClassVar[int] = 3
    d: dataclasses.InitVar[int] = 4
    def __post_init__(self, d): object.__setattr__(self, 'b', [d])
print(DC(1), DC(1) < DC(2), dataclasses.asdict(DC(1, d=9)), dataclasses.replace(DC(1), a=3, d=1), [f.name for f in dataclasses.fields(DC)], DC.__match_args__, hash(DC(1)) == hash(DC(1)))
try: DC(1).a = 2
except dataclasses.FrozenInstanceError as e: print(type(e).__name__, e)
print(dataclasses.make_dataclass('M', [('x', int), ('y', int, 5)])(1), dataclasses.is_dataclass(DC))
class Abstract(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
    @property
    @abc.abstractmethod
    def p(self): ...
try: Abstract()
except TypeError as e: print(e)
Abstract.register(int); print(isinstance(3, Abstract), Abstract.__abstractmethods__ == {'f', 'p'})
@functools.lru_cache(maxsize=2)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(20), fib.cache_info(), functools.reduce(operator.mul, [1, 2, 3, 4]), functools.partial(int, base=2)('101'))
@functools.singledispatch
def show(x): return 'object'
@show.register
def _(x: int): return 'int'
@show.register(list)
def _(x): return 'list'
print(show(1), show([]), show('s'), show.dispatch(bool) is show.dispatch(int))
@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) >= T(0), T(1) <= T(0), sorted([3, 1], key=functools.cmp_to_key(lambda a, b: b - a)))
class CP:
    @functools.cached_property
    def v(self): print('computed'); return 1
c = CP(); print(c.v, c.v, c.__dict__)
print(operator.itemgetter(1, 'a')({1: 2, 'a': 3}), operator.attrgetter('a.b')(types.SimpleNamespace(a=types.SimpleNamespace(b=7))), operator.methodcaller('split', ',')('a,b'), operator.index(3), operator.length_hint(iter([1, 2])))
@contextlib.contextmanager
def cm():
    print('enter')
    try: yield 'v'
    except ValueError as e: print('caught', e)
    finally: print('exit')
with cm() as v: print(v); raise ValueError('boom')
with contextlib.ExitStack() as st:
    st.callback(print, 'cb'); st.enter_context(cm())
with contextlib.suppress(KeyError): {}['x']
b = io.StringIO()
with contextlib.redirect_stdout(b): print('hidden')
print(repr(b.getvalue()), contextlib.nullcontext(3).__enter__())
var = contextvars.ContextVar('var', default=0); ctx = contextvars.copy_context(); ctx.run(var.set, 5); print(var.get(), ctx[var], len(ctx)); tok = var.set(1); print(var.get()); var.reset(tok); print(var.get())
class W: pass
w = W(); r = weakref.ref(w); wd = weakref.WeakValueDictionary(a=w); ws = weakref.WeakSet([w]); wk = weakref.WeakKeyDictionary({w: 1}); print(r() is w, wd['a'] is w, w in ws, wk[w], weakref.proxy(w).__class__ is W)
f = weakref.finalize(w, print, 'finalized'); f(); print(f.alive)
print(keyword.iskeyword('for'), keyword.softkwlist, marshal.loads(marshal.dumps((1, 'a', None, 1.5, b'x', (True,)))))
print(types.MappingProxyType({'a': 1}), types.new_class('N', (), {}, lambda ns: ns.update(x=1)).x, types.MethodType(lambda s: s, 3)(), types.SimpleNamespace(a=1), isinstance((lambda: 0), types.FunctionType))
class Proto(typing.Protocol):
    def meth(self) -> int: ...
@typing.runtime_checkable
class RP(typing.Protocol):
    def close(self): ...
print(isinstance(io.StringIO(), RP), typing.get_type_hints(DC)['a'], typing.Optional[int], typing.Union[int, str], typing.get_args(typing.Dict[str, int]), typing.Literal['a'], typing.Callable[[int], str], list[int], typing.NamedTuple('NT', [('a', int)])(1))
class TD(typing.TypedDict, total=False): a: int; b: typing.Required[str]
print(TD(a=1), TD.__required_keys__, typing.cast(int, 'x'), typing.TypeVar('T'), typing.NewType('N', int)(3), typing.Annotated[int, 'm'], typing.get_origin(list[int]))
cfg = configparser.ConfigParser(); cfg.read_string('[DEFAULT]\nx = 1\n[a]\ny: %(x)s2\nflag = yes\nmulti =\n  l1\n  l2\n'); print(cfg['a']['y'], cfg.getboolean('a', 'flag'), cfg.sections(), dict(cfg['a']), cfg.get('a', 'zz', fallback='fb'))
o = io.StringIO(); cfg.write(o); print(o.getvalue())
try: cfg.get('no', 'x')
except configparser.NoSectionError as e: print(e)
print(copy.copy([1, [2]]), copy.deepcopy({'a': [1]}))
