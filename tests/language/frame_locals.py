import sys
def f(a):
    b = 2
    fr = sys._getframe()
    p = fr.f_locals
    p['a'] = 10
    p['zz'] = 3
    print(a, list(p)[:4], p['zz'], len(p) , 'b' in p, locals()['zz'])
    c = [1]
    def g(): return c
    p['c'] = 5
    print(g(), c)
    try: del p['a']
    except ValueError as e: print(e)
    try: p['nope']
    except KeyError as e: print(e)
    print(p.pop('zz'), type(p))
    return p == fr.f_locals
print(f(1))
