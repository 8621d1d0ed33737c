"""Functions that take an iterable use each value before they ask for the next one."""
log=[]
class N:
    def __init__(s,v): s.v=v
    def __radd__(s,o): log.append(('radd',o,s.v)); return s.v+o
    def __lt__(s,o): log.append(('lt',s.v,o.v)); return s.v<o.v
    def __gt__(s,o): log.append(('gt',s.v,o.v)); return s.v>o.v
    def __bool__(s): log.append(('bool',s.v)); return s.v>1
    def __hash__(s): log.append(('hash',s.v)); return s.v
    def __eq__(s,o): return s.v==o.v
def g(n, f=N):
    for i in range(n):
        log.append(('yield', i)); yield f(i)
def plain(r):
    if isinstance(r, (list, tuple)):
        return type(r)(map(plain, r))
    return r.v if isinstance(r, N) else r


def show(f):
    log.clear()
    try: r=f()
    except Exception as e: r=repr(e)
    print(plain(r), log)
for f in (sum,min,max,any,all,sorted):
    for n in range(4): show(lambda: f(g(n)))
show(lambda: sum(g(3, str)))
show(lambda: sum(g(5, lambda i: 'x' if i==2 else i)))
show(lambda: sum(g(5, lambda i: N(i) if i==2 else i)))
show(lambda: min(g(5, lambda i: 'x' if i==2 else i)))
show(lambda: max(g(5, lambda i: 2.5 if i==2 else i)))
show(lambda: max(g(5, lambda i: (0,i))))
show(lambda: max(g(3, lambda i: (0,N(i)))))
show(lambda: min(g(3), key=lambda x: log.append(('key',x.v)) or -x.v))
show(lambda: max(g(3), key=lambda x: log.append(('key',x.v)) or -x.v, default=3))
show(lambda: sum(g(3, lambda i: [i]), []))
show(lambda: sum(g(3, float)))
show(lambda: sum(g(3, complex)))
show(lambda: sum(x/0 for x in g(3,int)))
show(lambda: ''.join(g(3, lambda i: i)))
show(lambda: {x.v for x in set(g(3))})
show(lambda: [x.v for x in dict.fromkeys(g(3))])
