import sys
ev=[]
def tracer(frame, event, arg):
    ev.append((frame.f_code.co_name, event, frame.f_lineno, arg if event!='exception' else arg[0].__name__))
    return tracer
def g():
    yield 1
    yield 2
def f(x):
    for i in range(2):
        x += i
    try:
        raise ValueError(x)
    except ValueError as e:
        pass
    for j in g(): pass
    return x
sys.settrace(tracer)
f(1)
sys.settrace(None)
for e in ev: print(e)
ev=[]
def prof(frame, event, arg):
    ev.append((frame.f_code.co_name, event, getattr(arg,'__name__',arg)))
sys.setprofile(prof)
f(1); len([]); [].append(3)
try: int("x")
except ValueError: pass
sys.setprofile(None)
for e in ev: print(e)
print(sys.gettrace(), sys.monitoring._all_events())
M=sys.monitoring
M.use_tool_id(1,"cov")
ev=[]
for n in "PY_START PY_RETURN LINE CALL C_RETURN JUMP BRANCH_LEFT BRANCH_RIGHT PY_YIELD PY_RESUME STOP_ITERATION RAISE PY_UNWIND EXCEPTION_HANDLED".split():
    M.register_callback(1,getattr(M.events,n),lambda code,*a,n=n: ev.append((n,code.co_name)+a))
E=M.events
M.set_events(1,E.PY_START|E.PY_RETURN|E.LINE|E.CALL|E.C_RETURN|E.C_RAISE|E.JUMP|E.BRANCH_LEFT|E.BRANCH_RIGHT|E.PY_YIELD|E.PY_RESUME|E.STOP_ITERATION|E.RAISE|E.PY_UNWIND|E.EXCEPTION_HANDLED)
f(1)
M.set_events(1,0)
for name, *rest in ev: print(name, *[r for r in rest if isinstance(r, (int, str))])
