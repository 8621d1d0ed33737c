# list.sort: the number of comparisons, stability, and what an exception leaves.
class K:
    n=0
    def __init__(s,v): s.v=v
    def __lt__(a,b): K.n+=1; return a.v<b.v
def lcg():
    x=12345
    while 1:
        x=(x*1103515245+12345)&0x7fffffff
        yield x>>8
g=lcg()
def run(name,vals):
    K.n=0; l=[K(v) for v in vals]; l.sort(); ok=[k.v for k in l]==sorted(vals)
    print(name,len(vals),K.n,ok, [id(k)for k in l]==[id(k) for k in sorted(l,key=lambda k:k.v)])
for n in (0,1,2,3,10,31,32,33,63,64,65,100,128,200,1000,2000):
    run('rand',[next(g) for _ in range(n)])
    run('few',[next(g)%5 for _ in range(n)])
    run('asc',list(range(n))); run('desc',list(range(n))[::-1]); run('eq',[1]*n)
    run('dd',[i//3 for i in range(n)][::-1])
    run('saw',[i%17 for i in range(n)])
    run('two',list(range(n))+list(range(n//2,n+n//2)))
    run('big',list(range(n,n*2))+list(range(n)))
class E:
    c=0
    def __init__(s,v): s.v=v
    def __lt__(a,b):
        E.c+=1
        if E.c>300: raise ValueError
        return a.v<b.v
l=[E(next(g)%40) for _ in range(200)]; m=list(l)
try: l.sort()
except ValueError: print('raised', {id(e) for e in l} == {id(e) for e in m}, [e.v for e in l][:60])
l=[E(next(g)%40) for _ in range(200)]; E.c=0
l2=[3,1,2]
print(sorted(l2,key=lambda x:-x,reverse=True))
