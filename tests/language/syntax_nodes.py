import ast, copy, warnings
warnings.simplefilter('always')
import sys; sys.stderr=sys.stdout
print(ast.arguments.__annotations__, ast.cmpop.__doc__)
for v in (int,(1,2,int),[1]):
    try: compile(ast.fix_missing_locations(ast.Expression(ast.Constant(v))),'f','eval')
    except Exception as e: print(repr(e))
n=ast.parse('x').body[0].value
n.extra=1
r=copy.replace(n,id='y'); print(ast.dump(r), hasattr(r,'extra'))
for kw in ({'zz':1},{}):
    m=ast.parse('x').body[0].value
    if not kw: del m.id
    try: copy.replace(m,**kw)
    except Exception as e: print(repr(e))
try: compile(ast.Module([ast.ImportFrom(module='time',names=[ast.alias(name='sleep')],level=None,lineno=None,col_offset=None)],[]),'t','exec')
except Exception as e: print(repr(e))
try: ast.parse(ast.Constant(4))
except Exception as e: print(repr(e))
ast.Name(); ast.Name('a',foo=1)
try: ast.Name('a',id=1)
except Exception as e: print(repr(e))
del sys.modules['_ast']
print(type(compile(ast.parse('x'),'a','exec')))
