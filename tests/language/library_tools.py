"""symtable, pickle, pickletools, profile, pstats, timeit, gc"""
import gc, io, pickle, pickletools, profile, pstats, re, symtable, timeit
table = symtable.symtable('x = 1\ndef f(a, *b):\n    global g\n    g = a\n    def inner(): return a\n    return inner\nclass C:\n    y = x\n', 'file', 'exec')
print(table, table.get_type(), table.get_identifiers() == {'x', 'f', 'C'}, [c.get_name() for c in table.get_children()])
f = table.lookup('f').get_namespace()
print(f.get_parameters(), f.get_locals(), f.get_globals(), f.get_frees(), [(s.get_name(), s.is_parameter(), s.is_local(), s.is_global(), s.is_free(), s.is_assigned(), s.is_referenced()) for s in f.get_symbols()], [c.get_type() for c in f.get_children()], f.get_children()[-1].get_frees(), f.is_nested(), table.get_children()[1].get_type())
data = {'a': [1, 2.5, None, True], 'b': ('x', b'y', {3}), 'big': 2**80}
for protocol in range(6):
    packed = pickle.dumps(data, protocol); print(protocol, len(packed), pickle.loads(packed) == data)
pickletools.dis(pickle.dumps((1, 'a', [2]), 2))
print(pickletools.optimize(pickle.dumps(['a', 'a'], 4)) == pickle.dumps(['a', 'a'], 4), len(list(pickletools.genops(pickle.dumps(1)))))


class Point:
    def __init__(self, x): self.x = x
    def __getstate__(self): return {'x': self.x, 'saved': True}
    def __reduce_ex__(self, protocol): return super().__reduce_ex__(protocol)


copy = pickle.loads(pickle.dumps(Point(3))); print(copy.x, copy.saved)
for bad in (lambda: pickle.loads(b'garbage'), lambda: pickle.dumps(lambda: 0), lambda: pickle.loads(b''), lambda: pickle.loads(b'cos\nnosuch\n.')):
    try: bad()
    except Exception as error: print(type(error).__name__, re.sub(r'at 0x\w+', 'at', str(error)))


class Shelf(pickle.Pickler):
    def persistent_id(self, value): return 'pid' if isinstance(value, Point) else None


class Unshelf(pickle.Unpickler):
    def persistent_load(self, pid): return pid.upper()
    def find_class(self, module, name): raise pickle.UnpicklingError(f'{module}.{name} is forbidden')


out = io.BytesIO(); Shelf(out).dump([Point(1), 2]); out.seek(0); print(Unshelf(out).load())
try: Unshelf(io.BytesIO(pickle.dumps(Point(1)))).load()
except pickle.UnpicklingError as error: print(error)


def count(n): return sum(helper(i) for i in range(n))
def helper(i): return i * i


p = profile.Profile(); print(p.runcall(count, 5))
stream = io.StringIO(); pstats.Stats(p, stream=stream).strip_dirs().sort_stats('name').print_stats('library_tools'); report = stream.getvalue(); print(re.findall(r'^ +(\d+) .*\((\w+)\)$', report, re.M))
print(timeit.timeit('x += 1', 'x = 0', number=3) >= 0, len(timeit.repeat('pass', repeat=2, number=1)), timeit.Timer('nope').repeat.__name__)
print(gc.isenabled(), gc.get_threshold()[0] > 0, len(gc.get_count()), gc.is_tracked([]), gc.is_tracked(1), gc.collect() >= 0, gc.callbacks, gc.get_debug())
gc.disable(); print(gc.isenabled()); gc.enable()
