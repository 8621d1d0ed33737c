import ast
import warnings

warnings.simplefilter('ignore')


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
        print(ast.dump(result) if isinstance(result, ast.AST) else type(result).__name__)
    except BaseException as e:
        print(type(e).__name__, e.args)


for flags in (0x8000, 0x100, 0x200, 0x10, 4):
    attempt(compile, '1', 'f', 'exec', flags)
for args in [
    ('1', 'f', 'foo'),
    ('1', 'f', 'func_type'),
    (1, 'f', 'exec'),
    ('1', None, 'exec'),
    ('1\0', 'f', 'exec'),
    (b'1\0', 'f', 'exec'),
    ('1', b'abc', 'exec'),
    ('1', 'f', 1),
    ('1', bytearray(b'x'), 'exec'),
    ('(', 'f', 'exec', 0x4000),
    ('if 1:\n  pass', 'f', 'single', 0x4200),
    ('', 'f', 'single'),
    (memoryview(b'1'), 'f', 'exec'),
    ('1', 'f', 'foo', 0x400),
    ('(int, *str) -> bool', 'f', 'func_type', 0x400),
    ('def f(x):\n  global x', 'f', 'exec'),
    ('return', 'f', 'exec'),
]:
    attempt(compile, *args)
for function in eval, exec:
    for source in (1, '1\0', b'1\0', None, []):
        attempt(function, source)
attempt(ast.parse, 'match x:\n case 1: pass', feature_version=(3, 9))
attempt(ast.parse, '1+2', optimize=1)
for tree in (
    ast.Expression(ast.Name('x')),
    ast.Module([ast.Assign([], ast.Constant(1))], []),
    ast.Module([ast.Pass(lineno=3, col_offset=0, end_lineno=1, end_col_offset=2)], []),
):
    mode = 'eval' if isinstance(tree, ast.Expression) else 'exec'
    attempt(compile, ast.fix_missing_locations(tree), 'f', mode)
