import _warnings, warnings, sys, io
for a in [dict(category=1),dict(category=int),dict(category='x'),dict(skip_file_prefixes=['x']),dict(skip_file_prefixes=(1,)), dict(stacklevel='a')]:
    try: _warnings.warn('x',**a)
    except Exception as e: print(repr(e))
for a in [('x',int,'f',1),('x',UserWarning,1,1),('x',UserWarning,'f','a'),('x',UserWarning,'f',1,'m',5),('x',UserWarning,'f',1,'m',{},5),('x',UserWarning,'f',1,None)]:
    try: print(_warnings.warn_explicit(*a))
    except Exception as e: print(repr(e))
sys.stderr=sys.stdout
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('ignore',(SyntaxWarning,DeprecationWarning))
    compile("'\\e'",'f','exec')
    print(w)
    warnings.simplefilter('once')
    for i in range(3): warnings.warn('hey'); warnings.warn('hey', DeprecationWarning)
    print([str(x) for x in w])
def f():
    for i in range(2): warnings.warn('in f')
f()
for f in [5,[1],[('foo',None,Warning,None,0)],[(1,None,Warning,None,0)],[('error',None,Warning,None,'a')]]:
    warnings.filters=f
    try: _warnings.warn('x')
    except Exception as e: print(repr(e))
