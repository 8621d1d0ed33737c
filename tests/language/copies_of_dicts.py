# Copying a dict neither hashes nor compares its keys again.
class K:
    n = 0
    def __init__(s, v): s.v = v
    def __hash__(s): K.n += 1; return hash(s.v)
    def __eq__(s, o): K.n += 1; return isinstance(o, K) and s.v == o.v
d = {K(1): 1, 2: 3, 'a': 4, 1.5: 6, (1, 2): 7, K(2): 8, None: 9, True: 10}
K.n = 0
e = dict(d); print(K.n); f = d.copy(); print(K.n); g = {**d}; K.n = 0; h = {}; h.update(d); print(K.n); i = d | {}; print(K.n)
for x in (e, f, g, h, i): print(list(x.values()), len(x), x == d)
class S(dict): pass
print(len(S(d)), [1] + [2.5, 'x'] + [] + list(range(60)), (1,) + (2,) + tuple('ab') * 30)
