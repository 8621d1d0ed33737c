"""ast, dis, inspect, tokenize, token, symtable, traceback, linecache, importlib, py_compile, string.templatelib, timeit, doctest, unittest"""
import ast, contextlib, dis, doctest, importlib, importlib.util, inspect, io, linecache, os, py_compile, sys, tempfile, token, tokenize, traceback, unittest, unittest.mock, warnings
print(ast.dump(ast.parse('x = [1, *y]'), indent=1), ast.unparse(ast.parse('if a:\n  b(c=1)')), ast.literal_eval("{'a': (1, -2.5, None)}"))
class V(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.Constant(n.value * 2)
print(ast.unparse(V().visit(ast.parse('1 + f(2)'))), [type(n).__name__ for n in ast.walk(ast.parse('a.b'))], ast.get_docstring(ast.parse('"""doc"""')))
def sample(a, /, b: int = 2, *args, c, **kw) -> str:
    """Doc string."""
    return a + b
dis.dis(sample)
print([i.opname for i in dis.get_instructions('a + 1')], dis.stack_effect(dis.opmap['POP_TOP']))
print(inspect.signature(sample), inspect.getdoc(sample), inspect.getsource(sample), inspect.isfunction(sample), [p.kind.name for p in inspect.signature(sample).parameters.values()])
print(inspect.getfullargspec(sample), inspect.signature(sample).bind(1, 3, c=4).arguments, inspect.getmodulename('a/b.py'), inspect.currentframe().f_lineno, inspect.cleandoc('  a\n    b'))
class A:
    x = 1
    @property
    def p(self): return 1
    @staticmethod
    def s(): pass
print([n for n, _ in inspect.getmembers(A) if not n.startswith('__')], inspect.getmro(A)[0].__name__, inspect.isgeneratorfunction(lambda: (yield)), inspect.iscoroutinefunction(sample))
print([(token.tok_name[t.type], t.string) for t in tokenize.generate_tokens(io.StringIO('x = f"{a}!" # c\n').readline)], tokenize.untokenize([(1, 'a'), (54, '='), (2, '1')]))
def fail(): return {}['missing']
try: fail()
except KeyError as e:
    print(traceback.format_exc().replace(__file__, 'FILE')); print(traceback.format_exception_only(e), [f.name for f in traceback.extract_tb(e.__traceback__)])
    te = traceback.TracebackException.from_exception(e); print(te.exc_type_str, len(te.stack))
print(linecache.getline(__file__, 1), importlib.import_module('json').__name__, importlib.util.find_spec('json').name, importlib.util.find_spec('nosuch'), 'json' in sys.modules)
with tempfile.TemporaryDirectory() as d:
    p = os.path.join(d, 'mod_x.py'); open(p, 'w').write('V = 42\n')
    print(os.path.basename(py_compile.compile(p)).startswith('mod_x.cpython-314'))
    sys.path.insert(0, d); import mod_x; print(mod_x.V); sys.path.pop(0)
    spec = importlib.util.spec_from_file_location('mod_y', p); m = importlib.util.module_from_spec(spec); spec.loader.exec_module(m); print(m.V, m.__name__)
    try: py_compile.compile(__file__ + 'x', doraise=True)
    except Exception as e: print(type(e).__name__)
def doc():
    """
    >>> 1 + 1
    2
    >>> [][0]
    Traceback (most recent call last):
    IndexError: list index out of range
    >>> print('a\\n\\nb')  # doctest: +NORMALIZE_WHITESPACE
    a
    <BLANKLINE>
    b
    >>> 2
    3
    """
r = doctest.DocTestRunner(verbose=False)
o = io.StringIO()
for t in doctest.DocTestFinder().find(doc, 'doc', globs={}): print(r.run(t, out=lambda s: o.write(s)))
print(o.getvalue().split('line')[1].split('\n', 1)[1])
class T(unittest.TestCase):
    def setUp(self): self.x = 1
    def test_ok(self): self.assertEqual(self.x, 1); self.assertIn(1, [1]); self.assertAlmostEqual(0.1 + 0.2, 0.3)
    def test_raises(self):
        with self.assertRaisesRegex(ValueError, 'ba.'): raise ValueError('bar')
    def test_fail(self): self.assertEqual({'a': 1, 'b': [1]}, {'a': 1, 'b': [2]})
    def test_err(self): 1 / 0
    @unittest.skip('no')
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_xf(self): self.fail()
    def test_sub(self):
        for i in range(2):
            with self.subTest(i=i): self.assertEqual(i, 0)
out = io.StringIO(); res = unittest.TextTestRunner(out, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
import re
print(re.sub(r'in [\d.]+s', 'in T', out.getvalue().replace(__file__, 'FILE')))
m = unittest.mock.Mock(return_value=3); m(1, a=2); m.assert_called_once_with(1, a=2); print(m.call_args, m.x.y.z().called)
with unittest.mock.patch('os.getcwd', return_value='/x') as g: print(os.getcwd(), g.call_count)
mm = unittest.mock.MagicMock(); mm.__len__.return_value = 4; print(len(mm), unittest.mock.call(1) == unittest.mock.call(1), unittest.mock.ANY == 3)
try: m.assert_called_with(9)
except AssertionError as e: print(e)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('always'); warnings.warn('careful', DeprecationWarning); print(log[0].category.__name__, log[0].message)
