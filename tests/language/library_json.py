"""json, by its C accelerators."""
import json,_json,enum
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__,e,getattr(e,'__notes__',None))
class A: pass
for o in ([A()], {'k':[1,A()]}, A(), {'a':{(1,):2}}): t(lambda: json.dumps(o))
l=[]; l.append(l); t(lambda: json.dumps(l)); t(lambda: json.dumps([float('nan')],allow_nan=False))
for a in (('abc',10),('"a',-1),('"a',1),(b'x',1),(1,1),('abc"x',0)): t(lambda: _json.scanstring(*a))
for f in (_json.encode_basestring,_json.encode_basestring_ascii):
    for a in (1,b'','a\x7f\u2028"\\/\x00é😀\ud800'): t(lambda: f(a))
t(lambda:_json.make_encoder(1,2,3,4,5,6,7,8,9)); t(lambda:_json.make_encoder({},2,3,None,5,6,7,8,9))
print(json.dumps([enum.IntEnum('E','A').A, type('F',(float,),{})(1.5), type('S',(str,),{})('x')]), json.dumps({1.5:1, True:2, None:3, 10**20:4}), json.dumps([[],{},[1,{'a':[]}]],indent=1))
for s in ('-','-0','01','1.','1e','1e5','-1.5E+3','1E400','[1,,2]','{"a":1,"a":2}','{"a":}','[','{','{"a"','"\\ud83d\\u0041"','"\\x"','"\\u12"','tru','[1','[1 ','{"a":1','nan','-Inf',' 1 ','1 x','\ufeff1','"😀"x'): t(lambda: json.loads(s))
t(lambda: json.loads(b'"\xc3\xa9"')); t(lambda: json.loads('[NaN]',parse_constant=str)); t(lambda: json.loads('9'*5000))
print(json.JSONDecoder().raw_decode('  [1]', 2), json.dumps('\u2028'))
print(json.dumps({'a':(1,2),'b':range}, default=lambda o: o.__name__, indent='--'), json.dumps({1:{(2,):3}}, skipkeys=True, indent=1))
