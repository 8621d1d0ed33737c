import ast
for f in (0x8000,0x100,0x200,0x10,4):
  try: print(type(compile('1','f','exec',f)))
  except Exception as e:print(repr(e))
for a in [('1','f','foo'),('1','f','func_type'),(1,'f','exec'),('1',None,'exec'),('1\0','f','exec'),(b'1\0','f','exec'),('1',b'abc','exec'),('1','f',1),('1',bytearray(b'x'),'exec'),('(','f','exec',0x4000),('','f','single'),(memoryview(b'1'),'f','exec'),('1','f','foo',0x400)]:
  try: print(type(compile(*a)))
  except BaseException as e:print(repr(e), getattr(e,'args',''))
for fn in (eval,exec):
  for a in (1,'1\0',b'1\0',None,[]):
    try: print(fn(a))
    except BaseException as e:print(repr(e))
try: ast.parse('match x:\n case 1: pass', feature_version=(3,9))
except BaseException as e:print(repr(e), getattr(e,'args',''))
print(ast.dump(ast.parse('1+2', optimize=1)))
for t in (ast.Expression(ast.Name('x')), ast.Module([ast.Assign([],ast.Constant(1))],[]), ast.Module([ast.Pass(lineno=3,col_offset=0,end_lineno=1,end_col_offset=2)],[])):
    try: compile(ast.fix_missing_locations(t),'f','eval' if isinstance(t,ast.Expression) else 'exec')
    except Exception as e: print(repr(e))
  for m in 'eval','exec':
    try: eval(compile(s,'f',m)); print('ok')
    except BaseException as e:print(type(e), str(e)[:80])
except BaseException as e:print(type(e), str(e)[:80])
